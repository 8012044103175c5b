"""What recruiters are told of their calendars, each in their own language."""

from zoneinfo import ZoneInfo

from bot.model import Recruiter
from bot.outgoing import Notify
from bot.phones import readable
from bot.sayings import Sayings
from bot.speaking import plain_moment
from bot.turn import in_language
from handlers.calendars.unread import Reason
from storage.queries import QueuedCall


def calendar_failed(recruiter: Recruiter, reason: Reason, sayings: Sayings) -> Notify:
    """It can't be read, and why."""
    said = sayings.say(f"calendar_{reason}", _tongue(recruiter))
    return _notice("calendar_failed", recruiter, sayings, reason=said)


def calendar_works(recruiter: Recruiter, sayings: Sayings) -> Notify:
    """It can be read again."""
    return _notice("calendar_works", recruiter, sayings)


def call_crossed(recruiter: Recruiter, call: QueuedCall, link: str, sayings: Sayings) -> Notify:
    """Something else lies across a booked call; `link` is where other moments can be offered."""
    tongue = _tongue(recruiter)
    return _notice(
        "calendar_clash",
        recruiter,
        sayings,
        candidate=call.candidate or readable(call.phone or "") or call.peer,
        vacancy=in_language(call.vacancy_title, tongue),
        moment=plain_moment(call.start, ZoneInfo(recruiter.zone), tongue, sayings),
        link=link,
    )


def _notice(name: str, recruiter: Recruiter, sayings: Sayings, **values: str) -> Notify:
    tongue = _tongue(recruiter)
    subject = sayings.say(f"{name}_subject", tongue, **values)
    return Notify(recruiter=recruiter.id, subject=subject, text=sayings.say(name, tongue, **values))


def _tongue(recruiter: Recruiter) -> str:
    return recruiter.languages[0] if recruiter.languages else "en"
