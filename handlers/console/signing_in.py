"""The page on which people sign in, and out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from handlers.console.doorkeeper import SIGN_IN
from handlers.console.passwords import NOBODYS, fits
from handlers.console.rendering import page, rendered, wording_for
from handlers.console.sessions import Sessions, form_of, from_elsewhere
from storage.accounts import Kept, all_accounts, begin_sign_in, find_account, signed_in
from storage.database import Database, read, transact

HOME = "/queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIn:
    """Lets people in by name and password; after some vain tries a name has to wait."""

    database: Database
    now: Callable[[], datetime]
    sessions: Sessions

    def routes(self) -> list[web.RouteDef]:
        """`/sign-in` and `/sign-out`."""
        return [
            web.get(SIGN_IN, self.ask),
            web.post(SIGN_IN, self.sign_in),
            web.post("/sign-out", self.sign_out),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """The form."""
        return await self._form(request, to=request.query.get("to", ""))

    async def sign_in(self, request: web.Request) -> web.Response:
        """Lets in who knows the password."""
        if from_elsewhere(request):
            raise web.HTTPForbidden(text="Sign in from this site's own page.")
        form = await form_of(request)
        name, password, to = form.get("name", ""), form.get("password", ""), form.get("to", "")
        wait = await transact(self.database, lambda connection: begin_sign_in(connection, name, self.now()))
        if wait is not None:
            return await self._form(request, to=to, name=name, wait=wait)
        kept = await read(self.database, lambda connection: find_account(connection, name))
        if not await fits(password, kept.password if kept else NOBODYS) or kept is None:
            return await self._form(request, to=to, name=name, wrong=True)
        return await self._welcome(kept, to)

    async def sign_out(self, request: web.Request) -> web.Response:
        """Forgets the browser."""
        if from_elsewhere(request):
            raise web.HTTPForbidden(text="Sign out from this site's own page.")
        answer = web.Response(status=303, headers={"Location": SIGN_IN})
        self.sessions.end(answer)
        return answer

    async def _welcome(self, kept: Kept, to: str) -> web.Response:
        await transact(self.database, lambda connection: signed_in(connection, kept.account.name))
        answer = web.Response(status=303, headers={"Location": to if is_here(to) else HOME})
        self.sessions.begin(answer, kept.account, self.now())
        return answer

    async def _form(
        self, request: web.Request, *, to: str, name: str = "", wrong: bool = False, wait: timedelta | None = None
    ) -> web.Response:
        empty = not await read(self.database, all_accounts)
        html = rendered(
            "console/sign_in.html",
            wording=wording_for(request),
            to=to if is_here(to) else "",
            name=name,
            wrong=wrong,
            minutes=-(-wait // timedelta(minutes=1)) if wait else None,
            empty=empty,
        )
        return page(html, status=429 if wait else 403 if wrong else 200)


def is_here(to: str) -> bool:
    """Whether that is a path of this site's own, and not another site in disguise."""
    return to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
