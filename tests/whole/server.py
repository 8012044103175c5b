"""`belmoment serve` as it is, but for its clock: started by its path, it serves whichever code PYTHONPATH names."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK = "TEST_CLOCK"
"""Names the clock's file."""
STANDS = "stands at "


class FileClock:
    """So many seconds ahead of the machine's as stands in a file, for all processes that read it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def set_to(self, moment: datetime) -> None:
        """It is `moment` (aware) now."""
        self._write(repr(moment.timestamp() - time.time()))

    def move(self, length: timedelta) -> None:
        """Go ahead."""
        self.set_to(self.now() + length)

    def now(self) -> datetime:
        """The present; aware, in UTC."""
        told = self._file.read_text("ascii")
        if told.startswith(STANDS):
            return datetime.fromtimestamp(float(told.removeprefix(STANDS)), UTC)
        return datetime.fromtimestamp(time.time() + float(told), UTC)

    def _write(self, told: str) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_text(told, "ascii")
        beside.replace(self._file)


class StandingClock(FileClock):
    """Stands where it was set: how long something takes a machine counts for nothing."""

    def set_to(self, moment: datetime) -> None:
        """It is `moment` (aware) from now on."""
        self._write(f"{STANDS}{moment.timestamp()!r}")


if __name__ == "__main__":
    from handlers.commands.serve import run_serve

    run_serve(FileClock(Path(os.environ[CLOCK])))
