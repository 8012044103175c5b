"""Understands a message: its language, its intents and its moment, made to fit each other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.understanding.fitting import fitted
from bot.understanding.heard import Heard, with_its_like
from bot.understanding.intents import IntentReader, learn
from bot.understanding.language import LanguageReader
from bot.understanding.model import IntentModel
from bot.understanding.moments.reader import MomentReader
from bot.understanding.moments.vocabulary import read_vocabulary
from bot.understanding.phrases import read_texts
from bot.understanding.sentences import Encoder
from bot.understanding.understood import Intent, MomentReading, Question, Understood
from bot.understanding.wording import name_words, named, pieces, words

LONGEST = 4096
"""Characters of a message that are read; neither channel carries more."""

LONGEST_WORD = 80
"""Signs of one word that are read: what is longer is no word, and would take long to compare with ours."""

_ENDLESS = re.compile(rf"(\S{{{LONGEST_WORD}}})\S+")

_NOUNS_WITH_CAPITALS = frozenset({"de"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTexts:
    """The parsed YAML of one language."""

    intents: Mapping[str, Any]
    moments: Mapping[str, Any] | None = None
    """None where the language has no words about time yet; then those of the others are looked for."""


class Understander:
    """Understands messages in the languages that it was given."""

    def __init__(
        self,
        languages: Mapping[str, LanguageTexts],
        models: Mapping[str, IntentModel] | None = None,
        encode: Encoder | None = None,
    ) -> None:
        """Learns a model of each language from its phrases, a second each, unless they are handed in.

        `encode` gives sentence vectors; models that are handed in must have been learnt with it, or without any.
        Raises ValueError where a language's texts can't be used.
        """
        if not languages:
            raise ValueError("an understander needs at least one language")
        texts = {code: read_texts(code, language.intents) for code, language in languages.items()}
        spoken = {
            code: read_vocabulary(code, language.moments)
            for code, language in languages.items()
            if language.moments is not None
        }
        self.models = models or learn(texts, encode)
        self._vocabulary = frozenset().union(*(text.vocabulary for text in texts.values()))
        self._languages = LanguageReader(texts, {code: words.times for code, words in spoken.items()})
        self._intents = IntentReader(texts, self.models, self._languages, encode)
        self._moments = MomentReader(spoken) if spoken else None
        self.prepares = encode is not None
        """Whether there is anything that `prepare` does beforehand."""

    def understand(self, text: str, question: Question) -> Understood:
        """What a message means that answers `question`; any text is understood as something, if only as `other`."""
        language, heard, moment, topics = self._read(_readable(text), question)
        also = tuple(dict.fromkeys(intent for intent in heard.also if intent is not heard.intent))
        asks = Intent.NEED_MORE_INFO in (heard.intent, *also)
        return Understood(
            language=language,
            intent=heard.intent,
            also=also,
            moment=moment,
            sure=heard.sure,
            topics=(topics or ("other",)) if asks else (),
        )

    def prepare(self, text: str) -> None:
        """Does what takes longest of understanding a message beforehand; what is understood is the same without."""
        readable = _readable(text)
        said = words(readable)
        language = self._languages.read(said, None)
        if said and not self._intents.knows(said, language):
            self._intents.prepare(self._about_job(readable), language)

    def hear(self, text: str, question: Question) -> Heard:
        """The intents of a message, and how probable they are."""
        return self._read(_readable(text), question)[1]

    def _read(self, text: str, question: Question) -> tuple[str, Heard, MomentReading, tuple[str, ...]]:
        plain = words(text)
        language = self._languages.read(plain, question.language)
        if not plain:
            return language, Heard(intent=Intent.OTHER, sure=False, probability=0.0), MomentReading(), ()
        moment = self._moment(text, language, question)
        about_job = self._about_job(text)
        guess = not question.names and language not in _NOUNS_WITH_CAPITALS
        said = named(about_job, name_words(question.names), self._vocabulary, guess=guess)
        topics = self._intents.topics(said, language)
        heard = self._intents.read(about_job, said, language, question)
        asks = bool(topics) and Intent.NEED_MORE_INFO in (heard.intent, *heard.also)
        if asks and self._intents.asks_besides(about_job, language, question.asked):
            topics = (*topics, "other")
        meant = fitted(heard, moment, question.asked, topics, question.at)
        return language, with_its_like(meant, question.asked), moment, topics

    def _about_job(self, text: str) -> str:
        """The text without parts that only say which language to speak, unless that is all that it says."""
        parts = pieces(text)
        if len(parts) < 2:
            return text
        kept = [part for part in parts if not self._languages.is_about_language(words(part))]
        return "\n".join(kept) if 0 < len(kept) < len(parts) else text

    def _moment(self, text: str, language: str, question: Question) -> MomentReading:
        return self._moments.read(text, language, question) if self._moments else MomentReading()


def _readable(text: str) -> str:
    return _ENDLESS.sub(r"\1", text[:LONGEST])
