"""Several processes on one database: each tells the others that something changed, and one does each chore."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

import structlog

from storage.database import Database, Unreachable
from storage.news import PING_SECONDS, Wire, is_shared, open_wire
from storage.outbox import Holder

log = structlog.get_logger(__name__)

Loop = Callable[[], Awaitable[None]]

REST_SECONDS = 0.05
"""How soon after one piece of news the next is told or heard: under load, one stands for many."""
AGAIN_SECONDS = 1.0
SHAKEN_SECONDS = 5.0
"""How long after a cut we take nothing for left behind: when a server comes back, each is as long without a line."""
UNDERSTUDY_SECONDS = 5.0
"""How often one who does not do a chore looks whether nobody does."""


class Replicas:
    """This process among those on the same database. `heard` is called when another says that something changed.

    Where the database is ours alone (SQLite), nobody is told anything, and every chore is ours.
    """

    def __init__(self, database: Database, heard: Callable[[], None]) -> None:
        self._database = database
        self._heard = heard
        self._untold = False
        self._stirred = asyncio.Event()
        self._wire: asyncio.Future[Wire] | None = None
        self._number = secrets.randbits(31) if is_shared(database) else None
        self._shaken_at = monotonic()

    def tell(self) -> None:
        """Something was committed that others may act on; to be called on the event loop."""
        self._untold = True
        self._stirred.set()

    async def run(self) -> None:
        """Tells and hears until it is cancelled. What is missed while the line is cut, slow polls find."""
        cut = False
        while is_shared(self._database):
            try:
                async with open_wire(self._database, self._stirred) as wire:
                    if cut:
                        log.info("replicas.line_is_back")
                    cut = False
                    await self._keep(wire)
            except Unreachable as unreachable:
                if not cut:
                    log.warning("replicas.line_is_cut", reason=str(unreachable))
                cut = True
            await asyncio.sleep(AGAIN_SECONDS)

    def holder(self) -> Holder:
        """What we are among those that share the outbox: who lost the line with us may be about to have it back."""
        return Holder(number=self._number, inherits=monotonic() - self._shaken_at >= SHAKEN_SECONDS)

    def alone(self, chore: str, loop: Loop) -> Loop:
        """`loop`, run by one process at a time: begun elsewhere within seconds when this one dies, stops or hangs."""

        async def run_alone() -> None:
            if not is_shared(self._database):
                return await loop()
            while True:
                with suppress(Unreachable):
                    await self._do_alone(chore, loop)
                await asyncio.sleep(UNDERSTUDY_SECONDS)

        return run_alone

    async def _keep(self, wire: Wire) -> None:
        """Until the line is cut; raises Unreachable."""
        if self._number is not None:
            await wire.hold(self._number)
        self._shaken_at = monotonic()
        self._open_wire().set_result(wire)
        try:
            self._heard()  # what was told while nobody listened
            while not wire.cut.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(PING_SECONDS):
                        await self._stirred.wait()
                self._stirred.clear()
                await self._exchange(wire)
                await asyncio.sleep(REST_SECONDS)
            raise Unreachable("the server hung up")
        finally:
            self._wire = None
            self._shaken_at = monotonic()

    async def _exchange(self, wire: Wire) -> None:
        if wire.take_heard():
            self._heard()
        told, self._untold = self._untold, False
        if told:
            await wire.tell()
        else:
            await wire.show_life()

    async def _do_alone(self, chore: str, loop: Loop) -> None:
        """Does the chore while it is ours, if it is free; raises Unreachable, and what the loop raises."""
        wire = await asyncio.shield(self._open_wire())
        if wire.cut.is_set() or not await wire.take_on(chore):
            return
        log.info("replicas.chore_is_ours", chore=chore)
        doing = asyncio.ensure_future(loop())
        lost = asyncio.ensure_future(wire.cut.wait())
        try:
            await asyncio.wait([doing, lost], return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                doing.result()
        finally:
            for task in (doing, lost):
                task.cancel()
            await asyncio.gather(doing, lost, return_exceptions=True)
            if not wire.cut.is_set():
                with suppress(Unreachable):
                    await wire.give_up(chore)

    def _open_wire(self) -> "asyncio.Future[Wire]":
        """The line that stands now, or the next one."""
        if self._wire is None or self._wire.cancelled():
            self._wire = asyncio.get_running_loop().create_future()
        return self._wire
