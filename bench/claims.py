"""How soon somebody who wants to be called now reads who calls: `python3 run bench claims`.

A server of its own process, with recruiters on Telegram, people on both platforms, and stand-ins for those. Measured is
from a recruiter's tap until the message with the recruiter's name has come in at the candidate's platform.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.databases import fresh_database, postgres_server
from tests.whole.callers import OnTelegram, begin, callers, heard, wants_now
from tests.whole.house import House, open_house
from tests.whole.rig import AMSTERDAM
from tests.whole.server import FileClock

WANTED = 5.0
FIRST_DAY = date(2026, 11, 30)
"""A Monday."""
HOURS = (10, 11, 14, 15, 16)


def main(arguments: list[str]) -> int:
    """Prints what was seen; 1 where somebody waited for longer than is wanted."""
    parser = argparse.ArgumentParser(prog="python3 run bench claims", description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--polling", action="store_true", help="ask Telegram for what happens instead of being told")
    wanted = parser.parse_args(arguments)
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="belmoment-bench-")))
        url = f"sqlite:///{place}/belmoment.db"
        if wanted.database == "postgresql":
            url = stack.enter_context(fresh_database(stack.enter_context(postgres_server())))
        took = asyncio.run(measure(url, place, wanted.people, polling=wanted.polling))
    for platform, seconds in took.items():
        print(
            f"{platform}: from claim to name, {len(seconds)} times: median {median(seconds):.2f} s, at most "
            f"{max(seconds):.2f} s (wanted: {WANTED:g})"
        )
    return int(max(max(seconds) for seconds in took.values()) > WANTED)


async def measure(url: str, place: Path, people: int, *, polling: bool) -> Mapping[str, list[float]]:
    """Seconds from each claim to the name, by the candidate's platform."""
    took: dict[str, list[float]] = {}
    mode = "polling" if polling else "webhook"
    async with open_house(url, place, clock=FileClock, TELEGRAM_MODE=mode) as house:
        for number in range(people):
            house.clock(_working_hour(number))
            platform, seconds = await _claimed(house, number)
            took.setdefault(platform, []).append(seconds)
    return took


async def _claimed(house: House, number: int) -> tuple[str, float]:
    (caller,) = callers(house.fleet, house.door, 1, first=number)
    await begin(caller)
    asked = len(house.read("sanne"))
    await wants_now(caller)
    await house.told("sanne", "wil nu gebeld worden", after=asked)
    began = perf_counter()
    house.taps("sanne", "Ik bel")
    await heard(caller, "Zo meteen belt Sanne")
    return "Telegram" if isinstance(caller, OnTelegram) else "WhatsApp", perf_counter() - began


def _working_hour(number: int) -> datetime:
    """Another one each time, so that nobody is in a call yet."""
    days, hour = divmod(number, len(HOURS))
    weeks, weekday = divmod(days, 5)
    day = FIRST_DAY + timedelta(weeks=weeks, days=weekday)
    return datetime.combine(day, time(HOURS[hour]), AMSTERDAM)
