"""Who may see the recruiters' pages: whoever showed the token, for half a day, in a signed cookie."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from aiohttp import web

COOKIE = "belmoment_desk"
STAYS = timedelta(hours=12)
LONGEST_FORM = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Opens to `token`, where people come by HTTPS over `secure` cookies only; `secret` signs them.

    A new token or secret signs everybody out.
    """

    token: str
    secret: str
    secure: bool

    def opens_to(self, shown: str) -> bool:
        """Whether that is the token; takes as long for a near miss as for any other."""
        return hmac.compare_digest(shown.strip().encode(errors="replace"), self.token.encode())

    def let_in(self, answer: web.Response, now: datetime) -> None:
        """From here on this browser is known, until `STAYS` has passed."""
        until = f"{int((now + STAYS).timestamp())}"
        answer.set_cookie(
            COOKIE,
            f"{until}.{self._signed(until)}",
            max_age=int(STAYS.total_seconds()),
            path="/queue",
            httponly=True,
            samesite="Lax",
            secure=self.secure,
        )

    def see_out(self, answer: web.Response) -> None:
        """This browser is known no more."""
        answer.del_cookie(COOKIE, path="/queue")

    def knows(self, request: web.Request, now: datetime) -> bool:
        """Whether this browser was let in, not too long ago."""
        until, _, signature = request.cookies.get(COOKIE, "").partition(".")
        signed = hmac.compare_digest(signature.encode(errors="replace"), self._signed(until).encode())
        return signed and now.timestamp() < int(until)

    def _signed(self, until: str) -> str:
        key = hashlib.sha256(f"{len(self.secret)}:{self.secret}{self.token}".encode()).digest()
        return hmac.digest(key, f"desk until {until}".encode(errors="replace"), "sha256").hex()


def from_elsewhere(request: web.Request) -> bool:
    """Whether another site had the browser send this."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


async def form_of(request: web.Request) -> Mapping[str, str]:
    """The fields of a small form, the last of each name; nothing of what is no form."""
    raw = b""
    async for piece in request.content.iter_chunked(LONGEST_FORM):
        raw += piece
        if len(raw) > LONGEST_FORM:
            raise web.HTTPRequestEntityTooLarge(max_size=LONGEST_FORM, actual_size=len(raw))
    return dict(parse_qsl(raw.decode(errors="replace")))
