"""Reads calendars in a process of its own: what somebody wrote into one must not hold up a candidate's answer."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.windows import Window, Windows
from handlers.calendars.unread import Reason, Unread

LONGEST_SECONDS = 30.0
NO_CALENDAR = 3


async def read_aside(
    texts: Sequence[str], within: Window, zone: str, owners: Sequence[str], seconds: float = LONGEST_SECONDS
) -> Windows:
    """When the owner is busy by these calendars; see `busy_times`. Raises Unread."""
    asked = {
        "texts": list(texts),
        "within": [within.start.isoformat(), within.end.isoformat()],
        "zone": zone,
        "owners": list(owners),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "handlers.calendars.aside",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**_surroundings(), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        async with asyncio.timeout(seconds):
            told, _ = await process.communicate(json.dumps(asked).encode())
    except TimeoutError:
        raise Unread(Reason.NONSENSE, "it takes too long to read") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Unread(Reason.NONSENSE, f"{process.returncode}")
    return tuple(Window(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in json.loads(told))


def _surroundings() -> dict[str, str]:
    """What a program needs to start; nothing of what our own environment keeps secret."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PYTHONTZPATH") if name in os.environ}


def main() -> int:
    """From standard input to standard output."""
    from handlers.calendars.busy import NoCalendar, Reading, busy_times

    if hasattr(os, "nice"):
        os.nice(10)
    asked = json.loads(sys.stdin.buffer.read())
    start, end = map(datetime.fromisoformat, asked["within"])
    reading = Reading(within=Window(start, end), zone=ZoneInfo(asked["zone"]), owners=set(asked["owners"]))
    try:
        windows = busy_times(asked["texts"], reading)
    except NoCalendar:
        return NO_CALENDAR
    json.dump([[window.start.isoformat(), window.end.isoformat()] for window in windows], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
