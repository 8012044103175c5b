"""The studio's routes."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import Room, assets
from handlers.inviting.readiness import Approving
from handlers.studio.editing import Editor
from handlers.studio.examining import Examiner
from handlers.studio.frame import Frame
from handlers.studio.funnel import Funnel
from handlers.studio.phone import Phone
from handlers.studio.shelf import Shelf
from handlers.studio.teaching import Teaching
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
    frame = Frame(database=database, now=now, doorkeeper=doorkeeper)
    funnel = Funnel(frame=frame, house=house)
    editor = Editor(
        database=database,
        now=now,
        doorkeeper=doorkeeper,
        examiner=Examiner(database=database, house=house, platform=platform),
        phone=Phone(database=database, now=now, house=house),
    )
    rooms: tuple[Room, ...] = (Shelf(frame=frame, house=house), editor, funnel, Teaching(funnel=funnel))
    return [*(route for room in rooms for route in room.routes()), assets("demo"), assets("studio")]
