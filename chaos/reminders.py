"""Compares what candidates were reminded of with the calls that they knew of: nothing dead, nothing missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.context import Rules
from bot.outgoing import Say
from chaos.kept import Kept
from chaos.people import Person
from chaos.phones import Read
from chaos.verdict import AMSTERDAM, MOMENT, MONTHS, Finding
from chaos.words import Words
from storage.forms import OUTGOING

NEAR = timedelta(minutes=12)
"""A booking this close to a reminder's time may go with it or without: the servers' clocks are wrong at times."""
TOO_LATE = "its moment has passed"
REMINDERS = ("reminder_day", "reminder_soon")
WAITING = "waiting_for_call"
"""Nobody dials here, so that each candidate is told that they wait."""


@dataclass(slots=True)
class Call:
    """A call as a candidate knows of it."""

    start: datetime
    told_at: datetime
    heard: set[str] = field(default_factory=set)
    """Reminders, and the word that nobody calls."""


def of_reminders(people: Sequence[Person], kept: Kept, words: Words) -> list[Finding]:
    """What was said of calls, before them and at their time."""
    dead, left_out = [], []
    for person in people:
        who = ":".join(person.phone.address)
        call, wrongs = followed(person.phone.read, words)
        dead += [f"{who}: {wrong}" for wrong in wrongs]
        if call is not None and person.finished:
            names = sorted(missing(call) - set(_too_late(who, kept, words)))
            left_out += [f"{who}: {name} of {call.start}, told at {call.told_at}" for name in names]
    return [
        Finding("reminders of a call that is off, moved or to come", dead),
        Finding("reminders missing", left_out),
    ]


def too_late(kept: Kept, words: Words) -> int:
    """Reminders that could not be sent before their call began, and so were not sent."""
    return sum(len([*_too_late(who, kept, words)]) for who in kept.outbox)


def followed(reads: Sequence[Read], words: Words) -> tuple[Call | None, list[str]]:
    """The call that stands in the end, and what was said that did not fit the one that then stood."""
    call: Call | None = None
    wrongs = []
    for read in (read for read in reads if not read.card):
        name, value = _meaning(read.text, words)
        if name in {"booked", "moved"}:
            start = _start(value, read.at)
            if call is None or call.start != start:
                call = Call(start, read.at)
        elif name in {"cancelled", "goodbye_stop"}:
            call = None
        elif name:
            if call is None or not _fits(name, value, read.at, call):
                wrongs.append(f"{name} {value!r} at {read.at}, the call then being {call and call.start}")
            else:
                call.heard.add(name)
    return call, wrongs


def _meaning(text: str, words: Words) -> tuple[str, str]:
    for name in ("booked", "moved", "cancelled", "goodbye_stop", *REMINDERS, WAITING):
        if found := words.pattern(name).search(text):
            values = found.groupdict()
            return name, values.get("moment") or values.get("time") or ""
    return "", ""


def _fits(name: str, value: str, at: datetime, call: Call) -> bool:
    match name:
        case "reminder_day":
            return _start(value, at) == call.start
        case "reminder_soon":
            return value == f"{call.start:%H:%M}"
        case _:
            return at > call.start - NEAR


def _start(said: str, at: datetime) -> datetime:
    found = MOMENT.search(said)
    assert found is not None, said
    month = MONTHS[found[2]]
    year = at.year + (month < at.month)
    return datetime(year, month, int(found[1]), int(found[3]), int(found[4]), tzinfo=AMSTERDAM)


def missing(call: Call) -> set[str]:
    """What should have been said of a call that has passed, and was not."""
    leads = Rules().reminders
    due = {name for name in REMINDERS if call.start - leads[name] > call.told_at + NEAR}
    return (due | {WAITING}) - call.heard


def _too_late(who: str, kept: Kept, words: Words) -> Iterator[str]:
    for row in kept.outbox.get(who, ()):
        if row.status == "refused" and row.reason == TOO_LATE:
            said = OUTGOING.decode(row.payload)
            assert isinstance(said, Say)
            yield _meaning(said.text, words)[0]
