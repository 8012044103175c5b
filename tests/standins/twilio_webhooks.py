"""How Twilio calls a webhook: signed, and by default once, whatever the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urldefrag

import aiohttp
from twilio.request_validator import RequestValidator
from yarl import URL

NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is to be made."""

    url: str
    """The public address, as it was configured: a `#rc=5&rp=ct,rt,5xx` asks for five retries of those failures."""
    form: Mapping[str, str]


@dataclass(slots=True)
class Webhooks:
    """Calls that wait, and how they are made."""

    token: str
    public: str = ""
    local: str = ""
    """Where `public` is really reached, where a proxy would stand between."""
    waiting: list[Call] = field(default_factory=list)
    lost: list[Call] = field(default_factory=list)
    """What got no 2xx and is not tried again."""

    async def make(self, session: aiohttp.ClientSession, call: Call) -> int:
        """Make one call, with its retries, and return the last status; NO_ANSWER where none came."""
        address, wishes = urldefrag(call.url)
        wanted = parse_qs(wishes)
        retries = min(int(wanted.get("rc", ["0"])[0]), 5)
        policy = set(wanted.get("rp", ["ct"])[0].split(","))
        status = await self._post(session, address, call.form)
        while retries and _failed(status) and policy & {"all", _kind(status)}:
            retries -= 1
            status = await self._post(session, address, call.form)
        if _failed(status):
            self.lost.append(call)
        return status

    async def _post(self, session: aiohttp.ClientSession, address: str, form: Mapping[str, str]) -> int:
        headers = {"X-Twilio-Signature": RequestValidator(self.token).compute_signature(address, dict(form))}
        here = address.replace(self.public, self.local, 1) if self.public else address
        try:
            # The address goes out as it was signed, not as the client would spell it.
            async with session.post(URL(here, encoded=True), data=dict(form), headers=headers) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return NO_ANSWER


def _failed(status: int) -> bool:
    return not 200 <= status <= 299


def _kind(status: int) -> str:
    return "rt" if status == NO_ANSWER else f"{status // 100}xx"
