"""What became of each person, in words for whoever sent the list."""

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from handlers.inviting.inviter import Answer
from storage.invitations import Fate, Verdict
from storage.privacy import KEPT_FOR

NOT_READ = "not taken"
PLAINLY = {
    Fate.INVITED: "",
    Fate.ALREADY: "was invited to this vacancy before",
    Fate.STOPPED: "said stop; only they can lift that",
    Fate.ERASED: "had everything erased; only they can come back, by writing first",
    Fate.IN_TALK: "is in a talk about this vacancy already",
}


def reason(answer: Answer, zone: str) -> str:
    """Why this person is not invited; empty where they are. `zone` is the agency's."""
    if answer.wrong:
        return "; ".join(map(str, answer.wrong))
    if answer.hindrance:
        return answer.hindrance
    return _told(answer.verdict, ZoneInfo(zone)) if answer.verdict else NOT_READ


def when(moment: datetime, zone: str) -> str:
    """As "Thu 26 Nov 2026 08:30 (Europe/Amsterdam)"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%a %-d %b %Y %H:%M} ({zone})"


def _told(verdict: Verdict, zone: ZoneInfo) -> str:
    match verdict.fate:
        case Fate.WAITS:
            name = f" with {verdict.recruiter}" if verdict.recruiter else ""
            return f"waits: they are in a talk{name} about {verdict.vacancy}, and this one begins once that has ended"
        case Fate.LATELY:
            day = f"{verdict.at.astimezone(zone):%-d %b %Y}" if verdict.at else "lately"
            return f"was in touch on {day}, too short a time ago"
        case Fate.NO_ROOM:
            day = f"{verdict.at.astimezone(zone):%-d %b %Y}" if verdict.at else "much later"
            kept = f"data is kept for {KEPT_FOR.days} days"
            return f"the sender has no room before {day}, and {kept}: send this list again then"
        case Fate.INVITED | Fate.ALREADY | Fate.STOPPED | Fate.ERASED | Fate.IN_TALK:
            return PLAINLY[verdict.fate]
        case _:
            assert_never(verdict.fate)
