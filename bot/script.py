"""A script: what the bot says and asks, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.model import Texts

if TYPE_CHECKING:
    from bot.steps.step import Step


Halted = frozenset[tuple[str, int, str, str]]
"""Variants that are told no more: script, version, step and the variant's name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake that an author of scripts will mend."""

    line: int
    message: str
    rule: str = field(default="", compare=False)
    """The lint rule that found it; none where the script can't be read as it stands."""
    advice: bool = field(default=False, compare=False)
    """Worth a thought, and nothing that stands against publishing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """What is said once to somebody who does not answer, and how long after they were last heard."""

    after: timedelta
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One version of a script. Steps are in the author's order; `first` is where a talk begins."""

    name: str
    first: str
    languages: tuple[str, ...]
    steps: "Mapping[str, Step]"
    phrases: Mapping[str, Texts] = field(default_factory=dict)
    """Sentences of Belmoment's own that this script says otherwise."""
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict, compare=False)
    """Where each part stands, by the keys that lead to it: ("steps", "call", "text", "nl")."""
