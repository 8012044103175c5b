"""What a recruiter does from the queue with one tap: claim a call, and say that they are calling."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from bot.events import Action, Event, RecruiterActed
from handlers.console.calls import CALLERS
from handlers.console.doorkeeper import Doorkeeper
from storage.accounts import Account
from storage.database import Database, read
from storage.sought import claimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Takes in who makes a call for which somebody is sought; the first has it."""

    database: Database
    now: Callable[[], datetime]
    receive: Callable[[Sequence[Event]], Awaitable[object]]
    doorkeeper: Doorkeeper

    def routes(self) -> list[web.RouteDef]:
        """`/talks/{id}/claim`."""
        return [web.post(r"/talks/{id:[\w-]+}/claim", self.doorkeeper.act(self.claim, CALLERS))]

    async def claim(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """To the call's page where it is theirs now; else back to the queue, which says that somebody was first."""
        if account.recruiter is None:
            raise web.HTTPForbidden(text="refused.claim")
        id = request.match_info["id"]
        event = RecruiterActed(
            # The same form sent twice is one event; what is sought later is another.
            id=f"desk:claim:{id}:{account.recruiter}:{form.get('since', '')[:40]}",
            at=self.now(),
            conversation=id,
            recruiter=account.recruiter,
            action=Action.CLAIM,
        )
        await self.receive([event])
        own = account.recruiter
        call = await read(self.database, lambda connection: claimed(connection, id, own))
        raise web.HTTPSeeOther(f"/calls/{quote(call)}" if call else "/queue?late=1")
