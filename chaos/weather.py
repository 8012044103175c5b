"""What goes wrong, by chance, and how often: every kind of it is counted when it happened, so that none can hide."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from chaos.house import House
from chaos.mishaps import TELEGRAM_DOORS, TELEGRAM_WRONGS, TWILIO_DOORS, TWILIO_WRONGS, Mishaps
from chaos.servers import Server

LONGEST_DOWN = 0.6
"""Seconds between a kill and the new start; what a start takes comes on top."""
LEASE_SECONDS = 60.0
"""Of the house's clock; who stands still for longer loses what it had taken up."""
FARTHEST_JUMP = 5.0
"""Minutes."""
EARLY = 12.0
"""Within so many times the seconds between two kills, everything has struck once."""
KILLED, STOPPED, FROZEN, AWAY = (
    "servers: killed (SIGKILL)",
    "servers: stopped and started (SIGTERM)",
    "servers: stood still (SIGSTOP)",
    "servers: all away for seconds",
)
AHEAD, BACK = "clock: servers' ahead by minutes", "clock: servers' back by minutes"
NO_MAIL = "mail: server away for seconds"
KINDS = (STOPPED, FROZEN, AWAY, AHEAD, BACK, NO_MAIL)


@dataclass(frozen=True, slots=True)
class Hazard:
    """Something that strikes again and again; seconds between two strikes, on average."""

    seconds: float
    strike: Callable[[], Awaitable[None]]


class Weather:
    """Storms until it is told to calm down. `kills` is how many are wanted, none for without end."""

    def __init__(self, house: House, chance: Random, *, every: float, kills: int | None, silences: bool) -> None:
        self._house, self._chance = house, chance
        self._every, self._left = every, kills
        self.counts: Counter[str] = Counter(dict.fromkeys((*KINDS, *house.trouble.kinds), 0))
        self._mishaps = [
            Mishaps(platform=name, doors=doors, wrongs=wrongs, silences=silences, chance=chance, counts=self.counts)
            for name, doors, wrongs in (
                ("Telegram", TELEGRAM_DOORS, TELEGRAM_WRONGS),
                ("Twilio", TWILIO_DOORS, TWILIO_WRONGS),
            )
        ]
        house.telegram.faults, house.twilio.faults = self._mishaps
        house.mailroom.chance = chance
        self._kept_back = 0
        self.calm = asyncio.Event()
        self.last_call = asyncio.Event()
        """Set when nobody begins a new talk any more."""
        self.run_out = asyncio.Event()
        """Set when all kills that were wanted are done."""
        self.phase = "while people talked"
        self._strikes: set[asyncio.Task[None]] = set()

    @property
    def spent(self) -> bool:
        """Whether all kills that were wanted are done, as far as they were for this part of the run."""
        return self._left is not None and self._left <= self._kept_back

    def keep_back(self, share: float) -> None:
        """So great a share of the kills that are left is for later."""
        self._kept_back = round((self._left or 0) * share)

    async def storm(self) -> None:
        """All hazards side by side, until the weather clears; what they broke is then mended."""
        hazards = [asyncio.create_task(self._go_on(hazard)) for hazard in self._hazards()]
        await self.calm.wait()
        for hazard in hazards:
            hazard.cancel()
        await asyncio.gather(*hazards, return_exceptions=True)
        for result in await asyncio.gather(*self._strikes, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    def clear(self) -> None:
        """No more."""
        self.calm.set()
        self.last_call.set()
        self._house.mailroom.over = True
        for mishaps in self._mishaps:
            mishaps.over = True

    def _hazards(self) -> Sequence[Hazard]:
        every = self._every
        return (
            Hazard(every, self._kill),
            Hazard(every * 8, self._restart),
            Hazard(every * 25, self._freeze),
            Hazard(every * 60, self._black_out),
            Hazard(every * 12, self._cut_database),
            Hazard(every * 60, self._stop_database),
            Hazard(every * 50, self._jump),
            Hazard(every * 40, self._close_mailroom),
        )

    async def _go_on(self, hazard: Hazard) -> None:
        """Strikes wait for their server, not for each other. The first comes early: a short run has each, too."""
        pause = min(self._chance.expovariate(1 / hazard.seconds), self._chance.uniform(0, EARLY * self._every))
        while True:
            await asyncio.sleep(pause)
            pause = self._chance.expovariate(1 / hazard.seconds)
            if len(self._strikes) < 20:
                strike = asyncio.ensure_future(hazard.strike())
                self._strikes.add(strike)
                strike.add_done_callback(self._over)

    def _over(self, strike: "asyncio.Task[None]") -> None:
        if strike.cancelled() or strike.exception() is None:
            self._strikes.discard(strike)

    # Servers

    async def _kill(self) -> None:
        server = self._free_server()
        if server is None or self.spent:
            return
        if self._left is not None:
            self._left -= 1
        if self._left == 0:
            self.run_out.set()
        async with server.lock:
            await server.kill()
            self.counts[f"{KILLED} {self.phase}"] += 1
            await self._back(server, self._chance.uniform(0, LONGEST_DOWN))

    async def _restart(self) -> None:
        if (server := self._free_server()) is None:
            return
        async with server.lock:
            await server.stop()
            self.counts[STOPPED] += 1
            await self._back(server, 0)

    async def _freeze(self) -> None:
        """For longer than a lease, so that others take up what this one had taken up."""
        if (server := self._free_server()) is None:
            return
        async with server.lock:
            server.freeze()
            await asyncio.sleep(LEASE_SECONDS / self._house.speed * self._chance.uniform(0.5, 1.6))
            server.thaw()
            self.counts[FROZEN] += 1

    async def _black_out(self) -> None:
        """None is there; people go on."""
        servers = self._house.servers
        for server in servers:
            await server.lock.acquire()
        try:
            hard = self._chance.random() < 0.5
            await asyncio.gather(*(server.kill() if hard else server.stop() for server in servers))
            self.counts[AWAY] += 1
            await asyncio.sleep(self._chance.uniform(2, 8))
            await asyncio.gather(*(self._back(server, 0) for server in servers))
        finally:
            for server in servers:
                server.lock.release()

    async def _back(self, server: Server, seconds: float) -> None:
        """It is there again, though it does not answer yet; the next blow may come before it does."""
        await asyncio.sleep(seconds)
        await server.start()

    def _free_server(self) -> Server | None:
        free = [server for server in self._house.servers if not server.lock.locked()]
        return self._chance.choice(free) if free else None

    # What servers lean on

    async def _cut_database(self) -> None:
        self.counts[await self._house.trouble.cut(self._chance.choice((0.3, 1.0)))] += 1

    async def _stop_database(self) -> None:
        hard = self._chance.random() < 0.5
        self.counts[await self._house.trouble.go_away(self._chance.uniform(1, 4), hard=hard)] += 1

    async def _jump(self) -> None:
        """The servers' clocks are wrong for some seconds, then right again: a jump each way."""
        length = timedelta(minutes=self._chance.uniform(0.5, FARTHEST_JUMP) * self._chance.choice((-1, 1)))
        async with self._house.clock_lock:
            self._house.servers_clock.jump(length)
            self.counts[AHEAD if length > timedelta() else BACK] += 1
            await asyncio.sleep(self._chance.uniform(0.5, 5))
            self._house.servers_clock.jump(-length)

    async def _close_mailroom(self) -> None:
        async with self._house.mail_lock:
            await self._house.mailroom.close()
            self.counts[NO_MAIL] += 1
            await asyncio.sleep(self._chance.uniform(1, 5))
            await self._house.mailroom.open()
