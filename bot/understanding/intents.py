"""What a message means: published ways out first, then what the model learnt from phrases, beside the question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.understanding.leaving import Leaving, WayOut
from bot.understanding.model import Example, IntentModel, fit
from bot.understanding.phrases import IntentTexts
from bot.understanding.traits import traits
from bot.understanding.understood import Asked, Intent
from bot.understanding.wording import Words, clauses, words

LEAVING = frozenset({Intent.STOP, Intent.ERASE, Intent.WRONG_PERSON})
"""What must never be missed, nor taken for granted."""

_SURE = 0.92
"""Above this probability at least 97 in 100 of our own phrases were acted on rightly while held out."""
_ALSO = 0.7
_AGREES = 0.1
"""So much the model must see of leaving to bear out published words in a longer message."""
_FEARED = 0.25
"""From this probability of leaving on, the bot asks."""

_ALIKE: Mapping[Asked, tuple[frozenset[Intent], ...]] = {
    Asked.OPENING: (
        frozenset({Intent.AFFIRM, Intent.INTERESTED, Intent.ALREADY_EMPLOYED_BUT_OPEN}),
        frozenset({Intent.DENY, Intent.NOT_INTERESTED}),
    ),
    Asked.OFFER_SLOTS: (frozenset({Intent.DENY, Intent.NONE_OF_THESE}),),
}
"""Intents that the bot answers alike: doubt between them is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An intent, others beside it, and whether to act on it."""

    intent: Intent
    also: tuple[Intent, ...] = ()
    sure: bool
    probability: float


class IntentReader:
    """Reads intents with one model for all languages."""

    def __init__(self, texts: Mapping[str, IntentTexts], model: IntentModel) -> None:
        self._texts = texts
        self._model = model
        self._leaving = Leaving(texts)

    def read(self, text: str, said: Words, language: str, asked: Asked) -> Heard:
        """What a text means whose words, with names found in it, are `said`."""
        probable = self._probable(said, language, asked)
        heard = _ranked(probable, asked)
        way_out = self._leaving.read(said)
        if way_out is not None or heard.intent in LEAVING:
            return _leaves(heard, way_out, probable)
        if _leaving(probable) >= _FEARED:
            feared = max(LEAVING, key=lambda intent: (probable[intent], intent))
            return Heard(intent=feared, also=(heard.intent,), sure=False, probability=probable[feared])
        return heard

    def parts(self, text: str, language: str, asked: Asked) -> tuple[Intent, ...]:
        """The intents of a message's clauses, as far as they are clear."""
        found = []
        for clause in clauses(text):
            probable = self._probable(words(clause), language, asked)
            best = max(probable, key=probable.__getitem__)
            if probable[best] >= _ALSO:
                found.append(best)
        return tuple(dict.fromkeys(found))

    def topics(self, said: Words, language: str) -> tuple[str, ...]:
        """Which facts of a vacancy are spoken of, in the order of the words."""
        kinds = self._texts[language].topics
        return tuple(dict.fromkeys(topic for word in said for topic in kinds.of(word)))

    def _probable(self, said: Words, language: str, asked: Asked) -> Mapping[Intent, float]:
        return self._model.probabilities(traits(said, self._texts[language].marks, {asked}))


def learn(texts: Mapping[str, IntentTexts]) -> IntentModel:
    """The model of all phrases of all languages."""
    return fit(examples(texts.values()))[0]


def examples(texts: Iterable[IntentTexts]) -> list[Example]:
    """The phrases of some languages, as what a model learns from."""
    return [
        Example(
            traits=traits(words(phrase.text), text.marks, phrase.asked),
            intent=phrase.intent,
            group=" ".join(words(phrase.text)),
        )
        for text in texts
        for phrase in text.phrases
    ]


def alike(one: Intent, other: Intent, asked: Asked) -> bool:
    """Whether the bot does the same for two intents after a question."""
    return one is other or any({one, other} <= group for group in _ALIKE.get(asked, ()))


def _ranked(probable: Mapping[Intent, float], asked: Asked) -> Heard:
    """The best intent, with the probability of all that are answered like it."""
    together = {one: sum(probable[other] for other in probable if alike(one, other, asked)) for one in probable}
    best = max(probable, key=lambda intent: (together[intent], probable[intent]))
    return Heard(intent=best, sure=together[best] >= _SURE, probability=together[best])


def _leaves(heard: Heard, way_out: WayOut | None, probable: Mapping[Intent, float]) -> Heard:
    """Weighs published words and the model against each other; in doubt the bot asks."""
    if way_out is None or (heard.intent in LEAVING and not way_out.plain):
        return heard
    leaving = _leaving(probable) + probable[Intent.ABUSE]
    if way_out.plain:
        sure = way_out.whole or leaving >= _AGREES
        also = () if sure else (heard.intent,)
        return Heard(intent=way_out.intent, also=also, sure=sure, probability=leaving)
    if leaving < _AGREES and heard.sure:
        return heard
    return Heard(intent=way_out.intent, also=(heard.intent,), sure=False, probability=leaving)


def _leaving(probable: Mapping[Intent, float]) -> float:
    return sum(probable[intent] for intent in LEAVING)
