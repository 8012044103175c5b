"""A script: what the bot says and asks, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import Texts

if TYPE_CHECKING:
    from bot.steps.step import Step


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake that an author of scripts will mend."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One version of a script. Steps are in the author's order; `first` is where a talk begins."""

    name: str
    first: str
    languages: tuple[str, ...]
    steps: "Mapping[str, Step]"
    phrases: Mapping[str, Texts] = field(default_factory=dict)
    """Sentences of Belmoment's own that this script says otherwise."""
