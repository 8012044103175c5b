"""A sample talk to test with: a small agency, and a phone that writes down who says what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.context import Understand
from bot.events import Tapped
from bot.model import Agency, Button, Recruiter, Vacancy
from bot.outgoing import Invite, Notify, Outgoing, Say
from bot.reader import read_script
from bot.script import Script
from bot.simulator import Setting, Simulator
from handlers.words import load_sayings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = datetime(2026, 11, 25, 10, 20, tzinfo=AMSTERDAM)
SCRIPT = Path(__file__).parents[2] / "handlers/sample/scripts/first-contact.yaml"

OFFICE: Mapping[int, tuple[tuple[time, time], ...]] = {
    day: ((time(9), time(12, 30)), (time(13), time(17, 30))) for day in range(5)
}
SANNE = Recruiter(
    id="sanne",
    name="Sanne de Wit",
    phone="+31201234567",
    zone="Europe/Amsterdam",
    hours=OFFICE,
    email="sanne@example.org",
    languages=("nl", "en"),
)
RUI = replace(SANNE, id="rui", name="Rui Costa", phone="+351211234567", zone="Europe/Lisbon", languages=("en", "nl"))
MONTEUR = Vacancy(
    id="monteur",
    title={"nl": "servicemonteur", "en": "service engineer"},
    employer="Warmteland",
    script="first-contact",
    recruiters=("sanne", "rui"),
    facts={
        "pay": {"nl": "€ 3.000 tot € 3.600 bruto per maand", "en": "€ 3,000 to € 3,600 gross a month"},
        "place": {"nl": "Utrecht", "en": "Utrecht"},
        "hours": {"nl": "32 tot 40 uur per week", "en": "32 to 40 hours a week"},
    },
)
AGENCY = Agency(
    name="Kade",
    zone="Europe/Amsterdam",
    privacy={"nl": "We bewaren je gegevens 28 dagen.", "en": "We keep your data for 28 days."},
)


@cache
def starter() -> Script:
    """The script that comes with the sample agency."""
    return read_script(SCRIPT.read_text("utf-8"))


class Phone:
    """A candidate's side of a simulated talk, with the recruiters' side visible."""

    def __init__(
        self, understand: Understand, language: str = "nl", phone: str | None = None, **changes: object
    ) -> None:
        setting = Setting(
            script=starter(),
            vacancy=MONTEUR,
            agency=AGENCY,
            recruiters=(SANNE, RUI),
            understand=understand,
            sayings=load_sayings(),
        )
        self.talk = Simulator(replace(setting, **changes), WEDNESDAY, language, phone=phone)  # type: ignore[arg-type]
        self.heard: list[Outgoing] = []

    def start(self) -> str:
        """Comes in through the door."""
        return self._keep(self.talk.start())

    def write(self, text: str) -> str:
        """Writes, and reads the answer."""
        return self._keep(self.talk.hear(text))

    def tap(self, title: str) -> str:
        """Taps the button with this title."""
        titles = self.buttons
        assert title in titles, titles
        return self._keep(self.talk.tap(titles.index(title) + 1))

    def tap_on(self, button: Button) -> str:
        """Taps a button of whichever message, also of an old one."""
        id, address = f"tap{self.talk.conversation.turns}", self.talk.candidate.address
        tapped = Tapped(id=id, at=self.talk.now, address=address, button=button.id, title=button.title)
        return self._keep(self.talk.happen(tapped))

    def wait(self, **length: float) -> str:
        """Lets time pass, and reads what came meanwhile."""
        return self._keep([said for _, said in self.talk.wait_until(self.talk.now + timedelta(**length))])

    def book(self) -> str:
        """From the door to a booked call: Thursday at two, on a number given in the chat."""
        self.start()
        self.write("ja leuk" if self.talk.conversation.language == "nl" else "yes, sounds good")
        self.write("morgen om 14:00" if self.talk.conversation.language == "nl" else "tomorrow at 14:00")
        self.write("ja" if self.talk.conversation.language == "nl" else "yes")
        return self.write("06 12345678")

    @property
    def buttons(self) -> list[str]:
        """What can be tapped now."""
        return [button.title for button in self.talk.conversation.buttons]

    @property
    def booked(self) -> str:
        """The booked call's start on the candidate's clock, as "2026-11-26 14:00"; empty without one."""
        call = self.talk.conversation.call
        return f"{call.slot.start.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" if call and call.status == "booked" else ""

    @property
    def notified(self) -> list[str]:
        """Subjects of what the recruiters read after the last event."""
        return [message.subject for message in self.heard if isinstance(message, Notify)]

    @property
    def invites(self) -> list[Invite]:
        """The calendar entries after the last event."""
        return [message for message in self.heard if isinstance(message, Invite)]

    def _keep(self, heard: Sequence[Outgoing]) -> str:
        self.heard = list(heard)
        return "\n".join(message.text for message in heard if isinstance(message, Say))
