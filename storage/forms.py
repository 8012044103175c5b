"""The values that we keep, each with its codec."""

from bot.context import Note
from bot.events import (
    Blocked,
    ContactShared,
    DeliveryReported,
    Event,
    Invited,
    MediaReceived,
    MessageReceived,
    RecruiterActed,
    SlotFreed,
    Started,
    StoppedElsewhere,
    Tapped,
    TimerFired,
    Unhandled,
    WrittenByHand,
)
from bot.model import Agency, Candidate, Conversation, Recruiter, Vacancy
from bot.outgoing import Announce, Outgoing
from bot.understanding.understood import Understood
from bot.windows import Window, Windows
from storage.codec import Codec, codec

EVENTS = (
    MessageReceived
    | Started
    | Tapped
    | ContactShared
    | MediaReceived
    | Blocked
    | Unhandled
    | DeliveryReported
    | TimerFired
    | RecruiterActed
    | Invited
    | StoppedElsewhere
    | SlotFreed
    | WrittenByHand
)

AGENCY: Codec[Agency] = codec(Agency)
RECRUITER: Codec[Recruiter] = codec(Recruiter)
VACANCY: Codec[Vacancy] = codec(Vacancy)
CANDIDATE: Codec[Candidate] = codec(Candidate)
CONVERSATION: Codec[Conversation] = codec(Conversation)
EVENT: Codec[Event] = codec(EVENTS)
OUTGOING: Codec[Outgoing | Announce] = codec(Outgoing | Announce)
OUTGOINGS: Codec[tuple[Outgoing, ...]] = codec(tuple[Outgoing, ...])
UNDERSTOOD: Codec[Understood | None] = codec(Understood | None)
NOTES: Codec[tuple[Note, ...]] = codec(tuple[Note, ...])
WINDOWS: Codec[Windows] = codec(tuple[Window, ...])
