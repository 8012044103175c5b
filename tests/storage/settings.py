"""A small agency to keep, with a house to decide in; and a candidate's side of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import count

from sqlalchemy import Connection

from bot.events import Event, MessageReceived, Started, Tapped
from bot.model import Address, Agency, Recruiter, Vacancy
from bot.understanding.understood import Intent, MomentReading, Question, Understood
from bot.windows import Window
from storage.agency import AgencyContents, publish
from storage.database import Database, read, transact
from storage.freed import offers
from storage.ledger import Applied, House, apply, due
from storage.people import door_code
from storage.queries import Line, transcript

WEDNESDAY = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
"""20 past ten in Amsterdam."""
HOURS = {day: ((time(9), time(12, 30)), (time(13), time(17, 30))) for day in range(5)}
SANNE = Recruiter(
    id="sanne",
    name="Sanne de Wit",
    phone="+31201234567",
    zone="Europe/Amsterdam",
    hours=HOURS,
    email="sanne@example.org",
    languages=("en",),
)
RUI = replace(SANNE, id="rui", name="Rui Costa", phone="+351211234567", zone="Europe/Lisbon", email="")
DRIVER = Vacancy(
    id="driver",
    title={"en": "truck driver", "nl": "vrachtwagenchauffeur"},
    employer="Waalhaven",
    script="short",
    recruiters=("sanne",),
    facts={"pay": {"en": "€ 3,000 a month"}},
)
PLANNER = replace(DRIVER, id="planner", title={"en": "planner"}, recruiters=("rui", "sanne"))
AGENCY = Agency(name="Kade", zone="Europe/Amsterdam", privacy={"en": "We keep your data for 28 days."})
SCRIPT = """
name: short
languages: [en]
first: opening
steps:
  opening:
    kind: ask
    answer: choice
    text:
      en: "{hello}. {disclosure} Would you be open to a call about {vacancy}?"
    choices:
      "yes": {title: {en: "Yes"}, intents: [interested, affirm], next: call}
      "no": {title: {en: "No"}, intents: [not_interested, deny], next: goodbye}
  call:
    kind: offer_call
    text:
      en: When would a call suit you?
  goodbye:
    kind: end
    outcome: declined
    text:
      en: Thank you, all the best.
"""
CONTENTS = AgencyContents(agency=AGENCY, recruiters=(SANNE, RUI), vacancies=(DRIVER,), scripts={"short": SCRIPT})


@dataclass
class Office:
    """A published agency on a database, at a clock of its own."""

    database: Database
    house: House
    now: datetime = WEDNESDAY
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def publish(self, contents: AgencyContents = CONTENTS) -> None:
        """Make this what talks are held with."""
        await transact(self.database, lambda connection: publish(connection, contents, self.now))

    async def take(self, *events: Event) -> Sequence[Applied]:
        """What became of the events, given as one batch."""
        return await transact(self.database, lambda connection: apply(connection, events, self.house, self.now))

    async def door(self, vacancy: str = "driver", recruiter: str = "sanne") -> str:
        """The code of a door."""
        return await transact(self.database, lambda connection: door_code(connection, vacancy, recruiter, "an ad"))

    async def ring(self) -> Sequence[Applied]:
        """Everything that is due, rung once, and what was given back offered on."""

        def rung(connection: Connection) -> Sequence[Applied]:
            ripe = [*due(connection, self.now, 100), *offers(connection, self.house, self.now, 100)]
            return apply(connection, ripe, self.house, self.now)

        return await transact(self.database, rung)

    def someone(self, peer: str = "1", channel: str = "telegram") -> "Someone":
        """A candidate who has not written yet."""
        return Someone(self, Address(channel, peer))

    def pass_time(self, **length: float) -> None:
        """Let time go by."""
        self.now += timedelta(**length)

    def event_id(self) -> str:
        """A new one."""
        return f"event {next(self.numbers)}"


@dataclass
class Someone:
    """A candidate's side of the talk."""

    office: Office
    address: Address

    def writes(self, text: str) -> MessageReceived:
        """The event of a message."""
        return MessageReceived(
            id=self.office.event_id(), at=self.office.now, address=self.address, text=text, name="Noor", language="en"
        )

    def taps(self, button: str) -> Tapped:
        """The event of a tap."""
        return Tapped(id=self.office.event_id(), at=self.office.now, address=self.address, button=button)

    def comes_in(self, code: str = "") -> Started:
        """The event of a door."""
        return Started(
            id=self.office.event_id(), at=self.office.now, address=self.address, code=code, name="Noor", language="en"
        )

    async def start(self, code: str = "") -> Applied:
        """Come in."""
        return (await self.office.take(self.comes_in(code)))[0]

    async def write(self, text: str) -> Applied:
        """Write."""
        return (await self.office.take(self.writes(text)))[0]

    async def book(self) -> Applied:
        """From the door to a booked call: tomorrow at two."""
        await self.start(await self.office.door())
        for text in ("yes please", "tomorrow at 14:00", "yes"):
            await self.write(text)
        return await self.write("+31 6 12345678")

    async def lines(self) -> Sequence[Line]:
        """All that was said."""
        return await read(self.office.database, lambda connection: transcript(connection, self.address))

    async def texts(self) -> list[str]:
        """The same, the candidate's words behind a ">"."""
        return [f"> {line.text}" if line.from_candidate else line.text for line in await self.lines()]


def understand(text: str, question: Question) -> Understood:
    """A handful of plain phrases: storage is tested with the real engine, and not for its ear."""
    hours = re.fullmatch(r"tomorrow at (\d+):00", text)
    if hours:
        day = question.at.astimezone(question.zone).date() + timedelta(days=1)
        start = datetime.combine(day, time(int(hours[1])), question.zone)
        window = Window(start, start + timedelta(minutes=30))
        return Understood(language="en", intent=Intent.GIVE_TIME, moment=MomentReading(windows=(window,)))
    if text == "call me now":
        window = Window(question.at, question.at + timedelta(minutes=30))
        return Understood(language="en", intent=Intent.CALL_NOW, moment=MomentReading(windows=(window,)))
    return Understood(language="en", intent=PHRASES.get(text, Intent.OTHER))


PHRASES = {
    "yes": Intent.AFFIRM,
    "yes please": Intent.INTERESTED,
    "no": Intent.DENY,
    "stop": Intent.STOP,
    "cancel": Intent.CANCEL,
    "erase me": Intent.ERASE,
    "what does it pay?": Intent.NEED_MORE_INFO,
}
