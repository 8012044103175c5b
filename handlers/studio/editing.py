"""The editor: a draft that several people share, its findings, its tests, a phone to try it on, and publishing it."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.reader import Unreadable, read_script
from bot.replay import Replayed, totals
from handlers.agency.fields import FileProblem
from handlers.agency.hindsight import replayed_with
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from handlers.console.wording import Wording
from handlers.demo.picture import to_answer
from handlers.studio.pages import AUTHORS, NO_SUCH_SCRIPT, number_of
from handlers.studio.trying import CHANNELS, Casting, OutOfOrder, Rehearsed, findings, rehearse, tested, with_draft
from handlers.studio.vocabulary import VOCABULARY
from storage.accounts import Account
from storage.agency import AgencyContents, published_contents
from storage.database import Database, read, transact
from storage.drafts import Draft, SavedMeanwhile, draft_of, drop_draft, save_draft
from storage.premises import House
from storage.scripts import Overtaken, Version, add_to_file, newest_version, publish_script

LONGEST_SCRIPT = 1_000_000
PAST_TALKS = 300
"""So many are held again within seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies before whoever edits."""

    contents: AgencyContents
    draft: Draft
    """With edit 0 where nobody has saved one yet."""
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Takes in drafts, tries them, and publishes them."""

    database: Database
    now: Callable[[], datetime]
    house: House
    doorkeeper: Doorkeeper

    def routes(self) -> list[web.RouteDef]:
        """`/scripts/{name}/edit`, and what its page sends."""
        act = partial(self.doorkeeper.act, roles=AUTHORS, longest=LONGEST_SCRIPT)
        name = r"/scripts/{name:[\w.-]+}"
        return [
            web.get(f"{name}/edit", self.doorkeeper.page(self.show, AUTHORS)),
            web.post(f"{name}/edit", act(self.act)),
            web.post(f"{name}/check", act(self.check)),
            web.post(f"{name}/rehearse", act(self.rehearse)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """The draft, or the newest version where there is none."""
        desk = await self._desk(request.match_info["name"])
        found = await self._found(desk, desk.draft.text)
        return await self._page(request, account, desk, found=found, done=request.query.get("done", ""), unsaved=False)

    async def act(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """Save, run the tests, publish or throw away: by which button sent the form. Works without JavaScript."""
        desk = await self._desk(request.match_info["name"])
        text = form.get("text", "").replace("\r\n", "\n")
        match form.get("do", "save"):
            case "discard":
                await transact(self.database, partial(drop_draft, script=desk.draft.script))
                raise web.HTTPSeeOther(f"/scripts/{quote(desk.draft.script)}?done=discarded")
            case "publish":
                return await self._publish(request, account, desk, form, text)
            case "test":
                found, held = await self._tried(desk, text)
                return await self._page(request, account, _with(desk, text, form), found=found, held=held)
            case "replay":
                found, again = await self._replayed(desk, text)
                return await self._page(request, account, _with(desk, text, form), found=found, again=again)
            case _:
                return await self._save(request, account, desk, form, text)

    async def check(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """What stands against the text now, for the page's own script; with the tests where they are asked for."""
        desk = await self._desk(request.match_info["name"])
        found, held = await self._tried(desk, form.get("text", ""), tests=form.get("tests") == "yes")
        wording = wording_for(request)
        html = rendered("studio/findings.html", wording=wording, found=found, held=held, path=_path(desk))
        lines = [
            {"line": one.line, "grave": not one.advice, "message": one.message}
            for one in found
            if one.path == _path(desk)
        ]
        return web.json_response({"html": html, "lines": lines})

    async def rehearse(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """The phone after these moves, held with the draft; or the talk kept as a test."""
        desk, wording = await self._desk(request.match_info["name"]), wording_for(request)
        name = desk.draft.script
        contents = with_draft(desk.contents, name, form.get("text", ""))
        channel = form.get("channel", "")
        casting = Casting(
            vacancy=form.get("vacancy", ""),
            language=form.get("language", ""),
            channel=channel if channel in CHANNELS else CHANNELS[0],
            now=_moment(form.get("at", ""), self.now()),
        )
        try:
            talk = await asyncio.to_thread(rehearse, contents, self.house, name, casting, form.get("moves", ""))
        except OutOfOrder as wrong:
            return web.json_response({"wrong": f"{wrong}"})
        if form.get("keep") == "yes":
            await transact(self.database, partial(add_to_file, path="tests/from-studio.yaml", text=talk.test))
        return web.json_response(_phone(talk, contents, wording, casting))

    async def _save(
        self, request: web.Request, account: Account, desk: Desk, form: Mapping[str, str], text: str
    ) -> web.Response:
        mine = _with(desk, text, form)
        try:
            await self._keep(mine.draft, account)
        except SavedMeanwhile as meanwhile:
            found = await self._found(desk, text)
            return await self._page(request, account, mine, found=found, theirs=meanwhile.draft or desk.draft)
        raise web.HTTPSeeOther(f"/scripts/{quote(desk.draft.script)}/edit?done=saved")

    async def _publish(
        self, request: web.Request, account: Account, desk: Desk, form: Mapping[str, str], text: str
    ) -> web.Response:
        """Lint and every test stand before it; so does whoever saved or published meanwhile."""
        mine, name = _with(desk, text, form), desk.draft.script
        found, held = await self._tried(desk, text)
        if any(not one.advice for one in found):
            return await self._page(request, account, mine, found=found, held=held, refused=True)
        version = Version(
            name=name,
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
        raise web.HTTPSeeOther(f"/scripts/{quote(name)}?done=published")

    async def _keep(self, draft: Draft, account: Account) -> Draft:
        mine = replace(draft, author=account.name, saved_at=self.now())
        return await transact(self.database, partial(save_draft, draft=mine))

    async def _found(self, desk: Desk, text: str) -> Sequence[FileProblem]:
        """What stands against it; in a thread, for a long text takes seconds, in which candidates write."""
        return await asyncio.to_thread(findings, desk.contents, desk.draft.script, text, self.house)

    async def _tried(self, desk: Desk, text: str, *, tests: bool = True) -> tuple[Sequence[FileProblem], int | None]:
        """What stands against it, and how many tests were held; they wait until it can be read."""
        found = await self._found(desk, text)
        if not tests or not await asyncio.to_thread(_reads, text):
            return found, None
        held, failed = await asyncio.to_thread(tested, desk.contents, desk.draft.script, text, self.house)
        return [*failed, *found], held

    async def _replayed(self, desk: Desk, text: str) -> tuple[Sequence[FileProblem], Sequence[Replayed] | None]:
        """What stands against it; and the last talks, held with it too, where it can be read."""
        found, name = await self._found(desk, text), desk.draft.script
        if not await asyncio.to_thread(_reads, text):
            return found, None
        contents = with_draft(desk.contents, name, text)
        return found, await replayed_with(self.database, contents, self.house, name, PAST_TALKS)

    async def _desk(self, name: str) -> Desk:
        contents, draft, newest = await read(
            self.database, lambda c: (published_contents(c), draft_of(c, name), newest_version(c, name))
        )
        if contents is None or newest is None or name not in contents.scripts:
            raise web.HTTPNotFound(text=NO_SUCH_SCRIPT)
        fresh = Draft(
            script=name,
            text=contents.scripts[name],
            base=newest.number,
            edit=0,
            author="",
            saved_at=newest.published_at,
        )
        return Desk(contents=contents, draft=draft or fresh, newest=newest.number)

    async def _page(self, request: web.Request, account: Account, desk: Desk, **values: Any) -> web.Response:
        shown: dict[str, Any] = {
            "held": None,
            "theirs": None,
            "newer": None,
            "refused": False,
            "done": "",
            "again": None,
            "unsaved": True,
        }
        html = rendered(
            "studio/edit.html",
            **{**shown, **values},
            sums=totals(values["again"]) if values.get("again") else {},
            wording=wording_for(request),
            account=account,
            name=desk.draft.script,
            draft=desk.draft,
            newest=desk.newest,
            languages=await asyncio.to_thread(_languages, desk),
            vacancies=[one for one in desk.contents.vacancies if one.script == desk.draft.script],
            channels=CHANNELS,
            agency=desk.contents.agency,
            tests=sum(path.startswith("tests/") for path in desk.contents.files),
            path=_path(desk),
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


def _with(desk: Desk, text: str, form: Mapping[str, str]) -> Desk:
    """The desk as the sender of the form saw it, with their text on it."""
    edit, base = number_of(form.get("edit", ""), desk.draft.edit), number_of(form.get("base", ""), desk.draft.base)
    return replace(desk, draft=replace(desk.draft, text=text, edit=edit, base=base))


def _phone(talk: Rehearsed, contents: AgencyContents, wording: Wording, casting: Casting) -> Mapping[str, object]:
    zone = contents.agency.zone
    about = {"now": talk.now, "zone": zone, "wording": wording}
    return {
        "thread": rendered("demo/thread.html", lines=talk.lines, **about),
        "replies": rendered("demo/replies.html", line=to_answer(talk.lines)),
        "told": rendered("studio/told.html", told=talk.told, wording=wording),
        "clock": f"{wording.short_day(talk.now, zone)} {wording.clock(talk.now, zone)}",
        "test": talk.test,
    }


def _path(desk: Desk) -> str:
    return f"scripts/{desk.draft.script}.yaml"


def _languages(desk: Desk) -> Sequence[str]:
    try:
        return read_script(desk.draft.text).languages
    except Unreadable:
        return read_script(desk.contents.scripts[desk.draft.script]).languages


def _reads(text: str) -> bool:
    try:
        read_script(text)
    except Unreadable:
        return False
    return True


def _moment(text: str, otherwise: datetime) -> datetime:
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return otherwise
    return said if said.tzinfo else otherwise
