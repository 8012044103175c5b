"""The recruiter's page: the queue of calls to make, and what recruiters were told, always as it is now."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.events import Event
from bot.model import USUAL_ZONE, Agency
from handlers.console.approvals import ApprovalPages
from handlers.console.calls import CallPages
from handlers.console.claims import Claims
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.doors import DoorPages
from handlers.console.figures import FigurePages
from handlers.console.inbox import Inbox
from handlers.console.invitations import InvitationPages
from handlers.console.reach import Reaching
from handlers.console.rendering import Room, assets, page, rendered, wording_for
from handlers.console.sessions import Sessions
from handlers.console.signing_in import SigningIn
from handlers.console.wording import Wording
from handlers.entrances import Entrances
from handlers.inviting.readiness import Approving
from handlers.live import Changes, Parts, stream
from handlers.studio.routes import studio_routes
from storage import queries
from storage.accounts import Account, Role
from storage.agency import pool_of, published_agency
from storage.database import Database, read
from storage.premises import House
from storage.sought import sought

REST = 0.5
"""Seconds: busy days move the queue many times a second, and nobody reads that fast."""
NOWHERE = Agency(name="", zone=USUAL_ZONE)
"""Until an agency is published."""
POOL = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The pages and what they talk to; see `routes`."""

    database: Database
    now: Callable[[], datetime]
    changes: Changes
    doorkeeper: Doorkeeper

    def routes(self) -> list[web.RouteDef]:
        """`/queue` and its live parts."""
        return [
            web.get("/queue", self.doorkeeper.page(self.show)),
            web.get("/queue/live", self.doorkeeper.part(self.live)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """The queue: a recruiter's own, or their pool's with `?of=pool`."""
        wording = wording_for(request)
        form_token = self.doorkeeper.sessions.form_token(request)
        parts = await self._parts(wording, account, request.query.get("of", ""), form_token)
        html = rendered(
            "console/queue.html",
            wording=wording,
            parts=parts,
            account=account,
            of=request.query.get("of", ""),
            late="late" in request.query,
            form_token=form_token,
        )
        return page(html)

    async def live(self, request: web.Request, account: Account) -> web.StreamResponse:
        """The queue's live parts, for as long as the page is open and its account is."""
        wording, of = wording_for(request), request.query.get("of", "")

        async def look() -> Parts:
            if await self.doorkeeper.who(request) is None:
                return {}
            return await self._parts(wording, account, of, self.doorkeeper.sessions.form_token(request))

        return await stream(request, self.changes, self.now, look, rest=REST)

    async def _parts(self, wording: Wording, account: Account, of: str, form_token: str) -> Parts:
        now = self.now()

        whose = await self.whose(account, of)
        agency, calls, news = await read(
            self.database,
            lambda connection: (
                published_agency(connection) or NOWHERE,
                queries.queue(connection, whose, now),
                queries.notifications(connection, whose),
            ),
        )
        wanted = await read(self.database, lambda connection: sought(connection, whose, now))
        about = {"now": now, "zone": agency.zone, "wording": wording}
        return {
            "sought": rendered("console/sought.html", sought=wanted, account=account, form_token=form_token, **about),
            "agency": rendered("console/agency.html", agency=agency, **about),
            "summary": rendered("console/summary.html", calls=calls, **about),
            "queue": rendered("console/calls.html", calls=calls, demo=False, **about),
            "news": rendered("console/news.html", news=news, **about),
        }

    async def whose(self, account: Account, of: str) -> Collection[str] | None:
        """The recruiters whose calls this account looks at: its own, or its pool's; None for everybody's."""
        own = account.recruiter
        if own is not None and of != POOL:
            return {own}
        if account.role is not Role.RECRUITER:
            return None
        return await read(self.database, lambda connection: pool_of(connection, own or ""))


def routes(  # noqa: PLR0913 (what the pages touch is handed in)
    *,
    database: Database,
    now: Callable[[], datetime],
    changes: Changes,
    receive: Callable[[Sequence[Event]], Awaitable[object]],
    secret: bytes,
    secure: bool,
    reaching: Reaching | None = None,
    house: House | None = None,
    entrances: Entrances | None = None,
    platform: Approving | None = None,
    key: bytes | None = None,
    invited: Callable[[], None] = lambda: None,
) -> list[web.RouteDef]:
    """`/queue`, `/inbox`, `/calls/…`, `/sign-in` and `/static/console/…`.

    With a `house` to try them in, the scripts too, `/scripts/…`, and the `/invitations`; with `entrances` the
    `/doors`. `reaching` tells whether what a recruiter writes would arrive; `key` hashes addresses, and `invited` is
    told once somebody is.
    `receive` takes in what recruiters do. `secret` signs the cookies, `secure` where the public address is HTTPS.
    `changes` is told after every commit and delivery, and closed when the application shuts down.
    """
    sessions = Sessions(secret=secret, secure=secure)
    doorkeeper = Doorkeeper(database=database, now=now, sessions=sessions)
    console = Console(database=database, now=now, changes=changes, doorkeeper=doorkeeper)
    calls = CallPages(database=database, now=now, receive=receive, doorkeeper=doorkeeper)
    claims = Claims(database=database, now=now, receive=receive, doorkeeper=doorkeeper)
    inbox = Inbox(
        database=database,
        now=now,
        changes=changes,
        doorkeeper=doorkeeper,
        receive=receive,
        reaching=reaching or Reaching(now=now),
    )
    signing_in = SigningIn(database=database, now=now, sessions=sessions)
    figures = FigurePages(database=database, now=now, doorkeeper=doorkeeper, whose=console.whose)
    rooms: list[Room] = [console, calls, claims, inbox, figures, signing_in]
    if house and entrances:
        rooms.append(DoorPages(database=database, house=house, doorkeeper=doorkeeper, entrances=entrances))
    if house:
        inviting = InvitationPages(
            database=database,
            house=house,
            now=now,
            doorkeeper=doorkeeper,
            platform=platform,
            key=key,
            changed=invited,
        )
        rooms.append(inviting)
        rooms.append(ApprovalPages(database=database, house=house, now=now, doorkeeper=doorkeeper, platform=platform))
    own = [*(route for room in rooms for route in room.routes()), assets("console")]
    return [*own, *studio_routes(database, now, house, doorkeeper, platform)] if house else own
