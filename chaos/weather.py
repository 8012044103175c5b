"""What goes wrong, by chance: servers are killed, and the platforms answer 429, 500, nonsense or nothing."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from chaos.house import House
from tests.standins.faults import Fault, Wrong
from tests.standins.server import StandIn

LONGEST_DOWN = 1.5
"""Seconds between a kill and the new start; what a start takes comes on top."""
TELEGRAM_WRONGS = (
    Fault(wrong=Wrong.TOO_MANY, retry_after=2),
    Fault(wrong=Wrong.BROKEN, status=502),
    Fault(wrong=Wrong.DROPPED),
    Fault(wrong=Wrong.DROPPED, taken=True),
    Fault(wrong=Wrong.GARBLED, taken=True),
)
TWILIO_WRONGS = (*TELEGRAM_WRONGS, Fault(wrong=Wrong.BROKEN, taken=True))
MOST_ORDERED = 6
SILENCE = Fault(wrong=Wrong.SILENT, taken=True)
TWILIO_DOORS = ("messages", "messages", "messages", "list", "content")
TELEGRAM_DOORS = ("sendMessage", "sendMessage", "sendContact")


class Weather:
    """Storms until it is told to calm down. `kills` is how many are wanted, none for without end."""

    def __init__(self, house: House, chance: Random, *, every: float, kills: int | None, silences: bool) -> None:
        self._house, self._chance = house, chance
        self._every, self._left = every, kills
        self._silences = silences
        self.counts: Counter[str] = Counter()
        self.calm = asyncio.Event()

    @property
    def spent(self) -> bool:
        """Whether all kills that were wanted are done."""
        return self._left == 0

    async def kill_now_and_then(self) -> None:
        """One server at a time; another follows when it answers again."""
        while not self.calm.is_set() and self._left != 0:
            await asyncio.sleep(self._chance.uniform(0.1, 2) * self._every)
            server = self._house.a_server(self._chance)
            await server.kill()
            self.counts["kills"] += 1
            if self._left is not None:
                self._left -= 1
            await asyncio.sleep(self._chance.uniform(0, LONGEST_DOWN))
            await server.start()
            await server.ready(self._house.telegram.session)

    async def disturb(self) -> None:
        """A fault every now and then, on either platform."""
        while not self.calm.is_set():
            await asyncio.sleep(self._chance.expovariate(1.5))
            if self._chance.random() < 0.5:
                self._order(self._house.telegram, "Telegram", TELEGRAM_WRONGS, TELEGRAM_DOORS)
            else:
                self._order(self._house.twilio, "Twilio", TWILIO_WRONGS, TWILIO_DOORS)

    def clear(self) -> None:
        """No more; faults that nobody met yet are forgotten."""
        self.calm.set()
        self._house.telegram.faults.ordered.clear()
        self._house.twilio.faults.ordered.clear()

    def _order(self, platform: StandIn, name: str, wrongs: Sequence[Fault], doors: Sequence[str]) -> None:
        if len(platform.faults.ordered) >= MOST_ORDERED:
            return
        fault = SILENCE if self._silences and self._chance.random() < 0.05 else self._chance.choice(wrongs)
        platform.faults.ordered.append(replace(fault, method=self._chance.choice(doors)))
        self.counts[f"{name}: {fault.wrong}{' (taken)' if fault.taken else ''}"] += 1
