"""What a message means: published ways out first, then what the model learnt from phrases, beside the question."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise, repeat
from typing import NamedTuple

from bot.understanding.acting import alike, ranked
from bot.understanding.heard import Heard, joined
from bot.understanding.language import LanguageReader
from bot.understanding.leaving import LEAVING, Force, Leaving, WayOut
from bot.understanding.model import INTENTS, Example, IntentModel, Spoken, fit
from bot.understanding.phrases import IntentTexts, Kinds
from bot.understanding.sentences import Encoder, Floats
from bot.understanding.traits import traits
from bot.understanding.understood import Asked, Intent, Question
from bot.understanding.wishes import borne_out, leaves, left_open, only_wondered, unless_leaving
from bot.understanding.wording import Words, clauses, split, words

_KNOWN = 1.0
"""How probable it is that one of our own phrases means what it says."""

_MOST_HEARD = 100
"""So many words are also heard clause by clause; who says more, says it at first."""

_HELLO = 2
"""Of more words than these a hello is heard by itself: "hey you" is one."""

_STAYS = frozenset(
    {
        Intent.CALL_NOW,
        Intent.GIVE_TIME,
        Intent.INTERESTED,
        Intent.PICK_OPTION,
        Intent.PREFERS_EMAIL,
        Intent.PREFERS_TEXT,
        Intent.RESCHEDULE,
        Intent.RUNNING_LATE,
    }
)
"""Whoever says so goes on with us."""
_LIKELY = 0.5
"""From this probability on it counts that somebody says so beside a published way out."""

_CLEAR = frozenset({Force.WHOLE, Force.PLAIN})


class IntentReader:
    """Reads intents with a model of each language."""

    def __init__(
        self,
        texts: Mapping[str, IntentTexts],
        models: Mapping[str, IntentModel],
        languages: LanguageReader,
        encode: Encoder | None = None,
    ) -> None:
        """`encode` is what the models were learnt with, if with any."""
        self._texts = {code: replace(text, phrases=()) for code, text in texts.items()}  # phrases take most of the room
        self._encode = encode
        self._models = models
        self._languages = languages
        self._leaving = Leaving(texts)
        self._known = {code: _known(text) for code, text in texts.items()}
        self._hellos = {code: frozenset(_hellos(known)) for code, known in self._known.items()}

    def read(self, text: str, said: Words, language: str, question: Question) -> Heard:
        """What a text means whose words, with names found in it, are `said`."""
        parts = clauses(text)
        way_out = self._way_out(said, parts, nameless=not question.names)
        told = self._told(said, language, question.asked)
        if told is None or way_out is not None:
            self.prepare(text, language)
            heard = self._weighed(text, said, language, question, way_out)
            if heard.intent in LEAVING or (way_out is not None and not heard.sure):
                return heard
        else:
            heard = told
        if question.names and self._leaving.read(said, nameless=True):
            return replace(heard, sure=False)  # "I'm not ..." and a word that we don't know: it may be a name
        heard_singly = self._singly(parts, language)
        parts_heard = [self._part(part, language, question.asked) for part in heard_singly if len(heard_singly) > 1]
        whole = joined(heard, parts_heard, partial(alike, asked=question.asked))
        if heard is told:
            return whole
        several = [one for part, one in zip(heard_singly, parts_heard, strict=False) if len(set(part)) > 1]
        return left_open(replace(whole, leaving=heard.leaving), several)

    def _singly(self, parts: Sequence[Words], language: str) -> Sequence[Words]:
        """The clauses that are heard by themselves; a hello is one, with or without a comma behind it."""
        apart = split(parts, self._texts[language].joins)
        if apart and (greeted := self._without_hello(apart[0], language)) != apart[0]:
            apart[:1] = [apart[0][:1], greeted]
        return _first(apart)

    def _plain(self, text: str, language: str) -> Words:
        """The words of a message, without a hello that no comma parts from what it asks."""
        said, parts = words(text), clauses(text)
        return said[1:] if parts and self._without_hello(parts[0], language) != parts[0] else said

    def _without_hello(self, said: Words, language: str) -> Words:
        return said[1:] if len(said) > _HELLO and said[0] in self._hellos[language] else said

    def _weighed(self, text: str, said: Words, language: str, question: Question, way_out: WayOut | None) -> Heard:
        """What the models make of a text, beside a published way out in it."""
        whole, plain = words(text), self._plain(text, language)
        probable = self._probable(said, language, question.asked, whole)
        if plain != whole and max(probable, key=probable.__getitem__) is not Intent.GREETING:  # "hi, how are you"
            probable = self._probable(said[-len(plain) :], language, question.asked, plain)
        heard = self._told(said, language, question.asked) or ranked(probable, question.asked)
        if way_out is None:
            return unless_leaving(heard, probable, question.asked)
        seen = max(borne_out(probable), self._in_a_clause(_first(clauses(text)), language, question.asked))
        if way_out.force is Force.PLAIN and self._stays(heard, text, language, question.asked):
            way_out = replace(way_out, force=Force.DOUBTFUL)
        return leaves(heard, way_out, seen)

    def knows(self, said: Words, language: str) -> bool:
        """Whether a message is one of our own phrases, which mostly speak for themselves."""
        return said in self._known[language]

    def prepare(self, text: str, language: str) -> None:
        """Has the encoder look at a text and its clauses in one go, for when they are read."""
        if self._encode:
            parts = (*_first(clauses(text)), *self._singly(clauses(text), language))
            self._encode(tuple(dict.fromkeys((words(text), self._plain(text, language), *parts))))

    def _way_out(self, said: Words, parts: Sequence[Words], *, nameless: bool) -> WayOut | None:
        """The published way out in a message, or more plainly in one of its clauses."""
        way_out = self._leaving.read(said, nameless=nameless)
        ways = {part: self._leaving.read(part, nameless=nameless) for part in parts if part != said}
        found = [way_out, *ways.values()]
        clear = [way for way in found if way is not None and way.force in _CLEAR]
        # To be erased is to hear nothing more, too; the other way round it is not.
        most = min(clear, key=lambda way: way.intent is not Intent.ERASE, default=None)
        if most is None:
            return way_out
        if most.intent is Intent.WRONG_PERSON and only_wondered(ways):
            return replace(most, force=Force.DOUBTFUL)
        return way_out if most is way_out else replace(most, force=Force.PLAIN)

    def _in_a_clause(self, parts: Sequence[Words], language: str, asked: Asked) -> float:
        """How far the model sees leaving in a clause: "not for me. Stop texting!" is mostly a no, but not its end.

        A single word says too little: "stop, wait" goes on.
        """
        found = (borne_out(self._probable(part, language, asked)) for part in parts if len(parts) > 1 < len(part))
        return max(found, default=0.0)

    def _stays(self, heard: Heard, text: str, language: str, asked: Asked) -> bool:
        """Whether a message with a published way out in it also says how to go on ("stop texting and ring me")."""
        parts = self._singly(clauses(text), language)
        others = [part for part in parts if len(part) > 1 and self._leaving.read(part, nameless=False) is None]
        said = [self._part(part, language, asked) for part in others] if len(parts) > 1 else [heard]
        return any(part.intent in _STAYS and part.probability >= _LIKELY for part in said)

    def _part(self, part: Words, language: str, asked: Asked) -> Heard:
        return self._told(part, language, asked) or ranked(self._probable(part, language, asked), asked)

    def _told(self, said: Words, language: str, asked: Asked) -> Heard | None:
        """What our own phrases say where a message is one of them and they leave no doubt.

        What stands under a question itself counts before what stands under `any`.
        """
        meanings = [meaning for meaning in self._known[language].get(said, ()) if asked in meaning.asked]
        closest = [meaning for meaning in meanings if Asked.ANY not in meaning.asked] or meanings
        intents = tuple(meaning.intent for meaning in closest)
        if not intents or not all(alike(intents[0], other, asked) for other in intents):
            return None
        return Heard(intent=intents[0], sure=True, probability=_KNOWN)

    def topics(self, said: Words, language: str) -> tuple[str, ...]:
        """Which facts of a vacancy are spoken of, in the order of the words."""
        kinds = self._texts[language].topics
        # "3 uur" is a time of day, "hoeveel uur" a question about the job.
        spoken = (word for before, word in pairwise(("", *said)) if not before[:1].isdigit())
        return tuple(dict.fromkeys(topic for word in spoken for topic in kinds.of(word)))

    def asks_besides(self, text: str, language: str, asked: Asked) -> bool:
        """Whether a clause asks about the job, but of no topic ("what's the pay, and is there a canteen?")."""
        parts = self._singly(clauses(text), language)
        others = [part for part in parts if len(parts) > 1 < len(part) and not self.topics(part, language)]
        heard = (self._part(part, language, asked) for part in others)
        return any(part.intent is Intent.NEED_MORE_INFO and part.sure for part in heard)

    def _probable(self, said: Words, language: str, asked: Asked, plain: Words = ()) -> Mapping[Intent, float]:
        """What the models of the languages that the words are in make of them, each as far as it is spoken.

        `plain`: the words without names found in them, where those are others; a vector is made of these.
        """
        vector = self._encode([plain or said])[0] if self._encode else None
        shares = self._languages.shares(said, language)
        if len(shares) == 1:
            return self._seen_by(next(iter(shares)), said, asked, vector)
        probable = dict.fromkeys(INTENTS, 0.0)
        for code, share in shares.items():
            for intent, probability in self._seen_by(code, said, asked, vector).items():
                probable[intent] += share * probability
        return probable

    def _seen_by(self, code: str, said: Words, asked: Asked, vector: Floats | None) -> Mapping[Intent, float]:
        return self._models[code].probabilities(spoken(said, self._texts[code].marks, {asked}, vector))


def _hellos(known: Mapping[Words, tuple["_Meaning", ...]]) -> Iterator[str]:
    """Words that by themselves are a greeting and nothing else."""
    for said, meanings in known.items():
        if len(said) == 1 and all(meaning.intent is Intent.GREETING for meaning in meanings):
            yield said[0]


def _first(parts: Sequence[Words]) -> Sequence[Words]:
    """The clauses that are heard by themselves."""
    counted = accumulate(len(part) for part in parts)
    return [part for part, count in zip(parts, counted, strict=True) if count <= _MOST_HEARD]


class _Meaning(NamedTuple):
    """What a phrase of ours means, and after which questions."""

    intent: Intent
    asked: frozenset[Asked]


def _known(text: IntentTexts) -> Mapping[Words, tuple[_Meaning, ...]]:
    """What the phrases of a language mean, by their words; leaving is not told by these."""
    known: dict[Words, tuple[_Meaning, ...]] = {}
    shared: dict[tuple[_Meaning, ...], tuple[_Meaning, ...]] = {}
    for phrase in text.phrases:
        if phrase.intent not in LEAVING:
            meanings = (*known.get(phrase.said, ()), _Meaning(phrase.intent, phrase.asked))
            known[phrase.said] = shared.setdefault(meanings, meanings)
    return known


def learn(texts: Mapping[str, IntentTexts], encode: Encoder | None = None) -> dict[str, IntentModel]:
    """A model of each language's phrases."""
    return {code: fit(examples([text], encode)) for code, text in texts.items()}


def examples(texts: Iterable[IntentTexts], encode: Encoder | None = None) -> list[Example]:
    """The phrases of some languages, as what a model learns from."""
    return [example for text in texts for example in _examples(text, encode)]


def _examples(text: IntentTexts, encode: Encoder | None) -> Iterator[Example]:
    vectors = encode([phrase.said for phrase in text.phrases]) if encode else repeat(None)
    for phrase, vector in zip(text.phrases, vectors, strict=False):
        yield Example(spoken=spoken(phrase.said, text.marks, phrase.asked, vector), intent=phrase.intent)


def spoken(said: Words, marks: Kinds, asked: Collection[Asked], vector: Floats | None = None) -> Spoken:
    """A message's words, as what a model is asked about."""
    return Spoken(traits=traits(said, marks, asked), asked=asked, vector=vector)
