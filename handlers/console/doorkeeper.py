"""Stands before every page for people who work here: who is it, may they, and did they send this themselves."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from handlers.console.refusals import decently
from handlers.console.sessions import LONGEST_FORM, Sessions, form_of
from storage.accounts import Account, Role, account
from storage.database import Database, read

SIGN_IN = "/sign-in"
EVERYBODY = frozenset(Role)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Shown = Callable[[web.Request, Account], Awaitable[web.StreamResponse]]
Done = Callable[[web.Request, Account, Mapping[str, str]], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorkeeper:
    """Lets in who is signed in and has the role; see `page`, `part` and `act`."""

    database: Database
    now: Callable[[], datetime]
    sessions: Sessions

    def page(self, show: Shown, roles: frozenset[Role] = EVERYBODY) -> Handler:
        """A page: who is not signed in is asked to, and comes back here."""

        async def shown(request: web.Request) -> web.StreamResponse:
            known = await self.who(request)
            if known is None:
                raise web.HTTPSeeOther(f"{SIGN_IN}?to={quote(request.path_qs, safe='')}")
            return await show(request, _allowed(known, roles))

        return decently(shown)

    def part(self, show: Shown, roles: frozenset[Role] = EVERYBODY) -> Handler:
        """What a page's own script asks for."""

        async def shown(request: web.Request) -> web.StreamResponse:
            return await show(request, _allowed(await self._known(request), roles))

        return decently(shown)

    def act(self, do: Done, roles: frozenset[Role] = EVERYBODY, longest: int = LONGEST_FORM) -> Handler:
        """What a form of our own pages sends, of at most so many bytes."""

        async def done(request: web.Request) -> web.StreamResponse:
            known = _allowed(await self._known(request), roles)
            form = await form_of(request, longest)
            if not self.sessions.is_ours(request, form):
                raise web.HTTPForbidden(text="refused.form")
            return await do(request, known, form)

        return decently(done)

    async def who(self, request: web.Request) -> Account | None:
        """Who is signed in here, by the cookie and by the account as it is now."""
        claim = self.sessions.claim(request, self.now())
        if claim is None:
            return None
        known = await read(self.database, lambda connection: account(connection, claim.account))
        return known if known is not None and known.epoch == claim.epoch else None

    async def _known(self, request: web.Request) -> Account:
        known = await self.who(request)
        if known is None:
            raise web.HTTPForbidden(text="refused.sign_in")
        return known


def _allowed(known: Account, roles: frozenset[Role]) -> Account:
    if known.role not in roles and known.role is not Role.ADMIN:
        raise web.HTTPForbidden(text="refused.role")
    return known
