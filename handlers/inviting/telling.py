"""What became of each person, in words for whoever sent the list."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.console.wording import Wording
from handlers.inviting.inviter import Answer
from handlers.inviting.saying import ENGLISH
from storage.invitations import Fate, Verdict
from storage.privacy import KEPT_FOR


def reason(answer: Answer, zone: str, reader: Wording = ENGLISH) -> str:
    """Why this person is not invited, for who reads it; empty where they are. `zone` is the agency's."""
    if answer.wrong:
        return " ".join(wrong.to(reader) for wrong in answer.wrong)
    if answer.hindrance:
        return answer.hindrance.to(reader)
    return _told(answer.verdict, zone, reader) if answer.verdict else reader.say("fate.not_taken")


def when(moment: datetime, zone: str) -> str:
    """As "Thu 26 Nov 2026 08:30 (Europe/Amsterdam)"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%a %-d %b %Y %H:%M} ({zone})"


def _told(verdict: Verdict, zone: str, reader: Wording) -> str:
    if verdict.fate is Fate.INVITED:
        return ""
    named = ".named" if verdict.fate is Fate.WAITS and verdict.recruiter else ""
    return reader.say(
        f"fate.{verdict.fate}{named}",
        recruiter=verdict.recruiter,
        vacancy=verdict.vacancy,
        day=reader.dated(verdict.at, zone) if verdict.at else "",
        days=KEPT_FOR.days,
    )
