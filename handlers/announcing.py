"""Tells the agency's other systems what happened: a signed call of their web address, as Standard Webhooks has it."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.outgoing import Announce, TheCall
from handlers.channel import Refused, TryLater

SECRET_PREFIX = "whsec_"  # noqa: S105 (what every secret begins with)
LEAST_KEY, MOST_KEY = 24, 64
"""Bytes."""
SOON = 1.0
GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where to call, and the keys that sign: the newest first, an older one for as long as a change takes."""

    url: str
    keys: Sequence[bytes]


class Announcing:
    """Calls one listener; open it in the running loop (`async with`). `now` gives the aware present."""

    def __init__(self, listener: Listener, *, now: Callable[[], datetime], seconds: float = 15.0) -> None:
        self._listener = listener
        self._now = now
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), timeout=self._timeout)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, id: str, word: Announce) -> str:
        """Tell it; the id is the same at every try, so that the listener knows a second copy. Raises TryLater, Refused.

        Any answer but a 2xx is tried again; 410 says that nobody listens any more.
        """
        assert self._session is not None
        body = json.dumps(payload(word), ensure_ascii=False).encode()
        headers = signed(id, int(self._now().timestamp()), body, self._listener.keys)
        try:
            async with self._session.post(
                self._listener.url, data=body, headers=headers, allow_redirects=False
            ) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(SOON, f"the listener does not answer ({type(error).__name__})") from None
        if status == GONE:
            raise Refused("the listener is gone (410)", code=str(GONE))
        if not 200 <= status <= 299:
            raise TryLater(SOON, f"the listener answered {status}")
        return id


def signed(id: str, timestamp: int, body: bytes, keys: Sequence[bytes]) -> Mapping[str, str]:
    """The headers by which a listener knows that the call is ours, is whole, and is not an old one played again."""
    content = f"{id}.{timestamp}.".encode() + body
    signatures = [base64.b64encode(hmac.digest(key, content, "sha256")).decode() for key in keys]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Belmoment",
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def payload(word: Announce) -> Mapping[str, Any]:
    """What the listener reads."""
    party = {"phone": word.phone, "channel": word.channel, "peer": word.peer}
    about = {"conversation": word.conversation, "vacancy": word.vacancy}
    if word.call is None:
        data: dict[str, Any] = {**about, "reason": word.reason, "candidate": party}
    else:
        data = {**_call(word.call), **about, "candidate": {"name": word.name, **party}}
    return {"type": word.what.value, "timestamp": word.at.isoformat(), "data": data}


def keys_in(secret: str) -> Sequence[bytes]:
    """The keys of one or more secrets with a space between; raises ValueError, which says what is wrong."""
    keys = []
    for one in secret.split():
        try:
            key = base64.b64decode(one.removeprefix(SECRET_PREFIX), validate=True)
        except ValueError:
            key = b""
        if not one.startswith(SECRET_PREFIX) or not LEAST_KEY <= len(key) <= MOST_KEY:
            raise ValueError(f"must be {SECRET_PREFIX} and then {LEAST_KEY} to {MOST_KEY} bytes in base64")
        keys.append(key)
    return keys


def _call(call: TheCall) -> dict[str, Any]:
    return {
        "id": call.id,
        "status": call.status.value,
        "outcome": call.outcome and call.outcome.value,
        "start": call.start.isoformat(),
        "end": call.end.isoformat(),
        "recruiter": call.recruiter,
    }
