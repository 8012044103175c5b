"""The page of one call: what to read before dialling, and what became of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.closing import EARLIEST, LONGEST_IMPRESSION
from bot.events import Action, Event, RecruiterActed
from bot.model import TOLD, CallOutcome, Recruiter
from handlers.console.chat_links import chat_link
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from handlers.console.wording import Wording
from storage import queries
from storage.accounts import Account, Role
from storage.agency import pool_of
from storage.database import Database, read
from storage.people import recruiters_now
from storage.queries import Line, QueuedCall

CALLERS = frozenset({Role.RECRUITER, Role.ADMIN})
ACTIONS = {
    "close": Action.CLOSE,
    "dial": Action.DIAL,
    "ask": Action.ASK_COLLEAGUES,
    "move": Action.ASK_TO_MOVE,
    "hand-over": Action.HAND_OVER,
    "cancel": Action.CANCEL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look at a call."""

    call: QueuedCall
    lines: Sequence[Line]
    colleagues: Sequence[Recruiter]
    """Who else could make it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPages:
    """Shows a call to those whose it may be, and takes in what they do with it."""

    database: Database
    now: Callable[[], datetime]
    receive: Callable[[Sequence[Event]], Awaitable[object]]
    doorkeeper: Doorkeeper

    def routes(self) -> list[web.RouteDef]:
        """`/calls/{id}`, and what its forms send."""
        return [
            web.get(r"/calls/{id:[\w-]+}", self.doorkeeper.page(self.show)),
            web.post(r"/calls/{id:[\w-]+}/{action:[a-z-]+}", self.doorkeeper.act(self.act, CALLERS)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """The call; 404 for one that is not there, or not theirs to see."""
        seen, wording = await self._seen(request, account), wording_for(request)
        html = rendered(
            "console/call.html",
            wording=wording,
            now=self.now(),
            call=seen.call,
            lines=seen.lines,
            colleagues=seen.colleagues,
            chat=chat_link(seen.call),
            client_text=_for_the_client(seen.call, wording),
            outcomes=TOLD,
            longest=LONGEST_IMPRESSION,
            takes_over=next((one for one in seen.colleagues if one.id == account.recruiter), None),
            may_act=account.role in CALLERS,
            may_close=seen.call.start - self.now() <= EARLIEST,
            form_token=self.doorkeeper.sessions.form_token(request),
        )
        return page(html)

    async def act(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """Takes in what a form sent, once however often it was sent; then shows what became of it."""
        seen = await self._seen(request, account)
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound(text="refused.no_action")
        await self.receive([self._event(seen.call, action, form)])
        raise web.HTTPSeeOther(f"/calls/{quote(seen.call.id)}")

    def _event(self, call: QueuedCall, action: Action, form: Mapping[str, str]) -> RecruiterActed:
        chosen, impression = form.get("outcome", ""), form.get("impression", "")
        if action is Action.CLOSE and chosen not in TOLD:
            raise web.HTTPBadRequest(text="refused.outcome")
        to = form.get("to", "")
        if action is Action.ASK_COLLEAGUES:
            to = f"{self.now():%H:%M}"  # who asks again later means it
        # The same form sent twice is one event; the next change of the call makes room for another.
        told = sha256("\n".join((chosen, impression, to)).encode(errors="replace")).hexdigest()
        return RecruiterActed(
            id=f"desk:{call.id}:{call.sequence}:{action}:{told[:16]}",
            at=self.now(),
            conversation=call.conversation,
            # A colleague's call can be taken over; all else is done in the name of whose call it is.
            recruiter=call.recruiter,
            action=action,
            call=call.id,
            outcome=CallOutcome(chosen) if action is Action.CLOSE else None,
            impression=impression[: LONGEST_IMPRESSION * 4],
            to=to if action is Action.HAND_OVER else "",
        )

    async def _seen(self, request: web.Request, account: Account) -> Seen:
        id = request.match_info["id"]
        seen = await read(self.database, lambda connection: _look(connection, id, account))
        if seen is None:
            raise web.HTTPNotFound(text="refused.no_call")
        return seen


def _look(connection: Any, id: str, account: Account) -> Seen | None:
    call = queries.queued_call(connection, id.rpartition("-")[0], id)
    if call is None:
        return None
    pool = pool_of(connection, call.recruiter)
    if account.role is Role.RECRUITER and account.recruiter not in pool:
        return None
    others = [one for one in recruiters_now(connection) if one.id in pool and one.id != call.recruiter]
    return Seen(call=call, lines=queries.lines_of(connection, [call.conversation]), colleagues=others)


def _for_the_client(call: QueuedCall, wording: Wording) -> str:
    """The impression as a text that can be sent on; empty without one."""
    if not call.impression:
        return ""
    title = call.vacancy_title.get(wording.language) or next(iter(call.vacancy_title.values()), call.vacancy)
    when = f"{wording.day(call.start, call.recruiter_zone)}, {wording.clock(call.start, call.recruiter_zone)}"
    name = call.candidate or wording.say("queue.candidate_unnamed")
    return wording.say("call.client_text", name=name, vacancy=title, when=when, impression=call.impression)
