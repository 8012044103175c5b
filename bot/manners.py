"""The decency rules as the sender holds them, for every message, whatever decided it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Rules
from bot.events import Action, Event, FromCandidate, Invited, RecruiterActed, TimerFired
from bot.outgoing import Purpose
from bot.quiet import after_quiet, is_quiet

NUDGE = "nudge"
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is known of who will read a message, at the moment at which it would go out; moments are aware."""

    zone: ZoneInfo
    heard_at: datetime | None = None
    """When they last wrote there."""
    stopped_at: datetime | None = None
    nudged: int = 0
    """How many nudges they have had, in all their talks and on all their addresses."""


@dataclass(frozen=True, slots=True)
class Hold:
    """It has to wait until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """It must not go out at all: "stopped", "nudged"."""

    reason: str


def purpose_of(event: Event, rules: Rules) -> Purpose:
    """What for a message goes out that follows from this."""
    match event:
        case FromCandidate() | RecruiterActed(action=Action.ANSWER):
            return Purpose.ANSWER
        case Invited():
            return Purpose.INVITATION
        case TimerFired(name=name) if name in rules.reminders:
            return Purpose.REMINDER
        case TimerFired(name=name) if name == NUDGE:
            return Purpose.NUDGE
        case _:
            return Purpose.NOTICE


def hindrance(
    purpose: Purpose, decided_at: datetime, reader: Reader, now: datetime, rules: Rules
) -> Hold | Drop | None:
    """Why a message that was decided at `decided_at` may not go out now; nothing where it may."""
    if reader.stopped_at is not None and decided_at != reader.stopped_at:  # the last word was decided as they stopped
        return Drop("stopped")
    if purpose is Purpose.NUDGE and reader.nudged >= rules.most_nudges:
        return Drop("nudged")
    if purpose is Purpose.REMINDER or _is_prompt(purpose, reader, now, rules):
        return None
    if is_quiet(now, reader.zone, rules.quiet_from, rules.quiet_until):
        return Hold(after_quiet(now, reader.zone, rules.quiet_from, rules.quiet_until))
    return None


def _is_prompt(purpose: Purpose, reader: Reader, now: datetime, rules: Rules) -> bool:
    """Whether it answers what they wrote minutes ago."""
    return purpose is Purpose.ANSWER and reader.heard_at is not None and now - reader.heard_at <= rules.answer_within
