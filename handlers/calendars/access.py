"""The calendars of one recruiter, opened with what the environment holds of their secrets."""

from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from bot.model import CalendarAccess
from handlers.calendars.asking import Asking
from handlers.calendars.caldav import CalDav
from handlers.calendars.file import CalendarFile
from handlers.calendars.unread import Reason, Unread

Secret = Callable[[str], str | None]
"""What the environment holds under a name; None where nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Where to read, and where to write."""

    files: tuple[CalendarFile, ...]
    caldav: CalDav | None


def open_calendars(access: CalendarAccess, secret: Secret, session: aiohttp.ClientSession) -> Opened:
    """All of the recruiter's calendars; raises Unread where a secret is not set."""
    asking = Asking(session=session)
    addresses = [access.ics, _secret(access.ics_from, secret) if access.ics_from else ""]
    files = tuple(CalendarFile(asking, _https(address)) for address in addresses if address)
    return Opened(files, open_caldav(access, secret, session) if access.caldav else None)


def open_caldav(access: CalendarAccess, secret: Secret, session: aiohttp.ClientSession) -> CalDav:
    """The calendar that is written into; raises Unread where the password is not set."""
    authorization = aiohttp.encode_basic_auth(access.user, _secret(access.password_from, secret))
    return CalDav(Asking(session=session, authorization=authorization), access.caldav, access.name)


def _secret(name: str, secret: Secret) -> str:
    value = secret(name)
    if not value:
        raise Unread(Reason.UNSET, name)
    return value


def _https(address: str) -> str:
    """webcal:// is how calendar programs write https://."""
    scheme, _, rest = address.partition("://")
    return f"https://{rest}" if scheme.lower() in ("webcal", "webcals") else address
