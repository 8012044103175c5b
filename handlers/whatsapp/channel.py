"""WhatsApp through Twilio: reads webhooks, and sends texts, buttons, cards and approved templates."""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from aiohttp import web
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.rest import Client

from bot.events import Event
from bot.outgoing import Say
from handlers.channel import Approval, Forged, InDoubt, Refused, Sender, TryLater, Waiting
from handlers.plain_text import numbered
from handlers.whatsapp.content import Contents
from handlers.whatsapp.erasing import forget
from handlers.whatsapp.history import cards, copies, missed
from handlers.whatsapp.reading import CHANNEL, PREFIX, read_form
from handlers.whatsapp.senders import senders
from handlers.whatsapp.shapes import LONGEST_TEXT, WINDOW, Shape, Variables, approvable, filled, tappable
from handlers.whatsapp.signature import HEADER, is_signed
from handlers.whatsapp.wire import TwilioHttp, refusal

STATUS_PATH = "/webhooks/whatsapp/status"
CARD = "card"
"""Marks the status of a contact card that goes out beside its text."""
SOON = 5.0
CONTENT_GONE = frozenset({"20404", "21655"})
"""Twilio's codes for a content template that is not there."""
CONTENT_ERRORS = CONTENT_GONE | {"21656", "21658", "63005", "63027", "63028"}
"""And for one that does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """Who we are at Twilio, and what we send from: a WhatsApp number in E.164, or a messaging service."""

    sid: str
    token: str
    sender: str = ""
    service: str = ""
    api_url: str = ""
    """In place of the hosts of all of Twilio's APIs; empty for Twilio's own."""


class _NoButtons(Exception):
    """WhatsApp can't show this message's buttons."""


class WhatsApp:
    """The channel; open it in the running loop (`async with`), since it holds connections.

    `public_url` is where Twilio reaches us, `card_url` gives the address of an outbox id's contact card, and `clock`
    returns the present, aware.
    """

    name: str = CHANNEL
    window: timedelta | None = WINDOW

    def __init__(
        self,
        account: TwilioAccount,
        *,
        public_url: str,
        clock: Callable[[], datetime],
        card_url: Callable[[str], str] | None = None,
        seconds: float = 20.0,
    ) -> None:
        logging.getLogger("twilio").setLevel(logging.WARNING)
        self._public_url = public_url.rstrip("/")
        self._token = account.token
        self._sender = account.sender and PREFIX + account.sender.removeprefix(PREFIX)
        self._service = account.service
        self._card_url = card_url or (lambda message: f"{self._public_url}/cards/{quote(message, safe='')}.vcf")
        self._clock = clock
        self._http = TwilioHttp(api_url=account.api_url, seconds=seconds)
        self._client = Client(account.sid, account.token, http_client=self._http)
        self._contents = Contents(self._client)

    async def __aenter__(self) -> Self:
        await self._http.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    async def read(self, request: web.Request) -> list[Event]:
        """The event of one call, of a message or of a status."""
        fields = await _fields(request)
        url = self._public_url + request.raw_path
        if not is_signed(self._token, url, fields, request.headers.get(HEADER, "")):
            raise Forged("the signature is missing or wrong")
        if CARD in request.query:
            return []  # its text tells how the message fares
        return [read_form(dict(fields), outgoing=request.query.get("outgoing", ""), now=self._clock())]

    async def send(self, message: Waiting) -> str:
        """Send the card, if there is one, and the text; the id is that of the last message.

        Outside the 24 hours only the template goes out. Of a message in doubt the card goes out only where Twilio's
        list does not show it; for its text, ask `copies` first.
        """
        if message.heard_at is None or self._clock() - message.heard_at >= WINDOW:
            return await self._send_template(message)
        say = message.say
        _check(say)
        if say.card is None:
            return await self._send_text(message)
        sent = "" if await self._card_went(message) else await self._send_card(message)
        if not say.text:
            return sent
        try:
            return await self._send_text(message)
        except TryLater as later:
            # A part of it is out: the next try has to look which.
            raise InDoubt(f"the card went out, its text not yet: {later}") from None

    async def prepare(self, messages: Iterable[Say]) -> bool:
        """Have the messages' templates made and approved ahead of need; whether all of them are. Raises Refused."""
        ready = True
        for say in messages:
            if say.template is not None:
                try:
                    await self._contents.approved_sid(approvable(say, say.template)[0])
                except TryLater:
                    ready = False
        return ready

    async def approval(self, say: Say) -> Approval:
        """How far the approval of this message's template is. Raises Refused or TryLater; so it does without one."""
        if say.template is None:
            raise Refused("the message has no template")
        return await self._contents.approval(approvable(say, say.template)[0])

    async def senders(self) -> Sequence[Sender]:
        """The numbers that we send from, and how WhatsApp rates each. Raises Refused or TryLater."""
        return await senders(self._client)

    async def missed(self, since: datetime) -> list[Event]:
        """What people wrote since then, oldest first, whether a webhook brought it or not. Raises TryLater."""
        try:
            return await missed(self._client, sender=self._sender, since=since)
        except InDoubt as error:
            raise TryLater(SOON, str(error)) from None

    async def copies(self, message: Waiting, *, since: datetime) -> list[str]:
        """Twilio's ids of the messages that read as this one does and are none of its `earlier`, oldest first.

        From an hour before `since` on, by Twilio's clock. Raises TryLater.
        """
        to, texts = PREFIX + message.address.peer, _wordings(message.say)
        try:
            return await copies(self._client, to=to, texts=texts, since=since, earlier=message.earlier)
        except InDoubt as error:
            raise TryLater(SOON, str(error)) from None

    async def forget(self, id: str) -> None:
        """Twilio keeps nothing more of what was said with whom the message of that id was. Raises TryLater."""
        await forget(self._client, id)

    async def _send_card(self, message: Waiting) -> str:
        # Without an address of its own Twilio would call the sender's, as of what somebody wrote by hand.
        aside = {"status_callback": f"{self._public_url}{STATUS_PATH}?{CARD}=1"}
        tracked = aside if message.say.text else self._tracked(message)
        return await self._create(message, media_url=[self._card_url(message.id)], **tracked)

    async def _card_went(self, message: Waiting) -> bool:
        """Whether an earlier try, of which nobody knows the end, got as far as the card."""
        if message.doubt_since is None:
            return False
        to, since = PREFIX + message.address.peer, message.doubt_since
        try:
            return bool(await cards(self._client, to=to, since=since, earlier=message.earlier))
        except InDoubt as error:
            raise TryLater(SOON, str(error)) from None

    async def _send_template(self, message: Waiting) -> str:
        template = message.say.template
        if template is None:
            raise Refused("outside the 24-hour window, and the message has no template", code="63016")
        shape, variables = approvable(message.say, template)
        sid = await self._contents.approved_sid(shape)
        try:
            return await self._send_content(message, shape, sid, variables)
        except Refused as refused:
            if refused.code in CONTENT_GONE:
                raise TryLater(SOON, "the template is gone at Twilio, and will be made anew") from None
            raise

    async def _send_text(self, message: Waiting) -> str:
        try:
            return await self._send_buttons(message)
        except _NoButtons:
            return await self._create(message, body=_plain(message.say), **self._tracked(message))

    async def _send_buttons(self, message: Waiting) -> str:
        content = tappable(message.say)
        if content is None:
            raise _NoButtons
        shape, variables = content
        try:
            sid = await self._contents.sid(shape)
        except (Refused, TryLater):
            # Without their template the buttons can still be read, and answered with a number.
            raise _NoButtons from None
        try:
            return await self._send_content(message, shape, sid, variables)
        except Refused as refused:
            if refused.code in CONTENT_ERRORS:
                raise _NoButtons from None
            raise

    async def _send_content(self, message: Waiting, shape: Shape, sid: str, variables: Variables) -> str:
        # Twilio calls an empty set of variables invalid.
        filling = {"content_variables": json.dumps(variables)} if variables else {}
        try:
            return await self._create(message, content_sid=sid, **filling, **self._tracked(message))
        except Refused as refused:
            if refused.code in CONTENT_ERRORS:
                self._contents.forget(shape)
            raise

    def _tracked(self, message: Waiting) -> dict[str, str]:
        return {"status_callback": f"{self._public_url}{STATUS_PATH}?outgoing={quote(message.id, safe='')}"}

    async def _create(self, message: Waiting, **content: Any) -> str:
        source = {"messaging_service_sid": self._service} if self._service else {"from_": self._sender}
        try:
            created = await self._client.messages.create_async(to=PREFIX + message.address.peer, **source, **content)
        except (TwilioRestException, TwilioServiceException) as error:
            raise refusal(error) from None
        except ValueError:
            raise InDoubt("Twilio's answer is not JSON") from None
        return str(created.sid)


async def _fields(request: web.Request) -> list[tuple[str, str]]:
    try:
        form = await request.post()
    except (ValueError, LookupError):
        raise Forged("the body is no form") from None
    return [(name, value) for name, value in form.items() if isinstance(value, str)]


def _check(say: Say) -> None:
    """Before anything of it goes out: what can't go out whole."""
    if not say.text.strip() and say.card is None:
        raise Refused("the message is empty")
    if len(numbered(say.text, say.buttons)) > LONGEST_TEXT and tappable(say) is None:
        _plain(say)


def _plain(say: Say) -> str:
    text = numbered(say.text, say.buttons)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"the text has {len(text)} characters, WhatsApp takes {LONGEST_TEXT}")
    return text


def _wordings(say: Say) -> Sequence[str]:
    template = [filled(say.template)] if say.template is not None else []
    return [say.text, numbered(say.text, say.buttons), *template]
