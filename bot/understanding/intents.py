"""What a message means: published ways out first, then what the model learnt from phrases, beside the question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from bot.understanding.heard import Heard, joined
from bot.understanding.language import LanguageReader
from bot.understanding.leaving import LEAVING, Force, Leaving, WayOut
from bot.understanding.model import INTENTS, Example, IntentModel, fit
from bot.understanding.phrases import IntentTexts, Phrase
from bot.understanding.traits import traits
from bot.understanding.understood import Asked, Intent, Question
from bot.understanding.wording import Words, clauses, split

_SURE = 0.95
"""From this probability on, 96 in 100 of our own phrases were understood rightly by models that had not seen them."""
_AGREES = 0.1
"""So much the model must see of leaving to bear out published words in a longer message."""
_FEARED = 0.25
"""From this probability of leaving on, the bot asks."""

_KNOWN = 1.0
"""How probable it is that one of our own phrases means what it says."""

_CLEAR = frozenset({Force.WHOLE, Force.PLAIN})

_ALIKE: Mapping[Asked, tuple[frozenset[Intent], ...]] = {
    Asked.OPENING: (
        frozenset({Intent.AFFIRM, Intent.INTERESTED, Intent.ALREADY_EMPLOYED_BUT_OPEN}),
        frozenset({Intent.DENY, Intent.NOT_INTERESTED}),
    ),
    Asked.OFFER_SLOTS: (frozenset({Intent.DENY, Intent.NONE_OF_THESE}),),
}
"""Intents that the bot answers alike: doubt between them is none."""


class IntentReader:
    """Reads intents with a model of each language."""

    def __init__(
        self, texts: Mapping[str, IntentTexts], models: Mapping[str, IntentModel], languages: LanguageReader
    ) -> None:
        self._texts = texts
        self._models = models
        self._languages = languages
        self._leaving = Leaving(texts)
        self._known = _known(texts)

    def read(self, text: str, said: Words, language: str, question: Question) -> Heard:
        """What a text means whose words, with names found in it, are `said`."""
        probable = self._probable(said, language, question.asked)
        heard = self._as_known(ranked(probable, question.asked), said, language, question.asked)
        parts = clauses(text)
        way_out = self._way_out(said, parts, nameless=not question.names)
        if way_out is not None:
            borne_out = max(_borne_out(probable), self._in_a_clause(parts, language, question.asked))
            return _leaves(heard, way_out, borne_out)
        if _leaving(probable) >= _FEARED and heard.probability < _KNOWN:
            return _feared(heard, probable)
        if heard.intent in LEAVING:
            heard = ranked({intent: probable[intent] for intent in probable if intent not in LEAVING}, question.asked)
        if question.names and self._leaving.read(said, nameless=True):
            return replace(heard, sure=False)  # "I'm not ..." and a word that we don't know: it may be a name
        parts = split(parts, self._texts[language].joins)
        if len(parts) < 2:
            return heard
        return joined(heard, [self._part(part, language, question.asked) for part in parts])

    def _way_out(self, said: Words, parts: Sequence[Words], *, nameless: bool) -> WayOut | None:
        """The published way out in a message, or more plainly in one of its clauses."""
        way_out = self._leaving.read(said, nameless=nameless)
        found = (way_out, *(self._leaving.read(part, nameless=nameless) for part in parts if part != said))
        clear = [way for way in found if way is not None and way.force in _CLEAR]
        # To be erased is to hear nothing more, too; the other way round it is not.
        most = min(clear, key=lambda way: way.intent is not Intent.ERASE, default=None)
        return replace(most, force=Force.PLAIN) if most and most is not way_out else way_out

    def _in_a_clause(self, parts: Sequence[Words], language: str, asked: Asked) -> float:
        """How far the model sees leaving in a clause: "not for me. Stop texting!" is mostly a no, but not its end.

        A single word says too little: "stop, wait" goes on.
        """
        found = (_borne_out(self._probable(part, language, asked)) for part in parts if len(parts) > 1 < len(part))
        return max(found, default=0.0)

    def _part(self, part: Words, language: str, asked: Asked) -> Heard:
        return self._as_known(ranked(self._probable(part, language, asked), asked), part, language, asked)

    def _as_known(self, heard: Heard, said: Words, language: str, asked: Asked) -> Heard:
        """What was heard, or what our own phrases say where the message is one of them and they leave no doubt."""
        intents = tuple(phrase.intent for phrase in self._known.get((language, said), ()) if asked in phrase.asked)
        if not intents or not all(alike(intents[0], other, asked) for other in intents):
            return heard
        return Heard(intent=heard.intent if heard.intent in intents else intents[0], sure=True, probability=_KNOWN)

    def topics(self, said: Words, language: str) -> tuple[str, ...]:
        """Which facts of a vacancy are spoken of, in the order of the words."""
        kinds = self._texts[language].topics
        # "3 uur" is a time of day, "hoeveel uur" a question about the job.
        spoken = (word for before, word in pairwise(("", *said)) if not before[:1].isdigit())
        return tuple(dict.fromkeys(topic for word in spoken for topic in kinds.of(word)))

    def _probable(self, said: Words, language: str, asked: Asked) -> Mapping[Intent, float]:
        """What the models of the languages that the words are in make of them, each as far as it is spoken."""
        shares = self._languages.shares(said, language)
        if len(shares) == 1:
            return self._seen_by(next(iter(shares)), said, asked)
        probable = dict.fromkeys(INTENTS, 0.0)
        for code, share in shares.items():
            for intent, probability in self._seen_by(code, said, asked).items():
                probable[intent] += share * probability
        return probable

    def _seen_by(self, code: str, said: Words, asked: Asked) -> Mapping[Intent, float]:
        return self._models[code].probabilities(traits(said, self._texts[code].marks, {asked}))


def _known(texts: Mapping[str, IntentTexts]) -> Mapping[tuple[str, Words], tuple[Phrase, ...]]:
    """Our phrases by language and words; leaving is not told by these."""
    known: dict[tuple[str, Words], tuple[Phrase, ...]] = {}
    for code, text in texts.items():
        for phrase in text.phrases:
            if phrase.intent not in LEAVING:
                known[code, phrase.said] = (*known.get((code, phrase.said), ()), phrase)
    return known


def learn(texts: Mapping[str, IntentTexts]) -> dict[str, IntentModel]:
    """A model of each language's phrases."""
    return {code: fit(examples([text])) for code, text in texts.items()}


