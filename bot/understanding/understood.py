"""The words that understanding shares with everybody who asks it: a question put, and what was understood."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.windows import Windows

Span = tuple[datetime | None, datetime | None]
"""A raw reading: `(t, t)` a point, `(a, b)` a range, `(a, None)` from, `(None, b)` until."""


class Intent(StrEnum):
    """What a message means."""

    INTERESTED = "interested"
    NOT_INTERESTED = "not_interested"
    MAYBE_LATER = "maybe_later"
    ALREADY_EMPLOYED_BUT_OPEN = "already_employed_but_open"
    NEED_MORE_INFO = "need_more_info"
    WHO_ARE_YOU = "who_are_you"
    AFFIRM = "affirm"
    DENY = "deny"
    NONE_OF_THESE = "none_of_these"
    PICK_OPTION = "pick_option"
    GIVE_TIME = "give_time"
    CALL_NOW = "call_now"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    RUNNING_LATE = "running_late"
    PREFERS_TEXT = "prefers_text"
    PREFERS_EMAIL = "prefers_email"
    HUMAN = "human"
    WRONG_PERSON = "wrong_person"
    STOP = "stop"
    ERASE = "erase"
    THANKS = "thanks"
    GREETING = "greeting"
    ABUSE = "abuse"
    OTHER = "other"


class Asked(StrEnum):
    """What the bot asked last."""

    OPENING = "opening"
    ASK_MOMENT = "ask_moment"
    OFFER_SLOTS = "offer_slots"
    CONFIRM = "confirm"
    BOOKED = "booked"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Stay:
    """A place with another clock, in which the candidate is for a while."""

    zone: ZoneInfo
    until: datetime
    """Aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a message answers, and what is known when it is read."""

    at: datetime
    """When the message came; aware."""
    zone: ZoneInfo
    """The candidate's."""
    stay: Stay | None = None
    """Where they said before to be for a while."""
    asked: Asked = Asked.ANY
    offered: Windows = ()
    language: str | None = None
    """The language known so far (earlier messages, the channel's code), as "nl"."""
    names: tuple[str, ...] = ()
    """Who we believe to be talking to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentReading:
    """What a message says about when, in the candidate's zone."""

    windows: Windows = ()
    """When a call would suit: sorted, disjoint, from the question's moment on, exclusions already taken out."""
    exclude: Windows = ()
    """What the candidate ruled out."""
    spans: tuple[Span, ...] = ()
    """The raw readings, before contact hours and the present moment cut them."""
    preferred: Windows = ()
    """Those of the windows that are liked best; empty where all are alike."""
    picked: int | None = None
    """Index of the offered slot that was taken."""
    readings: tuple[Windows, ...] = ()
    """Where the words mean one of two things, the windows of each, the likelier first."""
    stay: Stay | None = None
    """Where they say that they are for a while; what they say meanwhile is by the clock there."""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a message means."""

    language: str
    intent: Intent
    also: tuple[Intent, ...] = ()
    moment: MomentReading = field(default_factory=MomentReading)
    sure: bool = True
    """False where the bot should ask rather than act."""
    topics: tuple[str, ...] = ()
    """For `need_more_info`: which vacancy facts are asked about (pay, place, hours, remote, employer …)."""
