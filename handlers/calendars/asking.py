"""Asks a calendar's server, which may answer late, endlessly, or with anything at all."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from yarl import URL

from handlers.calendars.unread import Reason, Unread

LONGEST_SECONDS = 20.0
MOST_BYTES = 10 * 1024 * 1024
AGENT = {"User-Agent": "Belmoment"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said."""

    status: int
    text: str
    headers: Mapping[str, str]
    url: URL
    """Where it was found in the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How servers are asked. `session` is nobody else's: it keeps no cookies of ours."""

    session: aiohttp.ClientSession
    seconds: float = LONGEST_SECONDS
    most_bytes: int = MOST_BYTES
    authorization: str = ""
    """Of this calendar, and of wherever its server says that it is."""

    async def ask(self, method: str, url: URL, body: str = "", **headers: str) -> Answer:
        """The answer, whatever its status; raises Unread where there is none that could be read.

        `headers` as keywords, with _ for -.
        """
        known = {"Authorization": self.authorization} if self.authorization else {}
        named = {**AGENT, **known, **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            async with (
                asyncio.timeout(self.seconds),
                self.session.request(method, url, data=body.encode() or None, headers=named) as answer,
            ):
                text = await self._text(answer)
                return Answer(status=answer.status, text=text, headers=answer.headers, url=answer.url)
        except (TimeoutError, aiohttp.ClientConnectionError, OSError) as error:
            raise Unread(Reason.SILENT, type(error).__name__) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise Unread(Reason.NONSENSE, type(error).__name__) from error

    async def _text(self, answer: aiohttp.ClientResponse) -> str:
        """At most so many bytes, however many were promised."""
        if (answer.content_length or 0) > self.most_bytes:
            raise Unread(Reason.TOO_LARGE)
        read = bytearray()
        async for part in answer.content.iter_chunked(64 * 1024):
            read += part
            if len(read) > self.most_bytes:
                raise Unread(Reason.TOO_LARGE)
        return read.decode("utf-8", "replace").removeprefix("\ufeff")


def judged(answer: Answer) -> Answer:
    """The answer, where it is one to go on with; raises Unread."""
    match answer.status:
        case 401 | 403:
            raise Unread(Reason.DENIED, str(answer.status))
        case 404 | 410:
            raise Unread(Reason.MISSING, str(answer.status))
        case status if status == 429 or status >= 500:
            raise Unread(Reason.BROKEN, str(status))
        case status if status >= 400:
            raise Unread(Reason.NONSENSE, str(status))
    return answer
