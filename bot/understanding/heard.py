"""What was heard in a message, and in its clauses, joined into one meaning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.understanding.leaving import LEAVING
from bot.understanding.understood import Asked, Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An intent, others beside it, and whether to act on it."""

    intent: Intent
    also: tuple[Intent, ...] = ()
    sure: bool
    probability: float
    leaving: float = 0.0
    """How probable it is that they want to leave instead."""


_CLEARLY, _LIKELY = 0.7, 0.5
_COURTESY = frozenset({Intent.GREETING, Intent.THANKS})
_FOR = frozenset({Intent.AFFIRM, Intent.INTERESTED, Intent.ALREADY_EMPLOYED_BUT_OPEN, Intent.CALL_NOW})
_AGAINST = frozenset({Intent.DENY, Intent.NOT_INTERESTED, Intent.MAYBE_LATER, Intent.NONE_OF_THESE, Intent.CANCEL})
_ONE_WITH = {
    Intent.AFFIRM: Intent.INTERESTED,
    Intent.INTERESTED: Intent.AFFIRM,
    Intent.DENY: Intent.NOT_INTERESTED,
    Intent.NOT_INTERESTED: Intent.DENY,
}


def joined(whole: Heard, parts: Sequence[Heard], alike: Callable[[Intent, Intent], bool]) -> Heard:
    """The meaning of a message and of its clauses: what the whole leaves in doubt, clear clauses may settle.

    The first clear clause that is more than courtesy leads, unless the clauses contradict each other. It is acted on
    where the others are clear, too, or where the whole leans the same way and the others say nothing much; but a
    no may be to the slots or to the call. `alike` tells which intents the bot answers alike.
    """
    clear = [part for part in parts if part.probability >= _CLEARLY and part.intent not in LEAVING | {Intent.OTHER}]
    intents = {part.intent for part in clear}
    if whole.sure or not clear or (intents & _FOR and intents & _AGAINST):
        return replace(whole, also=_others(whole.intent, clear))
    leading = next((part for part in clear if part.intent not in _COURTESY), None) or _said_beside(clear[0], parts)
    vague = all(part.probability < _LIKELY or alike(part.intent, leading.intent) for part in parts if part not in clear)
    leans = leading.sure and leading.intent not in _AGAINST and whole.probability >= _LIKELY
    leans = leans and alike(whole.intent, leading.intent)
    sure = (len(clear) == len(parts) and all(part.sure for part in parts)) or (leans and vague)
    return replace(leading, also=_others(leading.intent, clear), sure=sure)


def _said_beside(courtesy: Heard, parts: Sequence[Heard]) -> Heard:
    """What else is said where only a greeting or thanks is clear: that counts, however doubtful it is.

    A clause that says nothing, as "look" in "look, no after all, thanks", counts where no other says anything.
    """
    rest = [part for part in parts if part.intent not in _COURTESY | LEAVING]
    return max(rest, key=lambda part: (part.intent is not Intent.OTHER, part.probability), default=courtesy)


def with_its_like(heard: Heard, asked: Asked) -> Heard:
    """To the opening question, yes is interest and interest is yes; so are their opposites."""
    like = _ONE_WITH.get(heard.intent) if asked is Asked.OPENING else None
    return replace(heard, also=(like, *heard.also)) if like and like not in heard.also else heard


def _others(intent: Intent, parts: Sequence[Heard]) -> tuple[Intent, ...]:
    return tuple(dict.fromkeys(part.intent for part in parts if part.intent is not intent))
