"""What can happen. Each event has an id and counts once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model import Address, CallOutcome, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened at `at` (aware)."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FromCandidate(Event):
    """Something that a candidate did in a channel, with what the channel told of them."""

    address: Address
    name: str = ""
    language: str | None = None
    """The channel's language code for this person, as "nl"; a hint at most."""
    phone: str | None = None
    """E.164, where the channel itself vouches for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(FromCandidate):
    """They wrote."""

    text: str
    reply_to: str = ""
    """The platform's id of the message that this replies to, where it tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(FromCandidate):
    """They came in through a door: a link that names the vacancy. `code` is empty for a bare /start."""

    code: str = ""
    text: str = ""
    """What they wrote with it, where a door is a message that bears its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped(FromCandidate):
    """They tapped a button. Where a platform lost the button's id, only its title is there."""

    button: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactShared(FromCandidate):
    """They shared a contact; `own` where the platform says that it is the sender's."""

    number: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaReceived(FromCandidate):
    """They sent something that is not text: "voice", "image", "video", "sticker", "location", "document", "other"."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked(FromCandidate):
    """They blocked the bot or left: an opt-out on this channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Event):
    """The agency has somebody written to, who was asked for their consent elsewhere (see `storage.invitations`)."""

    conversation: str
    not_before: datetime
    """Aware; outside the candidate's quiet hours, and when the sender has room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhandled(Event):
    """The platform sent something that we keep and report, and do not act on."""

    channel: str
    kind: str
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReported(Event):
    """A platform's word on a message of ours: "queued", "sent", "delivered", "read", "failed", "undelivered"."""

    outgoing: str
    """The outbox id."""
    status: str
    code: str = ""
    provider_id: str = ""
    """The platform's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(Event):
    """A timer of a conversation is due."""

    conversation: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedElsewhere(Event):
    """The person said stop, or blocked us, in another talk of theirs: this one ends, too."""

    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenByHand(Event):
    """Somebody of the agency wrote to this person from the channel itself, past us; what, no platform tells."""

    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFreed(Event):
    """Somebody gave a moment back that may be what this talk's candidate had wished for."""

    conversation: str
    slot: Slot


class Action(StrEnum):
    """What a recruiter can do to a call or a talk."""

    CLOSE = "close"
    """The call is over; `outcome` says how it went. Of one that is closed only the impression changes."""
    ASK_TO_MOVE = "ask_to_move"
    """The candidate is offered other moments; until one is agreed the call stands."""
    HAND_OVER = "hand_over"
    """Another recruiter of the vacancy makes the call, at the same time: `to`."""
    CANCEL = "cancel"
    DIAL = "dial"
    """They are calling now."""
    CLAIM = "claim"
    """They make the call for which somebody is sought; the first has it."""
    ASK_COLLEAGUES = "ask_colleagues"
    """They can't make the call: the others of the pool are asked who can."""
    HAND_BACK = "hand_back"
    """The assistant goes on where the talk was."""
    ANSWER = "answer"
    """They write to the candidate themselves: `text`. From here on the assistant is silent."""
    KNOCK = "knock"
    """The candidate is asked to write back, by an approved message: nothing else passes a closed window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruiterActed(Event):
    """A recruiter did something."""

    conversation: str
    recruiter: str
    action: Action
    call: str = ""
    """The call that they saw: one that has been replaced since is left alone. Empty means the present one."""
    outcome: CallOutcome | None = None
    impression: str = ""
    to: str = ""
    text: str = ""


Handled = (
    MessageReceived
    | Started
    | Tapped
    | ContactShared
    | MediaReceived
    | Blocked
    | TimerFired
    | RecruiterActed
    | Invited
    | StoppedElsewhere
    | SlotFreed
    | WrittenByHand
    | DeliveryReported
)
"""The events that move a conversation."""
