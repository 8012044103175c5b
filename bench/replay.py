"""How long it takes to try a draft on past talks: `python3 run bench replay [TALKS]`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bot.events import Event, MessageReceived, Started
from bot.model import Address
from handlers.agency.folder import read_folder, sample_folder
from handlers.agency.hindsight import replayed_with
from handlers.commands.databases import opened
from handlers.commands.replay import told
from handlers.house import load_house
from storage.agency import AgencyContents, publish
from storage.database import Database, transact
from storage.ledger import apply
from storage.people import door_code
from storage.premises import House

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
TALKS = (
    ("ja leuk", "morgen om {hour} uur", "ja", "06 1234{number:04}"),
    ("wat verdient het?", "ok, klinkt goed", "vrijdagmiddag", "de eerste", "06 1234{number:04}"),
    ("nee dank je",),
    ("nu even niet",),
    ("wie ben je?", "ja prima", "elke ochtend behalve vrijdag"),
)
"""The days fill up, so later talks are offered other moments: as in life."""
CHANGED = ("Wanneer zou een belletje van", "Wanneer komt een belletje van")


def main(arguments: Sequence[str]) -> int:
    """Prints what `belmoment replay` would, for as many talks as are asked for, and how long that took; 0."""
    asyncio.run(measure(int(arguments[0]) if arguments else 1000))
    return 0


async def measure(talks: int) -> float:
    """Holds so many talks, tries a draft on them, and gives the seconds that this took."""
    contents, house = read_folder(sample_folder()), load_house()
    with TemporaryDirectory() as folder:
        async with opened(f"sqlite:///{Path(folder) / 'bench.db'}") as database:
            await transact(database, lambda connection: publish(connection, contents, NOW))
            await _held(database, house, contents, talks)
            name, text = next(iter(contents.scripts.items()))
            draft = replace(contents, scripts={name: text.replace(*CHANGED)})
            began, busy = perf_counter(), process_time()
            replayed = await replayed_with(database, draft, house, name, talks)
            took = perf_counter() - began
            busy = process_time() - busy
    print(f"{busy:.1f} s of one core")
    sys.stdout.writelines(f"{line}\n" for line in list(told(name, replayed, took))[-1:])
    return took


async def _held(database: Database, house: House, contents: AgencyContents, talks: int) -> None:
    vacancy = contents.vacancies[0]
    code = await transact(
        database, lambda connection: door_code(connection, vacancy.id, vacancy.recruiters[0], "a benchmark")
    )
    for first in range(0, talks, 50):
        events = [event for number in range(first, min(first + 50, talks)) for event in _talk(number, code)]
        await transact(database, partial(apply, events=events, house=house, now=NOW))


def _talk(number: int, code: str) -> list[Event]:
    address = Address("telegram", str(number))
    words = [one.format(hour=9 + number % 8, number=number % 10000) for one in TALKS[number % len(TALKS)]]
    said = [MessageReceived(id=f"{number}-{at}", at=NOW, address=address, text=text) for at, text in enumerate(words)]
    return [Started(id=f"{number}-in", at=NOW, address=address, code=code, language="nl"), *said]
