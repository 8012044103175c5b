"""How fast a platform lets us send: a steady pace per chat and over all, with a short burst allowed."""

from dataclasses import dataclass, field

MOST_REMEMBERED = 10_000


@dataclass(slots=True, kw_only=True)
class Pace:
    """Reserves turns; times are seconds of any clock that only goes forward.

    The defaults are Telegram's: one message a second in a chat, where three at once are let through, and thirty a
    second over all.
    """

    per_chat: float = 1.0
    burst: int = 3
    overall: float = 30.0
    _all_free_at: float = 0.0
    _free_at: dict[str, float] = field(default_factory=dict)

    def wait(self, chat: str, now: float) -> float:
        """How many seconds to wait before sending to `chat`; the turn is then taken."""
        between = 1 / self.per_chat
        free_at = max(now, self._free_at.get(chat, now))
        # A chat that waits for its own turn does not push back everybody else's.
        self._all_free_at = max(now, self._all_free_at)
        turn = max(free_at - (self.burst - 1) * between, self._all_free_at)
        self._free_at[chat] = free_at + between
        self._all_free_at += 1 / self.overall
        self._forget(now)
        return turn - now

    def _forget(self, now: float) -> None:
        if len(self._free_at) > MOST_REMEMBERED:
            self._free_at = {chat: free_at for chat, free_at in self._free_at.items() if free_at > now}
