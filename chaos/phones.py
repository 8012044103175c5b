"""Candidates' phones on both platforms: what was read there, and what can be done with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from chaos.house import House
from tests.standins.telegram import TelegramStandIn
from tests.standins.telegram_people import Person as TelegramPerson
from tests.standins.telegram_state import Sent
from tests.standins.twilio import TwilioStandIn
from tests.standins.twilio_messages import Message
from tests.standins.twilio_people import Person as WhatsAppPerson


@dataclass(frozen=True, slots=True)
class Read:
    """One message that was read: a text, or a contact card."""

    text: str
    buttons: tuple[str, ...] = ()
    card: bool = False
    outgoing: str = ""
    """The outbox id, where the platform tells it."""


class Phone(Protocol):
    """What its owner does with it; each act returns the id that the event will have."""

    read: list[Read]

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
    read: list[Read] = field(default_factory=list)

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
    read: list[Read] = field(default_factory=list)

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
        self._phones: dict[tuple[str, str], list[Read]] = {}
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
        self._phones[phone.address] = phone.read
        return phone

    def listen(self, channel: str, peer: str) -> list[Read]:
        """What is read in a chat that is nobody's phone: a recruiter's."""
        return self._phones.setdefault((channel, peer), [])

    def pass_on(self) -> None:
        """What was sent since the last time."""
        for sent in islice(self._house.telegram.sent, self._seen["telegram"], None):
            self._seen["telegram"] += 1
            self._put("telegram", str(sent.chat), _telegram(sent))
        for message in islice(self._house.twilio.state.messages.values(), self._seen["whatsapp"], None):
            self._seen["whatsapp"] += 1
            if message.direction != "inbound":
                self._put("whatsapp", message.to.removeprefix("whatsapp:"), _whatsapp(message))

    def _put(self, channel: str, peer: str, read: Read) -> None:
        self._phones.setdefault((channel, peer), []).append(read)


def texts(read: Sequence[Read]) -> list[str]:
    """Without the cards."""
    return [one.text for one in read if not one.card]


def _telegram(sent: Sent) -> Read:
    if sent.contact is not None:
        return Read(str(sent.contact["phone_number"]), card=True)
    return Read(sent.text, tuple(title for title, _ in sent.buttons))


def _whatsapp(message: Message) -> Read:
    outgoing = message.callback.partition("outgoing=")[2]
    titles = tuple(button.title for button in message.buttons)
    return Read(message.body or "".join(message.media), titles, card=bool(message.media), outgoing=outgoing)
