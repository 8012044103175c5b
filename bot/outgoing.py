"""What leaves the house."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model import Button, CallOutcome, CallStatus

MINE = "{mine}"
"""Stands in a text for the address at which its reader sees all that is kept of them; filled in as it is sent."""


class Purpose(StrEnum):
    """Why a message goes out: the sender holds each kind to its own rules."""

    ANSWER = "answer"
    """To what they wrote."""
    REMINDER = "reminder"
    """Of a call that they booked."""
    NUDGE = "nudge"
    INVITATION = "invitation"
    """The first word, to somebody who did not write."""
    NOTICE = "notice"
    """What a recruiter, or the end of a call, has us say."""


class Category(StrEnum):
    """What WhatsApp charges a template as."""

    UTILITY = "utility"
    """About a call that was agreed."""
    MARKETING = "marketing"
    """All that would begin or revive a talk; WhatsApp caps it for each person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """Who will call: to be saved by the candidate before the phone rings."""

    name: str
    phone: str
    organisation: str
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message that a platform must approve before it may open a closed window; `{{1}}` stands for the first value."""

    name: str
    language: str
    body: str
    values: tuple[str, ...] = ()
    category: Category = Category.UTILITY
    buttons: tuple[Button, ...] = ()
    """As they were approved, where the message's own bear the turn that they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A message to the candidate: a text, perhaps with buttons; or a contact card (then `text` is its caption)."""

    text: str
    buttons: tuple[Button, ...] = ()
    ask_phone: str = ""
    """Title of the button that shares the candidate's own number, where the channel has one."""
    card: ContactCard | None = None
    template: Template | None = None
    """The same words in a form that may be sent outside WhatsApp's 24 hours."""
    not_before: datetime | None = None
    """Waits until then (aware), unless the candidate writes first: it would come in quiet hours."""
    until: datetime | None = None
    """Not sent any more from this moment on (aware): a reminder of a call that has begun says nothing."""
    by: str = ""
    """The recruiter whose own words these are; the assistant's where nobody is named."""
    purpose: Purpose = Purpose.ANSWER
    closed: str = ""
    """The platform's id of a copy that a closed window held back: from then on only the template goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """A message to a recruiter."""

    recruiter: str
    subject: str
    text: str
    buttons: tuple[Button, ...] = ()
    """What can be done about it, where they are written to in a chat (see `bot.desk`)."""
    call: str = ""
    """The call that it is about, where it is about one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A calendar entry for a recruiter: the same `uid` and a rising `sequence` for one call; times are aware."""

    recruiter: str
    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    description: str
    cancelled: bool = False


class Happened(StrEnum):
    """What other systems are told."""

    CALL_BOOKED = "call.booked"
    CALL_MOVED = "call.moved"
    """Another time, or another recruiter; the call keeps its id."""
    CALL_CANCELLED = "call.cancelled"
    CALL_OUTCOME = "call.outcome"
    OPTED_OUT = "candidate.opted_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class TheCall:
    """A call as other systems read it; times are aware."""

    id: str
    status: CallStatus
    outcome: CallOutcome | None
    start: datetime
    end: datetime
    recruiter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce:
    """A word to the agency's other systems."""

    what: Happened
    at: datetime
    conversation: str
    vacancy: str
    channel: str
    peer: str
    phone: str | None
    name: str = ""
    """Not of who wants nothing more: to leave them in peace, their address is enough."""
    call: TheCall | None = None
    reason: str = ""
    """Why they are out: "stop", "erase", "wrong_person" or "blocked"."""


Outgoing = Say | Notify | Invite
