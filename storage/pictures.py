"""What the queries give: the queue, and what recruiters were told."""

from dataclasses import dataclass
from datetime import datetime

from bot.dossier import Facts
from bot.model import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedCall:
    """A call in a recruiter's queue, with what to read before dialling; times in the recruiter's zone."""

    id: str
    status: str
    start: datetime
    end: datetime
    conversation: str
    recruiter: str
    recruiter_name: str
    recruiter_zone: str
    candidate: str
    candidate_zone: str
    channel: str
    peer: str
    language: str
    phone: str | None
    vacancy: str
    vacancy_title: Texts
    facts: Facts
    """What its dossier is made of."""
    sequence: int
    """Rises with every change."""
    outcome: str | None
    """How it went, by the recruiter's word (see `bot.model.CallOutcome`)."""
    impression: str
    current: bool
    """Whether it is the talk's present call; of an earlier one nothing can be changed."""
    sign_at: datetime | None = None
    """When the first sign came that it is being made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What a recruiter was told, by which way: "telegram", "mail", "queue" (here alone), "invite" or "cancelled"."""

    id: str
    at: datetime
    medium: str
    recruiter: str
    recruiter_name: str
    conversation: str
    subject: str
    text: str
