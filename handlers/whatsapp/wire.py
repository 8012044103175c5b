"""How twilio's client reaches Twilio: over aiohttp, telling what was surely not sent from what perhaps was."""

import base64
import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit, urlunsplit

import aiohttp
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from handlers.channel import InDoubt, Refused, TryLater

CONNECT_SECONDS = 10.0
SOON = 5.0
AFTER_A_MEND = 300.0

OPTED_OUT = frozenset({"21610", "63014", "63033"})
"""Twilio's codes for people who do not want to hear from us; they come as an answer, or later with a status."""


class TwilioHttp(AsyncHttpClient):  # type: ignore[misc] # the library has no types
    """The library's door to the network, in place of its own: that one ignores its time-out, sends JSON as a form,
    and writes numbers into the log.

    Raises TryLater for what surely did not happen (no connection, 429, a wrong account) and InDoubt for what perhaps
    did (time-out, cut connection, 5xx). Other answers go to the caller. `api_url` takes the place of every host.
    """

    def __init__(self, *, api_url: str = "", seconds: float = 20.0) -> None:
        super().__init__(logging.getLogger("twilio.http_client"), True, seconds)
        self._api = urlsplit(api_url.rstrip("/")) if api_url else None
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the session, in the running loop."""
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def request(  # noqa: PLR0913, PLR0917 (the library's own signature)
        self,
        method: str,
        uri: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (the library's own signature)
        allow_redirects: bool = False,
    ) -> Response:
        """The answer, unless it means that we should wait or can't know."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
        status, body, retry_after = await self._exchange(method, self._url(uri, params), _body(data, sent), sent)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TryLater(retry_after, "Twilio takes no more for now")
        if status == HTTPStatus.UNAUTHORIZED:
            raise TryLater(
                AFTER_A_MEND, "Twilio refuses the account: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN anew"
            )
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise InDoubt(f"Twilio answered {status}")
        return Response(status, body)

    def _url(self, uri: str, params: Mapping[str, object] | None) -> str:
        parts = urlsplit(uri)
        if self._api is not None:
            parts = parts._replace(scheme=self._api.scheme, netloc=self._api.netloc, path=self._api.path + parts.path)
        query = "&".join(filter(None, [parts.query, urlencode(params or {}, doseq=True)]))
        return urlunsplit(parts._replace(query=query))

    async def _exchange(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, float]:
        if self._session is None:
            raise TryLater(SOON, "the session is closed")
        timeout = aiohttp.ClientTimeout(total=self._seconds, connect=CONNECT_SECONDS)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return (
                    response.status,
                    await response.text(errors="replace"),
                    _seconds(response.headers.get("Retry-After")),
                )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise TryLater(SOON, f"no connection ({type(error).__name__})") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise InDoubt(f"no answer ({type(error).__name__})") from None


def refusal(error: TwilioRestException | TwilioServiceException) -> Refused:
    """What a 4xx means. Twilio's own sentence is left out: it quotes numbers."""
    code = str(error.code)
    reason = f"Twilio answered {error.status} with error {code}, see https://www.twilio.com/docs/api/errors/{code}"
    return Refused(reason, code=code, opted_out=code in OPTED_OUT)


def _body(data: Mapping[str, object] | None, headers: Mapping[str, str]) -> bytes:
    if not data:
        return b""
    if headers.get("Content-Type") == "application/json":
        return json.dumps(data).encode()
    return urlencode(data, doseq=True).encode()


def _seconds(retry_after: str | None) -> float:
    try:
        return max(1.0, float(retry_after or 1))
    except ValueError:
        return SOON
