"""A house with two recruiters at their phones: one server process, and the world around it."""

import re
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from handlers.agency.folder import sample_folder
from storage import people
from storage.database import open_database, transact
from tests.standins.telegram_people import Person
from tests.whole.callers import OnTelegram, callers
from tests.whole.fleet import HERE, Fleet, eventually, open_fleet
from tests.whole.owed import longest_silence
from tests.whole.server import FileClock, StandingClock

LONGEST_SILENCE = timedelta(minutes=5)
RECRUITERS = ("sanne", "tiago")
ONE, BOTH = "recruiters: [sanne]\n", "recruiters: [sanne, tiago]\n"


@dataclass
class House:
    """A running server, its agency's folder, and the recruiters' phones."""

    fleet: Fleet
    folder: Path
    door: str
    phones: Mapping[str, Person]
    callers: list[OnTelegram] = field(default_factory=list)
    """Who was there."""

    def clock(self, moment: datetime, **after: float) -> None:
        """It is that moment now, or so long after it."""
        self.fleet.clock.set_to(moment + timedelta(**after))

    def somebody(self, number: int, hour: int) -> OnTelegram:
        """A candidate on Telegram, who will want to be called at that hour."""
        caller = callers(self.fleet, self.door, 1, first=number * 2)[0]
        assert isinstance(caller, OnTelegram)
        caller.hour = hour
        self.callers.append(caller)
        return caller

    def taps(self, recruiter: str, title: str) -> None:
        self.fleet.telegram.tap(self.phones[recruiter], title)

    async def told(self, recruiter: str, words: str, after: int = 0) -> None:
        """Waits until that recruiter reads this, behind the so many first of their messages."""
        try:
            await eventually(partial(self.has_read, recruiter, words, after))
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

    async def has_read(self, recruiter: str, words: str, after: int = 0) -> bool:
        return any(words in text for text in self.read(recruiter)[after:])

    async def load(self, file: str, *changes: tuple[str, str]) -> None:
        """The agency's folder once more, with these changes to a file."""
        await _change(self.folder / file, *changes)
        await self.fleet.command(HERE, "load", "--unapproved", str(self.folder))


@asynccontextmanager
async def open_house(
    url: str,
    place: Path,
    *recruiters: tuple[str, str],
    now: datetime | None = None,
    clock: Callable[[Path], FileClock] = StandingClock,
    **settings: str,
) -> AsyncIterator[House]:
    """Two recruiters, each with a linked chat; `recruiters` are changes to their file.

    The clock stands where it is set. In the end nobody was left without a message that they were owed for too long.
    """
    folder = shutil.copytree(sample_folder(), place / "agency", ignore=shutil.ignore_patterns("tests"))
    await _change(folder / "vacancies.yaml", (ONE, BOTH))
    await _change(folder / "recruiters.yaml", ("[en, nl, es, fr, de]", "[nl, en, de, fr, es]"), *recruiters)
    async with open_fleet(url, place, clock) as fleet:
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


async def _change(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, "utf-8")
