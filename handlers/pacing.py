"""How fast a platform lets us send: a steady pace per chat and over all, with a short burst allowed."""

import asyncio
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

    def wait(self, chat: str, now: float, messages: int = 1) -> float:
        """How many seconds to wait before sending so many messages at once to `chat`; their turns are then taken."""
        between = 1 / self.per_chat
        free_at = max(now, self._free_at.get(chat, now))
        # A chat that waits for its own turn does not push back everybody else's.
        self._all_free_at = max(now, self._all_free_at)
        turn = max(free_at - (self.burst - 1) * between, self._all_free_at)
        self._free_at[chat] = free_at + messages * between
        self._all_free_at += messages / self.overall
        self._forget(now)
        return turn - now

    def _forget(self, now: float) -> None:
        if len(self._free_at) > MOST_REMEMBERED:
            self._free_at = {chat: free_at for chat, free_at in self._free_at.items() if free_at > now}


class Gate:
    """Lets messages through at a pace, also where this process was held up and all their turns have come at once."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._one_by_one = asyncio.Lock()
        self._opens_at = 0.0

    async def pass_through(self, chat: str, messages: int = 1) -> None:
        """Returns when so many messages may be sent to `chat`."""
        time = asyncio.get_running_loop().time
        await asyncio.sleep(self._pace.wait(chat, time(), messages))
        async with self._one_by_one:
            await asyncio.sleep(max(0.0, self._opens_at - time()))
            self._opens_at = time() + messages / self._pace.overall


def usual_gates() -> dict[str, Gate]:
    """By channel; a sender on WhatsApp has eighty messages a second, and one person rarely gets more than some."""
    return {"telegram": Gate(Pace()), "whatsapp": Gate(Pace(per_chat=1, burst=20, overall=80))}
