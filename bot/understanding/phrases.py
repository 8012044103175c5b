"""What a language's `intents.yaml` says, as values."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from bot.understanding.understood import Asked, Intent
from bot.understanding.wording import KEPT, Words, folded, words

Plain = Mapping[str, Any]

_EVERY = frozenset(Asked)
_KNOWN: dict[str, str] = {}
"""The words of all phrases: the same few thousand again and again, kept once each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One way to say an intent, and the questions that it answers."""

    text: str
    said: Words
    """Its words."""
    intent: Intent
    asked: frozenset[Asked]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysOut:
    """Published words by which somebody leaves."""

    alone: tuple[Words, ...]
    """Enough where they are the whole message."""
    within: tuple[Words, ...]
    """Enough inside a longer message."""


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """Words and beginnings of words, each of some kind ("pay", "weekday")."""

    whole: Mapping[str, tuple[str, ...]]
    beginnings: tuple[tuple[str, str], ...]

    @cached_property
    def of(self) -> Callable[[str], tuple[str, ...]]:
        """Gives the kinds that a word is of."""
        return lru_cache(maxsize=KEPT)(self._of)

    def _of(self, word: str) -> tuple[str, ...]:
        begun = tuple(kind for beginning, kind in self.beginnings if word.startswith(beginning))
        return tuple(dict.fromkeys(self.whole.get(word, ()) + begun))


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentTexts:
    """All that we know of how a language's speakers say what they mean."""

    language: str
    words: frozenset[str]
    """Those that tell this language from its neighbours."""
    names: Mapping[str, frozenset[str]]
    """By language code, how this language calls it."""
    asking: Kinds
    telling: Kinds
    joins: frozenset[str]
    fillers: frozenset[str]
    elsewhere: frozenset[str]
    """Other ways to reach somebody: whoever ends only these does not leave."""
    ways_out: Mapping[Intent, WaysOut]
    marks: Kinds
    topics: Kinds
    phrases: tuple[Phrase, ...]

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that stands in the texts."""
        said = {word for phrase in self.phrases for word in phrase.said}
        return self.words | self.fillers | said | set(self.marks.whole) | set(self.topics.whole)

    def words_of(self, kind: str) -> frozenset[str]:
        """The whole words of a kind."""
        return frozenset(word for word, kinds in self.marks.whole.items() if kind in kinds)


def read_texts(language: str, plain: Plain) -> IntentTexts:
    """The texts of one language from the plain values of its file; `ValueError` names what cannot be used."""
    about, leaving = plain["language"], plain["opt_out"]
    return IntentTexts(
        language=language,
        words=frozenset(_listed(about["words"])),
        names={code: frozenset(_listed(names)) for code, names in about["names"].items()},
        asking=_kinds({"asking": about["asking"]}),
        telling=_kinds({"telling": about["telling"]}),
        joins=frozenset(_listed(about["joins"])),
        fillers=frozenset(_listed(leaving["fillers"])),
        elsewhere=frozenset(_listed(leaving.get("elsewhere", ()))),
        ways_out={
            intent: WaysOut(alone=_sequences(leaving[intent]["alone"]), within=_sequences(leaving[intent]["within"]))
            for intent in (Intent.STOP, Intent.ERASE, Intent.WRONG_PERSON)
        },
        marks=_kinds(plain["marks"]),
        topics=_kinds(plain["topics"]),
        phrases=tuple(_phrases(language, plain["phrases"])),
    )


def _phrases(language: str, said: Plain) -> Iterator[Phrase]:
    for intent, by_context in said.items():
        for contexts, texts in by_context.items():
            asked = frozenset(Asked(context) for context in contexts.split())
            for text in texts:
                if not isinstance(text, str):
                    raise ValueError(f"{language}, {intent}: {text!r} is no text; put it in quotes")
                yield phrase_of(text, Intent(intent), asked, language)


def phrase_of(text: str, intent: Intent, asked: Collection[Asked], language: str) -> Phrase:
    """A phrase by its text; what answers any question answers each."""
    answered = _EVERY if set(asked) == {Asked.ANY} else frozenset(asked)
    said = tuple(_KNOWN.setdefault(word, word) for word in words(text))
    return Phrase(text=text, said=said, intent=intent, asked=answered, language=language)


def _kinds(listed: Mapping[str, Iterable[str]]) -> Kinds:
    whole: dict[str, tuple[str, ...]] = {}
    beginnings = []
    for kind, said in listed.items():
        for word in _listed(said):
            if word.endswith("*"):
                beginnings.append((word.removesuffix("*"), kind))
            else:
                whole[word] = (*whole.get(word, ()), kind)
    return Kinds(whole=whole, beginnings=tuple(beginnings))


def _listed(said: Iterable[str]) -> Iterator[str]:
    """The words of a YAML list, or of a text with spaces between them."""
    return (folded(word) for word in (said.split() if isinstance(said, str) else said))


def _sequences(said: Iterable[str]) -> tuple[Words, ...]:
    return tuple(words(text) for text in said)
