"""How long what was claimed is still ours, also where the whole process was put to sleep meanwhile."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic


class Lease:
    """Begins when it is made, which is before the claim. `now` gives the aware present."""

    def __init__(self, seconds: float, now: Callable[[], datetime]) -> None:
        self._seconds = seconds
        self._now = now
        self._began = now()
        self._began_steady = monotonic()

    @property
    def left(self) -> float:
        """Seconds until others may take it up, by whichever clock went further; 0 or less where they may have."""
        passed = (self._now() - self._began).total_seconds()
        return self._seconds - max(passed, monotonic() - self._began_steady)
