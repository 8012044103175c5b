"""Writes booked calls into recruiters' own calendars, as they leave the outbox: in order, and again where it fails."""

from collections.abc import Callable
from datetime import datetime

import aiohttp

from bot.model import Recruiter
from bot.outgoing import Invite, Notify
from handlers.calendars.access import Secret, open_caldav
from handlers.calendars.entries import own_uid, stored_text
from handlers.calendars.unread import Reason, Unread
from handlers.channel import Refused, TryLater

AGAIN_SECONDS = 60.0
MISCONFIGURED_SECONDS = 300.0


class Writing:
    """Puts calls into CalDAV calendars. `secret` tells what the environment holds, `now` the aware present."""

    def __init__(self, *, secret: Secret, now: Callable[[], datetime]) -> None:
        self._secret = secret
        self._now = now

    async def send(self, id: str, recruiter: Recruiter, outgoing: Notify | Invite) -> str:
        """Write the call, or take it out, and return its name there; twice does the same as once.

        Raises Refused or TryLater.
        """
        if not isinstance(outgoing, Invite):
            raise Refused("a calendar takes calls alone")
        if recruiter.calendar is None or not recruiter.calendar.caldav:
            raise Refused("the recruiter has no calendar to write into any more")
        name = own_uid(outgoing.uid)
        try:
            async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
                calendar = open_caldav(recruiter.calendar, self._secret, session)
                if outgoing.cancelled:
                    await calendar.delete(name)
                else:
                    await calendar.put(name, stored_text(outgoing, self._now()))
        except Unread as unread:
            raise _judged(unread) from unread
        return name


def _judged(unread: Unread) -> Refused | TryLater:
    reason = f"the calendar: {unread}"
    match unread.reason:
        case Reason.SILENT | Reason.BROKEN:
            return TryLater(AGAIN_SECONDS, reason)
        case Reason.DENIED | Reason.MISSING | Reason.UNSET:
            return TryLater(MISCONFIGURED_SECONDS, reason)
        case Reason.NONSENSE | Reason.TOO_LARGE:
            return Refused(reason)
