"""The text of an agency's phrases.yaml -> its own phrases, and what Belmoment takes each for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model import OwnPhrases
from bot.understanding.doubtful import Doubtful, doubtful
from bot.understanding.phrases import IntentTexts, Phrase, phrase_of
from bot.understanding.sentences import Encoder
from bot.understanding.understood import Asked, Intent
from bot.yaml_lines import Fields
from handlers.agency.fields import LANGUAGES, FileProblem, Notebook, nearest

OWN_PHRASES = "phrases.yaml"
INTENTS = tuple(intent.value for intent in Intent)
QUESTIONS = tuple(asked.value for asked in Asked)


@dataclass(frozen=True, slots=True)
class Line:
    """A phrase and where it stands in its file."""

    line: int
    phrase: Phrase
    questions: str
    """As its author wrote them."""


def read_own_phrases(text: str, book: Notebook) -> tuple[Line, ...]:
    """The phrases, in the author's order; what is wrong stands in `book`."""
    document = book.document(text, ("phrases",), ("phrases",))
    return tuple(_lines(document, book)) if document else ()


def as_phrases(lines: Sequence[Line]) -> OwnPhrases:
    """The phrases as the agency keeps them."""
    kept: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    for line in lines:
        by_questions = kept.setdefault(line.phrase.language, {}).setdefault(line.phrase.intent.value, {})
        by_questions[line.questions] = (*by_questions.get(line.questions, ()), line.phrase.text)
    return kept


def doubts(
    path: str,
    lines: Sequence[Line],
    texts: Mapping[str, IntentTexts],
    encoder: Callable[[str], Encoder | None] = lambda _: None,
) -> Iterator[FileProblem]:
    """The phrases that pull understanding the wrong way; `encoder` gives a language's, where there is one."""
    where = {id(line.phrase): line.line for line in lines}
    for language in dict.fromkeys(line.phrase.language for line in lines):
        added = [line.phrase for line in lines if line.phrase.language == language]
        for found in doubtful(texts[language], added, encoder(language)):
            yield FileProblem(path, where[id(found.phrase)], _told(found))


def _told(found: Doubtful) -> str:
    """Which phrase, what it is taken for, and what to do."""
    meant, taken = found.phrase.intent, found.taken_for
    if found.pulled is not None:
        return (
            f"Since “{found.phrase.text}” stands under {meant}, “{found.pulled.text}” is taken for {taken}, not "
            f"{found.pulled.intent}: say it otherwise, or leave it out."
        )
    like = f", as in “{found.nearest.text}”" if found.nearest else ""
    return (
        f"“{found.phrase.text}” stands under {meant}, but by all other phrases it means {taken}{like}: "
        f"put it there, say it in words that only {meant} has, or leave it out."
    )


def _lines(document: Fields, book: Notebook) -> Iterator[Line]:
    for language, intent, questions, line, text in _texts(document, book):
        asked = [question for question in questions.split() if question in QUESTIONS]
        if asked and language in LANGUAGES and intent in INTENTS:
            phrase = phrase_of(text, Intent(intent), [Asked(question) for question in asked], language)
            if phrase.said:
                yield Line(line, phrase, " ".join(asked))
            else:
                book.note(line, f"{text!r} has no words; write what a candidate would.")


def _texts(document: Fields, book: Notebook) -> Iterator[tuple[str, str, str, int, str]]:
    """Language, intent, questions, line and text of each phrase."""
    for language, by_intent in _under(document, "phrases", LANGUAGES, book):
        for intent, by_questions in _under(by_intent, language, INTENTS, book):
            for questions, said in by_questions.fields.items():
                for unknown in [word for word in questions.split() if word not in QUESTIONS]:
                    book.note(by_questions.lines[questions], f"{unknown!r} is no question{nearest(unknown, QUESTIONS)}")
                for line, text in book.words(said, f"{intent} ({questions})"):
                    yield language, intent, questions, line, text


def _under(fields: Fields, of: str, known: Sequence[str], book: Notebook) -> Iterator[tuple[str, Fields]]:
    """The keys with values that stand under each of `known`, one level down."""
    node = fields.fields.get(of, fields) if of == "phrases" else fields
    if (checked := book.fields(node, of, known)) is None:
        return
    for key, value in checked.fields.items():
        if key in known and (inner := book.fields(value, key)):
            yield key, inner
