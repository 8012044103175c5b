"""Who talks on WhatsApp in these tests, and about what."""

from datetime import UTC, datetime

from bot.model import Address, Button
from bot.outgoing import ContactCard, Say, Template
from handlers.channel import Waiting

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PHONE = "+31612345678"
ANNA = Address("whatsapp", PHONE)
YES_NO = (Button("yes", "Yes, gladly"), Button("no", "No, thanks"))
SLOTS = tuple(Button(f"slot-{hour}", f"Tue {hour}:00", "with Eva" if hour == 9 else "") for hour in range(9, 13))
CARD = ContactCard(name="Eva de Vries", phone="+31201234567", organisation="Acme")
REMINDER = Template(name="Reminder", language="en", body="Hello {{1}}, Eva calls you {{2}}.", values=("Anna", "soon"))


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def waiting(say: Say, *, to: Address = ANNA, heard_at: datetime | None = START) -> Waiting:
    return Waiting(id="out/1", address=to, say=say, heard_at=heard_at)
