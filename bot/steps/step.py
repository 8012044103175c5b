"""What every kind of step can do."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import ClassVar, Self

from bot.model import Texts
from bot.script import Nudge
from bot.spot import Spot
from bot.turn import Heard, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a step needs to know of its script to read itself."""

    languages: tuple[str, ...]
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(ABC):
    """One place in a script. Its docstring bears an example that the tests read."""

    keys: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    either: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Where there are several ways to write it: the keys of each."""
    holds_as: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Keys under which stands what other kinds have under another."""

    name: str
    line: int
    nudge: Nudge | None = None
    """What is said to somebody who does not answer here, where the script has words of its own for that."""
    waits: timedelta | None = None
    """How long the talk rests here before it goes on by itself, where it does."""

    @classmethod
    @abstractmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        """The step that stands at `spot`; mistakes are kept there."""

    @abstractmethod
    def enter(self, turn: Turn) -> Turn:
        """The talk arrives here."""

    def hear(self, turn: Turn, heard: Heard) -> Turn:
        """The candidate answers here. A kind that never waits is never asked."""
        return turn

    def is_answered(self, heard: Heard) -> bool:
        """Whether these words answer what is asked here, though it was not asked yet."""
        return False

    def repeat(self, turn: Turn) -> Turn:
        """What was asked here is asked again, after something else came between."""
        return turn

    @abstractmethod
    def leads_to(self) -> Iterator[str]:
        """The names of the steps that can follow."""

    def texts(self) -> Iterator[Texts]:
        """Every text that the step can say."""
        return iter(())
