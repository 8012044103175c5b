"""A calendar on a CalDAV server: what changed in it is read, and booked calls are written into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from yarl import URL

from bot.windows import Window
from handlers.calendars.asking import Answer, Asking, judged
from handlers.calendars.dav import (
    ABOUT,
    CALDAV,
    CALENDARSERVER,
    DAV,
    Listing,
    Told,
    changes_since,
    events_within,
    listing_of,
    these_events,
)
from handlers.calendars.unread import Reason, Unread

XML = "application/xml; charset=utf-8"
AT_ONCE = 50
MOST_PARTS = 20
"""Of one answer about what changed."""


@dataclass(slots=True)
class _Copy:
    """What we know of the calendar."""

    within: Window
    token: str
    mark: str
    """The server's mark of the calendar as it was (its "ctag"), for servers that tell no changes."""
    events: dict[URL, str] = field(default_factory=dict)


class CalDav:
    """The calendar at `url`, or the one called `name` that is found from there; without a name, the first."""

    def __init__(self, asking: Asking, url: str, name: str = "") -> None:
        self._asking = asking
        self._url = URL(url)
        self._name = name
        self._found: URL | None = None
        self._copy: _Copy | None = None

    async def read(self, within: Window) -> tuple[str, ...] | None:
        """Its events in that time, as calendars; None where they are as they were. Raises Unread."""
        copy = self._copy
        if copy is None or copy.within != within or not (copy.token or copy.mark):
            return await self._read_all(within)
        try:
            changed = await (self._follow(copy) if copy.token else self._has_turned(copy))
        except Unread as unread:
            if unread.reason in (Reason.SILENT, Reason.BROKEN):
                raise
            return await self._read_all(within)  # what was asked is not understood, or too long ago
        if not changed:
            return None
        return tuple(copy.events.values()) if copy.token else await self._read_all(within)

    def forget(self) -> None:
        """Read it whole next time."""
        self._copy = None

    async def put(self, name: str, entry: str) -> None:
        """Write an entry, in the place of the one that had the name; raises Unread."""
        url = await self._place(name)
        await self._written(await self._asking.ask("PUT", url, entry, Content_Type="text/calendar; charset=utf-8"))

    async def delete(self, name: str) -> None:
        """Take the entry out, if it is there; raises Unread."""
        answer = await self._asking.ask("DELETE", await self._place(name))
        if answer.status not in (404, 410):
            await self._written(answer)

    async def _written(self, answer: Answer) -> None:
        if answer.status in (404, 409):
            self._found = None  # it may have moved
        judged(answer)

    async def _place(self, name: str) -> URL:
        calendar = await self._calendar()
        return calendar / f"{name}.ics" if calendar.path.endswith("/") else URL(f"{calendar}/") / f"{name}.ics"

    async def _read_all(self, within: Window) -> tuple[str, ...]:
        self._copy = None
        calendar = await self._calendar()
        about = (await self._list("PROPFIND", calendar, ABOUT, "0")).told
        token, mark = (
            about[0].text(name) if about else "" for name in (f"{DAV}sync-token", f"{CALENDARSERVER}getctag")
        )
        copy = _Copy(within, token, mark)
        _take(copy, await self._list("REPORT", calendar, events_within(within), "1"))
        self._copy = copy
        return tuple(copy.events.values())

    async def _follow(self, copy: _Copy) -> bool:
        """Takes in what changed since last time; whether anything did."""
        calendar, changed = await self._calendar(), False
        for _ in range(MOST_PARTS):
            listing = await self._list("REPORT", calendar, changes_since(copy.token), "0")
            if not listing.token:
                raise Unread(Reason.NONSENSE, "no token")
            events = [told for told in listing.told if told.url.raw_path.rstrip("/") != calendar.raw_path.rstrip("/")]
            for told in events:
                copy.events.pop(told.url, None)
            for urls in _portions([told.url for told in events if not told.gone]):
                _take(copy, await self._list("REPORT", calendar, these_events(urls), "1"))
            changed, copy.token = changed or bool(events), listing.token
            if not listing.cut_off:
                return changed
        raise Unread(Reason.NONSENSE, "changes without end")

    async def _has_turned(self, copy: _Copy) -> bool:
        about = (await self._list("PROPFIND", await self._calendar(), ABOUT, "0")).told
        return not about or about[0].text(f"{CALENDARSERVER}getctag") != copy.mark

    async def _calendar(self) -> URL:
        """The calendar's own address."""
        if self._found is None:
            self._found = await self._find()
        return self._found

    async def _find(self) -> URL:
        listing = await self._entrance()
        here = listing.told[0] if listing.told else None
        if here is not None and here.is_calendar:
            return here.url
        home = await self._home(here)
        calendars = [told for told in (await self._list("PROPFIND", home, ABOUT, "1")).told if told.is_calendar]
        for told in calendars:
            if not self._name or told.text(f"{DAV}displayname").casefold() == self._name.casefold():
                return told.url
        raise Unread(Reason.MISSING, f"{len(calendars)} calendars")

    async def _entrance(self) -> Listing:
        """What stands at the address; at a server's bare address perhaps only where to go on (RFC 6764)."""
        try:
            return await self._list("PROPFIND", self._url, ABOUT, "0")
        except Unread as unread:
            if self._url.path.strip("/") or unread.reason not in (Reason.MISSING, Reason.NONSENSE):
                raise
            return await self._list("PROPFIND", self._url.with_path("/.well-known/caldav"), ABOUT, "0")

    async def _home(self, here: Told | None) -> URL:
        """Where the owner's calendars are."""
        if here is None:
            return self._url
        if home := here.link(f"{CALDAV}calendar-home-set", self._url):
            return home
        principal = here.link(f"{DAV}current-user-principal", self._url)
        if principal is None:
            return self._url
        told = (await self._list("PROPFIND", principal, ABOUT, "0")).told
        return (told[0].link(f"{CALDAV}calendar-home-set", principal) if told else None) or self._url

    async def _list(self, method: str, url: URL, body: str, depth: str) -> Listing:
        answer = judged(await self._asking.ask(method, url, body, Depth=depth, Content_Type=XML))
        return listing_of(answer.text, answer.url)


def _take(copy: _Copy, listing: Listing) -> None:
    for told in listing.told:
        if data := told.text(f"{CALDAV}calendar-data"):
            copy.events[told.url] = data


def _portions(urls: Sequence[URL]) -> Iterator[list[URL]]:
    rest = iter(urls)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion
