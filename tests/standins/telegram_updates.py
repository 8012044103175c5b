"""The updates that Telegram keeps for a bot until it confirms them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]

KEPT = timedelta(hours=24)
TAPS_KEPT = timedelta(seconds=150)


@dataclass(slots=True)
class Updates:
    """The queue, oldest first; numbers rise and are never given twice."""

    next_number: int = 700_000_001
    allowed: Sequence[str] = ()
    """Kinds asked for; empty for all."""
    waiting: list[tuple[datetime, Json]] = field(default_factory=list)

    def add(self, kind: str, content: Json, at: datetime) -> Json | None:
        """The new update; nothing where the bot did not ask for its kind."""
        if self.allowed and kind not in self.allowed:
            return None
        update = {"update_id": self.next_number, kind: content}
        self.next_number += 1
        self.waiting.append((at, update))
        return update

    def pending(self, now: datetime) -> list[Json]:
        """What waits, without what has grown too old."""
        self.waiting = [(at, update) for at, update in self.waiting if now - at < self._kept(update)]
        return [update for _, update in self.waiting]

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one counts from the end."""
        if offset < 0:
            self.waiting = self.waiting[offset:]
        else:
            self.waiting = [(at, update) for at, update in self.waiting if update["update_id"] >= offset]

    def forget(self, update: Json) -> None:
        """A webhook took this one."""
        self.waiting = [(at, other) for at, other in self.waiting if other is not update]

    @staticmethod
    def _kept(update: Json) -> timedelta:
        return TAPS_KEPT if "callback_query" in update else KEPT
