"""Reads recruiters' calendars every few minutes; whatever a calendar does, nobody waits for it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import structlog

from bot.model import Recruiter
from bot.sayings import Sayings
from bot.windows import Window, Windows, merge
from handlers.calendars.access import Opened, Secret, open_calendars
from handlers.calendars.aside import read_aside
from handlers.calendars.news import calendar_failed, calendar_works, call_crossed
from handlers.calendars.unread import Reason, Unread
from storage.calendars import Words, forget_left, keep_failure, keep_reading, left_calendars, with_calendars
from storage.database import Database, Unreachable, read, transact

log = structlog.get_logger(__name__)

READ_AGAIN_SECONDS = 300.0
LONGEST_SECONDS = 120.0
"""For all calendars of one recruiter."""
AT_ONCE = 4
"""Calendars: a machine that talks with candidates has better things to do."""
BEFORE, AFTER = timedelta(days=1), timedelta(days=3)
"""Read beside the days that can be booked, so that the last known busy times last for a while."""


@dataclass
class _Known:
    """One recruiter's calendars as they were last read."""

    recruiter: Recruiter
    opened: Opened
    within: Window | None = None
    busy: dict[int, Windows] = field(default_factory=dict)
    """By the calendar's place among theirs."""


@dataclass(kw_only=True)
class Calendars:
    """Keeps busy times. `secret` tells what the environment holds under a name, `now` the aware present.

    `told` is called when something was put into the outbox, or a free slot may be gone; `link` makes the address of a
    call's page.
    """

    database: Database
    now: Callable[[], datetime]
    sayings: Sayings
    secret: Secret
    told: Callable[[], None]
    link: Callable[[str], str]
    _known: dict[str, _Known] = field(default_factory=dict, init=False)

    async def run(self) -> None:
        """Reads until it is cancelled."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            self._known.clear()
            while True:
                with suppress(Unreachable):
                    await self.read_calendars(session)
                await asyncio.sleep(READ_AGAIN_SECONDS)

    async def read_calendars(self, session: aiohttp.ClientSession) -> None:
        """Reads every recruiter's calendars once, and keeps what came of it."""
        recruiters = await read(self.database, with_calendars)
        if await read(self.database, left_calendars):
            await transact(self.database, forget_left)
        self._known = {one.id: self._known[one.id] for one in recruiters if one.id in self._known}
        room = asyncio.Semaphore(AT_ONCE)

        async def keep(recruiter: Recruiter) -> None:
            async with room:
                await self._keep(recruiter, session)

        await asyncio.gather(*map(keep, recruiters))
        self.told()

    async def _keep(self, recruiter: Recruiter, session: aiohttp.ClientSession) -> None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                busy = await self.busy_of(recruiter, session)
        except TimeoutError:
            await self._failed(recruiter, Unread(Reason.SILENT, "in all"))
        except Unread as unread:
            await self._failed(recruiter, unread)
        except Exception as error:
            log.exception("calendar.broke", recruiter=recruiter.id)
            await self._failed(recruiter, Unread(Reason.NONSENSE, type(error).__name__))
        else:
            now, words = self.now(), self._words(recruiter)
            await transact(self.database, lambda connection: keep_reading(connection, recruiter.id, busy, now, words))

    async def _failed(self, recruiter: Recruiter, unread: Unread) -> None:
        self._known.pop(recruiter.id, None)  # what it knew may be half of it
        log.warning("calendar.unread", recruiter=recruiter.id, reason=str(unread))
        now, reason, words = self.now(), unread.reason, self._words(recruiter)
        await transact(
            self.database,
            lambda connection: keep_failure(connection, recruiter.id, reason, now, words, passes=reason.passes),
        )

    async def busy_of(self, recruiter: Recruiter, session: aiohttp.ClientSession) -> Windows:
        """When the recruiter is busy, by all of their calendars; raises Unread."""
        known, within = self._opened(recruiter, session), self._within(recruiter)
        if known.within != within:
            known.within = within
            for file in known.opened.files:
                file.forget()
        for place, file in enumerate(known.opened.files):
            await self._take(known, place, await file.read())
        if known.opened.caldav is not None:
            await self._take(known, -1, await known.opened.caldav.read(within))
        return merge(window for windows in known.busy.values() for window in windows)

    def _opened(self, recruiter: Recruiter, session: aiohttp.ClientSession) -> _Known:
        known = self._known.get(recruiter.id)
        if known is None or known.recruiter != recruiter:
            assert recruiter.calendar is not None
            known = self._known[recruiter.id] = _Known(
                recruiter, open_calendars(recruiter.calendar, self.secret, session)
            )
        return known

    async def _take(self, known: _Known, place: int, texts: Sequence[str] | None) -> None:
        if texts is None or known.within is None:
            return
        recruiter = known.recruiter
        assert recruiter.calendar is not None
        owners = [address.lower() for address in (recruiter.email, recruiter.calendar.user) if "@" in address]
        known.busy[place] = await read_aside(texts, known.within, recruiter.zone, owners) if texts else ()

    def _within(self, recruiter: Recruiter) -> Window:
        today = datetime.combine(self.now().astimezone(UTC).date(), datetime.min.time(), UTC)
        return Window(today - BEFORE, today + timedelta(days=recruiter.days_ahead) + AFTER)

    def _words(self, recruiter: Recruiter) -> Words:
        return Words(
            failed=lambda reason: calendar_failed(recruiter, Reason(reason), self.sayings),
            works=lambda: calendar_works(recruiter, self.sayings),
            crossed=lambda call: call_crossed(recruiter, call, self.link(call.id), self.sayings),
        )
