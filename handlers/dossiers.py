"""A dossier behind a signed address that expires: what a notice says, to be read where there is no account at hand."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from aiohttp import web

from bot.dossier import written
from bot.outgoing import Notify
from bot.sayings import Sayings
from handlers.console.refusals import decently
from handlers.console.rendering import page, rendered, wording_for
from storage.database import Database, read
from storage.dossiers import facts_of

STAYS = timedelta(days=2)
"""How long an address opens; each notice bears a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossiers:
    """Signs addresses with `key`, which all replicas share, and shows what is behind them. `now` is aware."""

    database: Database
    sayings: Sayings
    now: Callable[[], datetime]
    key: bytes
    public_url: str

    def routes(self) -> list[web.RouteDef]:
        """`/dossier/{call}`."""
        return [web.get(r"/dossier/{call:[\w-]+}", decently(self.show))]

    def linked(self, notice: Notify) -> Notify:
        """The notice with the address of its call's dossier below it, where it is about a call."""
        if not notice.call:
            return notice
        return replace(notice, text=f"{notice.text}\n\n{self.address(notice.call)}")

    def address(self, call: str) -> str:
        """Where that call's dossier can be read from now on for a while."""
        until = int((self.now() + STAYS).timestamp())
        return f"{self.public_url}/dossier/{quote(call)}?until={until}&key={self._signed(call, str(until))}"

    async def show(self, request: web.Request) -> web.Response:
        """The dossier and the number to dial; 403 for an address that is not ours, or not any more."""
        call, until = request.match_info["call"], request.query.get("until", "")
        shown = request.query.get("key", "").encode(errors="replace")
        fits = hmac.compare_digest(shown, self._signed(call, until).encode())
        if not fits or self.now().timestamp() > int(until):
            raise web.HTTPForbidden(text="refused.dossier")
        facts = await read(self.database, lambda connection: facts_of(connection, call))
        if facts is None:
            raise web.HTTPNotFound(text="refused.dossier")
        html = rendered(
            "console/dossier.html",
            wording=wording_for(request),
            name=facts.candidate.name,
            phone=facts.candidate.phone,
            text=written(facts, self.sayings),
        )
        return page(html)

    def _signed(self, call: str, until: str) -> str:
        said = f"dossier {call} {until}".encode(errors="replace")
        return hmac.digest(self.key, said, "sha256").hex()[:32]
