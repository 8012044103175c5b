"""The scripts and their versions: which there are, what differs between two, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import quote

from aiohttp import web

from bot.difference import differences
from bot.funnel import Stage, counted
from bot.model import ScriptVersion
from bot.reader import read_script
from handlers.agency.hindsight import left_standing
from handlers.studio.desk import NO_SUCH_SCRIPT, number_of
from handlers.studio.examining import findings
from handlers.studio.frame import AUTHORS, NAME, Frame
from handlers.studio.funnel import DAYS
from storage.accounts import Account
from storage.database import Database, read, transact
from storage.drafts import draft_of
from storage.passages import passages
from storage.premises import House
from storage.scripts import Overtaken, Version, publish_script, script_text, versions

NEWER = "Somebody published a newer version meanwhile. Go back and look at it first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Shows what is published, and takes it back."""

    frame: Frame
    house: House

    def routes(self) -> list[web.RouteDef]:
        """`/scripts`, and each script's versions."""
        show = partial(self.frame.doorkeeper.page, roles=AUTHORS)
        return [
            web.get("/scripts", show(self.list)),
            web.get(NAME, show(self.show)),
            web.get(f"{NAME}/compare", show(self.compare)),
            web.post(f"{NAME}/rollback", self.frame.doorkeeper.act(self.roll_back, roles=AUTHORS)),
        ]

    async def list(self, request: web.Request, account: Account) -> web.Response:
        """Every script with its newest version, and how far its talks came."""
        since = self.frame.now() - timedelta(days=DAYS)
        known, ways = await read(self._database, lambda c: (versions(c), passages(c, since)))
        newest: dict[str, Version] = {}
        for one in known:
            newest.setdefault(one.name, one)
        drafts = {name: await read(self._database, partial(draft_of, script=name)) for name in newest}
        counts = {name: counted(way for way in ways if way.script == name) for name in newest}
        return await self.frame.page(request, account, "list", newest=newest, drafts=drafts, counts=counts, Stage=Stage)

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """One script: its versions, and the ways on."""
        name = request.match_info["name"]
        known = await versions_of(self._database, name)
        draft = await read(self._database, partial(draft_of, script=name))
        left = await left_standing(self._database, ScriptVersion(name, known[0].number))
        done = request.query.get("done", "")
        return await self.frame.page(
            request, account, "script", name=name, versions=known, draft=draft, done=done, left=left
        )

    async def compare(self, request: web.Request, account: Account) -> web.Response:
        """Two versions side by side, sentence by sentence."""
        name = request.match_info["name"]
        known = await versions_of(self._database, name)
        new = number_of(request.query.get("new", ""), known[0].number)
        old = number_of(request.query.get("old", ""), new - 1)
        scripts = [read_script(await self._text(name, number)) for number in (old, new)]
        changes = differences(*scripts)
        return await self.frame.page(
            request, account, "compare", name=name, old=old, new=new, changes=changes, versions=known
        )

    async def roll_back(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """An earlier version's text becomes the newest, at once."""
        name, number = request.match_info["name"], number_of(form.get("number", ""), 0)
        newest = (await versions_of(self._database, name))[0].number
        text = await self._text(name, number)
        grave = [one for one in findings(await self.frame.contents(), name, text, self.house) if not one.advice]
        if grave:
            raise web.HTTPConflict(text=f"Version {number} has mistakes by today's rules: {grave[0].message}")
        version = Version(
            name=name,
            number=newest + 1,
            author=account.name,
            note=form.get("note", "").strip()[:200] or f"back to version {number}",
            published_at=self.frame.now(),
        )
        try:
            over = number_of(form.get("over", ""), newest)
            await transact(self._database, lambda connection: publish_script(connection, version, text, over))
        except Overtaken:
            raise web.HTTPConflict(text=NEWER) from None
        raise web.HTTPSeeOther(f"/scripts/{quote(name)}?done=back")

    @property
    def _database(self) -> Database:
        return self.frame.database

    async def _text(self, name: str, number: int) -> str:
        text = await read(self._database, lambda connection: script_text(connection, name, number))
        if text is None:
            raise web.HTTPNotFound(text=f"There is no version {number} of this script.")
        return text


async def versions_of(database: Database, name: str) -> Sequence[Version]:
    """Every version of the script, the newest first; raises HTTPNotFound where there is none."""
    known = await read(database, lambda connection: versions(connection, name))
    if not known:
        raise web.HTTPNotFound(text=NO_SUCH_SCRIPT)
    return known
