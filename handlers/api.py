"""What other systems read, calls and conversations, and whom they invite: as JSON, with a bearer token."""

import hmac
import re
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime

from aiohttp import web

from handlers.candidates import Candidates
from handlers.openapi import document
from storage import queries
from storage.database import Database, read

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

OFFSET_AS_SPACE = re.compile(r" (?=\d\d:?\d\d$)")


class Api:
    """The API's routes; without a token it answers nobody."""

    def __init__(self, *, database: Database, token: str | None, candidates: Candidates) -> None:
        self._database = database
        self._token = token
        self._candidates = candidates

    def routes(self) -> list[web.RouteDef]:
        """The contract's paths."""
        return [
            web.get("/api/openapi.json", self._behind_token(self.openapi)),
            web.get("/api/calls", self._behind_token(self.calls)),
            web.get("/api/conversations/{id}", self._behind_token(self.conversation)),
            web.post("/api/candidates", self._behind_token(self.invite)),
        ]

    async def openapi(self, request: web.Request) -> web.Response:
        """The API's own description."""
        _only(request, ())
        return web.json_response(document())

    async def calls(self, request: web.Request) -> web.Response:
        """The calls that overlap the time asked for, in order of their start."""
        _only(request, ("recruiter", "from", "to"))
        recruiter, start, end = request.query.get("recruiter"), _moment(request, "from"), _moment(request, "to")
        calls = await read(self._database, lambda connection: queries.calls(connection, recruiter, start, end))
        return web.json_response(list(calls))

    async def conversation(self, request: web.Request) -> web.Response:
        """One conversation and what was said in it."""
        _only(request, ())
        name = request.match_info["id"]
        found = await read(self._database, lambda connection: queries.conversation(connection, name))
        if found is None:
            raise _problem(web.HTTPNotFound, "There is no conversation with this id.")
        return web.json_response(found)

    async def invite(self, request: web.Request) -> web.Response:
        """One person is invited, or it is said why not."""
        _only(request, ())
        try:
            body = await request.json()
        except (ValueError, LookupError, RecursionError):  # no JSON, in no encoding there is, or too deep
            body = None
        if not isinstance(body, dict):
            raise _problem(web.HTTPBadRequest, "The body must be a JSON object in UTF-8, with the person's fields.")
        key = request.headers.get("Idempotency-Key", "")
        status, answer = await self._candidates.take(body, key)
        return web.json_response(answer, status=status)

    def _behind_token(self, handler: Handler) -> Handler:
        async def checked(request: web.Request) -> web.StreamResponse:
            if not self._token:
                raise _problem(web.HTTPServiceUnavailable, "The API is off: set BELMOMENT_API_TOKEN and start again.")
            given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
            if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
                raise _problem(
                    web.HTTPUnauthorized,
                    "Send the header Authorization: Bearer with the token of BELMOMENT_API_TOKEN.",
                    {"WWW-Authenticate": "Bearer"},
                )
            return await handler(request)

        return checked


def _only(request: web.Request, known: Collection[str]) -> None:
    """A parameter that is misspelt must not widen the answer in silence."""
    for name in request.query:
        if name not in known:
            there_is = f"there is {', '.join(known)}" if known else "there is none"
            raise _problem(web.HTTPBadRequest, f"There is no parameter {name!r} here; {there_is}.")
        if len(request.query.getall(name)) > 1:
            raise _problem(web.HTTPBadRequest, f"Give {name!r} once.")


def _moment(request: web.Request, name: str) -> datetime | None:
    if name not in request.query:
        return None
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(OFFSET_AS_SPACE.sub("+", request.query[name]))
        kept = moment.utcoffset() is not None and moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the first and the last day there is lie outside of it in UTC
        kept = None
    if not kept:
        raise _problem(web.HTTPBadRequest, f"{name!r} must be a time with its offset, as 2026-11-25T00:00:00+01:00.")
    return kept


def _problem(kind: type[web.HTTPError], sentence: str, headers: dict[str, str] | None = None) -> web.HTTPError:
    return kind(text=web.json_response({"error": sentence}).text, content_type="application/json", headers=headers)
