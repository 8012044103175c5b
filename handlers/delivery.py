"""The way out: sends what waits in the outbox, in order per recipient and different recipients side by side."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.events import Blocked, DeliveryReported, Event
from handlers.causes import Causes
from handlers.channel import InDoubt, Refused, TryLater
from handlers.clock import Clock
from handlers.gathering import Gathering
from handlers.leases import Lease
from handlers.logs import without_numbers
from handlers.metrics import Metrics
from handlers.postbag import Postbag
from storage import outbox
from storage.database import Database, transact
from storage.dispatch import SAY
from storage.outbox import Claimed, Holder
from storage.precedence import claim_fairly
from storage.watched import Ailing

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 64
"""Through one carrier: a slow platform holds up neither another nor the mail."""
ROOM_WORTH_LOOKING = 8
LOOK_AGAIN_SECONDS = 1.0
NOTE_AGAIN_SECONDS = 1.0
LAST_ATTEMPT = 30
LONGEST_PAUSE = 900.0
DOUBT_SECONDS = 60.0
"""A platform's own report on a message that is in doubt has come by then, if it ever comes."""
LONGEST_SECONDS = 50.0
"""A try that takes longer is cut off, and in doubt, before its lease ends and somebody else takes the message up."""
GRACE_SECONDS = 0.4
"""How long a message that is being sent may take to end when we stop at once …"""
PATIENCE_SECONDS = 7.0
"""… and when we may finish what was begun: who started us kills us after ten seconds."""
NOTING_SECONDS = 1.0
"""And how long the note may take that it is in doubt; without it, the end of its lease tells the same."""

LETTING_GO_SECONDS = 0.4
"""And how long what could not note it may take to end."""


