"""A talk with a draft, held from its beginning by what somebody did on the phone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dictated import Dictated
from bot.outgoing import Invite, Notify, Outgoing, Say
from bot.reader import Unreadable
from handlers.agency.rehearsal import setting_of
from handlers.commands.when import read_length, read_moment
from handlers.studio.places import line_of
from handlers.studio.screens import Screen, on_screen
from handlers.unusable import Unusable
from storage.agency import AgencyContents
from storage.premises import House
from storage.queries import Line

MOST_MOVES = 200
LONGEST_WORDS = 4000
CHANNELS = ("telegram", "whatsapp", "webchat")
KNOWN_NUMBER = "+31687654321"
"""WhatsApp tells the number of who writes."""
BETWEEN = timedelta(seconds=20)
"""So long people take to answer."""

Move = Mapping[str, str]
Happened = tuple[datetime, Outgoing]


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
class Aside:
    """What the channel made of a message, where it is not shown just as it was said."""

    at: datetime
    kind: str
    """As a `Screen` says how it came, or why it did not arrive."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """The talk so far, with what the recruiter read."""

    lines: Sequence[Line]
    told: Sequence[str]
    asides: Sequence[Aside]
    now: datetime
    test: str
    """The same as a test."""
    places: Mapping[str, int]
    """By a line's id, where in the script its words stand."""


def rehearse(setting: AgencyContents, house: House, script: str, casting: Casting, moves: str) -> Rehearsed:
    """The talk that these moves make, from its beginning; raises OutOfOrder."""
    try:
        where = setting_of(setting, house, script=script, vacancy=casting.vacancy or None)
    except (Unusable, Unreadable) as wrong:
        raise OutOfOrder(f"{wrong}") from None
    language = casting.language if casting.language in where.script.languages else where.script.languages[0]
    phone = KNOWN_NUMBER if casting.channel == "whatsapp" else None
    held = _Held(Dictated(where, casting.now, language, casting.channel, phone), casting.channel, where.agency.zone)
    for number, move in enumerate(_moves(moves)):
        held.do(number, move)
    return Rehearsed(
        lines=held.lines,
        told=held.told,
        asides=held.asides,
        now=held.talk.now,
        test=held.talk.as_test("From the studio"),
        places={line.id: place for line in held.lines if (place := held.place_of(line))},
    )


@dataclass(slots=True)
class _Held:
    """The talk, and what of it has come to the two phones."""

    talk: Dictated
    channel: str
    zone: str
    lines: list[Line] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    waiting: list[tuple[datetime, Say]] = field(default_factory=list)
    """What would have come in quiet hours."""

    def do(self, number: int, move: Move) -> None:
        """One move, and all that follows from it, in order of time."""
        followed = list(self._happens(number, move))
        for at, message in sorted([*self._due(), *followed], key=lambda one: one[0]):
            if not isinstance(message, Say):
                self.told.append(_told(at, message, self.zone))
            elif message.not_before and message.not_before > self.talk.now:
                self.waiting.append((message.not_before, message))
            else:
                self._show(max(at, message.not_before or at), message)

    def place_of(self, line: Line) -> int:
        """Where in the script its words stand; 0 for what is not the script's."""
        talk = self.talk
        return 0 if line.from_candidate else line_of(talk.setting.script, talk.conversation.language, line.text)

    def _due(self) -> list[Happened]:
        """What waited for the end of quiet hours, and has it; the candidate's own words don't hold it back either."""
        answered = bool(self.lines) and self.lines[-1].from_candidate
        due = [one for one in self.waiting if answered or one[0] <= self.talk.now]
        self.waiting = [one for one in self.waiting if one not in due]
        return [(min(at, self.talk.now), message) for at, message in due]

    def _happens(self, number: int, move: Move) -> Iterator[Happened]:
        talk = self.talk
        if "wait" in move or "until" in move:
            yield from talk.wait_until(_ahead(move, talk.now, self.zone))
        elif "start" in move:
            yield from ((talk.now, message) for message in talk.start())
        else:
            talk.now += BETWEEN
            yield from ((talk.now, message) for message in self._said(number, move))

    def _said(self, number: int, move: Move) -> Sequence[Outgoing]:
        """The candidate's own words go to the lines."""
        if "tap" in move:
            shown = {button.id: (place, button.title) for place, button in enumerate(self.talk.conversation.buttons, 1)}
            place, title = shown.get(move["tap"], (0, ""))
            if not place:
                return ()  # the draft changed meanwhile, and the button is gone
            self._own(number, title)
            return self.talk.tap(place)
        if "share" in move:
            self._own(number, move["share"] or KNOWN_NUMBER)
            return self.talk.share(move["share"] or KNOWN_NUMBER)
        text = move.get("text", "")[:LONGEST_WORDS]
        self._own(number, text)
        return self.talk.hear(text)

    def _own(self, number: int, text: str) -> None:
        self.lines.append(Line(id=f"own{number}", at=self.talk.now, from_candidate=True, text=text))

    def _show(self, at: datetime, say: Say) -> None:
        if say.until and at >= say.until:
            return
        screen = on_screen(self.channel, say, at, self.talk.conversation.heard_at)
        if kind := screen.lost or screen.how:
            self.asides.append(Aside(at=at, kind=kind, words=screen.say.text))
        if not screen.lost:
            self.lines.append(_line(len(self.lines), at, screen))


def _ahead(move: Move, now: datetime, zone: str) -> datetime:
    """How far time passes: so long, or until a moment on the candidate's clock; never back."""
    try:
        if "wait" in move:
            return now + read_length(move["wait"])
        return max(now, read_moment(move["until"], now, ZoneInfo(zone)))
    except ValueError:
        return now


def _moves(text: str) -> Sequence[Move]:
    try:
        moves = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise OutOfOrder("The phone sent something that can't be read; begin anew.") from None
    fit = isinstance(moves, list) and len(moves) <= MOST_MOVES
    if not fit or not all(isinstance(move, dict) and all(isinstance(v, str) for v in move.values()) for move in moves):
        raise OutOfOrder("This talk has become too long for a preview; begin anew.")
    return [{"start": ""}, *moves]


def _line(number: int, at: datetime, screen: Screen) -> Line:
    say = screen.say
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
