"""Whoever expects a call is never left alone with it: real processes, recruiters who are away, a night of DST."""

import re
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from aiohttp import web

from handlers.agency.folder import sample_folder
from storage import people
from storage.database import open_database, transact
from tests.handlers.over_calendars.servers import open_odd_server
from tests.standins.telegram_people import Person
from tests.whole.callers import Caller, OnTelegram, begin, book, callers, heard
from tests.whole.fleet import HERE, Fleet, eventually, open_fleet
from tests.whole.owed import longest_silence
from tests.whole.rig import AMSTERDAM
from tests.whole.server import StandingClock

THURSDAY, FRIDAY = datetime(2026, 11, 26, tzinfo=AMSTERDAM), datetime(2026, 11, 27, tzinfo=AMSTERDAM)
LONGEST_SILENCE = timedelta(minutes=5)
RECRUITERS = ("sanne", "tiago")
SCRIPT, CLOSED = "    script: first-contact\n", "    open: false\n    script: first-contact\n"
ONE, BOTH = "recruiters: [sanne]\n", "recruiters: [sanne, tiago]\n"


@dataclass
class House:
    """A running server, its agency's folder, and the recruiters' phones."""

    fleet: Fleet
    folder: Path
    door: str
    phones: Mapping[str, Person]
    callers: list[Caller] = field(default_factory=list)
    """Who was there."""

    def clock(self, moment: datetime, **after: float) -> None:
        """It is that moment now, or so long after it."""
        self.fleet.clock.set_to(moment + timedelta(**after))

    def somebody(self, number: int, hour: int) -> Caller:
        """A candidate on Telegram, who will want to be called at that hour."""
        caller = callers(self.fleet, self.door, 1, first=number * 2)[0]
        assert isinstance(caller, OnTelegram)
        caller.hour = hour
        self.callers.append(caller)
        return caller

    def taps(self, recruiter: str, title: str) -> None:
        self.fleet.telegram.tap(self.phones[recruiter], title)

    async def told(self, recruiter: str, words: str) -> None:
        """Waits until that recruiter reads this."""
        try:
            await eventually(partial(self.has_read, recruiter, words))
        except TimeoutError:
            raise AssertionError(f"{recruiter} never read {words!r}, but {self.read(recruiter)}") from None

    def read(self, recruiter: str) -> list[str]:
        """All that they read."""
        return [sent.text for sent in self.fleet.telegram.sent if sent.chat == self.phones[recruiter].id]

    async def settled(self) -> bool:
        """Whether one of them has the call, and the other knows."""
        won = [await self.has_read(name, "Het gesprek is van jou") for name in RECRUITERS]
        late = [await self.has_read(name, "Je hoeft niets te doen") for name in RECRUITERS]
        return any(won) and any(late)

    async def has_read(self, recruiter: str, words: str) -> bool:
        return any(words in text for text in self.read(recruiter))

    async def load(self, file: str, *changes: tuple[str, str]) -> None:
        """The agency's folder once more, with these changes to a file."""
        await _change(self.folder / file, *changes)
        await self.fleet.command(HERE, "load", "--unapproved", str(self.folder))


async def _change(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, "utf-8")


@asynccontextmanager
async def open_house(
    url: str, place: Path, *recruiters: tuple[str, str], now: datetime | None = None, **settings: str
) -> AsyncIterator[House]:
    """Two recruiters, each with a linked chat; `recruiters` are changes to their file.

    The clock stands where it is set. In the end nobody was left without a message that they were owed for too long.
    """
    folder = shutil.copytree(sample_folder(), place / "agency", ignore=shutil.ignore_patterns("tests"))
    await _change(folder / "vacancies.yaml", (ONE, BOTH))
    await _change(folder / "recruiters.yaml", ("[en, nl, es, fr, de]", "[nl, en, de, fr, es]"), *recruiters)
    async with open_fleet(url, place, StandingClock) as fleet:
        fleet.surroundings.update(settings)
        if now is not None:
            fleet.clock.set_to(now)
        await fleet.command(HERE, "migrate")
        told = await fleet.command(HERE, "load", "--unapproved", str(folder))
        door = re.search(r"servicemonteur.*start=([\w-]+)", told)
        assert door, told
        phones = {name: fleet.telegram.person(9000 + n, name.title()) for n, name in enumerate(RECRUITERS)}
        house = House(fleet, folder, door[1], phones)
        await fleet.start()
        database = await open_database(url)
        try:
            for name, phone in phones.items():
                linking = partial(people.new_link_code, recruiter_id=name, now=fleet.clock.now())
                fleet.telegram.start(phone, await transact(database, linking))
        finally:
            await database.close()
        for name in RECRUITERS:
            await eventually(partial(house.has_read, name, ""))
        yield house
        for caller in house.callers:
            assert await longest_silence(fleet, caller) <= LONGEST_SILENCE, caller.texts


