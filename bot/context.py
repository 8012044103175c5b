"""All that a decision may look at, and all that it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.agenda import Agenda
from bot.habits import NO_HABITS, Habits
from bot.model import Agency, Candidate, Conversation, Slot, Vacancy
from bot.outgoing import Outgoing
from bot.sayings import Sayings
from bot.script import Halted, Script
from bot.understanding.understood import Question, Understood

Understand = Callable[[str, Question], Understood]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The agency's numbers; times of day are the candidate's wall clock."""

    hands_out: bool = False
    """Whether people can read all that is kept of them at an address of ours."""
    quiet_from: time = time(20)
    quiet_until: time = time(8, 30)
    answer_within: timedelta = timedelta(minutes=15)
    """A reply this soon after what they wrote may come in quiet hours."""
    recap_after: timedelta = timedelta(hours=1)
    excuse_after: timedelta = timedelta(hours=1)
    """An answer that comes later than this after the message begins with a word of excuse."""
    most_nudges: int = 2
    reminders: Mapping[str, timedelta] = field(
        default_factory=lambda: {"reminder_day": timedelta(days=1), "reminder_soon": timedelta(minutes=10)}
    )
    thanks_after: timedelta = timedelta(minutes=30)
    """The word of thanks comes this long after a call's planned end."""
    checked_ahead: timedelta = timedelta(minutes=60)
    """So long before a call it is looked at once more: is who calls still there and free, and the vacancy open?"""
    no_sign_after: timedelta = timedelta(minutes=3)
    """So long after a call's time without a sign of it, others are asked to make it …"""
    waiting_after: timedelta = timedelta(minutes=5)
    """… and so long after it, the candidate is told."""
    unknown_after: timedelta = timedelta(hours=24)
    """So long after its end a call that nobody closed is closed as unknown."""
    claimed_within: timedelta = timedelta(seconds=180)
    """Who wants to be called now hears by then who calls, or when else."""
    human_answers_within: timedelta = timedelta(hours=2)
    """Of a recruiter's opening hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The frozen picture in which a decision is made."""

    now: datetime
    script: Script
    vacancy: Vacancy
    agency: Agency
    candidate: Candidate
    agendas: tuple[Agenda, ...]
    """Of the vacancy's recruiters, in the vacancy's order."""
    understand: Understand
    sayings: Sayings
    rules: Rules = field(default_factory=Rules)
    habits: Habits = NO_HABITS
    halted: Halted = frozenset()
    """Variants that nobody reads any more, since they drove people away."""
    open_vacancies: tuple[Vacancy, ...] = ()
    """What somebody who came in without a code may choose from."""
    elsewhere: Vacancy | None = None
    """By whose door they came in while the talk is about another: it waits until this talk has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line for the journal: what was decided and why, in the trade's words ("understood", "booked" …)."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What follows from an event: the next conversation and candidate, and what leaves the house, in order."""

    conversation: Conversation
    candidate: Candidate
    outgoing: tuple[Outgoing, ...] = ()
    understood: Understood | None = None
    notes: tuple[Note, ...] = ()
    freed: Slot | None = None
    """A moment that was given back, and that others may have wished for."""
