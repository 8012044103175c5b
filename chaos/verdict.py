"""Compares what candidates did and read with what the database holds: every difference is named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.model import CallStatus, Conversation
from chaos.kept import Kept
from chaos.people import Person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FROM_CANDIDATE = ("message_received", "started", "tapped", "contact_shared", "media_received", "blocked")
STOOD = (CallStatus.BOOKED, CallStatus.UNKNOWN)
"""Nobody dials here, so that a call whose time is over ended nobody knows how."""
MONTHS = {"november": 11, "december": 12, "januari": 1}
MOMENT = re.compile(r"(\d+) (\w+),? om \D*(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One question, and everything that speaks against us."""

    question: str
    wrongs: Sequence[str]


def of_talks(people: Sequence[Person], kept: Kept) -> list[Finding]:
    """What became of what candidates did."""
    began = [person for person in people if person.acts]
    return [
        Finding("talks that never came to their end", [_who(p) for p in began if not p.finished]),
        Finding("candidates with another number of talks than one", [*_not_one_talk(began, kept)]),
        Finding("events lost", [*_lost(began, kept)]),
        Finding("events that counted twice, or are nobody's", [*_twice(began, kept)]),
        Finding("events that failed or were set aside", [str(row.id) for row in kept.unsettled]),
        Finding("events out of order", [*_out_of_order(began, kept)]),
        Finding("answers under a wrong step, or taken for something else", [*_wrong_steps(began, kept)]),
        Finding("answers filed under a wrong question", [*_wrong_answers(began, kept)]),
    ]


def of_calls(people: Sequence[Person], kept: Kept) -> list[Finding]:
    """Whether the calls are those that candidates were told of."""
    began = [person for person in people if person.finished]
    return [
        Finding("calls other than the candidate was told", [*_other_than_told(began, kept)]),
        Finding("double bookings", [*_overlaps(kept)]),
        Finding("timers of no live call, or lost ones", [*_wrong_timers(kept)]),
    ]


def _who(person: Person) -> str:
    last = person.acts[-1]
    return f"{':'.join(person.phone.address)} after {len(person.acts)} acts, the last {last.meant or last.event}"


def _talk(person: Person, kept: Kept) -> Conversation | None:
    return next(iter(kept.talks.get(person.phone.address, ())), None)


def _journal(person: Person, kept: Kept) -> list[tuple[str, str, str]]:
    """Event, step and intent of everything that this person did, in order of the turns."""
    talks = kept.talks.get(person.phone.address, ())
    rows = [row for talk in talks for row in kept.journal.get(talk.id, ())]
    return [(row.event, row.step_before, row.intent or "") for row in rows if row.kind in FROM_CANDIDATE]


def _not_one_talk(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    for person in people:
        if (found := len(kept.talks.get(person.phone.address, ()))) != 1:
            yield f"{_who(person)}: {found}"


def _lost(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    for person in people:
        known = {event for event, _, _ in _journal(person, kept)}
        yield from (f"{act.event} of {_who(person)}" for act in person.acts if act.event not in known)


def _twice(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    for person in people:
        seen: set[str] = set()
        theirs = {act.event for act in person.acts}
        for event, _, _ in _journal(person, kept):
            if event in seen or event not in theirs:
                yield f"{event} of {_who(person)}"
            seen.add(event)


def _out_of_order(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    for person in people:
        known = [event for event, _, _ in _journal(person, kept)]
        breaths = {act.event: act.breath for act in person.acts}
        order = [breaths[event] for event in known if event in breaths]
        if order != sorted(order) or _reordered_in_vain(person, known):
            yield _who(person)


def _reordered_in_vain(person: Person, known: Sequence[str]) -> bool:
    """Whether messages of one breath came in in another order on Telegram, which keeps that of all but taps."""
    if person.phone.address[0] != "telegram":
        return False
    written = [act.event for act in person.acts if act.event in known and not act.tapped]
    return written != [event for event in known if event in written]


def _wrong_steps(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    for person in people:
        found = {event: (step, intent) for event, step, intent in _journal(person, kept)}
        for act in person.acts:
            step, intent = found.get(act.event, (act.steps[0], act.meant))
            if step not in act.steps or (act.meant and intent != act.meant):
                yield f"{act.event} of {_who(person)}: {step}/{intent} in place of {act.steps}/{act.meant}"


def _wrong_answers(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    for person in people:
        talk = _talk(person, kept)
        yes = next((act.event for act in person.acts if act.meant == "interested"), None)
        if talk is None or yes is None:
            continue
        filed = {name: answer.event for name, answer in talk.answers.items()}
        if filed.get("opening") != yes:
            yield f"{_who(person)}: {filed}"


def _other_than_told(people: Sequence[Person], kept: Kept) -> Iterator[str]:
    booked = {row.conversation: row for row in kept.calls if row.status in STOOD}
    for person in people:
        talk = _talk(person, kept)
        call = booked.get(talk.id) if talk else None
        stands = call.starts_at.astimezone(AMSTERDAM).strftime("%m-%d %H:%M") if call else ""
        if stands != _moment(person.told):
            yield f"{_who(person)}: told {person.told!r}, booked {stands!r}"
        if (
            talk
            and talk.call
            and talk.call.status in STOOD
            and (call is None or (talk.call.slot.start, talk.call.slot.recruiter) != (call.starts_at, call.recruiter))
        ):
            yield f"{_who(person)}: the talk's call is not the agenda's"


def _moment(told: str) -> str:
    if not told:
        return ""
    found = MOMENT.search(told)
    return f"{MONTHS[found[2]]:02}-{int(found[1]):02} {found[3]}:{found[4]}" if found else told


def _overlaps(kept: Kept) -> Iterator[str]:
    booked = [row for row in kept.calls if row.status in STOOD]
    for one, other in pairwise(booked):
        if one.recruiter == other.recruiter and other.starts_at < one.ends_at:
            yield f"{one.id} and {other.id}"


def _wrong_timers(kept: Kept) -> Iterator[str]:
    for talk in (talk for talks in kept.talks.values() for talk in talks):
        rings: datetime | None = min(talk.timers.values(), default=None)
        live = talk.call is not None and talk.call.status is CallStatus.BOOKED and talk.status == "booked"
        if rings != kept.next_timers[talk.id]:
            yield f"{talk.id}: the next timer is {kept.next_timers[talk.id]}, and should be {rings}"
        if talk.timers and not live and set(talk.timers) != {"nudge"}:
            yield f"{talk.id}: {sorted(talk.timers)} although the talk is {talk.status}"
        if live and "after" not in talk.timers:
            yield f"{talk.id}: a live call without a timer for afterwards"