def examples(texts: Iterable[IntentTexts]) -> list[Example]:
    """The phrases of some languages, as what a model learns from."""
    return [
        Example(traits=traits(phrase.said, text.marks, phrase.asked), intent=phrase.intent)
        for text in texts
        for phrase in text.phrases
    ]


def alike(one: Intent, other: Intent, asked: Asked) -> bool:
    """Whether the bot does the same for two intents after a question."""
    return one is other or any({one, other} <= group for group in _ALIKE.get(asked, ()))


def ranked(probable: Mapping[Intent, float], asked: Asked) -> Heard:
    """The best intent, with the probability of all that are answered like it."""
    together = dict(probable)
    for group in _ALIKE.get(asked, ()):
        together |= dict.fromkeys(group, sum(probable[intent] for intent in group if intent in probable))
    best = max(probable, key=lambda intent: (together[intent], probable[intent]))
    return Heard(intent=best, sure=together[best] >= _SURE, probability=together[best])


def _leaves(heard: Heard, way_out: WayOut, leaving: float) -> Heard:
    """Weighs published words and the model, which sees that much of leaving, against each other; in doubt, it asks."""
    match way_out.force:
        case Force.WHOLE:
            sure = True
        case Force.PLAIN:
            sure = leaving >= _AGREES
        case Force.DOUBTFUL:
            sure = False
        case Force.HINT:
            if heard.sure and heard.intent not in LEAVING:
                return heard
            sure = False
        case _:
            assert_never(way_out.force)
    also = () if sure or heard.intent is way_out.intent else (heard.intent,)
    return Heard(intent=way_out.intent, also=also, sure=sure, probability=leaving)


def _feared(heard: Heard, probable: Mapping[Intent, float]) -> Heard:
    """Nobody is let go for good on the model's word alone: the bot asks."""
    feared = max(sorted(LEAVING), key=probable.__getitem__)
    also = () if heard.intent in LEAVING else (heard.intent,)
    return Heard(intent=feared, also=also, sure=False, probability=probable[feared])


def _borne_out(probable: Mapping[Intent, float]) -> float:
    return _leaving(probable) + probable[Intent.ABUSE]


def _leaving(probable: Mapping[Intent, float]) -> float:
    return sum(probable[intent] for intent in LEAVING)
