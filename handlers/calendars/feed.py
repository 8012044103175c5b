"""A recruiter's calls as a calendar to subscribe to, at an address that nobody can guess."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.model import Recruiter
from bot.outgoing import Invite
from bot.phones import readable
from bot.turn import in_language
from handlers.calendars.entries import feed_text
from storage.calendars import feed_calls
from storage.database import Database, read
from storage.people import recruiters_now
from storage.queries import QueuedCall

SECRET_BYTES = 24


def feed_path(recruiter: Recruiter, key: bytes) -> str:
    """Where the recruiter's calls are, on our own address; another key, or another `feed` number, is another path."""
    number = recruiter.calendar.feed if recruiter.calendar else 1
    mark = hmac.digest(key, f"calendar feed\0{recruiter.id}\0{number}".encode(), "sha256")[:SECRET_BYTES]
    return f"/calendars/{urlsafe_b64encode(mark).decode()}.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Serves the feeds. `key` is the house's secret, `link` makes the address of a call's page."""

    database: Database
    now: Callable[[], datetime]
    key: bytes
    link: Callable[[str], str]

    def routes(self) -> list[web.RouteDef]:
        """`/calendars/<secret>.ics`."""
        return [web.get(r"/calendars/{secret:[\w-]{32}}.ics", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """The calls to come and the last weeks' as a calendar; 304 where the reader has it already."""
        recruiter = await self._whose(request.path)
        if recruiter is None:
            raise web.HTTPNotFound(text="There is no calendar here.\n")
        now = self.now()
        calls = await read(self.database, lambda connection: feed_calls(connection, recruiter.id, now))
        body = feed_text(recruiter.name, [self._entry(call, recruiter) for call in calls]).encode()
        mark = hashlib.sha256(body).hexdigest()[:32]
        answer = web.Response(status=200, body=body, content_type="text/calendar", charset="utf-8")
        if mark in {known.value for known in request.if_none_match or ()}:
            answer = web.Response(status=304)
        answer.etag = mark
        answer.headers.update({"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"})
        return answer

    async def _whose(self, path: str) -> Recruiter | None:
        """Compared with everybody's, each in the same time, so that nothing is learned by guessing."""
        everybody = await read(self.database, recruiters_now)
        shown = path.encode(errors="replace")
        found = [one for one in everybody if hmac.compare_digest(feed_path(one, self.key).encode(), shown)]
        return found[0] if found else None

    def _entry(self, call: QueuedCall, recruiter: Recruiter) -> Invite:
        tongue = recruiter.languages[0] if recruiter.languages else "en"
        title, phone = in_language(call.vacancy_title, tongue), readable(call.phone or "")
        return Invite(
            recruiter=recruiter.id,
            uid=call.id,
            sequence=call.sequence,
            start=call.start,
            end=call.end,
            summary=" · ".join(filter(None, [call.candidate or phone or call.peer, title])),
            description="\n".join(filter(None, [phone, self.link(call.id)])),
        )
