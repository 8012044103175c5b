"""One thing that was looked at: how it stands, what that means, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    WELL = "well"
    MIND = "mind"
    """Works, and is worth knowing."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Never holds a secret, or a candidate's words, name or number."""

    level: Level
    about: str
    """"settings", "database", "telegram" …"""
    what: str
    """How it stands."""
    means: str = ""
    mend: str = ""

    @property
    def sentence(self) -> str:
        """What happened, what it means, what to do."""
        return " ".join(part for part in (self.what, self.means, self.mend) if part)


def well(about: str, what: str) -> Finding:
    """Nothing to do."""
    return Finding(level=Level.WELL, about=about, what=what)


def mind(about: str, what: str, means: str = "", mend: str = "") -> Finding:
    """To be known."""
    return Finding(level=Level.MIND, about=about, what=what, means=means, mend=mend)


def wrong(about: str, what: str, means: str, mend: str) -> Finding:
    """To be mended."""
    return Finding(level=Level.WRONG, about=about, what=what, means=means, mend=mend)
