"""Asks a web address, and says how it went, how late it is there, and never more of the address than its host."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from handlers.checkup.finding import Finding, wrong

SECONDS = 10.0
MOST_ASTRAY = timedelta(seconds=30)


class NoAnswer(Exception):
    """Nobody answered there; the message says who, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    """As JSON says; none where it is no JSON."""
    date: datetime | None
    """The other side's clock; aware."""


async def asked(url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to a GET; raises NoAnswer."""
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            return Answer(status=answer.status, body=_json(await answer.read()), date=_date(answer.headers.get("Date")))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        reason = "it took too long" if isinstance(error, TimeoutError) else type(error).__name__
        raise NoAnswer(f"{urlsplit(url).hostname} does not answer ({reason})") from None


def astray(about: str, answer: Answer, now: datetime) -> Finding | None:
    """What is to be said where our clock and theirs differ."""
    if answer.date is None or abs(now - answer.date) <= MOST_ASTRAY:
        return None
    difference = round(abs(now - answer.date).total_seconds())
    side = "ahead of" if now > answer.date else "behind"
    return wrong(
        about,
        f"This machine's clock is {difference} seconds {side} the platform's.",
        "Reminders ring at the wrong time, and late answers are not known as late.",
        "Have the machine keep its time (NTP).",
    )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _date(header: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
    return date if date is not None and date.tzinfo is not None else None
