"""A sentence about somebody's list that is put into words once it is known who reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handlers.agency.fields import closest
from handlers.console.wording import Wording

ENGLISH = Wording("en")
"""At the command line, and to other systems."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said: its name in `words/`, and its values, of which some may be such sentences themselves."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)

    def to(self, reader: Wording) -> str:
        """In the reader's language."""
        said = {name: one.to(reader) if isinstance(one, Told) else one for name, one in self.values.items()}
        return reader.say(self.name, **said)

    def __str__(self) -> str:
        return self.to(ENGLISH)


class Amiss(Exception):
    """What somebody wrote can't be taken; `told` says why, and what to do."""

    def __init__(self, name: str, /, **values: object) -> None:
        super().__init__(name)
        self.told = Told(name, values)


def meant(word: str, right: Iterable[str]) -> Told:
    """The end of a sentence that rejects `word`: what was meant, or all that there is."""
    known = sorted(right)
    if near := closest(word, known):
        return Told("meant.near", {"near": near})
    return Told("meant.one_of", {"names": ", ".join(known)}) if known else Told("meant.none")
