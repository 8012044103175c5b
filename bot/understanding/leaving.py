"""The published words by which somebody leaves: stop, erase me, wrong person; in every language at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from bot.understanding.phrases import IntentTexts
from bot.understanding.understood import Intent
from bot.understanding.wording import NAME, Words, same_word

_SAFEST_FIRST = (Intent.ERASE, Intent.STOP, Intent.WRONG_PERSON)
_BEFORE, _AFTER = 3, 2
"""So many words around a published phrase can turn it round ("please don't ...")."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A published way out that a message takes, or seems to take."""

    intent: Intent
    whole: bool
    """It is all that the message says."""
    plain: bool
    """The words leave no doubt by themselves; otherwise only one of them stands in a longer message."""


class Leaving:
    """Finds published ways out in messages, of whatever language."""

    def __init__(self, texts: Mapping[str, IntentTexts]) -> None:
        self._fillers = frozenset().union(*(text.fillers for text in texts.values()))
        self._alone = [
            (intent, phrase)
            for intent, text in product(_SAFEST_FIRST, texts.values())
            for phrase in text.ways_out[intent].alone
        ]
        self._within = [
            (intent, phrase)
            for intent, text in product(_SAFEST_FIRST, texts.values())
            for phrase in text.ways_out[intent].within
        ]
        self._turning = _turning(texts.values()) - self._fillers
        self._hints = [(intent, phrase[0]) for intent, phrase in self._alone if len(phrase) == 1 and len(phrase[0]) > 3]

    def read(self, said: Words) -> WayOut | None:
        """The way out that the words take; None where they take none.

        Said alone, but for fillers and `{name}`, or as a longer published phrase that nothing turns round, it is plain.
        """
        bare = tuple(word for word in said if word not in self._fillers and word.isalnum()) or said
        spoken = tuple(word for word in said if word[0].isalpha() or word == NAME)
        for intent, phrase in self._alone:
            if _same(spoken, phrase) or _same(bare, phrase) or _same(bare, self._bared(phrase)):
                return WayOut(intent, whole=True, plain=True)
        for intent, phrase in self._within:
            at = _place(spoken, phrase)
            if at is not None:
                return WayOut(intent, whole=False, plain=not self._turned(spoken, phrase, at))
        for intent, hint in self._hints:
            if any(same_word(word, hint) for word in said):
                return WayOut(intent, whole=False, plain=False)
        return None

    def _bared(self, phrase: Words) -> Words:
        return tuple(word for word in phrase if word not in self._fillers) or phrase

    def _turned(self, said: Words, phrase: Words, at: int) -> bool:
        end = at + len(phrase)
        around = (*said[max(0, at - _BEFORE) : at], *said[end : end + _AFTER])
        return any(word in self._turning for word in around)


def _turning(texts: Iterable[IntentTexts]) -> frozenset[str]:
    return frozenset(word for text in texts for word, kinds in text.marks.whole.items() if "no" in kinds)


def _same(said: Words, phrase: Words) -> bool:
    return len(said) == len(phrase) and all(map(same_word, said, phrase))


def _place(said: Words, phrase: Words) -> int | None:
    places = range(len(said) - len(phrase) + 1)
    return next((at for at in places if _same(said[at : at + len(phrase)], phrase)), None)
