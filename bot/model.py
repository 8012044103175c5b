"""The nouns of the house: who talks with whom, about what, and how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.windows import Window, Windows

AFTER = "after"
"""The timer that rings when a call's time is over."""

Texts = Mapping[str, str]
"""One text in every language that has it: `{"nl": "…", "en": "…"}`."""

USUAL_ZONE = "Europe/Amsterdam"
"""Whose clock counts where nobody has said another, as before an agency is published."""


@dataclass(frozen=True, slots=True)
class Address:
    """A channel and a peer's name on it; not a phone number."""

    channel: str
    peer: str


@dataclass(frozen=True, slots=True)
class ScriptVersion:
    """One published, numbered version of a script."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person approached, or who opened the chat."""

    id: str
    address: Address
    name: str = ""
    language: str | None = None
    zone: str = USUAL_ZONE
    away_zone: str = ""
    """Another one in which they are for a while, as they said …"""
    away_until: datetime | None = None
    """… until then (aware)."""
    phone: str | None = None
    """The callable number in E.164, verified by the channel or given in the chat."""
    verified: str | None = None
    """The number that a channel vouched for, in E.164: whoever has the same is the same person."""
    source: str = ""
    """How we came to talk, in a sentence that the candidate may read."""
    stopped_at: datetime | None = None
    keep_asked_at: datetime | None = None
    """When they were asked whether their data may be kept for longer; once is enough."""
    keep_until: datetime | None = None
    """Until when they allowed it (aware)."""
    erase_at: datetime | None = None
    """When all that is kept of them goes, since they asked for it; aware."""

    def zone_at(self, moment: datetime) -> ZoneInfo:
        """Theirs at that moment: where they said to be until some day, it is the one there."""
        away = self.away_until is not None and moment < self.away_until
        return ZoneInfo(self.away_zone if away else self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAccess:
    """Where a recruiter's own calendar is; what is secret stands in the environment, under the name that is given."""

    ics: str = ""
    """The address of an iCalendar file."""
    ics_from: str = ""
    """The name that holds that address, where it is secret."""
    caldav: str = ""
    """The address of a CalDAV server or of one calendar on it; booked calls are written there, too."""
    user: str = ""
    password_from: str = ""
    name: str = ""
    """Which calendar on the server, by the name that its owner sees; without one, the first that takes events."""
    feed: int = 1
    """Another number makes another secret address for the feed, and ends the former."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruiter:
    """Who makes the calls, and when they can."""

    id: str
    name: str
    phone: str
    """The exact number that the candidate will see, in E.164."""
    zone: str
    hours: Mapping[int, tuple[tuple[time, time], ...]]
    """Opening hours by weekday (Monday is 0), wall-clock times in `zone`; a break is a gap between two.

    An end of 00:00 is the midnight that ends the day.
    """
    email: str = ""
    languages: tuple[str, ...] = ()
    """What they speak; none where nobody said, and then any."""
    call_minutes: int = 20
    buffer_minutes: int = 10
    """Kept free after each call."""
    buffer_before_minutes: int = 0
    """Kept free before each call."""
    notice_minutes: int = 30
    days_ahead: int = 14
    calls_a_day: int | None = None
    """At most so many begin on one day of theirs."""
    holidays: str = ""
    """Whose public holidays are off: a country, or a country and a region, as "NL" or "DE-BY"."""
    days_off: tuple[tuple[date, date], ...] = ()
    """From the first day through the last."""
    calendar: CalendarAccess | None = None


OwnPhrases = Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
"""Phrases by language, intent and the questions that they answer, as in the packaged `intents.yaml`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """How many people an agency writes to first, and how often."""

    new_a_day: int = 250
    """Talks that the WhatsApp sender may open in 24 hours; a new one has 250."""
    rest_days: int = 30
    """Whoever was in touch within so many days is not written to again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What WhatsApp costs, in euro or whatever `currency` says; see `bot.prices`."""

    currency: str = "EUR"
    message: float = 0.0
    """What the provider asks for each message, in or out."""
    templates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """For a template that opens a closed window, by the number's country ("NL", or "other") and category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """On whose behalf the bot writes."""

    name: str
    zone: str
    privacy: Texts = field(default_factory=dict)
    """What is kept, for how long, and whom to write to, in a sentence or two."""
    phrases: OwnPhrases = field(default_factory=dict)
    """Ways to say things that its candidates have, beside those that the program knows."""
    inviting: Inviting = field(default_factory=Inviting)
    prices: Prices | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """The job that the talk is about."""

    id: str
    title: Texts
    employer: str
    script: str
    recruiters: tuple[str, ...]
    facts: Mapping[str, Texts] = field(default_factory=dict)
    """By topic: pay, place, hours, remote, start, contract, car, process …"""
    open: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A concrete start and length with one recruiter."""

    start: datetime
    end: datetime
    recruiter: str

    @property
    def window(self) -> Window:
        """The time that it takes."""
        return Window(self.start, self.end)


class CallStatus(StrEnum):
    """The life of a call."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    HELD = "held"
    NOT_ANSWERED = "not_answered"
    UNKNOWN = "unknown"
    """Its time is long over, and nobody said what became of it."""


class CallOutcome(StrEnum):
    """What came of a call, by the word of the recruiter who made it; the status says whether they spoke.

    `UNKNOWN` is nobody's word: it closes a call that was asked for in vain.
    """

    SPOKEN = "spoken"
    NOT_INTERESTED = "not_interested"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    NOT_CONVENIENT = "not_convenient"
    WRONG_NUMBER = "wrong_number"
    UNKNOWN = "unknown"


TOLD = tuple(outcome for outcome in CallOutcome if outcome is not CallOutcome.UNKNOWN)
"""What a recruiter can say of a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A booked slot and its life. A moved call keeps its id; `sequence` rises with every change."""

    id: str
    slot: Slot
    status: CallStatus = CallStatus.BOOKED
    sequence: int = 0
    outcome: CallOutcome | None = None
    """None while nobody has told it."""
    impression: str = ""
    """How the person came across, in the recruiter's words: for people to read, never for a machine to weigh."""
    sign_at: datetime | None = None
    """When the first sign came that the call is being made: its recruiter dialled, or the candidate says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeking:
    """Somebody of the pool is sought who makes a call: the first who claims it has it."""

    since: datetime
    asked: tuple[str, ...] = ()
    """Recruiters; nobody yet where the candidate's number is asked for first."""


class Status(StrEnum):
    """Where a conversation is, as a whole."""

    OPEN = "open"
    BOOKED = "booked"
    WITH_HUMAN = "with_human"
    LATER = "later"
    DECLINED = "declined"
    DONE = "done"
    STOPPED = "stopped"


class Pending(StrEnum):
    """What the bot waits for."""

    NOTHING = "nothing"
    ANSWER = "answer"
    MOMENT = "moment"
    SLOTS = "slots"
    CONFIRM = "confirm"
    PHONE = "phone"
    CLAIM = "claim"
    """Not the candidate, but a recruiter who calls at once."""
    SAFETY = "safety"


OF_A_CALL = (Pending.MOMENT, Pending.SLOTS, Pending.CONFIRM, Pending.PHONE, Pending.CLAIM)
"""What can be open about a call, also of one that moves while the talk went on to what the script asks behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said to one question: literally, and what it was taken for."""

    value: str
    text: str
    at: datetime
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When a call would suit, so far; the words are the candidate's own."""

    windows: Windows = ()
    exclude: Windows = ()
    text: str = ""
    readings: tuple[Windows, ...] = ()
    """Both meanings of what was said, while we ask which it is; each offered slot lies in its own."""
    said_at: datetime | None = None
    unmet: bool = False
    """Nothing was free then; kept for the recruiter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Why a person is to look at a talk, and how far that is."""

    reason: str
    """The sentence that told the recruiter, as "human_wanted"."""
    recruiter: str
    """Who was told, or took over."""
    since: datetime
    """Since when the candidate waits."""
    until: datetime | None = None
    """By when an answer was promised; None where nothing was."""
    owned_up: bool = False
    """Whether the candidate was told that it takes longer."""
    answered_at: datetime | None = None
    """When a recruiter last wrote; None while the candidate waits."""
    was: Status = Status.OPEN
    """Where the talk goes back to when it is handed back."""


@dataclass(frozen=True, slots=True)
class Button:
    """One answer to tap. `id` is what comes back (1 to 64 bytes), `title` what is read (20 characters at most)."""

    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that we remember of one candidate's talk. A turn makes a new one."""

    id: str
    address: Address
    candidate: str
    script: ScriptVersion
    vacancy: str
    step: str
    language: str
    recruiter: str = ""
    """Whose name the talk bears; who calls is in `call`."""
    status: Status = Status.OPEN
    pending: Pending = Pending.NOTHING
    before: Pending = Pending.NOTHING
    """What was waited for before a safety question, or a person, cut in."""
    person: HandOver | None = None
    """Set while a person is to look at the talk."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    questions: tuple[Answer, ...] = ()
    """What the candidate asked; `value` is the answer that the facts gave, or empty."""
    wanted: Wish = field(default_factory=Wish)
    hoped: Windows = ()
    """What they first wanted, and was not free; of a booked call what lies before it."""
    earlier: Slot | None = None
    """A moment that became free before the booked call's, and was offered."""
    asked_earlier: tuple[int, ...] = ()
    """The turns in which such moments were offered, the open one's last: their buttons bear them."""
    offered: tuple[Slot, ...] = ()
    chosen: Slot | None = None
    call: Call | None = None
    calls: int = 0
    """How many calls were booked in this talk; numbers their ids."""
    missed: int = 0
    """How many of them were not answered, since they last spoke."""
    moving: bool = False
    """A booked call is being moved; it stands until the new moment is agreed."""
    seeking: Seeking | None = None
    timers: Mapping[str, datetime] = field(default_factory=dict)
    rung: tuple[str, ...] = ()
    """Timers of the present call that have rung."""
    buttons: tuple[Button, ...] = ()
    """What can be tapped now; a tap on anything else is an old one."""
    tapped: str = ""
    """The button that was tapped last: a double tap says nothing new."""
    misses: int = 0
    nudges: int = 0
    heard_at: datetime | None = None
    said_at: datetime | None = None
    reached_at: datetime | None = None
    """When our first word arrived, where we wrote first: nobody's silence counts before."""
    undelivered: str = ""
    """Why the last of our messages that mattered did not arrive; see `bot.undelivered`. Empty once they are reached."""
    turns: int = 0


def is_booked(talk: Conversation) -> bool:
    """Whether a call stands and is still to come."""
    over = talk.status == Status.DONE or AFTER in talk.rung
    return talk.call is not None and talk.call.status == CallStatus.BOOKED and not over


def is_held(talk: Conversation) -> bool:
    """Whether the assistant holds back: a person is with them, or they may have asked to hear nothing more."""
    return talk.status == Status.WITH_HUMAN or talk.pending == Pending.SAFETY


def is_awaited(talk: Conversation, now: datetime) -> bool:
    """Whether its time has come, and there is no sign of it yet."""
    call = talk.call
    return call is not None and is_booked(talk) and call.slot.start <= now and call.sign_at is None
