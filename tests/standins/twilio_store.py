"""The content API: templates are made, listed, deleted and sent for approval."""

from urllib.parse import urlencode

from aiohttp import web

from tests.standins import twilio_content as contents
from tests.standins.twilio_content import Content, Json, TwilioRefusal
from tests.standins.twilio_state import State

API = "https://content.twilio.com"


class Store:
    """The templates of an account. With `approves` WhatsApp approves at once; else the test says when."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.approves = False

    def approve(self, content: Content) -> None:
        """WhatsApp takes it."""
        content.approval = "approved"

    def reject(self, content: Content, reason: str) -> None:
        """WhatsApp does not."""
        content.approval, content.rejection = "rejected", reason

    async def create(self, request: web.Request) -> Json:
        """A new template."""
        wanted = await _json(request)
        kind, body = contents.check_request(wanted)
        content = Content(
            sid=self._state.new_sid("HX"),
            name=wanted["friendly_name"],
            language=wanted["language"],
            kind=kind,
            body=body,
            samples=wanted.get("variables", {}),
            made_at=self._state.clock(),
        )
        self._state.contents[content.sid] = content
        return self._shown(content)

    async def list(self, request: web.Request) -> Json:
        """One page of them, oldest first."""
        size, number = int(request.query.get("PageSize", 50)), int(request.query.get("Page", 0))
        if not 1 <= size <= 1000:
            raise TwilioRefusal(400, 20001, "Page size must be between 1 and 1000")
        every = [*self._state.contents.values()]
        last = (number + 1) * size >= len(every)
        meta = {
            "page": number,
            "page_size": size,
            "first_page_url": _page_url(size, 0),
            "previous_page_url": _page_url(size, number - 1) if number else None,
            "url": _page_url(size, number),
            "next_page_url": None if last else _page_url(size, number + 1),
            "key": "contents",
        }
        return {"meta": meta, "contents": [self._shown(one) for one in every[number * size : (number + 1) * size]]}

    async def fetch(self, request: web.Request) -> Json:
        """One of them."""
        return self._shown(self._found(request))

    async def delete(self, request: web.Request) -> None:
        """Gone; messages made from it stay."""
        del self._state.contents[self._found(request).sid]

    async def approval(self, request: web.Request) -> Json:
        """How far its approval is."""
        return contents.approval(self._found(request), self._state.account, API)

    async def submit(self, request: web.Request) -> Json:
        """It is sent for approval."""
        content = self._found(request)
        answer = contents.submit(content, await _json(request))
        if self.approves:
            self.approve(content)
        return answer

    def _found(self, request: web.Request) -> Content:
        sid = request.match_info["sid"]
        if sid not in self._state.contents:
            raise TwilioRefusal(404, 20404, f"The requested resource {request.path} was not found")
        return self._state.contents[sid]

    def _shown(self, content: Content) -> Json:
        return contents.shown(content, self._state.account, API)


async def _json(request: web.Request) -> Json:
    # Twilio's own asynchronous client sends a form here, and is told this.
    if request.content_type != "application/json":
        raise TwilioRefusal(415, 20415, "Unsupported Media Type")
    try:
        wanted = await request.json()
    except ValueError:
        raise TwilioRefusal(400, 20001, "Invalid JSON") from None
    if not isinstance(wanted, dict):
        raise TwilioRefusal(400, 20001, "Invalid JSON")
    return wanted


def _page_url(size: int, number: int) -> str:
    return f"{API}/v1/Content?{urlencode({'PageSize': size, 'Page': number})}"
