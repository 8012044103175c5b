"""People who hold whole talks with a fleet: each writes on only once the answer is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from bot.outgoing import Say
from storage.database import open_database, read
from storage.forms import OUTGOING
from storage.tables import calls, outbox
from tests.standins.telegram_people import Person as TelegramPerson
from tests.standins.twilio_people import Person as WhatsAppPerson
from tests.whole.fleet import Fleet, eventually


class Caller(Protocol):
    """Somebody with a phone."""

    hour: int

    @property
    def recipient(self) -> str: ...
    @property
    def texts(self) -> list[str]: ...

    def open(self) -> None: ...
    def write(self, text: str) -> None: ...
    def tap(self, title: str) -> None: ...
    def give_number(self) -> None: ...


@dataclass
class OnTelegram:
    """With a door's code."""

    fleet: Fleet
    person: TelegramPerson
    hour: int
    code: str

    @property
    def recipient(self) -> str:
        return f"telegram:{self.person.id}"

    @property
    def texts(self) -> list[str]:
        """What was read, without the cards."""
        return [text for _, text in self.read]

    @property
    def read(self) -> list[tuple[datetime, str]]:
        """The same, with the house's time at which it came in."""
        return [(sent.at, sent.text) for sent in self.fleet.telegram.sent if sent.chat == self.person.id and sent.text]

    def open(self) -> None:
        self.fleet.telegram.start(self.person, self.code)

    def write(self, text: str) -> None:
        self.fleet.telegram.write(self.person, text)

    def tap(self, title: str) -> None:
        self.fleet.telegram.tap(self.person, title)

    def give_number(self) -> None:
        self.fleet.telegram.share_contact(self.person)


@dataclass
class OnWhatsApp:
    """With a door's code, too."""

    fleet: Fleet
    person: WhatsAppPerson
    hour: int
    code: str

    @property
    def recipient(self) -> str:
        return f"whatsapp:{self.person.number}"

    @property
    def texts(self) -> list[str]:
        """What was read, without the cards."""
        return [one.body for one in self.fleet.twilio.sent if one.to == self.person.peer and not one.media]

    def open(self) -> None:
        self.write(f"/start {self.code}")

    def write(self, text: str) -> None:
        self.fleet.twilio.write(self.person, text)

    def tap(self, title: str) -> None:
        self.fleet.twilio.tap(self.person, title)

    def give_number(self) -> None:
        pass  # WhatsApp vouches for it


def callers(fleet: Fleet, code: str, number: int, first: int = 0) -> list[Caller]:
    """So many new people, on the two platforms in turn, who each want another hour."""
    made: list[Caller] = []
    for n in range(first, first + number):
        hour = 9 + n % 8
        if n % 2:
            whom = fleet.twilio.person(f"+31620000{n:03}", f"Kim {n}")
            made.append(OnWhatsApp(fleet, whom, hour, code))
        else:
            phone = f"3163000{n:04}"
            person = fleet.telegram.person(5000 + n, f"Kim {n}", language_code="nl", phone=phone)
            made.append(OnTelegram(fleet, person, hour, code))
    return made


async def begin(caller: Caller) -> None:
    """Up to the question when to call."""
    caller.open()
    await heard(caller, "stop")
    caller.write("ja leuk, vertel maar")
    await heard(caller, "Wanneer")


async def book(caller: Caller) -> None:
    """From there to a booked call."""
    caller.write(f"vrijdag om {caller.hour} uur")
    await heard(caller, "Klopt dat?")
    caller.tap("Ja, klopt")
    if isinstance(caller, OnTelegram):
        await heard(caller, "nummer")
        caller.give_number()
    await heard(caller, "Staat genoteerd")


async def wants_now(caller: Caller) -> None:
    """From there to the recruiters who are asked."""
    caller.write("ik kan nu")
    if isinstance(caller, OnTelegram):
        await heard(caller, "Op welk nummer")
        caller.give_number()
    await heard(caller, "Ik vraag wie je nu kan bellen")


async def heard(caller: Caller, words: str) -> None:
    """Waits until they read this."""

    async def there() -> bool:
        return any(words in text for text in caller.texts)

    try:
        await eventually(there)
    except TimeoutError:
        raise AssertionError(f"{caller.recipient} never read {words!r}, but {caller.texts}") from None


async def said(fleet: Fleet, caller: Caller) -> list[str]:
    """What was to be said to them, in order, once all of it has left."""
    database = await open_database(fleet.database_url)
    theirs = select(outbox.c.payload).where(outbox.c.recipient == caller.recipient)
    waiting = theirs.where(outbox.c.status.not_in(["sent", "delivered", "read"]))

    async def settled() -> bool:
        return await read(database, lambda c: c.execute(waiting).first()) is None

    try:
        await eventually(settled)
        payloads = await read(database, lambda c: c.scalars(theirs.order_by(outbox.c.seq)).all())
        messages = [OUTGOING.decode(payload) for payload in payloads]
        return [message.text for message in messages if isinstance(message, Say) and message.text]
    finally:
        await database.close()


async def booked(fleet: Fleet) -> list[str]:
    """The starts of all booked calls, in order."""
    database = await open_database(fleet.database_url)
    try:
        starts = select(calls.c.starts_at).where(calls.c.status == "booked").order_by(calls.c.starts_at)
        return [f"{at:%d %H:%M}" for at in await read(database, lambda c: c.scalars(starts).all())]
    finally:
        await database.close()
