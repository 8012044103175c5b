"""Who is signed in, by a signed cookie; and whether a form was sent from our own page."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from aiohttp import web

from handlers.plain_text import mended
from storage.accounts import Account

STAYS = timedelta(hours=12)
LONGEST_FORM = 16_384
FORM_FIELD = "form_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a cookie that we signed says."""

    account: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Signs with `secret`, which all replicas share: a new one signs everybody out.

    `secure` where people come by HTTPS: the cookie then never leaves on a plain line.
    """

    secret: bytes
    secure: bool

    @property
    def cookie(self) -> str:
        """Its name; the prefix has browsers refuse one that another host or a plain line set."""
        return "__Host-belmoment" if self.secure else "belmoment"

    def begin(self, answer: web.Response, account: Account, now: datetime) -> None:
        """From here on this browser is theirs, until `STAYS` has passed or the account has a new password."""
        said = f"{account.id}.{account.epoch}.{int((now + STAYS).timestamp())}"
        answer.set_cookie(
            self.cookie,
            f"{said}.{self._signed('session', said)}",
            max_age=int(STAYS.total_seconds()),
            path="/",
            httponly=True,
            samesite="Lax",  # Strict would sign people out who come by a link in their mail
            secure=self.secure,
        )

    def end(self, answer: web.Response) -> None:
        """This browser is nobody's any more."""
        answer.del_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def claim(self, request: web.Request, now: datetime) -> Claim | None:
        """Whose this browser is, by a cookie that we signed not too long ago."""
        said, _, signature = request.cookies.get(self.cookie, "").rpartition(".")
        if not hmac.compare_digest(signature.encode(errors="replace"), self._signed("session", said).encode()):
            return None
        account, epoch, until = said.rsplit(".", 2)
        return Claim(account=account, epoch=int(epoch)) if now.timestamp() < int(until) else None

    def form_token(self, request: web.Request) -> str:
        """What a form of this session's pages bears, and no other site knows."""
        return self._signed("form", request.cookies.get(self.cookie, ""))

    def is_ours(self, request: web.Request, form: Mapping[str, str]) -> bool:
        """Whether the form came from a page of this session's."""
        shown = form.get(FORM_FIELD, "").encode(errors="replace")
        return not from_elsewhere(request) and hmac.compare_digest(shown, self.form_token(request).encode())

    def _signed(self, what: str, said: str) -> str:
        return hmac.digest(self.secret, f"{what} {said}".encode(errors="replace"), "sha256").hex()


def from_elsewhere(request: web.Request) -> bool:
    """Whether another site had the browser send this."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


async def form_of(request: web.Request, longest: int = LONGEST_FORM) -> Mapping[str, str]:
    """The fields of a form, the last of each name, without what no database takes; nothing of what is no form."""
    raw = b""
    async for piece in request.content.iter_chunked(LONGEST_FORM):
        raw += piece
        if len(raw) > longest:
            raise web.HTTPRequestEntityTooLarge(max_size=longest, actual_size=len(raw))
    fields = parse_qsl(raw.decode(errors="replace"), keep_blank_values=True)
    return {mended(name): mended(value) for name, value in fields}
