"""What people do in Telegram, as the updates that the Bot API makes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]

MEDIA: dict[str, Any] = {
    "voice": {"file_id": "AwACAgQAAx0", "file_unique_id": "AgADzg", "duration": 3, "mime_type": "audio/ogg"},
    "photo": [{"file_id": "AgACAgQAAx0", "file_unique_id": "AQADxb", "width": 90, "height": 90, "file_size": 1600}],
    "video": {"file_id": "BAACAgQAAx0", "file_unique_id": "AgADb1", "width": 640, "height": 360, "duration": 5},
    "sticker": {
        "file_id": "CAACAgQAAx0",
        "file_unique_id": "AgADVw",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "location": {"latitude": 52.370216, "longitude": 4.895168},
    "document": {"file_id": "BQACAgQAAx0", "file_unique_id": "AgAD2w", "file_name": "cv.pdf"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A Telegram account; the chat with the bot bears its id."""

    id: int
    first_name: str
    last_name: str = ""
    language_code: str = ""
    phone: str = ""
    """As Telegram gives it: digits, without a plus."""

    @property
    def user(self) -> Json:
        """The Bot API's User."""
        names = {"first_name": self.first_name, "last_name": self.last_name, "language_code": self.language_code}
        return {"id": self.id, "is_bot": False, **{key: value for key, value in names.items() if value}}

    @property
    def chat(self) -> Json:
        """The Bot API's Chat."""
        names = {"first_name": self.first_name, "last_name": self.last_name}
        return {"id": self.id, **{key: value for key, value in names.items() if value}, "type": "private"}


def message(person: Person, number: int, at: datetime, **content: Any) -> Json:
    """A message of theirs, with its kind of content."""
    return {
        "message_id": number,
        "from": person.user,
        "chat": person.chat,
        "date": int(at.timestamp()),
        **content,
    }


def command(text: str) -> Json:
    """A text that begins with a command, with the mark that Telegram sets on it."""
    length = len(text.split(" ", maxsplit=1)[0])
    return {"text": text, "entities": [{"offset": 0, "length": length, "type": "bot_command"}]}


def contact(person: Person, *, own: bool, phone: str, name: str) -> Json:
    """A shared contact; one from the address book may have no account."""
    card: Json = {"phone_number": phone, "first_name": name}
    return {"contact": card | ({"user_id": person.id} if own else {})}


def group_message(person: Person, number: int, at: datetime, text: str) -> Json:
    """A message in a group that the bot was put into."""
    chat = {"id": -1001234567890, "title": "Colleagues", "type": "supergroup"}
    return message(person, number, at, text=text) | {"chat": chat}


def membership(person: Person, bot: Json, at: datetime, *, before: str, after: str) -> Json:
    """The bot was blocked ("kicked") or allowed again ("member")."""
    forever = {"until_date": 0}
    return {
        "chat": person.chat,
        "from": person.user,
        "date": int(at.timestamp()),
        "old_chat_member": {"user": bot, "status": before} | (forever if before == "kicked" else {}),
        "new_chat_member": {"user": bot, "status": after} | (forever if after == "kicked" else {}),
    }
