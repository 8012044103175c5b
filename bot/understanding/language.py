"""Which language a message is in, from its words and from what is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.understanding.phrases import IntentTexts
from bot.understanding.wording import Words

_TELLING, _SAID, _LOANED = 1.0, 0.3, 0.05
"""What a word weighs that tells a language, one that is only in its phrases, and one that others list as well."""
_TO_SWITCH = 1.5
"""How much more another language must weigh than the known one."""
_TRUST, _MIXED = 1.0, 0.25
"""What the language of a message weighs beforehand, and the least share that makes another count."""
_BEFORE, _AFTER = 4, 2
"""So many words around a language's name can say that it is not spoken."""
_FEW_WORDS = 4
_ANYWAY = 2


class LanguageReader:
    """Tells the language of messages among those that it was given."""

    def __init__(self, texts: Mapping[str, IntentTexts], times: Mapping[str, Collection[str]] | None = None) -> None:
        """`times` are words in which each language speaks of time: they tell it as those do that its texts list."""
        self._texts = {code: replace(text, phrases=()) for code, text in texts.items()}
        self._first = next(iter(texts))
        self._weights = _weights(texts, times or {})
        self._names = {
            name: code
            for text in texts.values()
            for code, names in text.names.items()
            for name in names
            if code in texts
        }
        self._turning: frozenset[str] = frozenset().union(*(text.words_of("no") for text in texts.values()))

    def read(self, said: Words, known: str | None) -> str:
        """The language of a message. One that is known gives way only to several words of another, or when asked.

        Without a word that tells, it is the known language, else the first of those given.
        """
        asked_for = self.asked_for(said)
        if asked_for is not None:
            return asked_for
        weights = self._weigh(said)
        best = max(weights, key=weights.__getitem__)
        if known is None or known not in self._texts or (known in self._disclaimed(said) and best != known):
            return best if weights[best] > 0 else self._first
        clear = weights[best] - weights[known] >= _TO_SWITCH and self._words_of(best, said) >= _ANYWAY
        return best if clear else known

    def shares(self, said: Words, language: str) -> dict[str, float]:
        """How far a message in `language` is in that, and in others that lend it words; the shares sum to 1."""
        weights = self._weigh(said)
        weights[language] += _TRUST
        spoken = {code: weight for code, weight in weights.items() if weight >= _MIXED * sum(weights.values())}
        return {code: weight / sum(spoken.values()) for code, weight in spoken.items()}

    def asked_for(self, said: Words) -> str | None:
        """The language in which the candidate asks to go on ("in English please"), if that is what is said."""
        disclaimed = self._disclaimed(said)
        named = {self._names[word] for word in said if word in self._names} - disclaimed
        if len(named) != 1 or self._tells(said):
            return None
        asks = any(text.asking.of(word) for text in self._texts.values() for word in said)
        alone = len(said) - said.count("?") == 1
        return named.pop() if alone or asks or _beginning_in(said, self._names) else None

    def is_about_language(self, said: Words) -> bool:
        """Whether a clause only says in which language to go on, or in which not."""
        return self.asked_for(said) is not None or (bool(self._disclaimed(said)) and not self._tells(said))

    def _tells(self, said: Words) -> bool:
        return any(text.telling.of(word) for text in self._texts.values() for word in said)

    def _disclaimed(self, said: Words) -> set[str]:
        """The languages that they say not to speak ("I don't speak Dutch"); "can't we speak Dutch?" asks for it."""
        named = [at for at, word in enumerate(said) if word in self._names]
        disclaimed = set()
        for before, at in zip([-1, *named], named, strict=False):
            around = said[max(before + 1, at - _BEFORE) : at + 1 + _AFTER]
            if not self._turning.isdisjoint(around) and "?" not in around:
                disclaimed.add(self._names[said[at]])
        return disclaimed

    def _weigh(self, said: Words) -> dict[str, float]:
        known = [self._weights[word] for word in said if word in self._weights]
        return {code: sum(weights.get(code, 0.0) for weights in known) for code in self._texts}

    def _words_of(self, code: str, said: Words) -> int:
        """How many different words speak for a language at least as much as for any other."""
        known = [self._weights[word] for word in set(said) if word in self._weights]
        return sum(weights.get(code) == max(weights.values()) for weights in known)


def _beginning_in(said: Words, names: Mapping[str, str]) -> bool:
    """Whether a short message is just "in English", as in "in het Engels"."""
    return len(said) <= _FEW_WORDS and said[0] in ("in", "auf", "en") and any(word in names for word in said)


def _weights(texts: Mapping[str, IntentTexts], times: Mapping[str, Collection[str]]) -> dict[str, dict[str, float]]:
    """For each word how much it speaks for each language; a word of several languages is shared among them."""
    telling: dict[str, dict[str, float]] = {}
    shared: dict[Sequence[str], dict[str, float]] = {}
    vocabularies = {code: text.vocabulary.union(times.get(code, ())) for code, text in texts.items()}
    listed = {code: text.words.union(times.get(code, ())) for code, text in texts.items()}
    for word in frozenset().union(*vocabularies.values()):
        if not word[0].isalpha() or (len(word) == 1 and word not in ("u", "i")):
            continue
        listing = [code for code, words in listed.items() if word in words]
        saying = [code for code, words in vocabularies.items() if word in words]
        telling[word] = shared.setdefault((*saying, "", *listing), _shares(saying, listing))
    return telling


def _shares(saying: Sequence[str], listing: Sequence[str]) -> dict[str, float]:
    """What a word weighs that some languages say, of which some list it as their own."""
    if listing:
        return dict.fromkeys(saying, _LOANED) | {code: _TELLING / len(listing) for code in listing}
    return dict.fromkeys(saying, _SAID / len(saying))
