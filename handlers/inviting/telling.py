"""What became of each person, in words for whoever sent the list."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.inviting.inviter import Answer
from storage.invitations import Fate, Verdict

NOT_READ = "not taken"


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
        case Fate.INVITED:
            return ""
        case Fate.ALREADY:
            return "was invited to this vacancy before"
        case Fate.STOPPED:
            return "said stop; only they can lift that"
        case Fate.ERASED:
            return "had everything erased; only they can come back, by writing first"
        case Fate.IN_TALK:
            name = f" with {verdict.recruiter}" if verdict.recruiter else ""
            return f"is in a talk{name} about {verdict.vacancy}; one topic at a time"
        case Fate.LATELY:
            day = f"{verdict.at.astimezone(zone):%-d %b %Y}" if verdict.at else "lately"
            return f"was in touch on {day}, too short a time ago"
