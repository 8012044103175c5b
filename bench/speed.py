"""How many messages a second one core carries, beside others: `python3 run bench speed`.

Candidates hold talks of eight messages over the real webhooks, and write on when they have read the answer. The server
has a core of its own; candidates, platforms and PostgreSQL share another one. What counts is the CPU that the server
used, so that a busy machine distorts little; the times are the machine's affair.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.loads.contestants import CACHE, CACHE_WITH_VECTORS, CONTESTANTS, NAMES, Arena, Place, durable_postgres
from bench.loads.platforms import Platforms, open_platforms
from bench.loads.processes import cores
from handlers.languages import load_understander
from handlers.vectors import is_installed

QUIET_SECONDS = 0.3
"""Nothing has gone out for so long: all of it is out."""
LEAST_CPU = 0.01
"""As fine as Linux tells it, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is wanted of a run."""

    contestants: Sequence[str]
    talks: int
    at_once: int
    rounds: int
    rate: float
    seconds: float
    postgres: str | None = None
    """A server that is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One round of one contestant."""

    a_core: float
    """Messages in a second of the server's CPU."""
    a_core_with_database: float
    """The same, PostgreSQL's CPU counted in."""
    wall: float
    """Messages in a second that passed."""
    p50: float
    """Milliseconds from the moment at which a message was due to its 200."""
    p99: float
    megabytes: float
    start: float
    """Seconds from nothing to the first answer."""
    start_cpu: float


def main(arguments: Sequence[str]) -> int:
    """Prints the table; 0."""
    plan = _plan(arguments)
    print(f"{len(os.sched_getaffinity(0))} cores here; {plan.rounds} rounds of {plan.talks} talks a contestant.")
    _print(measure(plan), plan)
    return 0


def measure(plan: Plan) -> dict[str, list[Measured]]:
    """Every round of each contestant, taken in turns; raises Unfinished where a talk went wrong."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="belmoment-bench-")))
        _learn(place, plan)
        postgres = plan.postgres
        if "postgresql" in plan.contestants and postgres is None:
            postgres = stack.enter_context(durable_postgres())
        return asyncio.run(_rounds(plan, place, postgres))


def _learn(place: Path, plan: Plan) -> None:
    """What is learnt once a machine, before its first start: with vectors, and without, as all others are measured."""
    if "vectors" in plan.contestants:
        load_understander(place / CACHE_WITH_VECTORS / "belmoment")
    load_understander(place / CACHE / "belmoment", with_vectors=False)


async def _rounds(plan: Plan, folder: Path, postgres: str | None) -> dict[str, list[Measured]]:
    taken: dict[str, list[Measured]] = {name: [] for name in plan.contestants}
    usable, (server, others) = os.sched_getaffinity(0), cores()
    os.sched_setaffinity(0, {others})
    try:
        for number in range(plan.rounds):
            for name in plan.contestants:
                async with open_platforms() as platforms:
                    here = folder / f"{name}-{number}"
                    here.mkdir()
                    place = Place(platforms=platforms, folder=here, cores=(server, others), postgres=postgres)
                    async with CONTESTANTS[name](place) as arena:
                        taken[name].append(await _round(plan, arena, platforms))
    finally:
        os.sched_setaffinity(0, usable)
    return taken


async def _round(plan: Plan, arena: Arena, platforms: Platforms) -> Measured:
    crowd = arena.crowd
    met = await crowd.talk(plan.at_once, plan.at_once)  # so that what is made once has been made
    await _quiet(platforms)
    before, database, began = arena.server.used().cpu, arena.database_cpu(), time.perf_counter()
    measured = await crowd.talk(plan.talks, plan.at_once)
    took = time.perf_counter() - began
    await _quiet(platforms)
    cpu = max(LEAST_CPU, arena.server.used().cpu - before)
    behind = arena.database_cpu() - database
    people, waits = await crowd.talk_at(plan.rate, plan.seconds, plan.at_once)
    await _quiet(platforms)
    await arena.inspect([*met, *measured, *people])
    messages = sum(one.done for one in measured)
    hundredths = quantiles(waits, n=100, method="inclusive")
    return Measured(
        a_core=messages / cpu,
        a_core_with_database=messages / (cpu + behind),
        wall=messages / took,
        p50=hundredths[49] * 1000,
        p99=hundredths[98] * 1000,
        megabytes=arena.server.used().megabytes,
        start=arena.server.seconds,
        start_cpu=arena.server.cpu,
    )


async def _quiet(platforms: Platforms) -> None:
    taken = -1
    while taken != platforms.taken:
        taken = platforms.taken
        await asyncio.sleep(QUIET_SECONDS)


def _plan(arguments: Sequence[str]) -> Plan:
    parser = argparse.ArgumentParser(prog="run bench speed", description=__doc__)
    able = [name for name in CONTESTANTS if name != "vectors" or is_installed()]
    parser.add_argument("--only", nargs="+", choices=able, default=able, metavar="WHO")
    parser.add_argument("--talks", type=int, default=300, help="a round and contestant, at full speed")
    parser.add_argument("--at-once", type=int, default=50, help="talks side by side")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rate", type=float, default=200, help="messages a second at which the times are taken")
    parser.add_argument("--seconds", type=float, default=5, help="for so long")
    given = parser.parse_args(arguments)
    return Plan(
        contestants=given.only,
        talks=given.talks,
        at_once=given.at_once,
        rounds=given.rounds,
        rate=given.rate,
        seconds=given.seconds,
    )


def _print(taken: dict[str, list[Measured]], plan: Plan) -> None:
    columns = ("messages/s/core", "(least-most)", "with database", "wall/s", "p50 ms", "p99 ms", "MB", "start s", "CPU")
    print(f"\n{'':55}" + "".join(f"{column:>16}" for column in columns))
    for name, rounds in taken.items():
        rates = [one.a_core for one in rounds]
        cells = [
            f"{median(rates):.0f}",
            f"{min(rates):.0f}-{max(rates):.0f}",
            f"{median(one.a_core_with_database for one in rounds):.0f}",
            f"{median(one.wall for one in rounds):.0f}",
            f"{median(one.p50 for one in rounds):.1f}",
            f"{median(one.p99 for one in rounds):.1f}",
            f"{median(one.megabytes for one in rounds):.0f}",
            f"{median(one.start for one in rounds):.2f}",
            f"{median(one.start_cpu for one in rounds):.2f}",
        ]
        print(f"{NAMES[name]:55}" + "".join(f"{cell:>16}" for cell in cells))
    print(f"\nTimes at {plan.rate:g} messages a second; medians of {plan.rounds} rounds.")
    for ours in ("sqlite", "postgresql"):
        for other in ("handler", "floor"):
            _print_ratio(taken, ours, other)


def _print_ratio(taken: dict[str, list[Measured]], ours: str, other: str) -> None:
    """Round by round, since neighbours in time saw the same machine."""
    if taken.get(ours) and taken.get(other):
        ratios = [own.a_core / beside.a_core for own, beside in zip(taken[ours], taken[other], strict=True)]
        print(f"{NAMES[ours]}: {median(ratios):.2f} x {NAMES[other]} ({min(ratios):.2f}-{max(ratios):.2f})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
