"""Who talks on Telegram in these tests, and about what."""

from datetime import UTC, datetime

from bot.model import Address, Button
from bot.outgoing import ContactCard, Say
from handlers.channel import Waiting

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = "s3cret_of-the-webhook"
ANNA = Address("telegram", "42")
YES_NO = (Button("yes", "Yes, gladly"), Button("no", "No, thanks"))
CARD = ContactCard(name="Eva de Vries", phone="+31201234567", organisation="Acme; Recruiting")


def clock() -> datetime:
    return NOW


def waiting(say: Say) -> Waiting:
    return Waiting(id="out-1", address=ANNA, say=say, heard_at=NOW)
