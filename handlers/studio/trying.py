"""A talk with a draft, held from its beginning by what somebody did on the phone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dictated import Dictated
from bot.outgoing import Invite, Notify, Outgoing, Say
from bot.reader import Unreadable
from handlers.agency.rehearsal import setting_of
from handlers.commands.when import read_length
from handlers.unusable import Unusable
from storage.agency import AgencyContents
from storage.premises import House
from storage.queries import Line

MOST_MOVES = 200
LONGEST_WORDS = 4000
CHANNELS = ("telegram", "whatsapp", "webchat")
KNOWN_NUMBER = "+31687654321"
"""WhatsApp tells the number of who writes."""


class OutOfOrder(Exception):
    """The phone can't be shown; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """Who talks, about what, on which channel, from when on."""

    vacancy: str
    language: str
    channel: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """The talk so far, with what the recruiter read."""

    lines: Sequence[Line]
    told: Sequence[str]
    now: datetime
    test: str
    """The same as a test."""


def rehearse(setting: AgencyContents, house: House, script: str, casting: Casting, moves: str) -> Rehearsed:
    """The talk that these moves make, from its beginning; raises OutOfOrder."""
    try:
        where = setting_of(setting, house, script=script, vacancy=casting.vacancy or None)
    except (Unusable, Unreadable) as wrong:
        raise OutOfOrder(f"{wrong}") from None
    language = casting.language if casting.language in where.script.languages else where.script.languages[0]
    phone = KNOWN_NUMBER if casting.channel == "whatsapp" else None
    talk = Dictated(where, casting.now, language, casting.channel, phone)
    lines: list[Line] = []
    told: list[str] = []
    for number, move in enumerate(_moves(moves)):
        for at, message in _happens(talk, number, move, lines):
            if isinstance(message, Say):
                lines.append(_line(len(lines), at, message))
            else:
                told.append(_told(at, message, where.agency.zone))
    return Rehearsed(lines=lines, told=told, now=talk.now, test=talk.as_test("From the studio"))


def _moves(text: str) -> Sequence[Mapping[str, str]]:
    try:
        moves = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise OutOfOrder("The phone sent something that can't be read; begin anew.") from None
    fit = isinstance(moves, list) and len(moves) <= MOST_MOVES
    if not fit or not all(isinstance(move, dict) and all(isinstance(v, str) for v in move.values()) for move in moves):
        raise OutOfOrder("This talk has become too long for a preview; begin anew.")
    return [{"start": ""}, *moves]


def _happens(
    talk: Dictated, number: int, move: Mapping[str, str], lines: list[Line]
) -> Iterator[tuple[datetime, Outgoing]]:
    """What follows from one move; the candidate's own words are added to the lines."""
    if "wait" in move:
        try:
            length = read_length(move["wait"])
        except ValueError:
            length = timedelta()
        yield from talk.wait_until(talk.now + length)
        return
    said: Sequence[Outgoing] = ()
    if "start" in move:
        yield from ((talk.now, message) for message in talk.start())
        return
    talk.now += timedelta(seconds=20)
    if "tap" in move:
        buttons = {button.id: (place, button.title) for place, button in enumerate(talk.conversation.buttons, start=1)}
        place, text = buttons.get(move["tap"], (0, ""))
        if not place:
            return  # the draft changed meanwhile, and the button is gone
        lines.append(_own(number, talk.now, text))
        said = talk.tap(place)
    elif "share" in move:
        lines.append(_own(number, talk.now, move["share"] or KNOWN_NUMBER))
        said = talk.share(move["share"] or KNOWN_NUMBER)
    else:
        text = move.get("text", "")[:LONGEST_WORDS]
        lines.append(_own(number, talk.now, text))
        said = talk.hear(text)
    yield from ((talk.now, message) for message in said)


def _own(number: int, at: datetime, text: str) -> Line:
    return Line(id=f"own{number}", at=at, from_candidate=True, text=text)


def _line(number: int, at: datetime, say: Say) -> Line:
    return Line(
        id=f"said{number}",
        at=at,
        from_candidate=False,
        text=say.text,
        buttons=say.buttons,
        ask_phone=say.ask_phone,
        card=say.card,
        status="read",
    )


def _told(at: datetime, message: Notify | Invite, zone: str) -> str:
    clock = f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
    return f"{clock} {message.subject}" if isinstance(message, Notify) else f"{clock} {message.summary}"
