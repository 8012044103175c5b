"""From the assistant to a person, and back."""

from datetime import datetime, timedelta

from bot.agenda import openings
from bot.model import Pending, Status
from bot.speaking import long_moment
from bot.turn import Turn


def to_human(turn: Turn, reason: str = "human_wanted") -> Turn:
    """The recruiter is told; the assistant is silent until the talk is handed back."""
    told = turn.tell(reason, text=turn.heard.text if turn.heard else "")
    return told.now(status=Status.WITH_HUMAN, pending=Pending.NOTHING, buttons=()).note("handed_over", reason)


def promised(turn: Turn) -> str:
    """By when a person will answer, in words: so much of the recruiter's opening hours from now."""
    moment = _worked(turn, turn.context.rules.human_answers_within)
    return long_moment(moment, turn.zone, turn.language, turn.context.sayings, turn.context.now)


def _worked(turn: Turn, left: timedelta) -> datetime:
    now = turn.context.now
    for opening in openings(turn.recruiter(), now):
        start = max(opening.start, now)
        if opening.end - start >= left:
            return _to_quarter(start + left)
        left -= max(opening.end - start, timedelta())
    return now + timedelta(days=1)


def _to_quarter(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not past else moment - past + timedelta(minutes=15)
