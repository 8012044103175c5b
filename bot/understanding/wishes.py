"""Whether somebody wants to leave: published words and what the model sees of it, weighed against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from bot.understanding.acting import ranked
from bot.understanding.heard import Heard
from bot.understanding.leaving import LEAVING, Force, WayOut
from bot.understanding.understood import Asked, Intent
from bot.understanding.wording import Words

_AGREES = 0.1
"""So much the model must see of leaving to bear out published words in a longer message."""
_FEARED = 0.25
"""From this probability of leaving on, the bot asks whether that is meant."""
THINKABLE = 0.1
"""From this probability of leaving on, it acts on nothing else."""
_HEEDED = 0.4
"""From this probability of leaving on, a clause is heeded whatever the whole seems to say."""


def leaves(heard: Heard, way_out: WayOut, seen: float) -> Heard:
    """What a message with published words in it means, of which the model sees that much; in doubt, it asks."""
    match way_out.force:
        case Force.WHOLE:
            sure = True
        case Force.PLAIN:
            sure = seen >= _AGREES
        case Force.DOUBTFUL:
            sure = False
        case Force.HINT:
            if heard.sure and heard.intent not in LEAVING:
                return heard
            sure = False
        case _:
            assert_never(way_out.force)
    stops = way_out.intent is not Intent.WRONG_PERSON and way_out.force is not Force.PLAIN
    if not sure and stops and seen < _AGREES and heard.intent not in LEAVING:
        # "Take me off Tuesday" is about a day; that it may be more is asked all the same.
        return replace(heard, also=(*heard.also, way_out.intent), sure=False, leaving=THINKABLE)
    also = () if sure or heard.intent is way_out.intent else (heard.intent,)
    return Heard(intent=way_out.intent, also=also, sure=sure, probability=seen)


def unless_leaving(heard: Heard, probable: Mapping[Intent, float], asked: Asked) -> Heard:
    """What a message without published words means; nobody is let go for good on the model's word alone: it asks."""
    leaving = sum(probable[intent] for intent in LEAVING)
    if leaving >= _FEARED:
        feared = max(sorted(LEAVING), key=probable.__getitem__)
        also = () if heard.intent in LEAVING else (heard.intent,)
        return Heard(intent=feared, also=also, sure=False, probability=probable[feared])
    if heard.intent in LEAVING:
        heard = ranked({intent: probable[intent] for intent in probable if intent not in LEAVING}, asked)
    return replace(heard, leaving=leaving)


def left_open(heard: Heard, parts: Sequence[Heard]) -> Heard:
    """Asks rather than acts where the whole or a clause may be a wish to leave ("forget the call and let me be")."""
    heeded = [part for part in parts if part.intent in LEAVING and part.probability >= _HEEDED]
    leaving = max(heard.leaving, *(part.probability for part in heeded)) if heeded else heard.leaving
    also = (*heard.also, *(part.intent for part in heeded))
    return replace(heard, also=also, sure=heard.sure and leaving < THINKABLE, leaving=leaving)


def borne_out(probable: Mapping[Intent, float]) -> float:
    """How far the model bears out published words: abuse mostly goes with them."""
    return sum(probable[intent] for intent in (*LEAVING, Intent.ABUSE))


def only_wondered(ways: Mapping[Words, WayOut | None]) -> bool:
    """Whether a message, by the ways out in its clauses, just asks whom it is for ("Wrong number? No, that's me")."""
    told = [part for part, way in ways.items() if way is not None and way.intent is Intent.WRONG_PERSON]
    return bool(told) and all(part[-1] == "?" for part in told)
