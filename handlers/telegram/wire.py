"""How python-telegram-bot reaches Telegram: over aiohttp, telling what was surely not sent from what perhaps was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0


class Unreachable(NetworkError):
    """The request was never written: no connection came about."""


class AnswerLost(TimedOut):
    """The request was written, and no answer that we can read came back."""


class TooManyRequests(TelegramError):
    """Telegram wants us to wait so many seconds; the library's own error warns whenever one asks it how many."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, wait {seconds:g} s")
        self.seconds = seconds


class TelegramHttp(BaseRequest):
    """Telegram's API over one aiohttp session; `seconds` is how long an answer may take.

    Opened by `initialize` and closed by `shutdown`, within the running event loop.
    """

    def __init__(self, *, seconds: float = 30.0) -> None:
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return self._seconds

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(self, url: str, parameters: Mapping[str, Any], *, seconds: float) -> Any:
        """One method of the API by plain JSON, for where the library's objects cost more than they give."""
        plain = _Plain({name: json.dumps(value) for name, value in parameters.items()})
        # RequestData can't be built from outside the library; do_request asks of it what _Plain has.
        return await self.post(url, cast(RequestData, plain), read_timeout=seconds)

    async def do_request(  # noqa: PLR0913, PLR0917 (the library's own signature)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer; raises Unreachable, AnswerLost or TooManyRequests."""
        if request_data is not None and request_data.contains_files:
            raise TelegramError("this bot uploads no files")
        seconds = self._seconds if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        form = request_data.json_parameters if request_data else None
        status, body = await self._exchange(url, method, form, seconds)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooManyRequests(_retry_after(body))
        return status, body

    async def _exchange(
        self, url: str, method: str, form: Mapping[str, str] | None, seconds: float | None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise Unreachable("the session is closed")
        timeout = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS)
        # Neither the address, which holds the token, nor the form, which holds words, may get into an error's text.
        try:
            async with self._session.request(method, url, data=form, timeout=timeout) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unreachable(f"no connection ({type(error).__name__})") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AnswerLost(f"no answer ({type(error).__name__})") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The JSON of an answer; the library's own version logs what it can't parse."""
        try:
            return json.loads(payload)
        except ValueError:
            raise TelegramError("the answer is not JSON") from None


def _retry_after(body: bytes) -> float:
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 1.0


@dataclass(frozen=True, slots=True)
class _Plain:
    json_parameters: Mapping[str, str]
    contains_files: bool = False
