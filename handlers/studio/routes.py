"""The studio's routes."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import assets
from handlers.inviting.readiness import Approving
from handlers.studio.editing import Editor
from handlers.studio.examining import Examiner
from handlers.studio.phone import Phone
from handlers.studio.shelf import Shelf
from storage.database import Database
from storage.premises import House


def studio_routes(
    database: Database,
    now: Callable[[], datetime],
    house: House,
    doorkeeper: Doorkeeper,
    platform: Approving | None = None,
) -> list[web.RouteDef]:
    """`/scripts/…` and `/static/studio/…`; the phone is the demo's, and so are its styles."""
    shelf = Shelf(database=database, now=now, house=house, doorkeeper=doorkeeper)
    editor = Editor(
        database=database,
        now=now,
        doorkeeper=doorkeeper,
        examiner=Examiner(database=database, house=house, platform=platform),
        phone=Phone(database=database, now=now, house=house),
    )
    return [*shelf.routes(), *editor.routes(), assets("demo"), assets("studio")]
