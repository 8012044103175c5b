"""The way out: sends what waits in the outbox, in order per recipient and different recipients side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.events import Blocked, Event
from handlers.channel import InDoubt, Refused, TryLater
from handlers.clock import Clock
from handlers.logs import without_numbers
from handlers.metrics import Metrics
from handlers.postbag import Postbag
from storage import outbox
from storage.database import Database, transact
from storage.outbox import Claimed

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 64
LOOK_AGAIN_SECONDS = 1.0
LAST_ATTEMPT = 30
LONGEST_PAUSE = 900.0
DOUBT_SECONDS = 60.0
"""A platform's own report on a message that is in doubt has come by then, if it ever comes."""
LONGEST_SECONDS = 50.0
"""A try that takes longer is cut off, and in doubt, before its lease ends and somebody else takes the message up."""
GRACE_SECONDS = 0.4
"""How long a message that is being sent may take to end when we stop."""


class Delivery:
    """Empties the outbox. `changed` is called after each outcome; `receive` hears of people who opted out."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        postbag: Postbag,
        metrics: Metrics,
        receive: Callable[[Sequence[Event]], Awaitable[object]],
        changed: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._postbag = postbag
        self._metrics = metrics
        self._receive = receive
        self._changed = changed
        self._woken = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something may wait; to be called on the event loop."""
        self._woken.set()

    async def run(self) -> None:
        """Sends until it is cancelled; then lets what is under way end, or notes it as in doubt."""
        try:
            while True:
                self._woken.clear()
                await self._send_what_waits()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                        await self._woken.wait()
        finally:
            await self._finish()

    async def _send_what_waits(self) -> None:
        room = MOST_AT_ONCE - len(self._under_way)
        if room <= 0:
            return
        now = self._clock.now()
        for claimed in await transact(self._database, lambda connection: outbox.claim(connection, now, room)):
            if claimed.id in self._under_way:
                continue  # the clock jumped over our own lease
            task = asyncio.create_task(self._deliver(claimed), name=claimed.id)
            self._under_way[claimed.id] = task
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task.get_name()]
        self._woken.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery.not_noted", exc_info=error)

    async def _deliver(self, claimed: Claimed) -> None:
        began = self._clock.now()
        if claimed.doubt_since is not None:
            self._metrics.doubts.labels(claimed.medium).inc()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                provider_id = await self._postbag.send(claimed)
        except Refused as refused:
            await self._refuse(claimed, str(refused.code or refused.reason))
            if refused.opted_out and claimed.address is not None:
                await self._receive(
                    [Blocked(id=f"refused:{claimed.id}", at=self._clock.now(), address=claimed.address)]
                )
        except TryLater as later:
            await self._try_later(claimed, later.seconds, str(later))
        except InDoubt as doubt:
            await self._doubt(claimed, began, str(doubt))
        except TimeoutError:
            await self._doubt(claimed, began, f"it took longer than {LONGEST_SECONDS:g} s")
        except asyncio.CancelledError:
            await self._doubt(claimed, began, "we stopped while it was being sent")
            raise
        except Exception as error:
            log.exception("delivery.broke", outgoing=claimed.id, medium=claimed.medium)
            await self._doubt(claimed, began, f"our own fault ({type(error).__name__})")
        else:
            now = self._clock.now()
            await transact(self._database, lambda connection: outbox.sent(connection, claimed.id, provider_id, now))
            self._tell("sent", claimed)

    async def _refuse(self, claimed: Claimed, reason: str) -> None:
        now = self._clock.now()
        await transact(self._database, lambda connection: outbox.refused(connection, claimed.id, reason, now))
        self._tell("refused", claimed, reason)

    async def _try_later(self, claimed: Claimed, seconds: float, why: str) -> None:
        await self._postpone(
            "later", claimed, seconds, why, lambda connection, until: outbox.later(connection, claimed.id, until, why)
        )

    async def _doubt(self, claimed: Claimed, since: datetime, why: str) -> None:
        await self._postpone(
            "doubtful",
            claimed,
            DOUBT_SECONDS,
            why,
            lambda connection, until: outbox.doubtful(connection, claimed.id, since, until, why),
        )

    async def _postpone(
        self, outcome: str, claimed: Claimed, seconds: float, why: str, write: Callable[[Any, datetime], None]
    ) -> None:
        """Each vain try doubles the pause; after the last one it is given up, so that those behind it may go."""
        if claimed.attempts >= LAST_ATTEMPT:
            await self._refuse(claimed, f"given up after {claimed.attempts} tries: {why}")
            return
        pause = max(seconds, min(2.0 ** min(claimed.attempts - 1, 10), LONGEST_PAUSE))
        until = self._clock.now() + timedelta(seconds=pause)
        await transact(self._database, lambda connection: write(connection, until))
        self._tell(outcome, claimed, why)

    def _tell(self, outcome: str, claimed: Claimed, reason: str = "") -> None:
        self._metrics.sent.labels(claimed.medium, outcome).inc()
        if outcome != "sent":
            log.warning(
                f"delivery.{outcome}", outgoing=claimed.id, medium=claimed.medium, reason=without_numbers(reason)
            )
        self._changed()

    async def _finish(self) -> None:
        """Waits a moment for what is being sent; what takes longer is cut off, and noted as in doubt."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way.values(), timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
