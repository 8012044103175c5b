"""Adds one phrase to the text of an agency's phrases.yaml, and leaves every other letter of it as it is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import OwnPhrases
from bot.understanding.wording import words
from bot.yaml_lines import Fields, Items, Node, Text, read_yaml
from handlers.agency.fields import Notebook
from handlers.agency.own_phrases import OWN_PHRASES, as_phrases, read_own_phrases

TOP = "phrases"
DEEPER = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPhrase:
    """What candidates say, what they mean by it, and after which question ("opening", "any" …)."""

    text: str
    language: str
    intent: str
    question: str


class CantAdd(Exception):
    """The file stands as it was; the message says why, and what to do."""


def with_phrase(text: str, new: NewPhrase) -> str:
    """The file with one more phrase, in the place where its like stand; raises CantAdd."""
    if not words(new.text):
        raise CantAdd(f"“{new.text}” has no words; write what a candidate would.")
    known = _read(text)
    path = (TOP, new.language, new.intent, new.question)
    added = _added(text, path, json.dumps(new.text, ensure_ascii=False))
    if _places(phrases_in(added)) != sorted([*_places(known), (*path[1:], new.text)]):
        raise CantAdd(_BY_HAND)
    return added


def phrases_in(text: str) -> OwnPhrases:
    """What the file says; nothing where there is none, or where it can't be read."""
    return as_phrases(read_own_phrases(text, Notebook(OWN_PHRASES))) if text.strip() else {}


_BY_HAND = (
    f"{OWN_PHRASES} is laid out in a way that nothing can be added to here. Add the phrase in the file itself, and "
    "publish it with `belmoment load`."
)


def _read(text: str) -> OwnPhrases:
    book = Notebook(OWN_PHRASES)
    read = as_phrases(read_own_phrases(text, book)) if text.strip() else {}
    if book.problems:
        raise CantAdd(f"{OWN_PHRASES} has a mistake, line {book.problems[0].line}: {book.problems[0].message}")
    return read


def _added(text: str, path: Sequence[str], phrase: str) -> str:
    node: Node | None = read_yaml(text) if text.strip() else None
    lines = text.splitlines(keepends=True)
    above: Node | None = None
    for depth, key in enumerate(path):
        if not isinstance(node, Fields) or key not in node.fields:
            indent = _indent_of(lines, node, depth)
            return _put(lines, _last_line(node or above), _nested(path[depth:], phrase, indent))
        above, node = node, node.fields[key]
    if isinstance(node, Items) and node.items and _raw(lines, _last_line(node)).lstrip().startswith("-"):
        dash = _raw(lines, _last_line(node))
        return _put(lines, _last_line(node), [f"{dash[: len(dash) - len(dash.lstrip())]}- {phrase}"])
    return _into_brackets(lines, _last_line(node), phrase)


def _nested(path: Sequence[str], phrase: str, indent: str) -> list[str]:
    """The keys that are not there yet, one below the other, and the phrase."""
    keys = [f"{indent}{DEEPER * depth}{key}:" for depth, key in enumerate(path)]
    return [*keys, f"{indent}{DEEPER * len(path)}- {phrase}"]


def _into_brackets(lines: list[str], number: int, phrase: str) -> str:
    """A list on one line, as `[one, two]`."""
    before, bracket, after = _raw(lines, number).rpartition("]")
    if not bracket or not before.rpartition("[")[2].strip():
        raise CantAdd(_BY_HAND)
    return "".join([*lines[: number - 1], f"{before}, {phrase}]{after}", *lines[number:]])


def _put(lines: list[str], after: int, new: Sequence[str]) -> str:
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    kept = [*lines[:after]]
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += end
    return "".join([*kept, *(f"{line}{end}" for line in new), *lines[after:]])


def _indent_of(lines: list[str], node: Node | None, depth: int) -> str:
    """How far the keys of this mapping are moved in."""
    if isinstance(node, Fields) and node.fields:
        line = _raw(lines, min(node.lines.values()))
        return line[: len(line) - len(line.lstrip())]
    return DEEPER * depth


def _last_line(node: Node | None) -> int:
    """The last line on which something of it stands."""
    match node:
        case Fields(fields=fields, lines=lines):
            return max([node.line, *lines.values(), *map(_last_line, fields.values())])
        case Items(items=items):
            return max([node.line, *map(_last_line, items)])
        case Text(line=line):
            return line
        case None:
            return 0


def _raw(lines: list[str], number: int) -> str:
    return lines[number - 1]


def _places(phrases: OwnPhrases) -> list[tuple[str, str, str, str]]:
    return sorted(
        (language, intent, questions, text)
        for language, by_intent in phrases.items()
        for intent, by_questions in by_intent.items()
        for questions, texts in by_questions.items()
        for text in texts
    )
