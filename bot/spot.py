"""A place in a YAML text: it gives what stands there, and keeps every mistake with its line."""

import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches

from bot.script import Problem
from bot.yaml_lines import Fields, Items, Malformed, Node, Text, read_yaml

SHOWN = 40
LONGEST_NUMBER = 9
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class Spot:
    """One part of the YAML text, its name for people, and the list that its mistakes go to."""

    def __init__(self, node: Node | None, name: str, line: int, problems: list[Problem]) -> None:
        self.node, self.name, self.line, self.problems = node, name, line, problems

    def problem(self, message: str) -> None:
        """Keep a mistake; `message` says what is wrong and what to do."""
        self.problems.append(Problem(self.line, message))

    @property
    def present(self) -> bool:
        """Whether the author wrote anything here."""
        return self.node is not None

    def fields(self, known: Sequence[str], required: Sequence[str] = ()) -> Mapping[str, "Spot"]:
        """The values of a mapping by key, absent ones included; unknown and missing keys are mistakes."""
        found = dict(self.pairs())
        for key, spot in found.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = f"did you mean “{near[0]}”?" if near else f"it can have: {', '.join(known)}."
                spot.problem(f"{self.name} has no “{key}”; {hint}")
        for key in required:
            if key not in found and isinstance(self.node, Fields):
                self.problem(f"{self.name} needs “{key}”; add it.")
        return {key: found.get(key) or Spot(None, f"“{key}”", self.line, self.problems) for key in known}

    def pairs(self) -> Iterator[tuple[str, "Spot"]]:
        """The entries of a mapping in the author's order."""
        match self.node:
            case Fields(fields=fields, lines=lines):
                for key, node in fields.items():
                    yield key, Spot(node, f"“{key}”", lines[key], self.problems)
            case None:
                return
            case node:
                self.problem(f"{self.name} must be a list of “key: value” lines, not {_kind(node)}.")

    def items(self) -> Iterator["Spot"]:
        """The entries of a list."""
        match self.node:
            case Items(items=items):
                for number, node in enumerate(items, 1):
                    yield Spot(node, f"entry {number} of {self.name}", node.line, self.problems)
            case None:
                return
            case node:
                self.problem(f"{self.name} must be a list with a dash before each entry, not {_kind(node)}.")

    def text(self, default: str = "") -> str:
        """A single text."""
        match self.node:
            case Text(text=text) if text.strip():
                return text.strip()
            case None:
                return default
            case node:
                self.problem(f"{self.name} must be a text, not {_kind(node)}.")
                return default

    def words(self) -> tuple[str, ...]:
        """A list of texts; a single one counts as a list of one."""
        if isinstance(self.node, Text):
            return (self.text(),)
        return tuple(spot.text() for spot in self.items())

    def one_of(self, allowed: Sequence[str], default: str) -> str:
        """A text out of a few."""
        said = self.text(default)
        if said in allowed or not self.present:
            return said
        near = get_close_matches(said, allowed, 1)
        hint = f"did you mean “{near[0]}”?" if near else f"it can be: {', '.join(allowed)}."
        self.problem(f"{self.name} can't be “{said}”; {hint}")
        return default

    def number(self, default: int | None = None) -> int | None:
        """A whole number."""
        if self.node is None:
            return default
        said = self.text()
        if said.isascii() and said.removeprefix("-").isdecimal() and len(said) <= LONGEST_NUMBER:
            return int(said)
        self.problem(f"{self.name} must be a whole number, not “{said[:SHOWN]}”.")
        return default

    def length(self, default: timedelta, least: timedelta, most: timedelta) -> timedelta:
        """A length of time, as "4h" or "2d"."""
        if self.node is None:
            return default
        said = self.text()
        if said[:-1].isdecimal() and said[-1:] in UNITS and len(said) <= LONGEST_NUMBER:
            length = int(said[:-1]) * UNITS[said[-1]]
            if least <= length <= most:
                return length
        self.problem(f"{self.name} must be a length from {_told(least)} to {_told(most)}, as 4h or 2d; not “{said}”.")
        return default

    def texts(self, languages: Sequence[str], variables: Sequence[str] = (), longest: int = 1024) -> Mapping[str, str]:
        """One text in every language of the script; its `{variables}` must be known."""
        if self.node is None:
            return {}
        if isinstance(self.node, Text):
            self.problem(f"{self.name} needs one text per language; write “{languages[0]}: …” under it.")
            return {}
        found = dict(self.pairs())
        for language in languages:
            if language not in found:
                self.problem(f"{self.name} lacks its text in “{language}”; add “{language}: …”.")
        for language in found.keys() - set(languages):
            other = found[language]
            other.problem(f"{self.name} has a text in “{language}”, which is not among the script's languages.")
        texts = {language: spot.text() for language, spot in found.items() if language in languages}
        for language, text in texts.items():
            found[language]._check(text, variables, longest)
        return texts

    def _check(self, text: str, variables: Sequence[str], longest: int) -> None:
        if len(text) > longest:
            self.problem(
                f"This text has {len(text)} characters; {longest} is the most that every channel can show. Shorten it."
            )
        try:
            parsed = [part for part in string.Formatter().parse(text) if part[1] is not None]
        except ValueError:
            self.problem("A brace is left open in this text; write {name}, or {{ and }} for braces of your own.")
            return
        for _, variable, layout, conversion in parsed:
            if layout or conversion:
                self.problem(f"{{{variable}}} stands with a sign behind its name; write only the name in the braces.")
            elif variable is not None and variable not in variables:
                near = get_close_matches(variable, variables, 1)
                hint = f"did you mean {{{near[0]}}}?" if near else f"there are: {', '.join(sorted(variables))}."
                self.problem(f"{{{variable}}} is not known; {hint}")


def spot_of(text: str, name: str, problems: list[Problem]) -> Spot:
    """The top of a YAML text; what can't be read as YAML at all is one mistake, and the spot is empty."""
    try:
        return Spot(read_yaml(text), name, 1, problems)
    except Malformed as malformed:
        problems.append(Problem(malformed.line, str(malformed)))
        return Spot(None, name, 1, problems)


def _told(length: timedelta) -> str:
    unit = "d" if length >= UNITS["d"] else "h" if length >= UNITS["h"] else "m"
    return f"{length // UNITS[unit]}{unit}"


def _kind(node: Node) -> str:
    match node:
        case Fields():
            return "a list of “key: value” lines"
        case Items():
            return "a list"
        case Text(text=text):
            return f"“{text[:SHOWN]}”" if text.strip() else "nothing"
