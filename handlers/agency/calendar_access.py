"""Where a recruiter's own calendar is, as people write it; passwords and secret addresses stay in the environment."""

import re
from urllib.parse import urlsplit

from bot.model import CalendarAccess
from bot.yaml_lines import Fields, Node
from handlers.agency.fields import Notebook

_KEYS = ("ics", "ics_from", "caldav", "feed")
_CALDAV = ("url", "user", "password_from", "name")
_MOST_FEEDS = 1_000_000


def read_calendar(node: Node | None, book: Notebook) -> CalendarAccess | None:
    """The access; None where there is none, or where something is wrong, which stands in `book`."""
    if node is None or not (fields := book.fields(node, "calendar", _KEYS)):
        return None
    given = fields.fields
    caldav = _caldav(given.get("caldav"), book)
    return CalendarAccess(
        ics=_address(given.get("ics"), "ics", book),
        ics_from=_variable(given.get("ics_from"), "ics_from", book),
        feed=book.number(given.get("feed"), "feed", 1, _MOST_FEEDS) or 1,
        **caldav,
    )


def _caldav(node: Node | None, book: Notebook) -> dict[str, str]:
    if node is None or not (fields := book.fields(node, "caldav", _CALDAV, ("url", "user", "password_from"))):
        return {}
    given = fields.fields
    _no_password(fields, book)
    return {
        "caldav": _address(given.get("url"), "url", book),
        "user": book.text(given.get("user"), "user") or "",
        "password_from": _variable(given.get("password_from"), "password_from", book),
        "name": book.text(given.get("name"), "name") or "",
    }


def _no_password(fields: Fields, book: Notebook) -> None:
    if "password" in fields.fields:
        line = fields.lines["password"]
        book.note(
            line, "A password doesn't belong in this file: set it in the environment, and name it in password_from."
        )


def _address(node: Node | None, of: str, book: Notebook) -> str:
    """A web address; webcal:// is how calendar programs write https://."""
    if node is None or (text := book.text(node, of)) is None:
        return ""
    address = re.sub(r"^webcals?://", "https://", text, flags=re.IGNORECASE)
    try:
        parts = urlsplit(address)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        book.note(node.line, f"{of} must be a whole address, beginning with https://.")
    elif parts.username or parts.password:
        book.note(node.line, f"{of} bears a password; name it in password_from instead.")
    elif re.search(r"/private-[0-9a-f]{8,}", address):
        book.note(node.line, "This address is secret: set it in the environment, and name it in ics_from.")
    else:
        return address
    return ""


def _variable(node: Node | None, of: str, book: Notebook) -> str:
    if node is None or (text := book.text(node, of)) is None:
        return ""
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{2,63}", text):
        book.note(
            node.line, f"{of} names a setting of the environment, as ANNA_CALENDAR, and is not the secret itself."
        )
        return ""
    return text
