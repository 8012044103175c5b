"""The editor: a draft that several people share, with what stands against it, and publishing it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.replay import totals
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from handlers.studio.desk import Desk, desk_of
from handlers.studio.examining import Examiner
from handlers.studio.frame import AUTHORS, NAME
from handlers.studio.phone import Phone
from handlers.studio.trying import CHANNELS
from handlers.studio.vocabulary import VOCABULARY
from storage.accounts import Account
from storage.database import Database, transact
from storage.drafts import Draft, SavedMeanwhile, draft_of, drop_draft, save_draft
from storage.scripts import Overtaken, Version, publish_script

LONGEST_SCRIPT = 1_000_000
NOTHING: Mapping[str, Any] = {
    "held": None,
    "theirs": None,
    "newer": None,
    "refused": False,
    "unapproved": (),
    "done": "",
    "again": None,
    "unsaved": True,
}
"""What the page shows of an act that did not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Takes in drafts, has them tried, and publishes them."""

    database: Database
    now: Callable[[], datetime]
    doorkeeper: Doorkeeper
    examiner: Examiner
    phone: Phone

    def routes(self) -> list[web.RouteDef]:
        """`/scripts/{name}/edit`, and what its page sends."""
        act = partial(self.doorkeeper.act, roles=AUTHORS, longest=LONGEST_SCRIPT)
        return [
            web.get(f"{NAME}/edit", self.doorkeeper.page(self.show, AUTHORS)),
            web.post(f"{NAME}/edit", act(self.act)),
            web.post(f"{NAME}/check", act(self.check)),
            web.post(f"{NAME}/rehearse", act(self.phone.rehearse)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """The draft, or the newest version where there is none."""
        desk = await self._desk(request)
        found = await self.examiner.found(desk, desk.draft.text)
        return await self._page(request, account, desk, found=found, done=request.query.get("done", ""), unsaved=False)

    async def act(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """Save, run the tests, publish or throw away: by which button sent the form. Works without JavaScript."""
        desk = await self._desk(request)
        text = form.get("text", "").replace("\r\n", "\n")
        mine = desk.seen_with(text, form)
        match form.get("do", "save"):
            case "discard":
                await transact(self.database, partial(drop_draft, script=desk.name))
                raise web.HTTPSeeOther(f"/scripts/{quote(desk.name)}?done=discarded")
            case "publish":
                return await self._publish(request, account, desk, mine, form)
            case "test":
                found, held = await self.examiner.tried(desk, text)
                return await self._page(request, account, mine, found=found, held=held)
            case "replay":
                found, again = await self.examiner.replayed(desk, text)
                return await self._page(request, account, mine, found=found, again=again)
            case _:
                return await self._save(request, account, desk, mine)

    async def check(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """What stands against the text now, for the page's own script; with the tests where they are asked for."""
        desk = await self._desk(request)
        found, held = await self.examiner.tried(desk, form.get("text", ""), tests=form.get("tests") == "yes")
        wording = wording_for(request)
        html = rendered("studio/findings.html", wording=wording, found=found, held=held, path=desk.path)
        lines = [
            {"line": one.line, "grave": not one.advice, "message": one.message}
            for one in found
            if one.path == desk.path
        ]
        return web.json_response({"html": html, "lines": lines})

    async def _save(self, request: web.Request, account: Account, desk: Desk, mine: Desk) -> web.Response:
        draft = replace(mine.draft, author=account.name, saved_at=self.now())
        try:
            await transact(self.database, partial(save_draft, draft=draft))
        except SavedMeanwhile as meanwhile:
            found = await self.examiner.found(desk, draft.text)
            return await self._page(request, account, mine, found=found, theirs=meanwhile.draft or desk.draft)
        raise web.HTTPSeeOther(f"/scripts/{quote(desk.name)}/edit?done=saved")

    async def _publish(
        self, request: web.Request, account: Account, desk: Desk, mine: Desk, form: Mapping[str, str]
    ) -> web.Response:
        """Lint, every test and WhatsApp's approval stand before it; so does whoever saved or published meanwhile."""
        found, held = await self.examiner.tried(desk, mine.draft.text)
        if any(not one.advice for one in found):
            return await self._page(request, account, mine, found=found, held=held, refused=True)
        if form.get("unapproved") != "yes" and (waits := await self.examiner.unapproved(desk, mine.draft.text)):
            return await self._page(request, account, mine, found=found, held=held, unapproved=waits)
        version = Version(
            name=desk.name,
            number=mine.draft.base + 1,
            author=account.name,
            note=form.get("note", "").strip()[:200],
            published_at=self.now(),
        )
        try:
            await transact(self.database, lambda connection: _put_out(connection, mine.draft, version))
        except SavedMeanwhile as meanwhile:
            return await self._page(request, account, mine, found=found, theirs=meanwhile.draft or desk.draft)
        except Overtaken as overtaken:
            return await self._page(request, account, mine, found=found, newer=overtaken.newest)
        raise web.HTTPSeeOther(f"/scripts/{quote(desk.name)}?done=published")

    async def _desk(self, request: web.Request) -> Desk:
        return await desk_of(self.database, request.match_info["name"])

    async def _page(self, request: web.Request, account: Account, desk: Desk, **values: Any) -> web.Response:
        html = rendered(
            "studio/edit.html",
            **{**NOTHING, **values},
            sums=totals(values["again"]) if values.get("again") else {},
            wording=wording_for(request),
            account=account,
            name=desk.name,
            draft=desk.draft,
            newest=desk.newest,
            languages=await asyncio.to_thread(desk.languages),
            vacancies=[one for one in desk.contents.vacancies if one.script == desk.name],
            channels=CHANNELS,
            agency=desk.contents.agency,
            path=desk.path,
            words=json.dumps(VOCABULARY),
            now=self.now(),
            zone=desk.contents.agency.zone,
            form_token=self.doorkeeper.sessions.form_token(request),
        )
        return page(html, 409 if values.get("theirs") or values.get("newer") else 200)


def _put_out(connection: Any, draft: Draft, version: Version) -> None:
    known = draft_of(connection, draft.script)
    if (known.edit if known else 0) != draft.edit:
        raise SavedMeanwhile(known)
    publish_script(connection, version, draft.text, version.number - 1)
    drop_draft(connection, draft.script)
