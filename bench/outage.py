"""Works off two hours in which nobody listened, on both platforms' stand-ins, and tells how long that took.

`python3 run bench outage --messages 5000 --people 1200` plays what the tests play with fewer.
"""

import argparse
import asyncio
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from handlers.logs import set_up_logs
from tests.databases import fresh_database, postgres_server
from tests.handlers.outages import Outcome, most_within, outage

LIMITS = {"telegram": 30, "whatsapp": 80}


def main(arguments: list[str]) -> int:
    """Prints what was seen; 1 where somebody was not answered, or heard more than one excuse."""
    parser = argparse.ArgumentParser(prog="python3 run bench outage", description=__doc__)
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--people", type=int, default=1200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--patience", type=float, default=3600.0, help="seconds after which it is given up")
    wanted = parser.parse_args(arguments)
    set_up_logs(level=logging.ERROR)
    with _database(wanted.database) as url:
        began = perf_counter()
        seen = asyncio.run(outage(url, messages=wanted.messages, people=wanted.people, patience=wanted.patience))
    print(*_report(seen, perf_counter() - began), sep="\n")
    return int(seen.unanswered > 0 or seen.kept != seen.written or max(seen.excuses) > 1)


def _report(seen: Outcome, seconds: float) -> Iterator[str]:
    yield f"{seen.written} messages of {seen.talks} people, worked off in {seconds:.0f} s, writing them included"
    yield f"kept {seen.kept}, people without an answer {seen.unanswered}"
    yield f"excuses a person: {dict(sorted(seen.excuses.items()))}"
    for channel, limit in LIMITS.items():
        times = seen.sent_at[channel]
        span = (max(times) - min(times)).total_seconds()
        yield (
            f"{channel}: {len(times)} sent, {len(times) / span:.1f} a second; at most {most_within(times, 1)} in one "
            f"second and {most_within(times, 10)} in ten (the limit is {limit} a second); four to one person in no "
            f"less than {seen.soonest[channel]:.1f} s"
        )
        yield (
            f"{channel}: a newcomer was answered after {seen.before_newcomer[channel]} messages to others, "
            f"with {seen.left_then[channel]} still waiting"
        )


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/outage.db"
    else:
        with postgres_server() as server, fresh_database(server) as url:
            yield url
