"""The recruiter's page: the queue of calls to make, and what recruiters were told, always as it is now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.model import Agency
from handlers.console.entrance import Entrance, form_of, from_elsewhere
from handlers.console.rendering import assets, page, rendered
from handlers.console.wording import Wording, preferred
from handlers.live import Changes, Parts, stream
from storage import queries
from storage.agency import published_agency
from storage.database import Database, read

REST = 0.5
"""Seconds: busy days move the queue many times a second, and nobody reads that fast."""
NOWHERE = Agency(name="", zone="Europe/Amsterdam")
"""Until an agency is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The pages and what they talk to; see `routes`."""

    database: Database
    now: Callable[[], datetime]
    changes: Changes
    entrance: Entrance

    async def show(self, request: web.Request) -> web.Response:
        """The queue; who is not known yet signs in first."""
        if not self.entrance.knows(request, self.now()):
            raise web.HTTPSeeOther("/queue/sign-in")
        wording = _wording(request)
        return page(rendered("console/queue.html", wording=wording, parts=await self._parts(wording)))

    async def live(self, request: web.Request) -> web.StreamResponse:
        """The queue's live parts, for as long as the page is open."""
        if not self.entrance.knows(request, self.now()):
            raise web.HTTPForbidden(text="sign in first, at /queue")
        wording = _wording(request)
        return await stream(request, self.changes, self.now, lambda: self._parts(wording), rest=REST)

    async def ask(self, request: web.Request) -> web.Response:
        """The form that asks for the token."""
        return page(rendered("console/sign_in.html", wording=_wording(request), wrong=False))

    async def sign_in(self, request: web.Request) -> web.Response:
        """Lets in who shows the token."""
        if from_elsewhere(request):
            raise web.HTTPForbidden(text="sign in from this site's own page")
        form = await form_of(request)
        if not self.entrance.opens_to(form.get("token", "")):
            return page(rendered("console/sign_in.html", wording=_wording(request), wrong=True), status=403)
        answer = web.Response(status=303, headers={"Location": "/queue"})
        self.entrance.let_in(answer, self.now())
        return answer

    async def sign_out(self, request: web.Request) -> web.Response:
        """Forgets the browser."""
        if from_elsewhere(request):
            raise web.HTTPForbidden(text="sign out from this site's own page")
        answer = web.Response(status=303, headers={"Location": "/queue/sign-in"})
        self.entrance.see_out(answer)
        return answer

    async def _parts(self, wording: Wording) -> Parts:
        now = self.now()
        agency, calls, news = await read(
            self.database,
            lambda connection: (
                published_agency(connection) or NOWHERE,
                queries.queue(connection, None, now),
                queries.notifications(connection, None),
            ),
        )
        about = {"now": now, "zone": agency.zone, "wording": wording}
        return {
            "agency": rendered("console/agency.html", agency=agency, **about),
            "summary": rendered("console/summary.html", calls=calls, **about),
            "queue": rendered("console/calls.html", calls=calls, demo=False, **about),
            "news": rendered("console/news.html", news=news, **about),
        }


def routes(
    *, database: Database, now: Callable[[], datetime], changes: Changes, token: str, secret: str, secure: bool
) -> list[web.RouteDef]:
    """`/queue` with its sign-in, and `/static/console/…`; to be served only where `token` (the API token) is set.

    `secret` signs the cookies (the token may serve where there is none); `secure` where the public address is HTTPS.
    `changes` is told after every commit and delivery, and closed when the application shuts down.
    """
    entrance = Entrance(token=token, secret=secret, secure=secure)
    console = Console(database=database, now=now, changes=changes, entrance=entrance)
    return [
        web.get("/queue", console.show),
        web.get("/queue/live", console.live),
        web.get("/queue/sign-in", console.ask),
        web.post("/queue/sign-in", console.sign_in),
        web.post("/queue/sign-out", console.sign_out),
        assets("console"),
    ]


def _wording(request: web.Request) -> Wording:
    return Wording(preferred(request.headers.get("Accept-Language", "")))
