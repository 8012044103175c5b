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
    facts: Facts
    """What its dossier is made of, and whose it is."""
    sequence: int
    """Rises with every change."""
    outcome: str | None
    """How it went, by the recruiter's word (see `bot.model.CallOutcome`)."""
    impression: str

    @property
    def recruiter(self) -> str:
        """By their id."""
        return self.facts.recruiter.id

    @property
    def recruiter_name(self) -> str:
        """In full."""
        return self.facts.recruiter.name

    @property
    def recruiter_zone(self) -> str:
        """Where they are."""
        return self.facts.recruiter.zone

    @property
    def candidate(self) -> str:
        """By name; empty where it is not known."""
        return self.facts.candidate.name

    @property
    def candidate_zone(self) -> str:
        """Where they are when they are called."""
        return self.facts.candidate.zone_at(self.facts.start).key

    @property
    def phone(self) -> str | None:
        """At which they are called."""
        return self.facts.candidate.phone

    @property
    def channel(self) -> str:
        """On which the talk is held."""
        return self.facts.talk.address.channel

    @property
    def peer(self) -> str:
        """Who they are on it."""
        return self.facts.talk.address.peer

    @property
    def language(self) -> str:
        """In which it is held."""
        return self.facts.talk.language

    @property
    def vacancy(self) -> str:
        """By its id; empty where the talk is about none."""
        return self.facts.talk.vacancy

    @property
    def vacancy_title(self) -> Texts:
        """By language; empty where there is no such vacancy any more."""
        return self.facts.vacancy.title if self.facts.vacancy else {}

    @property
    def current(self) -> bool:
        """Whether it is the talk's present call; of an earlier one nothing can be changed."""
        return self.facts.talk.call is not None and self.facts.talk.call.id == self.id

    @property
    def sign_at(self) -> datetime | None:
        """When the first sign came that it is being made."""
        return self.facts.talk.call.sign_at if self.facts.talk.call and self.current else None


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