async def test_recruiters_who_are_away_or_race_leave_nobody_waiting(sqlite_database_url: str, tmp_path: Path) -> None:
    async with open_house(sqlite_database_url, tmp_path) as house:
        anna, kim, joris = (house.somebody(n, hour=11) for n in range(3))
        await begin(anna)
        await book(anna)

        house.clock(THURSDAY, hours=11, minutes=30)
        await begin(kim)
        await _wants_now(kim)
        for name in RECRUITERS:
            await house.told(name, "wil nu gebeld worden")
            house.taps(name, "Ik bel")
        await heard(kim, "Zo meteen belt")
        await eventually(house.settled)
        won = [await house.has_read(name, "Het gesprek is van jou") for name in RECRUITERS]
        assert sorted(won) == [False, True]
        house.fleet.clock.move(timedelta(minutes=5))
        await heard(kim, "Ik zie nog niet dat")
        assert sum("Zo meteen belt" in text for text in kim.texts) == 1

        house.clock(THURSDAY, hours=12)
        await begin(joris)
        await _wants_now(joris)
        house.fleet.clock.move(timedelta(seconds=180))
        await heard(joris, "Sorry, er kon nu toch niemand bellen.")

        house.clock(FRIDAY, hours=10, minutes=50)
        await heard(anna, "Zo belt Sanne je, om 11:00")
        house.clock(FRIDAY, hours=11, minutes=3)
        await house.told("sanne", "wacht op je telefoontje")
        await house.told("tiago", "verwacht een telefoontje van Sanne")
        house.clock(FRIDAY, hours=11, minutes=5)
        await heard(anna, "Ik zie nog niet dat Sanne je belt.")
        await heard(anna, "Ik heb rondgevraagd wie je nu kan bellen.")
        silences = [await longest_silence(house.fleet, one) for one in (anna, kim, joris)]
        assert silences == [timedelta(minutes=5), timedelta(minutes=5), timedelta(minutes=3)]


async def test_a_changed_calendar_and_a_closed_vacancy_leave_nobody_waiting(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    meetings = ""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{meetings}END:VCALENDAR\r\n")

    async with open_odd_server(answer) as calendar:
        own = ("    notice_minutes", "    calendar: {ics_from: SANNE_CALENDAR}\n    notice_minutes")
        async with open_house(sqlite_database_url, tmp_path, own, SANNE_CALENDAR=calendar.url) as house:
            anna, bert = house.somebody(1, hour=11), house.somebody(2, hour=12)
            for one in (anna, bert):
                await begin(one)
                await book(one)

            meetings = (
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261127T093000Z\r\n"
                "DURATION:PT1H\r\nEND:VEVENT\r\n"
            )
            (server,) = house.fleet.processes
            await server.stop()
            await server.start()
            await house.told("sanne", "in je agenda staat dan nu iets anders")
            house.clock(FRIDAY, hours=10)
            await house.told("sanne", "volgens je agenda kun je dan niet")
            house.taps("sanne", "Vraag een collega")
            await house.told("tiago", "verwacht een telefoontje van Sanne")
            house.taps("tiago", "Ik bel")
            await heard(anna, "Tiago Marques belt je nu zelf")

            await house.load(
                "vacancies.yaml", ("    script: first-contact\n", "    open: false\n    script: first-contact\n")
            )
            house.clock(FRIDAY, hours=11)
            await heard(bert, "intussen gesloten. Om 12:00 belt Sanne je nog wel")
            house.clock(FRIDAY, hours=11, minutes=5)
            await heard(anna, "Ik zie nog niet dat Tiago je belt.")
            house.clock(FRIDAY, hours=12, minutes=5)
            await heard(bert, "Ik zie nog niet dat Sanne je belt.")


async def test_in_the_night_on_which_the_clocks_change_nothing_comes_an_hour_early_or_late(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    saturday, start = datetime(2026, 10, 24, 20, tzinfo=AMSTERDAM), datetime(2026, 10, 25, 8, tzinfo=UTC)
    nights = (
        '      mon-thu: ["09:00-12:30", "13:00-17:30"]\n',
        '      sun: ["09:00-17:00"]\n      mon-thu: ["09:00-12:30", "13:00-17:30"]\n',
    )
    async with open_house(sqlite_database_url, tmp_path, nights, now=saturday) as house:
        anna = house.somebody(1, hour=9)
        await begin(anna)
        anna.write("morgen om 9 uur")
        await heard(anna, "Klopt dat?")
        anna.tap("Ja, klopt")
        await heard(anna, "nummer")
        anna.give_number()
        await heard(anna, "Staat genoteerd")
        house.clock(start, minutes=-65)  # what was 08:55 the day before
        anna.write("wat verdient het?")
        await heard(anna, "bruto per maand")
        assert not any("Zo belt" in text for text in anna.texts)
        house.clock(start, minutes=-10)
        await heard(anna, "Zo belt Sanne je, om 09:00")
        house.clock(start, minutes=3)
        await house.told("sanne", "wacht op je telefoontje")
        house.clock(start, minutes=5)
        await heard(anna, "Ik zie nog niet dat Sanne je belt.")


async def _wants_now(caller: Caller) -> None:
    caller.write("ik kan nu")
    await heard(caller, "Op welk nummer")
    caller.give_number()
    await heard(caller, "Ik vraag wie je nu kan bellen")
