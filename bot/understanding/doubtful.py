"""Finds added phrases that pull the model the wrong way, by leaving out each phrase in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.understanding.acting import alike
from bot.understanding.intents import examples
from bot.understanding.model import INTENTS, Unseen, unseen
from bot.understanding.phrases import IntentTexts, Phrase
from bot.understanding.sentences import Encoder
from bot.understanding.understood import Intent

_FIRMLY = 0.6
"""From this probability on a phrase is taken for something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """An added phrase that all others take for something else, or that makes one of ours be taken for it."""

    phrase: Phrase
    taken_for: Intent
    nearest: Phrase | None
    """What means what it is taken for, and is most like it; None where nothing is like it at all."""
    pulled: Phrase | None = None
    """The phrase of ours that is taken for something else since `phrase` was added, if that is what is wrong."""


def doubtful(known: IntentTexts, added: Sequence[Phrase], encode: Encoder | None = None) -> Iterator[Doubtful]:
    """What is wrong with phrases that were added to those of their language: first each by itself, in their order.

    With an encoder they are compared in meaning, too, as the model does that learns from them.
    """
    if not added:
        return
    phrases, ours = (*known.phrases, *added), len(known.phrases)
    before, after = (unseen(examples([replace(known, phrases=some)], encode)) for some in (known.phrases, phrases))
    for at in range(ours, len(phrases)):
        taken_for = _taken_for(phrases[at], after, at)
        if taken_for:
            nearest = _most_like(at, taken_for, phrases, after)
            yield Doubtful(phrase=phrases[at], taken_for=taken_for, nearest=nearest)
    for at in range(ours):
        taken_for = _taken_for(phrases[at], after, at) if _firm(phrases[at], before, at) else None
        if taken_for:
            culprit = _most_like(at, taken_for, phrases, after, since=ours)
            if culprit:
                yield Doubtful(phrase=culprit, taken_for=taken_for, nearest=culprit, pulled=phrases[at])


def _taken_for(phrase: Phrase, seen: Unseen, at: int) -> Intent | None:
    """What a phrase is firmly taken for, where that is not what it means, after whatever question it answers."""
    best = int(np.argmax(seen.probable[at]))
    wrong = not any(alike(INTENTS[best], phrase.intent, asked) for asked in phrase.asked)
    return INTENTS[best] if wrong and seen.probable[at, best] >= _FIRMLY else None


def _firm(phrase: Phrase, seen: Unseen, at: int) -> bool:
    """Whether a phrase is firmly taken for what it means."""
    return bool(seen.probable[at, INTENTS.index(phrase.intent)] >= _FIRMLY)


def _most_like(at: int, meaning: Intent, phrases: Sequence[Phrase], seen: Unseen, since: int = 0) -> Phrase | None:
    """The phrase of some meaning, from the place `since` on, that is most like another."""
    same = [k for k in range(since, len(phrases)) if phrases[k].intent is meaning and k != at]
    nearest = max(same, key=lambda k: seen.likeness[at, k], default=None)
    return phrases[nearest] if nearest is not None and seen.likeness[at, nearest] > 0 else None
