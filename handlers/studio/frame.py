"""What every page of the studio but the editor needs: who may see it, and the template around it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.model import USUAL_ZONE
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from storage.accounts import Account, Role
from storage.agency import AgencyContents, published_agency, published_contents
from storage.database import Database, read

AUTHORS = frozenset({Role.OPS})
"""And admins, who may everything."""
NAME = r"/scripts/{name:[\w.-]+}"
"""Where the pages of one script are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Renders pages, and reads what they are about."""

    database: Database
    now: Callable[[], datetime]
    doorkeeper: Doorkeeper

    async def page(
        self, request: web.Request, account: Account, template: str, status: int = 200, **values: Any
    ) -> web.Response:
        """The page of this template."""
        agency = await read(self.database, published_agency)
        html = rendered(
            f"studio/{template}.html",
            wording=wording_for(request),
            account=account,
            now=self.now(),
            zone=agency.zone if agency else USUAL_ZONE,
            form_token=self.doorkeeper.sessions.form_token(request),
            **values,
        )
        return page(html, status)

    async def contents(self) -> AgencyContents:
        """All that is published; raises HTTPNotFound where nothing is."""
        contents = await read(self.database, published_contents)
        if contents is None:
            raise web.HTTPNotFound(text="Nothing is published yet; publish a folder with `belmoment load FOLDER`.")
        return contents