class Delivery:
    """Empties the outbox. `changed` is called after each outcome; `receive` hears of people who opted out.

    `causes` tells what a message answers, where this process knows it; `holder` what we are among others.
    """

    def __init__(  # noqa: PLR0913 (what touches the world is handed in)
        self,
        *,
        database: Database,
        clock: Clock,
        postbag: Postbag,
        metrics: Metrics,
        receive: Callable[[Sequence[Event]], Awaitable[object]],
        changed: Callable[[], None],
        causes: Causes,
        holder: Callable[[], Holder],
    ) -> None:
        self._database = database
        self._clock = clock
        self._postbag = postbag
        self._metrics = metrics
        self._receive = receive
        self._changed = changed
        self._causes = causes
        self._holder = holder
        self._sent = Gathering(self._note_sent)
        self._woken = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._busy: Counter[str] = Counter()
        self._backlog = False
        self._leaving = False

    def leave(self) -> None:
        """Nothing is claimed any more; what is being sent when `run` is cancelled may take some seconds to end."""
        self._leaving = True

    def wake(self) -> None:
        """Something may wait; to be called on the event loop."""
        self._woken.set()

    async def run(self) -> None:
        """Sends until it is cancelled; then lets what is under way end, or notes it as in doubt.

        Where the database fails it raises that, to be begun again: what is under way goes on meanwhile.
        """
        try:
            while True:
                self._woken.clear()
                await self._send_what_waits()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                        await self._woken.wait()
        except asyncio.CancelledError:
            await self._finish()
            raise

    async def _send_what_waits(self) -> None:
        full = {carrier for carrier, busy in self._busy.items() if busy > MOST_AT_ONCE - ROOM_WORTH_LOOKING}
        room = MOST_AT_ONCE - max((busy for carrier, busy in self._busy.items() if carrier not in full), default=0)
        now, backlog, lease = self._clock.now(), self._backlog, Lease(LONGEST_SECONDS, self._clock.now)
        holder = self._holder()
        claimed = await _whole(
            transact(
                self._database,
                # A claim may wait for the database until after we were told to leave.
                lambda connection: () if self._leaving else claim_fairly(connection, now, room, full, backlog, holder),
            ),
            lambda all_the_same: self._begin(all_the_same, lease),
        )
        if len(claimed) == room:
            self._backlog = True
            self._woken.set()  # there may be more, and room for it
        elif not full:
            self._backlog = False
        self._begin(claimed, lease)

    def _begin(self, claimed: Sequence[Claimed], lease: Lease) -> None:
        for one in claimed:
            if one.id in self._under_way:
                continue  # the clock jumped over our own lease
            task = asyncio.create_task(self._deliver(one, lease), name=one.id)
            self._under_way[one.id] = task
            carrier = one.recipient.partition(":")[0]
            self._busy[carrier] += 1
            task.add_done_callback(partial(self._done, carrier))

    def _done(self, carrier: str, task: asyncio.Task[None]) -> None:
        del self._under_way[task.get_name()]
        self._busy[carrier] -= 1
        self._woken.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery.not_noted", outgoing=task.get_name(), exc_info=error)

    async def _deliver(self, claimed: Claimed, lease: Lease) -> None:
        if lease.left <= 0:  # we hung; whoever takes it up next knows that it is in doubt
            log.warning("delivery.lease_ended", outgoing=claimed.id, medium=claimed.medium)
            return
        began = self._clock.now()
        if claimed.doubt_since is not None:
            self._metrics.doubts.labels(claimed.medium).inc()
        if claimed.attempts > 1:
            self._metrics.retries.labels(claimed.medium).inc()
        try:
            async with asyncio.timeout(lease.left):
                provider_id = await self._postbag.send(claimed)
        except Refused as refused:
            if refused.opted_out and claimed.address is not None:  # first: once it is noted, nobody tries again
                await self._receive(
                    [Blocked(id=f"refused:{claimed.id}", at=self._clock.now(), address=claimed.address)]
                )
            elif refused.code and claimed.medium == SAY:  # the talk should hear of it, too
                await self._receive([_not_taken(claimed, refused.code, self._clock.now())])
            await self._refuse(claimed, str(refused.code or refused.reason))
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
            await self._sent.add((claimed.id, provider_id, self._clock.now()))
            self._tell("sent", claimed)

    async def _refuse(self, claimed: Claimed, reason: str) -> None:
        now = self._clock.now()
        await self._note(lambda connection: outbox.refused(connection, claimed, reason, now))
        self._tell("refused", claimed, reason)

    async def _try_later(self, claimed: Claimed, seconds: float, why: str) -> None:
        await self._postpone(
            "later", claimed, seconds, why, lambda connection, until: outbox.later(connection, claimed, until, why)
        )

    async def _doubt(self, claimed: Claimed, since: datetime, why: str) -> None:
        await self._postpone(
            "doubtful",
            claimed,
            DOUBT_SECONDS,
            why,
            lambda connection, until: outbox.doubtful(connection, claimed, since, until, why),
        )

    async def _postpone(
        self, outcome: str, claimed: Claimed, seconds: float, why: str, write: Callable[[Any, datetime], None]
    ) -> None:
        """Each vain try doubles the pause; after the last one it is given up, so that those behind it may go."""
        if claimed.attempts >= LAST_ATTEMPT:
            await self._refuse(claimed, f"given up after {claimed.attempts} tries: {why}")
            return
        pause = max(seconds, min(2.0 ** min(claimed.attempts - 1, 10), LONGEST_PAUSE))
        # Counted from when it is written down, which a database that is away puts off.
        await self._note(lambda connection: write(connection, self._clock.now() + timedelta(seconds=pause)))
        self._tell(outcome, claimed, why)

    async def _note_sent(self, notes: Sequence[tuple[str, str, datetime]]) -> None:
        await self._note(lambda connection: outbox.all_sent(connection, notes))

    async def _note(self, write: Callable[[Any], None]) -> None:
        """Writes an outcome down, however long the database is away: what nobody knows of is sent once more."""
        while True:
            try:
                return await transact(self._database, write)
            except Ailing:
                await asyncio.sleep(NOTE_AGAIN_SECONDS)

    def _tell(self, outcome: str, claimed: Claimed, reason: str = "") -> None:
        self._metrics.sent.labels(claimed.medium, outcome).inc()
        cause = self._causes.of(claimed.id)
        line = {"outgoing": claimed.id, "medium": claimed.medium, "event_id": cause.event if cause else None}
        if outcome == "sent":
            log.info("sent", **line)
            if cause is not None and claimed.medium == SAY:
                self._metrics.answered.observe((self._clock.now() - cause.at).total_seconds())
        else:
            log.warning(f"delivery.{outcome}", **line, reason=without_numbers(reason))
        self._changed()

    async def _finish(self) -> None:
        """Waits for what is being sent, less long where it is cancelled; the rest is cut off, and noted as in doubt."""
        with suppress(asyncio.CancelledError):
            await _within(PATIENCE_SECONDS if self._leaving else GRACE_SECONDS, self._under_way.values())
        late = list(self._under_way.values())
        for task in late:
            task.cancel()
        await _within(NOTING_SECONDS, late)
        for task in late:  # what could not be noted lets go of the database before it is closed
            task.cancel()
        await _within(LETTING_GO_SECONDS, late)


def _not_taken(claimed: Claimed, code: str, now: datetime) -> DeliveryReported:
    """The platform's refusal, as it would have reported it later."""
    return DeliveryReported(id=f"refused:{claimed.id}", at=now, outgoing=claimed.id, status="failed", code=code)


async def _whole(
    claim: Coroutine[Any, Any, Sequence[Claimed]], begin: Callable[[Sequence[Claimed]], object]
) -> Sequence[Claimed]:
    """What was claimed. Where we are cancelled meanwhile it is begun first: what nobody sends is taken for doubtful."""
    claiming = asyncio.ensure_future(claim)
    try:
        return await asyncio.shield(claiming)
    except asyncio.CancelledError:
        begin(await claiming)
        raise


async def _within(seconds: float, tasks: Collection[asyncio.Task[None]]) -> None:
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)
