"""A short storm, as CI sees it: nothing lost, nothing twice. And the judge is no yes-man."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.outgoing import Say
from chaos.deliveries import _by_text
from chaos.people import Act, Person
from chaos.phones import Read
from chaos.reminders import followed, missing
from chaos.run import OF_ITSELF, Evidence, Plan, judge, run
from chaos.verdict import AMSTERDAM
from chaos.weather import KILLED
from chaos.words import Words
from storage.forms import OUTGOING

PLAN = Plan(talks=24, at_once=24, seed=7, kills=6, every=0.8, speed=40, moments=2)


async def test_two_dozen_talks_survive_six_kills_and_all_that_comes_between(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    seen = await run(PLAN, sqlite_database_url, tmp_path)
    kills = sum(number for what, number in seen.counts.items() if what.startswith(KILLED))
    assert (complaints(seen), seen.counts["talks"], kills) == ([], 24, 6)

    noor = next(person for person in seen.people if person.phone.address[0] == "whatsapp" and person.told)
    with tampered(noor, told="maandag 30 november om 23:00"):
        assert complaints(seen) == ["calls other than the candidate was told"]
    with tampered(noor, acts=[*noor.acts, Act("whatsapp:SMnever", ("call",))]):
        assert complaints(seen) == ["events lost"]
    with tampered(noor, acts=noor.acts[:-1]):
        assert "events that counted twice, or are nobody's" in complaints(seen)
    with tampered(noor, acts=[replace(act, steps=("later",)) for act in noor.acts]):
        assert complaints(seen) == ["answers under a wrong step, or taken for something else"]
    with tampered(noor, acts=[replace(act, breath=-act.breath) for act in noor.acts]):
        assert complaints(seen) == ["events out of order"]
    with tampered(noor, finished=False):
        assert "talks that never came to their end" in complaints(seen)
    for channel, complaint in (
        ("whatsapp", "WhatsApp messages missing, twice or out of order"),
        ("telegram", "Telegram messages missing, or twice without a doubt"),
    ):
        read = next(person.phone.read for person in seen.people if person.phone.address[0] == channel)
        with put_back(read):
            read.append(read[0])
            assert complaints(seen) == [complaint]
        with put_back(read):
            read.pop()
            assert complaint in complaints(seen)
    seen.counts[OF_ITSELF] += 1
    assert complaints(seen) == ["servers that ended by themselves"]
    seen.counts[OF_ITSELF] -= 1
    seen.mailroom.letters.pop()
    assert complaints(seen) == ["letters missing, or twice without a doubt"]


def test_what_was_said_of_calls_is_compared_with_the_call_that_the_candidate_knows_of() -> None:
    told = [said(10, BOOKED.format(moment="morgen, donderdag 26 november, om elf uur 's ochtends (11:00"))]
    reminded = [
        said(15, DAY.format(moment="morgen, donderdag 26 november, om elf uur 's ochtends (11:00")),
        said(24 + 10, SOON),
    ]
    waited = [said(24 + 11, WAITS)]
    moved = [said(16, MOVED.format(moment="vrijdag 27 november om half tien 's ochtends (09:30"))]
    off = [said(17, OFF)]
    assert wrongs_of(told + reminded + waited) == ([], [])
    assert wrongs_of(told + reminded[1:] + waited) == ([], ["reminder_day"])
    assert wrongs_of(told + reminded) == ([], ["waiting_for_call"])
    assert wrongs_of(told + moved + reminded) == (
        ["reminder_day", "reminder_soon"],
        ["reminder_day", "reminder_soon", "waiting_for_call"],
    )
    assert wrongs_of(told + off + reminded + waited) == (["reminder_day", "reminder_soon", "waiting_for_call"], [])
    assert wrongs_of(told + waited[:0] + [said(11, WAITS)]) == (
        ["waiting_for_call"],
        ["reminder_day", "reminder_soon", "waiting_for_call"],
    )


def test_a_message_that_may_come_twice_leaves_one_that_reads_alike_its_own() -> None:
    nudges = [nudge(1, doubt=True), nudge(2, doubt=False)]
    assert [count for count in range(5) if not [*_by_text(nudges, [said(9, "Nog zin?")] * count)]] == [2, 3, 4]
    assert [count for count in range(5) if not [*_by_text(nudges[:1], [said(9, "Nog zin?")] * count)]] == [1, 2, 3, 4]
    assert [count for count in range(5) if not [*_by_text(nudges[1:], [said(9, "Nog zin?")] * count)]] == [1]


def nudge(number: int, *, doubt: bool) -> Any:
    """A row of the outbox."""
    when = datetime(2026, 11, 25, tzinfo=AMSTERDAM)
    return SimpleNamespace(
        id=f"talk-{number}-0",
        recipient="telegram:1",
        status="sent",
        reason=None,
        attempts=1,
        created_at=when,
        doubt_since=when if doubt else None,
        payload=OUTGOING.encode(Say(text="Nog zin?")),
    )


BOOKED = (
    "Staat genoteerd: Recruiter 1 de Wit belt je {moment}, op +31 6 80001000.\nJe ziet dan +31 6 12300001 in beeld."
)
MOVED = "Verzet: Recruiter 1 de Wit belt je {moment}, op +31 6 80001000.\nJe ziet dan +31 6 12300001 in beeld."
OFF = "Je afspraak is afgezegd, Recruiter weet ervan. Wil je later toch nog bellen, dan hoor ik het graag."
DAY = (
    "Even ter herinnering: Recruiter belt je {moment}, met nummer +31 6 12300001. "
    "Komt het toch niet uit, laat het hier weten."
)
SOON = "Zo belt Recruiter je, om 11:00. Je ziet +31 6 12300001 in beeld."
WAITS = (
    "Ik zie nog niet dat Recruiter je belt. Sorry dat je moet wachten. "
    "Zijn jullie al in gesprek, dan hoef je niets te doen."
)


def said(hour: int, text: str) -> Read:
    """Heard by the candidate, so many hours after midnight on the Wednesday."""
    return Read(text, datetime(2026, 11, 25, tzinfo=AMSTERDAM) + timedelta(hours=hour))


def wrongs_of(reads: list[Read]) -> tuple[list[str], list[str]]:
    """The names of what is dead, and of what is missing."""
    call, wrongs = followed(reads, Words("nl"))
    return [wrong.split()[0] for wrong in wrongs], sorted(missing(call)) if call else []


def complaints(seen: Evidence) -> list[str]:
    return [finding.question for finding in judge(seen) if finding.wrongs]


@contextmanager
def tampered(person: Person, **changes: object) -> Iterator[None]:
    """As if something else had happened to this person."""
    before = {name: getattr(person, name) for name in changes}
    for name, value in changes.items():
        setattr(person, name, value)
    yield
    for name, value in before.items():
        setattr(person, name, value)


@contextmanager
def put_back(read: list[Read]) -> Iterator[None]:
    """What is changed of it is as it was, afterwards."""
    before = list(read)
    yield
    read[:] = before
