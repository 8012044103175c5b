"""Checks of what people wrote in the agency's files: each gives the value, or notes a problem with its line."""

import difflib
import re
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import phonenumbers

from bot.yaml_lines import Fields, Items, Malformed, Node, Text, read_yaml

LANGUAGES = ("nl", "en", "de", "fr", "es")
"""What texts may be written in."""
LONGEST_TEXT = 1024
"""Characters; what is longer no channel would carry, with what stands around it."""


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """A mistake in a file, for its author to mend; lines count from 1."""

    path: str
    line: int
    message: str
    rule: str = field(default="", compare=False)
    """The lint rule that found it."""
    advice: bool = field(default=False, compare=False)
    """Nothing that stands against publishing."""

    def __str__(self) -> str:
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{self.path}:{self.line}: {'worth a thought: ' if self.advice else ''}{self.message}{rule}"


class Notebook:
    """One file's problems, noted while its fields are read. A check gives None where it noted something."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[FileProblem] = []

    def note(self, line: int, message: str) -> None:
        """One more problem."""
        self.problems.append(FileProblem(self.path, line, message))

    def document(self, text: str, known: Iterable[str], required: Iterable[str] = ()) -> Fields | None:
        """The keys of the whole file."""
        try:
            return self.fields(read_yaml(text), "the file", known, required)
        except Malformed as malformed:
            self.note(malformed.line, str(malformed))
            return None

    def fields(self, node: Node, of: str, known: Iterable[str] = (), required: Iterable[str] = ()) -> Fields | None:
        """Keys with values; unknown ones are noted with the nearest right one. No `known`: any key is."""
        if not isinstance(node, Fields):
            self.note(node.line, f"Expected keys with values for {of}.")
            return None
        for key in node.fields.keys() - set(known) if known else ():
            self.note(node.lines[key], f"{key!r} is not a key of {of}{nearest(key, known)}")
        for key in required:
            if key not in node.fields:
                self.note(node.line, f"{key!r} is missing in {of}.")
        return node

    def text(self, node: Node | None, of: str) -> str | None:
        """Words, not empty."""
        if node is None:
            return None
        if not isinstance(node, Text) or not node.text.strip():
            self.note(node.line, f"Expected words for {of}.")
            return None
        if len(node.text) > LONGEST_TEXT:
            self.note(node.line, f"{of} has {len(node.text)} characters; {LONGEST_TEXT} is the most. Shorten it.")
            return None
        return node.text.strip()

    def texts(self, node: Node | None, of: str) -> Mapping[str, str] | None:
        """One text in several languages; a plain text serves them all."""
        if isinstance(node, Text) and node.text.strip():
            return dict.fromkeys(LANGUAGES, text) if (text := self.text(node, of)) else None
        if node is None or not (fields := self.fields(node, of, LANGUAGES)):
            return None
        if not fields.fields:
            self.note(node.line, f"Expected words for {of}.")
        read = {language: self.text(value, f"{of} ({language})") for language, value in fields.fields.items()}
        return {language: text for language, text in read.items() if text is not None and language in LANGUAGES}

    def words(self, node: Node | None, of: str) -> tuple[tuple[int, str], ...]:
        """A list of words with their lines; a single word is a list of one."""
        if node is None:
            return ()
        if isinstance(node, Fields):
            self.note(node.line, f"Expected a list for {of}, as [a, b].")
            return ()
        items = node.items if isinstance(node, Items) else (node,)
        return tuple((item.line, text) for item in items if (text := self.text(item, of)) is not None)

    def number(self, node: Node | None, of: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`."""
        if (text := self.text(node, of)) is None or node is None:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            self.note(node.line, f"{of} must be a whole number from {low} to {high}, not {text!r}.")
            return None
        return int(text)

    def yes_or_no(self, node: Node | None, of: str) -> bool | None:
        """A yes or a no."""
        if (text := self.text(node, of)) is None or node is None:
            return None
        if text.lower() not in {"true", "false", "yes", "no"}:
            self.note(node.line, f"{of} must be yes or no, not {text!r}.")
            return None
        return text.lower() in {"true", "yes"}

    def zone(self, node: Node | None) -> str | None:
        """An IANA time zone."""
        return self._checked(node, "zone", zone_named)

    def phone(self, node: Node | None) -> str | None:
        """A phone number, given in E.164."""
        return self._checked(node, "phone", _phone)

    def email(self, node: Node | None) -> str | None:
        """A mail address."""
        return self._checked(node, "email", _email)

    def name(self, line: int, name: str, of: str) -> bool:
        """Whether `name` can be an id: it goes into links and addresses."""
        fits = re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", name) is not None
        if not fits:
            self.note(line, f"{name!r} can't name {of}: use a-z, 0-9, - and _, at most 40 characters.")
        return fits

    def _checked(self, node: Node | None, of: str, check: Callable[[str], str]) -> str | None:
        if (text := self.text(node, of)) is None or node is None:
            return None
        try:
            return check(text)
        except ValueError as wrong:
            self.note(node.line, str(wrong))
            return None


def nearest(word: str, right: Iterable[str]) -> str:
    """The end of a sentence that rejects `word`: what was meant, or all that there is."""
    known = sorted(right)
    if near := closest(word, known):
        return f"; did you mean {near!r}?"
    return f"; there is {', '.join(known)}." if known else "; there is none."


def closest(word: str, right: Iterable[str]) -> str | None:
    """What was most likely meant; None where nothing is like it."""
    return next(iter(difflib.get_close_matches(word, sorted(right), n=1, cutoff=0.6)), None)


def zone_named(text: str) -> str:
    """The IANA zone of that name; raises NoZone."""
    try:
        return zoneinfo.ZoneInfo(text).key
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise NoZone(text) from None


class NoZone(ValueError):
    """No time zone has that name; `near` is like it, if any is."""

    def __init__(self, text: str) -> None:
        self.near = closest(text, zoneinfo.available_timezones())
        meant = f"; did you mean {self.near}?" if self.near else "; write it as Europe/Amsterdam."
        super().__init__(f"{text!r} is not a time zone{meant}")


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        raise ValueError(f"{text!r} is not a phone number; write it with its country, as +31 6 12345678.") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"No phone has the number {text!r}; look whether a digit is missing or too many.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", text):
        raise ValueError(f"{text!r} is not a mail address; write it as name@agency.example.")
    return text
