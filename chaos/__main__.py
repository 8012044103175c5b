"""`python3 run chaos`: kills the real server while candidates talk, and tells what was lost, doubled or mistaken."""

import argparse
import asyncio
import logging
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chaos.databases import Keeper, durable, keeping
from chaos.run import Evidence, Plan, judge, run
from chaos.verdict import Finding
from chaos.window import Windows, measure
from tests.databases import fresh_database, postgres_server

MOST_SHOWN = 5


def main(arguments: list[str]) -> int:
    """0 where nothing was lost, doubled or mistaken; else 1."""
    wanted = _parser().parse_args(arguments)
    logging.basicConfig(format="%(message)s")
    logging.getLogger("chaos").setLevel(logging.INFO)
    seed = wanted.seed if wanted.seed is not None else random.SystemRandom().randrange(1_000_000)
    talks = wanted.talks if wanted.talks is not None else 2000
    plan = Plan(
        talks=talks,
        at_once=wanted.at_once,
        seed=seed,
        minutes=wanted.minutes if wanted.talks is None else None,
        kills=wanted.kills,
        every=wanted.every,
        replicas=wanted.replicas,
        speed=wanted.speed,
        silences=not wanted.no_silences,
        moments=wanted.moments,
    )
    with _place(wanted.keep) as place, _database(wanted.database, place) as (url, keeper):
        if wanted.window:
            _tell_window(wanted.database, asyncio.run(measure(wanted.talks or 100, url, place, keeper)))
            return 0
        seen = asyncio.run(run(plan, url, place, keeper))
    findings = judge(seen)
    _tell(plan, wanted.database, seen, findings)
    return 1 if any(finding.wrongs for finding in findings) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 run chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1, help="how long candidates begin new talks (default 1)")
    parser.add_argument("--talks", type=int, help="so many talks instead of so many minutes; then name --kills too")
    parser.add_argument("--kills", type=int, help="so many kills, and no more")
    parser.add_argument("--seed", type=int, help="the same chances again (the machine's own timing stays its own)")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--replicas", type=int, default=1, help="servers on one PostgreSQL (default 1)")
    parser.add_argument("--at-once", type=int, default=40, help="talks side by side (default 40)")
    parser.add_argument("--every", type=float, default=5, help="seconds between two kills, on average (default 5)")
    parser.add_argument("--speed", type=float, default=10, help="how fast the house's clock runs (default 10)")
    parser.add_argument("--moments", type=int, default=30, help="different moments that people ask for (1 to 30)")
    parser.add_argument("--no-silences", action="store_true", help="no requests without any answer, which take long")
    parser.add_argument("--window", action="store_true", help="measure Telegram's window of doubt, in calm weather")
    parser.add_argument("--keep", type=Path, help="a folder for the database and the servers' logs")
    return parser


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="belmoment-chaos-") as place:
        yield Path(place)


@contextmanager
def _database(kind: str, place: Path) -> Iterator[tuple[str, Keeper | None]]:
    if kind == "sqlite":
        yield f"sqlite:///{place / 'belmoment.db'}", None
        return
    with postgres_server() as server, keeping(server) as keeper, fresh_database(server) as url:
        asyncio.run(durable(url))
        yield url, keeper


def _tell_window(database: str, windows: Windows) -> None:
    print(f"From Telegram's taking a message to our commit, {database}, {len(windows.milliseconds)} messages:")
    for share in (0.5, 0.9, 0.99, 1.0):
        print(f"{windows.at(share):>8.1f} ms  {share:.0%}")


def _tell(plan: Plan, database: str, seen: Evidence, findings: Sequence[Finding]) -> None:
    print(f"Seed {plan.seed}, {database}, {plan.replicas} server(s), the clock {plan.speed:g} times as fast\n")
    for name, number in sorted(seen.counts.items()):
        print(f"{number:>8}  {name}")
    print("\nWhat must be 0:\n")
    for finding in findings:
        print(f"{len(finding.wrongs):>8}  {finding.question}")
        for wrong in finding.wrongs[:MOST_SHOWN]:
            print(f"          - {wrong}")
    good = not any(finding.wrongs for finding in findings)
    print("\nNothing lost, nothing twice." if good else "\nSomething is wrong: see above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
