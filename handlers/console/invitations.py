"""The page of invitations: a list is previewed and sent; who waits, and may be withdrawn; whose never arrived."""

import json
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.model import USUAL_ZONE
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import HEADERS, page, rendered, wording_for
from handlers.console.uploads import Uploaded, uploaded
from handlers.console.wording import Wording
from handlers.inviting.costing import Estimate
from handlers.inviting.inviter import Inviter, published
from handlers.inviting.readiness import Approving
from handlers.inviting.rows import FIELDS, NEEDED
from handlers.inviting.spreadsheet import Aside, NoList, Spreadsheet
from handlers.inviting.taking import Taken, take
from storage import topics
from storage.accounts import Account, Role
from storage.agency import pool_of
from storage.database import Database, read, transact
from storage.first_words import lost
from storage.origins import Way
from storage.premises import House, NothingPublished, premises_of

LIST, DO, SEND = "list", "do", "send"
AT_ONCE = 20
"""Lines that are weighed before a candidate's message gets its turn."""
LINES = "application/x-ndjson"
MOST_HANDED_BACK = 1_000_000
"""Bytes of what is to be mended that a page bears; `belmoment invite` writes all of it into files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationPages:
    """Shows what became of invitations, and takes lists. `key` hashes addresses; `changed` hears who is invited."""

    database: Database
    house: House
    now: Callable[[], datetime]
    doorkeeper: Doorkeeper
    platform: Approving | None
    key: bytes | None
    changed: Callable[[], None]

    def routes(self) -> list[web.RouteDef]:
        """`/invitations`, and what its forms send."""
        return [
            web.get("/invitations", self.doorkeeper.page(self.show)),
            web.post("/invitations", self.doorkeeper.part(self.take)),
            web.post("/invitations/withdraw", self.doorkeeper.act(self.withdraw)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """The form, and below it who waits and whose invitation never arrived."""
        return page(await self._page(request, account))

    async def take(self, request: web.Request, account: Account) -> web.StreamResponse:
        """Previews or sends a list: line by line with what comes of it to our own script, else as the whole page."""
        async with uploaded(request, self.doorkeeper.sessions, LIST) as upload:
            wording, preview = wording_for(request), upload.fields.get(DO) != SEND
            async with aclosing(self._results(upload, await self._whose(account), wording, preview=preview)) as results:
                if LINES in request.headers.get("Accept", ""):
                    return await _streamed(request, results)
                html = ""
                async for one in results:
                    html = one.get("html", "")
            return page(await self._page(request, account, result=html, previewed=preview))

    async def withdraw(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """What waits for the end of another talk is not begun: whoever may send it may take it back."""
        whose = await self._whose(account)
        person, vacancy = form.get("person", ""), form.get("vacancy", "")
        done = await transact(self.database, lambda connection: topics.withdraw(connection, person, vacancy, whose))
        raise web.HTTPSeeOther(f"/invitations?done={'withdrawn' if done else 'gone'}#waiting-title")

    async def _results(
        self, upload: Uploaded, whose: Collection[str] | None, wording: Wording, *, preview: bool
    ) -> AsyncGenerator[Mapping[str, Any]]:
        """How far it is, again and again; then what became of it."""
        if upload.file is None:
            yield {"html": rendered("console/invited.html", wording=wording, problem="no_file", problem_text="")}
            return
        try:
            inviter = await self._inviter(whose)
            with Spreadsheet(upload.file, upload.name) as sheet:
                taken = Taken(sheet=sheet, estimate=Estimate(inviter.published.agency), reader=wording)
                async with aclosing(self._taken(inviter, taken, preview=preview)) as portions:
                    async for _ in portions:
                        yield {"lines": taken.lines, "told": wording.say("invitations.progress", number=taken.lines)}
        except NothingPublished:
            yield {"html": rendered("console/invited.html", wording=wording, problem="unpublished", problem_text="")}
        except NoList as wrong:
            told = wrong.told.to(wording)
            yield {"html": rendered("console/invited.html", wording=wording, problem="unusable", problem_text=told)}
        else:
            yield {"html": _told(taken, wording, preview=preview, keyed=self.key is not None)}

    async def _taken(self, inviter: Inviter, taken: Taken, *, preview: bool) -> AsyncGenerator[None]:
        """The list, portion by portion; whoever was invited is written to, also where it breaks off."""
        try:
            async with aclosing(take(inviter, taken, preview=preview, at_once=AT_ONCE)) as portions:
                async for _ in portions:
                    yield
        finally:
            if taken.invited and not preview:
                self.changed()

    async def _inviter(self, whose: Collection[str] | None) -> Inviter:
        current = await published(self.database, self.house, self.now(), Way.IMPORT, whose)
        return Inviter(
            database=self.database, house=self.house, published=current, key=self.key, platform=self.platform
        )

    async def _page(self, request: web.Request, account: Account, *, result: str = "", previewed: bool = False) -> str:
        now, whose = self.now(), await self._whose(account)

        def look(connection: Any) -> Mapping[str, Any]:
            premises = premises_of(connection, self.house)
            return {
                "waiting": topics.waiting(connection, whose),
                "lost": lost(connection, whose, now),
                "titles": {id: vacancy.title for id, vacancy in premises.vacancies.items()},
                "names": {id: one.name for id, one in premises.recruiters.items()},
                "zone": premises.agency.zone,
            }

        try:
            seen = await read(self.database, look)
        except NothingPublished:
            seen = {"waiting": (), "lost": (), "titles": {}, "names": {}, "zone": USUAL_ZONE}
        return rendered(
            "console/invitations.html",
            wording=wording_for(request),
            account=account,
            now=now,
            form_token=self.doorkeeper.sessions.form_token(request),
            fields=FIELDS,
            needed=NEEDED,
            result=result,
            previewed=previewed,
            done=request.query.get("done", ""),
            **seen,
        )

    async def _whose(self, account: Account) -> Collection[str] | None:
        if account.role is not Role.RECRUITER:
            return None
        return await read(self.database, lambda connection: pool_of(connection, account.recruiter or ""))


async def _streamed(request: web.Request, results: AsyncGenerator[Mapping[str, Any]]) -> web.StreamResponse:
    """Each as a line of JSON, as it comes. Whoever leaves the page ends it there; what was taken stays taken."""
    answer = web.StreamResponse(headers={**HEADERS, "Content-Type": LINES})
    await answer.prepare(request)
    async for one in results:
        await answer.write(json.dumps(one).encode() + b"\n")
    await answer.write_eof()
    return answer


def _told(taken: Taken, wording: Wording, *, preview: bool, keyed: bool) -> str:
    estimate = taken.estimate
    return rendered(
        "console/invited.html",
        wording=wording,
        problem="",
        taken=taken,
        preview=preview,
        keyed=keyed,
        estimate=estimate,
        priced=estimate.agency.prices is not None,
        days=[(day, number) for day, number in sorted(estimate.days.items())],
        files=[one for one in (_file(taken.to_mend, "to-mend"), _file(taken.left_out, "left-out")) if one],
    )


def _file(aside: Aside, name: str) -> tuple[str, str, bool] | None:
    """Its kind, its text, and whether that is all of it; None where nothing was written."""
    if not aside.path.exists():
        return None
    with aside.path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read(MOST_HANDED_BACK)
        whole = not file.read(1)
    return name, text if whole else text[: text.rfind("\n") + 1], whole
