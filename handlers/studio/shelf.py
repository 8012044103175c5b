"""The studio's pages: the scripts, their versions, what differs between two, and how far talks came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.dictated import dictated
from bot.difference import differences
from bot.experiment import trials
from bot.funnel import BY, Passage, Stage, counted, counted_by, work_list
from bot.model import ScriptVersion
from bot.reader import read_script
from handlers.agency.hindsight import left_standing
from handlers.agency.rehearsal import setting_of
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from handlers.studio.desk import NO_SUCH_SCRIPT, number_of
from handlers.studio.examining import findings
from storage.accounts import Account, Role
from storage.agency import AgencyContents, published_agency, published_contents
from storage.database import Database, read, transact
from storage.drafts import draft_of
from storage.passages import passages
from storage.past import past_talk
from storage.premises import House
from storage.scripts import (
    Overtaken,
    Version,
    add_to_file,
    publish_script,
    script_text,
    versions,
)
from storage.transcripts import lines_of

AUTHORS = frozenset({Role.OPS})
"""And admins, who may everything."""
DAYS = 28
MOST_LISTED = 50
NEWER = "Somebody published a newer version meanwhile. Go back and look at it first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Shows what is published, and takes it back."""

    database: Database
    now: Callable[[], datetime]
    house: House
    doorkeeper: Doorkeeper

    def routes(self) -> list[web.RouteDef]:
        """`/scripts` and the pages below it, but for the editor."""
        show, act = partial(self.doorkeeper.page, roles=AUTHORS), partial(self.doorkeeper.act, roles=AUTHORS)
        name = r"/scripts/{name:[\w.-]+}"
        return [
            web.get("/scripts", show(self.list)),
            web.get(name, show(self.show)),
            web.get(f"{name}/compare", show(self.compare)),
            web.get(f"{name}/funnel", show(self.funnel)),
            web.get(name + r"/talks/{talk:[\w-]+}", show(self.talk)),
            web.post(name + r"/talks/{talk:[\w-]+}/test", act(self.keep_as_test)),
            web.post(f"{name}/rollback", act(self.roll_back)),
        ]

    async def list(self, request: web.Request, account: Account) -> web.Response:
        """Every script with its newest version, and how far its talks came."""
        since = self.now() - timedelta(days=DAYS)
        known, ways = await read(self.database, lambda c: (versions(c), passages(c, since)))
        newest: dict[str, Version] = {}
        for one in known:
            newest.setdefault(one.name, one)
        drafts = {name: await read(self.database, partial(draft_of, script=name)) for name in newest}
        counts = {name: counted(way for way in ways if way.script == name) for name in newest}
        return await self._page(request, account, "list", newest=newest, drafts=drafts, counts=counts, Stage=Stage)

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """One script: its versions, and the ways on."""
        name = request.match_info["name"]
        known = await self._versions(name)
        draft = await read(self.database, partial(draft_of, script=name))
        left = await left_standing(self.database, ScriptVersion(name, known[0].number))
        done = request.query.get("done", "")
        return await self._page(
            request, account, "script", name=name, versions=known, draft=draft, done=done, left=left
        )

    async def compare(self, request: web.Request, account: Account) -> web.Response:
        """Two versions side by side, sentence by sentence."""
        name = request.match_info["name"]
        known = await self._versions(name)
        new = number_of(request.query.get("new", ""), known[0].number)
        old = number_of(request.query.get("old", ""), new - 1)
        scripts = [read_script(await self._text(name, number)) for number in (old, new)]
        changes = differences(*scripts)
        return await self._page(
            request, account, "compare", name=name, old=old, new=new, changes=changes, versions=known
        )

    async def funnel(self, request: web.Request, account: Account) -> web.Response:
        """How far talks came, each bar open to its talks; and what was not understood."""
        name, by = request.match_info["name"], request.query.get("by", "")
        await self._versions(name)
        since = self.now() - timedelta(days=DAYS)
        ways = await read(self.database, partial(passages, since=since, script=name))
        groups = counted_by(ways, by) if by in BY else {"": counted(ways)}
        shown = _shown(ways, request.query, by)
        return await self._page(
            request,
            account,
            "funnel",
            name=name,
            by=by if by in BY else "",
            ways=tuple(BY),
            groups=groups,
            everything=counted(ways),
            missed=work_list(ways)[:MOST_LISTED],
            trials=trials(ways, self.now()),
            shown=shown[:MOST_LISTED] if shown is not None else None,
            Stage=Stage,
            stage=request.query.get("stage", ""),
            step=request.query.get("step", ""),
            group=request.query.get("group", ""),
            days=DAYS,
        )

    async def talk(self, request: web.Request, account: Account) -> web.Response:
        """One talk that the funnel counts, without whose it was."""
        name, id = request.match_info["name"], request.match_info["talk"]
        talk = await read(self.database, partial(past_talk, id=id))
        if talk is None or talk.version.name != name:
            raise web.HTTPNotFound(text="There is no such talk any more.")
        lines = await read(self.database, lambda connection: lines_of(connection, [id]))
        return await self._page(
            request,
            account,
            "talk",
            name=name,
            talk=talk,
            lines=lines,
            names=talk.names,
            done=request.query.get("done", ""),
        )

    async def keep_as_test(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """The talk becomes a test of the agency's, names and numbers replaced."""
        name, id = request.match_info["name"], request.match_info["talk"]
        talk = await read(self.database, partial(past_talk, id=id))
        contents = await self._contents()
        if talk is None or name not in contents.scripts:
            raise web.HTTPNotFound(text="There is no such talk any more.")
        setting = setting_of(contents, self.house, script=name, vacancy=talk.vacancy or None)
        test = dictated(talk, setting, talk.names, f"As in a talk of {self.now():%d %B %Y}")
        await transact(self.database, lambda connection: add_to_file(connection, "tests/from-talks.yaml", test))
        raise web.HTTPSeeOther(f"/scripts/{quote(name)}/talks/{quote(id)}?done=test")

    async def roll_back(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """An earlier version's text becomes the newest, at once."""
        name, number = request.match_info["name"], number_of(form.get("number", ""), 0)
        newest, text = (await self._versions(name))[0].number, await self._text(name, number)
        grave = [one for one in findings(await self._contents(), name, text, self.house) if not one.advice]
        if grave:
            raise web.HTTPConflict(text=f"Version {number} has mistakes by today's rules: {grave[0].message}")
        version = Version(
            name=name,
            number=newest + 1,
            author=account.name,
            note=form.get("note", "").strip()[:200] or f"back to version {number}",
            published_at=self.now(),
        )
        try:
            over = number_of(form.get("over", ""), newest)
            await transact(self.database, lambda connection: publish_script(connection, version, text, over))
        except Overtaken:
            raise web.HTTPConflict(text=NEWER) from None
        raise web.HTTPSeeOther(f"/scripts/{quote(name)}?done=back")

    async def _page(self, request: web.Request, account: Account, template: str, **values: Any) -> web.Response:
        agency = await read(self.database, published_agency)
        html = rendered(
            f"studio/{template}.html",
            wording=wording_for(request),
            account=account,
            now=self.now(),
            zone=agency.zone if agency else "Europe/Amsterdam",
            form_token=self.doorkeeper.sessions.form_token(request),
            **values,
        )
        return page(html)

    async def _versions(self, name: str) -> Sequence[Version]:
        known = await read(self.database, lambda connection: versions(connection, name))
        if not known:
            raise web.HTTPNotFound(text=NO_SUCH_SCRIPT)
        return known

    async def _text(self, name: str, number: int) -> str:
        text = await read(self.database, lambda connection: script_text(connection, name, number))
        if text is None:
            raise web.HTTPNotFound(text=f"There is no version {number} of this script.")
        return text

    async def _contents(self) -> AgencyContents:
        contents = await read(self.database, published_contents)
        if contents is None:
            raise web.HTTPNotFound(text="Nothing is published yet; publish a folder with `belmoment load FOLDER`.")
        return contents


def _shown(ways: Sequence[Passage], query: Mapping[str, str], by: str) -> Sequence[Passage] | None:
    """The talks behind the bar or the step that was opened; None where none was."""
    stage, step, group = query.get("stage", ""), query.get("step", ""), query.get("group", "")
    if not stage and not step:
        return None
    here = [way for way in ways if not group or by not in BY or BY[by](way) == group]
    if step:
        return [way for way in here if way.step == step and way.stage < Stage.BOOKED]
    least = next((one for one in Stage if one.name.lower() == stage), Stage.APPROACHED)
    return [way for way in here if way.stage >= least]
