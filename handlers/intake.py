"""The way in: what happened is written down in one commit with all that has queued meanwhile, then told to the rest."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from time import perf_counter
from typing import Any

import structlog

from bot.events import Event, MessageReceived, TimerFired
from handlers.clock import Clock
from handlers.metrics import Metrics
from storage import freed, ledger
from storage.database import Database, Overloaded, transact
from storage.once import Applied, Outcome, unsettled
from storage.premises import House

log = structlog.get_logger(__name__)

MOST_WAITING = 1000
MOST_AT_ONCE = 100
TOLD = tuple(field.name for field in fields(Applied))
BROKEN = (Outcome.FAILED, Outcome.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class _Batch:
    events: Sequence[Event]
    done: "asyncio.Future[Sequence[Applied]]"


class Intake:
    """Takes events in. `changed` is called on the event loop after every commit that moved something."""

    def __init__(
        self, *, database: Database, house: House, clock: Clock, metrics: Metrics, changed: Callable[[], None]
    ) -> None:
        self._database = database
        self._house = house
        self._clock = clock
        self._metrics = metrics
        self._changed = changed
        self._waiting: list[_Batch] = []
        self._arrived = asyncio.Event()
        metrics.waiting.set_function(self._length)

    async def take(self, events: Sequence[Event]) -> Sequence[Applied]:
        """What became of the events, in their order, once that is durable.

        Raises Overloaded where too many wait, and what `transact` raises.
        """
        if self._length() + len(events) > MOST_WAITING:
            raise Overloaded
        batch = _Batch(events, asyncio.get_running_loop().create_future())
        self._waiting.append(batch)
        self._arrived.set()
        return await batch.done

    async def run(self) -> None:
        """Writes down what waits, all of it in one commit, until it is cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            batches, self._waiting = self._waiting, []
            await self._settle(batches)

    async def ring(self) -> None:
        """Rings every timer that is due, until none is left, tries again what failed, and offers on what was freed."""
        more = True
        while more:
            timers, applied, now = await transact(self._database, self._rung)
            for timer in timers:
                self._metrics.timers_late.observe((now - timer.at).total_seconds())
            self._tell(applied)
            more = any(one.outcome is Outcome.APPLIED for one in applied)

    def _length(self) -> int:
        return sum(len(batch.events) for batch in self._waiting)

    async def _settle(self, batches: Sequence[_Batch]) -> None:
        began = perf_counter()
        try:
            applied = await self._apply([event for batch in batches for event in batch.events])
        except Exception as error:
            log.exception("intake.failed", events=sum(len(batch.events) for batch in batches))
            for batch in batches:
                if not batch.done.done():
                    batch.done.set_exception(error)
            return
        self._metrics.commits.observe(perf_counter() - began)
        self._tell(applied)
        results = iter(applied)
        for batch in batches:
            own = list(islice(results, len(batch.events)))
            if not batch.done.done():
                batch.done.set_result(own)

    async def _apply(self, events: Sequence[Event]) -> Sequence[Applied]:
        texts = [event.text for event in events if isinstance(event, MessageReceived)]
        if texts and self._house.prepare is not None:
            await asyncio.to_thread(_prepare, self._house.prepare, texts)
        now = self._clock.now()
        return await transact(self._database, lambda connection: ledger.apply(connection, events, self._house, now))

    def _rung(self, connection: Any) -> tuple[Sequence[TimerFired], Sequence[Applied], datetime]:
        """Claims what is due and takes it in in the same transaction, so that another process passes it by."""
        now = self._clock.now()
        timers = ledger.due(connection, now, MOST_AT_ONCE, claim=True)
        again = unsettled(connection, now, MOST_AT_ONCE, claim=True)
        ripe = [*timers, *again, *freed.offers(connection, self._house, now, MOST_AT_ONCE)]
        return timers, ledger.apply(connection, ripe, self._house, now) if ripe else (), now

    def _tell(self, applied: Sequence[Applied]) -> None:
        for one in applied:
            self._metrics.events.labels(one.outcome).inc()
            line = {name: value for name in TOLD if (value := getattr(one, name)) not in (None, "")}
            (log.error if one.outcome in BROKEN else log.info)("event" if one.turn is None else "turn", **line)
        if any(one.outcome is Outcome.APPLIED for one in applied):
            self._changed()


def _prepare(prepare: Callable[[str], None], texts: Sequence[str]) -> None:
    """Milliseconds a text: neither the event loop waits for it nor the transaction."""
    for text in texts:
        prepare(text)
