"""YAML as plain text with line numbers: nothing that its author wrote is taken for a number, a date or a yes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

LONGEST = 1_000_000
MOST_NODES = 100_000


@dataclass(frozen=True, slots=True)
class Text:
    """A word, a number, a sentence: as written. An empty value is an empty text."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys and their values, in the author's order; `lines` says where each key stands."""

    line: int
    fields: "Mapping[str, Node]"
    lines: Mapping[str, int]


Node = Text | Items | Fields


class Malformed(ValueError):
    """The text is not YAML; `line` counts from 1, the message is a sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_yaml(text: str) -> Node:
    """The one document in `text`; raises `Malformed`."""
    if len(text) > LONGEST:
        raise Malformed(1, f"The file has more than {LONGEST:,} characters; spread it over several.")
    try:
        # The round-trip reader would leave its fold marks inside a folded text.
        root = YAML(typ="safe", pure=True).compose(text.removeprefix("\ufeff"))
    except MarkedYAMLError as error:
        raise Malformed(_line(error), _sentence(error, text)) from None
    except YAMLError as error:
        raise Malformed(1, f"This is not YAML: {str(error).splitlines()[0]}.") from None
    except RecursionError:
        raise Malformed(1, "Lists and keys stand too deep inside each other here; write it flatter.") from None
    if root is None:
        raise Malformed(1, "The file is empty.")
    return _node(root, (), iter(range(MOST_NODES)))


def _node(node: Any, above: tuple[int, ...], left: Iterator[int]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in above:
        raise Malformed(line, "A part of the file contains itself (an alias, *); write it out.")
    # Aliases of aliases make of a few lines more than any machine can hold.
    if next(left, None) is None:
        raise Malformed(line, "With its aliases (*) the file becomes too large; spread it over several.")
    within = (*above, id(node))
    match node:
        case ScalarNode():
            return Text(line, _writable(line, node.value))
        case SequenceNode():
            return Items(line, tuple(_node(item, within, left) for item in node.value))
        case MappingNode():
            return _fields(node, within, left)
    raise Malformed(line, "Only words, lists and keys with values are read here.")


def _writable(line: int, text: str) -> str:
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Malformed(line, "A character stands here that nobody can be sent (a zero, or half of one); take it out.")
    return text


def _fields(node: Any, within: tuple[int, ...], left: Iterator[int]) -> Fields:
    fields: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            raise Malformed(line, "A key must be a word.")
        _writable(line, key.value)
        if key.value in fields:
            raise Malformed(line, f"{key.value!r} stands here twice (first in line {lines[key.value]}); keep one.")
        read = _node(value, within, left)
        # What is not there has no place of its own; its parser's is where the next thing begins.
        fields[key.value] = Text(line, "") if isinstance(read, Text) and not read.text else read
        lines[key.value] = line
    return Fields(node.start_mark.line + 1, fields, lines)


def _line(error: Any) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _sentence(error: Any, text: str) -> str:
    lines = text.splitlines()
    line = _line(error)
    written = lines[line - 1] if line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "This line is indented with a tab; YAML wants spaces."
    if "single document" in (error.context or ""):
        return "A second document begins here (---); keep one per file."
    return f"This is not YAML: {error.problem or error.context}. Look at this line and the one above it."
