"""What three equal servers on one PostgreSQL carry beside one: `python3 run bench replicas`.

Each server wants a core of its own, and so do PostgreSQL and the candidates: with fewer than five cores nothing could
be learnt, and nothing is measured unless it is asked for with `--anyway`.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from bench.loads.candidates import Crowd
from bench.loads.contestants import CACHE, Place, booked, durable_postgres, furnished, keep_postgres_on, surroundings
from bench.loads.dialects import TwilioDialect
from bench.loads.platforms import open_platforms
from bench.loads.processes import running
from handlers.languages import load_understander
from tests.databases import fresh_database

CORES = 5
REPLICAS = 3


def main(arguments: Sequence[str]) -> int:
    """Prints both rates and their ratio; 0."""
    parser = argparse.ArgumentParser(prog="run bench replicas", description=__doc__)
    parser.add_argument("--talks", type=int, default=600)
    parser.add_argument("--at-once", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--anyway", action="store_true", help="also where there are not enough cores")
    given = parser.parse_args(arguments)
    cores = sorted(usable())
    if len(cores) < CORES and not given.anyway:
        print(f"{len(cores)} cores here: one server and three can't be compared, which takes {CORES}. Not measured.")
        return 0
    with tempfile.TemporaryDirectory(prefix="belmoment-bench-") as folder, durable_postgres() as server:
        load_understander(Path(folder) / CACHE / "belmoment", with_vectors=False)
        taken: dict[int, list[float]] = {1: [], REPLICAS: []}
        for number in range(given.rounds):
            for replicas, rates in taken.items():
                place = Path(folder) / f"{replicas}-{number}"
                place.mkdir()
                with fresh_database(server) as url:
                    rates.append(asyncio.run(rate(url, place, cores, replicas, given.talks, given.at_once)))
    one, three = median(taken[1]), median(taken[REPLICAS])
    print(f"one server: {one:.0f} messages a second; three: {three:.0f}, {three / one:.2f} times as many")
    return 0


def usable() -> set[int]:
    """The cores that we may work on."""
    return os.sched_getaffinity(0)


async def rate(url: str, folder: Path, cores: Sequence[int], replicas: int, talks: int, at_once: int) -> float:
    """Messages a second that passed, with so many servers."""
    async with AsyncExitStack() as stack:
        platforms = await stack.enter_async_context(open_platforms())
        others = set(cores[replicas:]) or {cores[-1]}
        os.sched_setaffinity(0, others)
        stack.callback(os.sched_setaffinity, 0, set(cores))
        await keep_postgres_on(url, others)
        database, doors = await furnished(url)
        stack.push_async_callback(database.close)
        ports = []
        for number in range(replicas):
            core = cores[number % len(cores)]
            place = Place(platforms=platforms, folder=folder, cores=(core, cores[-1]))
            log = folder / f"log-{number}"
            serving = running(["bench.loads.server"], surroundings(place, url), log, core)
            ports.append((await stack.enter_async_context(serving)).port)
        crowd = Crowd(platforms=platforms, dialect=TwilioDialect(), ports=ports, doors=doors, answered=True)
        met = await crowd.talk(at_once, at_once)
        began = time.perf_counter()
        measured = await crowd.talk(talks, at_once)
        took = time.perf_counter() - began
        await booked(database, [*met, *measured])
        return sum(one.done for one in measured) / took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
