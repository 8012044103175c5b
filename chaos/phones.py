"""Candidates' phones on both platforms: what was read there, and what can be done with them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import Protocol

from chaos.house import House
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_people import Person as TelegramPerson
from tests.standins.telegram_state import Sent
from tests.standins.twilio import TwilioStandIn
from tests.standins.twilio_messages import Message
from tests.standins.twilio_people import Person as WhatsAppPerson

KEPT = timedelta(hours=3)
MOST_KEPT = 3000


@dataclass(frozen=True, slots=True)
class Read:
    """One message that was read: a text, or a contact card."""

    text: str
    at: datetime
    """When the platform took it; aware."""
    buttons: tuple[str, ...] = ()
    card: bool = False
    outgoing: str = ""
    """The outbox id, where the platform tells it."""


class Chat:
    """What is read in one chat, and a bell that rings when there is more."""

    def __init__(self) -> None:
        self.read: list[Read] = []
        self.bell = asyncio.Event()

    def put(self, read: Read) -> None:
        """One more."""
        self.read.append(read)
        self.bell.set()


class Phone(Protocol):
    """What its owner does with it; each act returns the id that the event will have."""

    chat: Chat

    @property
    def read(self) -> list[Read]: ...

    @property
    def address(self) -> tuple[str, str]: ...

    def start(self, code: str) -> str: ...
    def write(self, text: str) -> str: ...
    def tap(self, title: str) -> str: ...
    def share_number(self) -> str: ...


@dataclass(slots=True)
class TelegramPhone:
    """On Telegram."""

    telegram: TelegramStandIn
    person: TelegramPerson
    chat: Chat = field(default_factory=Chat)

    @property
    def read(self) -> list[Read]:
        """All that was read so far."""
        return self.chat.read

    @property
    def address(self) -> tuple[str, str]:
        """Channel and peer."""
        return "telegram", str(self.person.id)

    def start(self, code: str) -> str:
        return self._id(self.telegram.start(self.person, code))

    def write(self, text: str) -> str:
        return self._id(self.telegram.write(self.person, text))

    def tap(self, title: str) -> str:
        return self._id(self.telegram.tap(self.person, title))

    def share_number(self) -> str:
        return self._id(self.telegram.share_contact(self.person))

    def _id(self, update: object) -> str:
        assert isinstance(update, dict)
        return f"telegram:{self.telegram.state.bot['id']}:{update['update_id']}"


@dataclass(slots=True)
class WhatsAppPhone:
    """On WhatsApp."""

    twilio: TwilioStandIn
    person: WhatsAppPerson
    chat: Chat = field(default_factory=Chat)

    @property
    def read(self) -> list[Read]:
        """All that was read so far."""
        return self.chat.read

    @property
    def address(self) -> tuple[str, str]:
        """Channel and peer."""
        return "whatsapp", self.person.number

    def start(self, code: str) -> str:
        return self.write(f"/start {code}")

    def write(self, text: str) -> str:
        return f"whatsapp:{self.twilio.write(self.person, text).sid}"

    def tap(self, title: str) -> str:
        return f"whatsapp:{self.twilio.tap(self.person, title).sid}"

    def share_number(self) -> str:
        return self.write(self.person.number)


class Switchboard:
    """Hands what the bots' messages say to the phones that they were sent to."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._chats: dict[tuple[str, str], Chat] = {}
        self._seen = {"telegram": 0, "whatsapp": 0}

    def new_phone(self, channel: str, number: int) -> Phone:
        """A phone of somebody new."""
        phone: Phone
        if channel == "telegram":
            digits = f"3168{number:07}"
            person = self._house.telegram.person(number, f"Kim {number}", language_code="nl", phone=digits)
            phone = TelegramPhone(self._house.telegram, person)
        else:
            phone = WhatsAppPhone(self._house.twilio, self._house.twilio.person(f"+3168{number:07}", f"Kim {number}"))
        self._chats[phone.address] = phone.chat
        return phone

    def listen(self, channel: str, peer: str) -> list[Read]:
        """What is read in a chat that is nobody's phone: a recruiter's."""
        return self._chats.setdefault((channel, peer), Chat()).read

    def pass_on(self) -> None:
        """What was sent since the last time."""
        for sent in self._house.telegram.sent[self._seen["telegram"] :]:
            self._seen["telegram"] += 1
            self._put("telegram", str(sent.chat), _telegram(sent))
        for message in islice(self._house.twilio.state.messages.values(), self._seen["whatsapp"], None):
            self._seen["whatsapp"] += 1
            if message.direction != "inbound":
                self._put("whatsapp", message.to.removeprefix("whatsapp:"), _whatsapp(message))
        if self._seen["whatsapp"] > MOST_KEPT:
            self._forget()

    def _put(self, channel: str, peer: str, read: Read) -> None:
        self._chats.setdefault((channel, peer), Chat()).put(read)

    def _forget(self) -> None:
        """Twilio's stand-in reads its whole record for every question; what is hours old is of no use to anybody."""
        messages, until = self._house.twilio.state.messages, self._house.clock.now() - KEPT
        old = list(takewhile(lambda sid: messages[sid].at < until, messages))
        for sid in old:
            del messages[sid]
        self._seen["whatsapp"] -= len(old)


def texts(read: Sequence[Read]) -> list[str]:
    """Without the cards."""
    return [one.text for one in read if not one.card]


def _telegram(sent: Sent) -> Read:
    if sent.contact is not None:
        return Read(str(sent.contact["phone_number"]), sent.at, card=True)
    return Read(sent.text, sent.at, tuple(title for title, _ in sent.buttons))


def _whatsapp(message: Message) -> Read:
    outgoing = message.callback.partition("outgoing=")[2]
    titles = tuple(button.title for button in message.buttons)
    text = message.body or "".join(message.media)
    return Read(text, message.at, titles, card=bool(message.media), outgoing=outgoing)
