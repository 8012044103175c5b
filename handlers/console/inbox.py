"""The inbox: talks that a person is to look at; and the page of one talk, where a recruiter reads and answers."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.events import Action, Event, RecruiterActed
from bot.in_person import LONGEST_ANSWER
from bot.model import USUAL_ZONE
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.reach import Reaching
from handlers.console.rendering import page, rendered, wording_for
from handlers.console.wording import Wording
from handlers.live import Changes, Parts, stream
from storage.accounts import Account, Role
from storage.agency import pool_of, published_agency
from storage.database import Database, read
from storage.inbox import InboxTalk, inbox, inbox_talk
from storage.transcripts import Line, lines_of

WRITERS = frozenset({Role.RECRUITER, Role.ADMIN})
ACTIONS = {"answer": Action.ANSWER, "knock": Action.KNOCK, "back": Action.HAND_BACK}
REST = 0.5
NOT_THERE = "There is no such talk, or it is not your team's."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look at a talk."""

    talk: InboxTalk
    lines: Sequence[Line]
    zone: str
    names: Mapping[str, str]
    """Of those who may have written, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Shows the talks to those whose they are, and takes in what they write."""

    database: Database
    now: Callable[[], datetime]
    changes: Changes
    doorkeeper: Doorkeeper
    receive: Callable[[Sequence[Event]], Awaitable[object]]
    reaching: Reaching

    def routes(self) -> list[web.RouteDef]:
        """`/inbox`, `/inbox/{id}`, their live parts, and what the page's forms send."""
        keeper = self.doorkeeper
        return [
            web.get("/inbox", keeper.page(self.show)),
            web.get("/inbox/live", keeper.part(self.live)),
            web.get(r"/inbox/{id:[\w-]+}", keeper.page(self.show_talk)),
            web.get(r"/inbox/{id:[\w-]+}/live", keeper.part(self.live_talk)),
            web.post(r"/inbox/{id:[\w-]+}/{action:[a-z]+}", keeper.act(self.act, WRITERS)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """Who waits for a person, the longest first."""
        wording = wording_for(request)
        parts = await self._parts(wording, account)
        token = self.doorkeeper.sessions.form_token(request)
        return page(rendered("console/inbox.html", wording=wording, parts=parts, account=account, form_token=token))

    async def live(self, request: web.Request, account: Account) -> web.StreamResponse:
        """The list, for as long as the page is open and its account is."""
        wording = wording_for(request)

        async def look() -> Parts:
            return await self._parts(wording, account) if await self.doorkeeper.who(request) else {}

        return await stream(request, self.changes, self.now, look, rest=REST)

    async def show_talk(self, request: web.Request, account: Account) -> web.Response:
        """One talk; 404 for one that is not there, or not theirs to see."""
        return await self._talk_page(request, account)

    async def live_talk(self, request: web.Request, account: Account) -> web.StreamResponse:
        """The talk's words and where it stands; what is being typed stays."""
        wording = wording_for(request)
        await self._seen(request, account)

        async def look() -> Parts:
            if await self.doorkeeper.who(request) is None:
                return {}
            return self._talk_parts(wording, await self._seen(request, account))

        return await stream(request, self.changes, self.now, look, rest=REST)

    async def act(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """Takes in what a form sent, once however often it was sent; then shows what became of it."""
        talk = (await self._seen(request, account)).talk
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound(text="This can't be done with a talk.")
        if not _may_write(talk, account):
            raise web.HTTPForbidden(text="You don't recruit for this vacancy. Ask a colleague who does to answer.")
        text = form.get("text", "").strip()
        if action is Action.ANSWER and (not text or not self.reaching.open_for(talk)):
            return await self._talk_page(request, account, text=text, unsent=True)
        await self.receive([self._event(talk, action, text, account, form.get("turns", ""))])
        self.changes.publish()
        raise web.HTTPSeeOther(f"/inbox/{quote(talk.id)}")

    def _event(self, talk: InboxTalk, action: Action, text: str, account: Account, turns: str) -> RecruiterActed:
        # The same form sent twice is one event; the page that is shown after it makes room for another.
        told = sha256(f"{turns}\n{text}".encode(errors="replace")).hexdigest()
        return RecruiterActed(
            id=f"inbox:{talk.id}:{action}:{account.id}:{told[:16]}",
            at=self.now(),
            conversation=talk.id,
            recruiter=account.recruiter or "",
            action=action,
            text=text[: LONGEST_ANSWER * 4],
        )

    async def _talk_page(
        self, request: web.Request, account: Account, text: str = "", unsent: bool = False
    ) -> web.Response:
        wording, seen = wording_for(request), await self._seen(request, account)
        html = rendered(
            "console/inbox_talk.html",
            wording=wording,
            now=self.now(),
            account=account,
            talk=seen.talk,
            zone=seen.zone,
            parts=self._talk_parts(wording, seen),
            reach=await self.reaching.of(seen.talk),
            may_write=_may_write(seen.talk, account),
            text=text,
            unsent=unsent,
            longest=LONGEST_ANSWER,
            form_token=self.doorkeeper.sessions.form_token(request),
        )
        return page(html, status=409 if unsent else 200)

    async def _parts(self, wording: Wording, account: Account) -> Parts:
        talks, zone = await read(self.database, lambda connection: _look(connection, account))
        about = {"talks": talks, "wording": wording, "now": self.now(), "zone": zone}
        return {
            "summary": rendered("console/inbox_summary.html", **about),
            "talks": rendered("console/inbox_talks.html", **about),
        }

    def _talk_parts(self, wording: Wording, seen: Seen) -> Parts:
        about = {"talk": seen.talk, "zone": seen.zone, "wording": wording, "now": self.now()}
        return {
            "standing": rendered("console/inbox_standing.html", **about),
            "lines": rendered("console/inbox_lines.html", lines=seen.lines, names=seen.names, **about),
        }

    async def _seen(self, request: web.Request, account: Account) -> Seen:
        id = request.match_info["id"]
        seen = await read(self.database, lambda connection: _look_at(connection, id, account))
        if seen is None:
            raise web.HTTPNotFound(text=NOT_THERE)
        return seen


def _look(connection: Any, account: Account) -> tuple[Sequence[InboxTalk], str]:
    agency = published_agency(connection)
    return inbox(connection, _whose(connection, account)), agency.zone if agency else USUAL_ZONE


def _look_at(connection: Any, id: str, account: Account) -> Seen | None:
    talk, whose = inbox_talk(connection, id), _whose(connection, account)
    if talk is None or (whose is not None and (talk.recruiter is None or talk.recruiter.id not in whose)):
        return None
    agency = published_agency(connection)
    return Seen(
        talk=talk,
        lines=lines_of(connection, [id]),
        zone=agency.zone if agency else USUAL_ZONE,
        names={one.id: one.name for one in talk.recruiters},
    )


def _whose(connection: Any, account: Account) -> Collection[str] | None:
    """The recruiters whose talks this account sees: its team's; None for everybody's."""
    if account.role is not Role.RECRUITER:
        return None
    return pool_of(connection, account.recruiter or "")


def _may_write(talk: InboxTalk, account: Account) -> bool:
    """Whoever recruits for the vacancy, under their own name."""
    return account.role in WRITERS and account.recruiter in {one.id for one in talk.recruiters}
