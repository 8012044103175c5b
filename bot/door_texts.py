"""What a door says: the words that invite somebody, and the message that they then send, with the door's code."""

import re
from dataclasses import dataclass

from bot.model import Agency, Recruiter, Vacancy
from bot.sayings import Sayings

CODE = re.compile(r"\s*#([A-Za-z0-9_-]{12})(?![A-Za-z0-9_-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Which job it leads to, and in whose name."""

    code: str
    vacancy: Vacancy
    recruiter: Recruiter
    agency: Agency


def code_in(text: str) -> str:
    """The code that a message bears; empty where it bears none."""
    found = CODE.search(text)
    return found[1] if found else ""


def without_code(text: str) -> str:
    """The words alone."""
    return CODE.sub("", text).strip()


def opening(door: Door, language: str, sayings: Sayings) -> str:
    """What the candidate's phone has ready to be sent."""
    return _said("door_opening", door, language, sayings, code=door.code)


def message(door: Door, language: str, sayings: Sayings, link: str) -> str:
    """For LinkedIn, or wherever the recruiter writes."""
    return _said("door_message", door, language, sayings, link=link)


def mail(door: Door, language: str, sayings: Sayings, link: str) -> tuple[str, str]:
    """Subject and text."""
    subject = _said("door_mail_subject", door, language, sayings)
    return subject[:1].upper() + subject[1:], _said("door_mail", door, language, sayings, link=link)


def _said(name: str, door: Door, language: str, sayings: Sayings, **values: str) -> str:
    title = door.vacancy.title
    about = {
        "vacancy": title.get(language) or next(iter(title.values()), ""),
        "employer": door.vacancy.employer,
        "recruiter_full": door.recruiter.name,
        "agency": door.agency.name,
    }
    return sayings.say(name, language, **about, **values)
