"""How each talk came about: by which way, from which source, on what ground, and what proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, select

from storage.codec import Json
from storage.tables import origins

KNOWN = select(origins.c.conversation).where(origins.c.conversation == bindparam("talk"))
NEW = insert(origins)


class Way(StrEnum):
    """How somebody came in."""

    DOOR = "door"
    """They wrote first, through a link of ours."""
    IMPORT = "import"
    """The agency's list."""
    API = "api"
    """Another system of the agency's."""


class Ground(StrEnum):
    """On what the law lets an agency keep somebody's data and write to them."""

    CONSENT = "consent"
    REQUEST = "request"
    """They asked for it: they applied, or wrote first."""
    LEGITIMATE_INTEREST = "legitimate_interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How one talk came about; moments are aware."""

    conversation: str
    candidate: str
    vacancy: str
    recruiter: str
    way: Way
    source: str
    """Where we had them from, in words that they may read."""
    ground: Ground
    wording: str
    """What they were shown before they agreed, or before they wrote."""
    agreed_at: datetime
    words: str | None = None
    """Their own opening message, where they wrote first."""
    due_at: datetime | None = None
    """When we write first; None where they did."""


def is_kept(connection: Connection, talk: str) -> bool:
    """Whether it is written down how this talk came about."""
    return connection.scalar(KNOWN, {"talk": talk}) is not None


def row(origin: Origin, now: datetime) -> Mapping[str, object]:
    """As it is stored."""
    return {
        "conversation": origin.conversation,
        "candidate": origin.candidate,
        "vacancy": origin.vacancy,
        "recruiter": origin.recruiter,
        "way": origin.way,
        "source": origin.source,
        "ground": origin.ground,
        "wording": origin.wording,
        "words": origin.words,
        "agreed_at": origin.agreed_at,
        "due_at": origin.due_at,
        "created_at": now,
    }


def record(connection: Connection, conversation: str) -> Mapping[str, Json] | None:
    """The same for people and other systems, ready for JSON; None where nothing is known."""
    known = connection.execute(select(origins).where(origins.c.conversation == conversation)).first()
    if known is None:
        return None
    return {
        "way": known.way,
        "vacancy": known.vacancy,
        "recruiter": known.recruiter,
        "source": known.source,
        "ground": known.ground,
        "wording": known.wording,
        "words": known.words,
        "agreed_at": known.agreed_at.isoformat(),
        "written_first_at": known.due_at and known.due_at.isoformat(),
    }
