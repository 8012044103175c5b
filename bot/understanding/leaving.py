"""The published words by which somebody leaves: stop, erase me, wrong person; in every language at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.understanding.phrases import IntentTexts
from bot.understanding.understood import Intent
from bot.understanding.wording import KEPT, NAME, SHORTEST_ERRING, Words, misspelt, sloppy

LEAVING = frozenset({Intent.STOP, Intent.ERASE, Intent.WRONG_PERSON})
"""What must never be missed, nor taken for granted."""

_MOST_FIRST = (Intent.ERASE, Intent.STOP, Intent.WRONG_PERSON)
_LONG = 3
_BEFORE, _AFTER = 3, 2
"""So many words around a published phrase can turn it round ("please don't ...")."""


class Force(Enum):
    """How far published words say by themselves that somebody leaves."""

    WHOLE = "they are all that the message says"
    PLAIN = "they stand in a longer message"
    DOUBTFUL = "words around turn them round, or the name may be another's"
    HINT = "just one of them stands in a longer message"


@dataclass(frozen=True, slots=True)
class WayOut:
    """A published way out that a message takes, or seems to take."""

    intent: Intent
    force: Force


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within:
    """A published phrase that is enough inside a longer message."""

    intent: Intent
    said: Words
    keys: Words
    turning: frozenset[str]
    """The words of its language that turn it round."""
    elsewhere: frozenset[str]

    def turned(self, spoken: Words, at: int) -> bool:
        """Whether words around it, where it stands at `at`, turn it round.

        After a phrase that says no itself, another no only stresses it ("ne m'écrivez plus jamais").
        """
        end = at + len(self.said)
        after = () if self.turning & set(self.said) else spoken[end : end + _AFTER]
        return not self.turning.isdisjoint((*spoken[max(0, at - _BEFORE) : at], *after))

    def only_elsewhere(self, spoken: Words, at: int) -> bool:
        """Whether it goes for another way to reach them: "don't message me on linkedin"."""
        end = at + len(self.said)
        return not self.elsewhere.isdisjoint(spoken[end : end + _BEFORE])


class Leaving:
    """Finds published ways out in messages, of whatever language."""

    def __init__(self, texts: Mapping[str, IntentTexts]) -> None:
        self._known = frozenset().union(*(text.vocabulary for text in texts.values()))
        self._turning = {code: text.words_of("no") - text.fillers for code, text in texts.items()}
        fillers = frozenset().union(*(text.fillers for text in texts.values()))
        # Spanish "no" is "no" and "not": "no borrar mis datos" is not "borrar mis datos".
        self._fillers = fillers - frozenset().union(*self._turning.values())
        listed = [(intent, code, text.ways_out[intent]) for intent in _MOST_FIRST for code, text in texts.items()]
        ways = [(intent, way) for intent, _, way in listed]
        self._keys = {sloppy(word) for _, way in ways for phrase in (*way.alone, *way.within) for word in phrase}
        self._beginning: dict[str, list[str]] = {}
        for key in sorted(self._keys):
            self._beginning.setdefault(key[0], []).append(key)
        self._key = lru_cache(maxsize=KEPT)(self._published)
        alone = [(intent, phrase) for intent, way in reversed(ways) for phrase in way.alone]
        self._alone = {_keys(phrase): intent for intent, phrase in alone}
        self._alone |= {_keys(self._bare(phrase)): intent for intent, phrase in alone if NAME not in phrase}
        everyday = {sloppy(word) for text in texts.values() for word in text.words}
        single = {key: intent for (key, *more), intent in self._alone.items() if not more and len(key) > 3}
        self._hints = {key: intent for key, intent in single.items() if key not in everyday}
        self._within: dict[str, list[_Within]] = {}
        for intent, code, way in listed:
            for phrase in way.within:
                within = _Within(
                    intent=intent,
                    keys=_keys(phrase),
                    turning=self._turning[code],
                    elsewhere=texts[code].elsewhere,
                    said=phrase,
                )
                self._within.setdefault(within.keys[0], []).append(within)

    def read(self, said: Words, *, nameless: bool) -> WayOut | None:
        """The way out that the words take; None where they take none.

        `nameless`: we don't know who should be talking to us, so any unknown word may be a name.
        """
        spoken = tuple(word for word in said if word[0].isalpha() or word[0] == NAME[0])
        bare = self._bare(spoken)
        keys, bare_keys = tuple(map(self._key, spoken)), tuple(map(self._key, bare))
        whole = self._alone.get(keys) or self._alone.get(bare_keys)
        if whole is not None:
            return WayOut(whole, Force.WHOLE)
        for words, their in {spoken: keys, bare: bare_keys}.items():
            found = [
                WayOut(within.intent, Force.DOUBTFUL if _is_doubtful(within, words, at) else Force.PLAIN)
                for at, within in self._found(their)
            ]
            # Whoever says both is to be erased: that is to hear nothing more, too.
            alike = [way for way in found if way.force is found[0].force]
            if alike:
                return min(alike, key=lambda way: _MOST_FIRST.index(way.intent))
        return self._hinted(spoken, keys, nameless=nameless)

    def _hinted(self, spoken: Words, keys: Words, *, nameless: bool) -> WayOut | None:
        """What a single word hints at, or a phrase about a name if an unknown word is one."""
        about_name = self._about_name(spoken) if nameless else None
        if about_name is not None:
            return WayOut(about_name, Force.DOUBTFUL)
        hinted = next((self._hints[key] for key in keys if key in self._hints), None)
        return WayOut(hinted, Force.HINT) if hinted else None

    def _about_name(self, spoken: Words) -> Intent | None:
        """What a phrase about a name says, if every unknown word is one ("ik ben geen Fietje")."""
        supposed, bare = (self._with_names(words) for words in (spoken, self._bare(spoken)))
        found = next((found.intent for _, found in self._found(supposed)), self._alone.get(supposed))
        # Between its words others may stand; of a short phrase too little is left then.
        spread = (found.intent for _, found in self._found(bare) if len(found.keys) >= _LONG)
        return found or next(spread, None)

    def _with_names(self, spoken: Words) -> Words:
        return tuple(self._key(word) if word.removesuffix("'s") in self._known else NAME for word in spoken)

    def _found(self, keys: Words) -> Iterator[tuple[int, _Within]]:
        """Where published phrases stand, and which."""
        for at, key in enumerate(keys):
            for within in self._within.get(key, ()):
                if keys[at : at + len(within.keys)] == within.keys:
                    yield at, within

    def _published(self, word: str) -> str:
        """What stands for a word: the published one that it is, however sloppily written, else itself.

        A word that is spoken in one of the languages is no misspelt other one.
        """
        key = sloppy(word)
        if key in self._keys or len(key) < SHORTEST_ERRING or word in self._known:
            return key
        alike = self._beginning.get(key[0], ())  # who errs gets the first letter right
        return next((published for published in alike if misspelt(key, published)), key)

    def _bare(self, spoken: Words) -> Words:
        return tuple(word for word in spoken if word not in self._fillers) or spoken


def _is_doubtful(within: _Within, spoken: Words, at: int) -> bool:
    return within.turned(spoken, at) or within.only_elsewhere(spoken, at)


def _keys(phrase: Words) -> Words:
    return tuple(sloppy(word) for word in phrase)
