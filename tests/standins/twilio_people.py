"""What people do in WhatsApp, as the forms that Twilio posts of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.standins.twilio_messages import VERSION, Message

PREFIX = "whatsapp:"

MEDIA = {"image": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "document": "application/pdf"}
TYPES = {"voice": "audio"}
"""WhatsApp's name for a kind, where it is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A WhatsApp account. Who took a user name may hide the number: then the id stands in its place."""

    number: str
    """E.164."""
    name: str = "Anna"
    user_id: str = "NL.1349120865530274"
    hidden: bool = False

    @property
    def peer(self) -> str:
        """What messages to them are addressed to."""
        return PREFIX + (self.user_id if self.hidden else self.number)


def form(person: Person, message: Message, account: str, extra: Mapping[str, str]) -> dict[str, str]:
    """An incoming message; `extra` is what its kind adds, or changes."""
    digits = {} if person.hidden else {"WaId": person.number.removeprefix("+")}
    metadata = {"type": "whatsapp", "data": {"context": {"ProfileName": person.name, **digits}}}
    return {
        "SmsMessageSid": message.sid,
        "NumMedia": str(len(message.media)),
        "ProfileName": person.name,
        "MessageType": "text",
        "SmsSid": message.sid,
        **digits,
        "SmsStatus": "received",
        "Body": message.body,
        "To": message.to,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": message.sid,
        "AccountSid": account,
        "ChannelMetadata": json.dumps(metadata, separators=(",", ":")),
        "From": message.sender,
        "ExternalUserId": PREFIX + person.user_id,
        "ApiVersion": VERSION,
        **extra,
    }


def tapped(shown: Message, title: str) -> dict[str, str]:
    """What a tap on a button of `shown` adds."""
    button = next(button for button in shown.buttons if button.title == title)
    replied = {"OriginalRepliedMessageSid": shown.sid, "OriginalRepliedMessageSender": shown.sender}
    if shown.kind == "twilio/list-picker":
        item = {"ListId": button.id, "ListTitle": button.title}
        described = {"ListDescription": button.description} if button.description else {}
        return {"MessageType": "interactive", **item, **described, **replied}
    return {"MessageType": "interactive", "ButtonText": button.title, "ButtonPayload": button.id, **replied}


def media(kind: str, sid: str, account: str) -> dict[str, str]:
    """What a picture, a voice message or a file adds."""
    url = f"https://api.twilio.com/{VERSION}/Accounts/{account}/Messages/{sid}/Media/ME{sid[2:]}"
    return {"MessageType": TYPES.get(kind, kind), "MediaContentType0": MEDIA[kind], "MediaUrl0": url}


def status_form(message: Message, account: str) -> dict[str, str]:
    """A status callback."""
    number = message.to.removeprefix(PREFIX)
    event = {"EventType": message.status.upper()} if message.status in {"delivered", "read", "undelivered"} else {}
    error = {"ErrorCode": str(message.error)} if message.error else {}
    return {
        "ChannelPrefix": "whatsapp",
        "ApiVersion": VERSION,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "ChannelInstallSid": "XE" + message.sid[2:],
        "To": message.to,
        "From": message.sender,
        "MessageSid": message.sid,
        "StructuredMessage": "true" if message.content else "false",
        "AccountSid": account,
        "ChannelToAddress": number[:-4] + "XXXX",
        **event,
        **error,
    }
