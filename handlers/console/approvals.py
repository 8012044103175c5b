"""The page of templates: how far WhatsApp is with each, what it counts as, and what it costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from handlers.channel import Sender
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from handlers.inviting.readiness import Approving
from handlers.templates_standing import Standing, senders_of, standing
from storage.accounts import Account, Role
from storage.agency import published_agency
from storage.database import Database, read
from storage.premises import House, newest_scripts

READERS = frozenset({Role.OPS, Role.ADMIN})
GOOD_FOR = timedelta(minutes=1)
QUALITIES = ("high", "medium", "low")
KNOWN = ("approved", "pending", "rejected", "paused", "disabled")


@dataclass(slots=True)
class _Asked:
    at: datetime | None = None
    found: Sequence[Standing] = ()
    senders: Sequence[Sender] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPages:
    """Asks Twilio when somebody looks, and at most once a minute."""

    database: Database
    house: House
    now: Callable[[], datetime]
    doorkeeper: Doorkeeper
    platform: Approving | None
    _asked: _Asked = field(default_factory=_Asked)

    def routes(self) -> list[web.RouteDef]:
        """`/templates`."""
        return [web.get("/templates", self.doorkeeper.page(self.show, READERS))]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """Every template of the published scripts, those that need somebody first."""
        agency = await read(self.database, published_agency)
        found = sorted(await self._standing(), key=lambda one: (one.status == "approved", one.use, one.language))
        html = rendered(
            "console/templates.html",
            wording=wording_for(request),
            account=account,
            found=found,
            senders=self._asked.senders,
            qualities=QUALITIES,
            known=KNOWN,
            on=self.platform is not None,
            prices=agency.prices if agency else None,
        )
        return page(html)

    async def _standing(self) -> Sequence[Standing]:
        now, asked = self.now(), self._asked
        if self.platform is not None and (asked.at is None or abs(now - asked.at) >= GOOD_FOR):
            scripts = await read(self.database, lambda connection: newest_scripts(connection, self.house))
            asked.found = await standing(self.platform, scripts, self.house.sayings)
            asked.senders = await senders_of(self.platform)
            asked.at = now
        return asked.found
