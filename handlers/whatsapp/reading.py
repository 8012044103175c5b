"""A form that Twilio posts becomes an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.door_texts import code_in
from bot.events import (
    DeliveryReported,
    Event,
    MediaReceived,
    MessageReceived,
    Started,
    Tapped,
    Unhandled,
    WrittenByHand,
)
from bot.model import Address
from handlers.channel import Unreadable
from handlers.plain_text import mended, named

CHANNEL = "whatsapp"
PREFIX = "whatsapp:"
WENT_OUT = ("sent", "delivered", "read")

Form = Mapping[str, str]


def read_form(form: Form, *, outgoing: str, now: datetime) -> Event:
    """What happened, at `now` (Twilio tells no time). `outgoing` is the outbox id that a status call's query bears.

    Raises Unreadable where what every form has is missing.
    """
    form = {name: mended(value) for name, value in form.items()}
    sid = form.get("MessageSid") or form.get("SmsSid")
    if not sid:
        raise Unreadable("no MessageSid")
    if "MessageStatus" in form:
        return _status(form, sid, outgoing, now)
    return read_message(form, event=f"{CHANNEL}:{sid}", at=now)


def read_message(form: Form, *, event: str, at: datetime) -> Event:
    """What a person sent."""
    sender = form.get("From", "")
    if not sender.startswith(PREFIX):
        return Unhandled(id=event, at=at, channel=CHANNEL, kind="not_whatsapp")
    person = _person(form, sender.removeprefix(PREFIX))
    text = mended(form.get("Body", ""))
    if button := form.get("ButtonPayload") or form.get("ListId"):
        title = form.get("ButtonText") or form.get("ListTitle") or text
        return Tapped(id=event, at=at, **person, button=mended(button), title=mended(title))
    words = text.split()
    if words and words[0] == "/start":
        return Started(id=event, at=at, **person, code=" ".join(words[1:]))
    if code := code_in(text):
        return Started(id=event, at=at, **person, code=code, text=text)
    if not words:
        return _wordless(form, event, at, person)
    # What was written below a picture says more than the kind of picture does.
    return MessageReceived(id=event, at=at, **person, text=text)


def _person(form: Form, peer: str) -> dict[str, Any]:
    # The peer may be a number or an id of WhatsApp's; a number to call is a fact of its own.
    digits = form.get("WaId", "")
    phone = peer if peer.startswith("+") else f"+{digits}" if digits.isdecimal() else None
    return {"address": Address(CHANNEL, peer), "name": named(form.get("ProfileName", "")), "phone": phone}


def _wordless(form: Form, event: str, at: datetime, person: Mapping[str, Any]) -> Event:
    kind = _media(form)
    if kind is None:
        return Unhandled(id=event, at=at, channel=CHANNEL, kind=form.get("MessageType") or "empty")
    return MediaReceived(id=event, at=at, **person, kind=kind)


def _media(form: Form) -> str | None:
    if "Latitude" in form:
        return "location"
    if form.get("NumMedia", "0") == "0":
        return None
    if form.get("MessageType") == "sticker":
        return "sticker"
    main = form.get("MediaContentType0", "").partition("/")[0]
    return {"audio": "voice", "image": "image", "video": "video", "application": "document"}.get(main, "other")


def _status(form: Form, sid: str, outgoing: str, now: datetime) -> Event:
    status = form["MessageStatus"]
    event, peer = f"{CHANNEL}:{sid}:{status}", form.get("To", "")
    if not outgoing and peer.startswith(PREFIX) and status in WENT_OUT:
        # All of ours bear an id: somebody wrote from the same number elsewhere. Once for each message.
        by_hand = f"{CHANNEL}:{sid}:by_hand"
        return WrittenByHand(id=by_hand, at=now, address=Address(CHANNEL, peer.removeprefix(PREFIX)))
    if not outgoing:
        return Unhandled(id=event, at=now, channel=CHANNEL, kind="status", body=f"{status} of a message not ours")
    code = form.get("ErrorCode", "")
    return DeliveryReported(id=event, at=now, outgoing=outgoing, status=status, code=code, provider_id=sid)
