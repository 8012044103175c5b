"""Openings, busy times and calls -> free slots, best first."""

from dataclasses import dataclass

from bot.model import Recruiter
from bot.windows import Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A recruiter's opening hours, busy times and booked calls, with a version that turns with every change."""

    recruiter: Recruiter
    busy: Windows = ()
    calls: Windows = ()
    version: int = 0
