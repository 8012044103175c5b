"""A Telegram update, as plain JSON, becomes an event."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.events import Blocked, ContactShared, Event, MediaReceived, MessageReceived, Started, Tapped, Unhandled
from bot.model import Address
from handlers.channel import Unreadable
from handlers.plain_text import mended, named

CHANNEL = "telegram"
LANGUAGE = re.compile(r"[a-z]{2,3}")

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that we ask Telegram for."""

MEDIA = {
    "voice": "voice",
    "audio": "voice",
    "photo": "image",
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "sticker": "sticker",
    "location": "location",
    "venue": "location",
    "document": "document",
    "contact": "other",
    "poll": "other",
    "dice": "other",
}

Json = Mapping[str, Any]


def read_update(update: Any, *, bot: str, now: datetime) -> Event:
    """What happened; what we do not act on comes as Unhandled, and what is no update raises Unreadable.

    `bot` is the bot's id; `now` (aware) stands in where Telegram tells no time.
    """
    match update:
        case {"update_id": int(number)}:
            event = f"{CHANNEL}:{bot}:{number}"
        case _:
            raise Unreadable("no update_id")
    try:
        return _read(update, event, now)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError):
        # A field is of another kind than Telegram documents: kept and reported, since refusing it would have
        # Telegram hold back this chat's later updates.
        return Unhandled(id=event, at=now, channel=CHANNEL, kind="unreadable")


def _read(update: Json, event: str, now: datetime) -> Event:
    match update:
        case {"message": {"chat": {"type": "private"}, "from": {"id": int()}, "date": int()} as message}:
            return _message(event, message, now)
        case {
            "callback_query": {"from": {"id": int()}, "message": {"chat": {"type": "private"}}, "data": str()} as tap
        }:
            return _tap(event, tap, now)
        case {
            "my_chat_member": {
                "chat": {"type": "private"},
                "from": {"id": int()} as person,
                "date": int(date),
                "new_chat_member": {"status": "kicked" | "left"},
            }
        }:
            return Blocked(id=event, at=_time(date, now), **_sender(person))
        case _:
            return _unhandled(event, update, now)


def _message(event: str, message: Json, now: datetime) -> Event:
    at, sender = _time(message["date"], now), _sender(message["from"])
    match message:
        case {"text": str(text)} if (words := text.split()) and words[0] == "/start":
            return Started(id=event, at=at, **sender, code=mended(" ".join(words[1:])))
        case {"text": str(text)}:
            return MessageReceived(id=event, at=at, **sender, text=mended(text), reply_to=_replied_to(message))
        case {"contact": {"phone_number": str(number)} as contact}:
            return _contact(event, at, message, number, own=contact.get("user_id") == message["from"]["id"])
        case {"caption": str(text)}:
            # What was written below a picture or a file says more than the kind of file does.
            return MessageReceived(id=event, at=at, **sender, text=mended(text))
        case _ if kinds := [kind for key, kind in MEDIA.items() if key in message]:
            return MediaReceived(id=event, at=at, **sender, kind=kinds[0])
        case _:
            return _unhandled(event, {"message": message}, at)


def _replied_to(message: Json) -> str:
    match message:
        case {"reply_to_message": {"message_id": int(number)}}:
            return str(number)
        case _:
            return ""


def _contact(event: str, at: datetime, message: Json, number: str, *, own: bool) -> ContactShared:
    phone = "+" + "".join(sign for sign in number if sign.isdecimal())
    sender = _sender(message["from"]) | ({"phone": phone} if own else {})
    return ContactShared(id=event, at=at, **sender, number=phone, own=own)


def _tap(event: str, tap: Json, now: datetime) -> Tapped:
    data = tap["data"]
    rows = tap["message"].get("reply_markup", {}).get("inline_keyboard", [])
    titles = [button.get("text", "") for row in rows for button in row if button.get("callback_data") == data]
    title = mended(titles[0]) if titles else ""
    return Tapped(id=event, at=now, **_sender(tap["from"]), button=mended(data), title=title)


def _sender(person: Json) -> dict[str, Any]:
    name = f"{person.get('first_name', '')} {person.get('last_name', '')}"
    language = str(person.get("language_code", "")).split("-")[0]
    address = Address(CHANNEL, str(person["id"]))
    return {"address": address, "name": named(name), "language": language if LANGUAGE.fullmatch(language) else None}


def _unhandled(event: str, update: Json, at: datetime) -> Unhandled:
    kind = next((key for key in update if key != "update_id"), "empty")
    # The shape says what we do not know yet; the words in it are somebody's, and nobody could find them to erase.
    return Unhandled(id=event, at=at, channel=CHANNEL, kind=kind, body=_shape(update.get(kind)))


def _shape(value: object) -> str:
    return f"{{{', '.join(sorted(map(str, value)))}}}" if isinstance(value, Mapping) else type(value).__name__


def _time(seconds: int, now: datetime) -> datetime:
    # A clock that runs ahead must not put off what we say next.
    return min(datetime.fromtimestamp(seconds, UTC), now)
