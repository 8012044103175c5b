"""The XML in which CalDAV servers are asked, and answer (RFC 4791, 4918 and 6578)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from yarl import URL

from bot.windows import Window
from handlers.calendars.unread import Reason, Unread

DAV, CALDAV, CALENDARSERVER = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'

ABOUT = (
    f"{_HEAD}<D:propfind {_SPACES}><D:prop><D:resourcetype/><D:displayname/><D:sync-token/><S:getctag/>"
    "<D:current-user-principal/><C:calendar-home-set/><C:supported-calendar-component-set/></D:prop></D:propfind>"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one thing on the server."""

    url: URL
    gone: bool
    properties: Mapping[str, Element]

    def text(self, name: str) -> str:
        """A property's words; empty where it has none."""
        found = self.properties.get(name)
        return (found.text or "").strip() if found is not None else ""

    def link(self, name: str, base: URL) -> URL | None:
        """The address that a property holds."""
        found = self.properties.get(name)
        href = found.findtext(f"{DAV}href") if found is not None else None
        return _joined(base, href) if href else None

    @property
    def is_calendar(self) -> bool:
        """Whether it is a calendar that takes events."""
        kind = self.properties.get(f"{DAV}resourcetype")
        if kind is None or kind.find(f"{CALDAV}calendar") is None:
            return False
        kinds = self.properties.get(f"{CALDAV}supported-calendar-component-set")
        return kinds is None or len(kinds) == 0 or "VEVENT" in {each.get("name") for each in kinds}


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole answer."""

    told: tuple[Told, ...]
    token: str
    """From here on changes can be asked for; empty where the server does not say."""
    cut_off: bool
    """There is more than fits."""


def listing_of(text: str, base: URL) -> Listing:
    """What the server lists; raises Unread."""
    if "<!DOCTYPE" in text[:2000].upper():
        raise Unread(Reason.NONSENSE, "a page")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 (without a document type there is nothing to expand)
    except (ElementTree.ParseError, ValueError) as error:
        raise Unread(Reason.NONSENSE, "no XML") from error
    if root.tag != f"{DAV}multistatus":
        raise Unread(Reason.NONSENSE, "no listing")
    told = tuple(_told(root, base))
    statuses = {one.findtext(f"{DAV}status", "") for one in root.iter(f"{DAV}response")}
    return Listing(told, root.findtext(f"{DAV}sync-token", "").strip(), any(" 507" in status for status in statuses))


def changes_since(token: str) -> str:
    """Asks for what changed since then."""
    return (
        f"{_HEAD}<D:sync-collection {_SPACES}><D:sync-token>{escape(token)}</D:sync-token>"
        "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>"
    )


def events_within(window: Window) -> str:
    """Asks for the events that happen in that time, in full."""
    start, end = (f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (window.start, window.end))
    return (
        f"{_HEAD}<C:calendar-query {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter>"
        f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="{start}" end="{end}"/>'
        "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )


def these_events(urls: Iterable[URL]) -> str:
    """Asks for these, in full."""
    hrefs = "".join(f"<D:href>{escape(url.raw_path)}</D:href>" for url in urls)
    return (
        f"{_HEAD}<C:calendar-multiget {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop>{hrefs}"
        "</C:calendar-multiget>"
    )


def _told(root: Element, base: URL) -> Iterator[Told]:
    for response in root.iter(f"{DAV}response"):
        href = response.findtext(f"{DAV}href")
        if not href:
            continue
        properties = {
            each.tag: each
            for found in response.iter(f"{DAV}propstat")
            if " 200" in found.findtext(f"{DAV}status", "")
            for each in found.findall(f"{DAV}prop/*")
        }
        gone = " 404" in response.findtext(f"{DAV}status", "")
        yield Told(_joined(base, href.strip()), gone, properties)


def _joined(base: URL, href: str) -> URL:
    try:
        return base.join(URL(href, encoded=True))
    except ValueError as error:
        raise Unread(Reason.NONSENSE, "an address") from error
