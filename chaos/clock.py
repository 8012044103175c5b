"""The platforms' clock and the servers': files that several processes read; they may run fast, and can be set."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
"""A Wednesday, 10:20 in Amsterdam: what candidates say of days means the same whenever chaos is run."""


class SharedClock:
    """Reads its time from a small file: the real moment at which it was set, its own, and how fast it runs."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @classmethod
    def begun(cls, file: Path, speed: float) -> "SharedClock":
        """A new one in `file`, at START; each real second is `speed` of its own."""
        clock = cls(file)
        clock._write(START.timestamp(), speed)
        return clock

    def now(self) -> datetime:
        """The clock's time; aware, in UTC."""
        set_at, moment, speed = self._read()
        return datetime.fromtimestamp(moment + (time.time() - set_at) * speed, UTC)

    def jump(self, length: timedelta) -> None:
        """So much ahead, or back, for every process that reads this clock."""
        self._write((self.now() + length).timestamp(), self._read()[2])

    def _read(self) -> tuple[float, float, float]:
        set_at, moment, speed = map(float, self._file.read_text("ascii").split())
        return set_at, moment, speed

    def _write(self, moment: float, speed: float) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{time.time()!r} {moment!r} {speed!r}", "ascii")
        os.replace(beside, self._file)  # noqa: PTH105 (whoever reads sees the old or the new one)
