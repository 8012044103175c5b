"""The phone beside the editor: it holds a talk with the draft as it is, and keeps it as a test."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.commands.when import read_moment
from handlers.console.rendering import rendered, wording_for
from handlers.console.wording import Wording
from handlers.demo.picture import to_answer
from handlers.studio.desk import desk_of
from handlers.studio.examining import with_draft
from handlers.studio.trying import CHANNELS, Casting, OutOfOrder, Rehearsed, rehearse
from storage.accounts import Account
from storage.database import Database, transact
from storage.premises import House
from storage.scripts import add_to_file

KEPT = "tests/from-studio.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """Answers what its page's own script asks."""

    database: Database
    now: Callable[[], datetime]
    house: House

    async def rehearse(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """The phone after these moves, held with the draft; or the talk kept as a test."""
        desk, wording = await desk_of(self.database, request.match_info["name"]), wording_for(request)
        contents = with_draft(desk.contents, desk.name, form.get("text", ""))
        channel = form.get("channel", "")
        casting = Casting(
            vacancy=form.get("vacancy", ""),
            language=form.get("language", ""),
            channel=channel if channel in CHANNELS else CHANNELS[0],
            now=_moment(form.get("at", ""), self.now(), contents.agency.zone),
        )
        try:
            talk = await asyncio.to_thread(rehearse, contents, self.house, desk.name, casting, form.get("moves", ""))
        except OutOfOrder as wrong:
            return web.json_response({"wrong": f"{wrong}"})
        if form.get("keep") == "yes":
            await transact(self.database, partial(add_to_file, path=KEPT, text=talk.test))
        shown = {**_shown(talk, contents.agency.zone, wording), "places": talk.places}
        return web.json_response(shown)


def _shown(talk: Rehearsed, zone: str, wording: Wording) -> Mapping[str, object]:
    about = {"now": talk.now, "zone": zone, "wording": wording}
    return {
        "thread": rendered("demo/thread.html", lines=talk.lines, **about),
        "replies": rendered("demo/replies.html", line=to_answer(talk.lines)),
        "told": rendered("studio/told.html", told=talk.told, asides=talk.asides, zone=zone, wording=wording),
        "clock": f"{wording.short_day(talk.now, zone)} {wording.clock(talk.now, zone)}",
        "moment": f"{talk.now.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}",
        "test": talk.test,
    }


def _moment(text: str, otherwise: datetime, zone: str) -> datetime:
    """Without an offset it is on the agency's clock."""
    try:
        return read_moment(text, otherwise, ZoneInfo(zone))
    except ValueError:
        return otherwise
