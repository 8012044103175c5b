"""A whole journey, mishaps and erasure included: nothing that the system wrote names anybody or repeats a word."""

import io
from datetime import timedelta

import pytest

from bot.events import Action, MessageReceived, RecruiterActed
from bot.model import Address
from handlers.announcing import Listener
from handlers.forgetting import erase_at_platforms, erase_who_asked, forget_what_outlived
from storage.database import read
from storage.inbox import inbox
from tests.handlers.offices import OpenOffice, eventually, open_office
from tests.handlers.test_logs import written  # noqa: F401 (a fixture)

NUMBER, PEER, NAME = "+31655443322", "918273645", "Zwanet Terpstra"
SAID = ("ja graag", "morgen om 15:00", "ja", "krijg ik een bakfiets van de zaak?", "ik wil een mens spreken")
ANSWER = "Hoi, een bakfiets hebben we niet"
TRACES = (
    NUMBER,
    "655443322",
    "6 55443322",
    PEER,
    "Zwanet",
    "Terpstra",
    *SAID[1:2],
    "bakfiets",
    "een mens",
    "Sanne de Wit",
)
"""Of whoever was in it, in the ways in which they are written."""


async def journey(office: OpenOffice) -> None:
    """On WhatsApp and on Telegram: booked, asked, answered by a person, moved about by mishaps, erased."""
    on_whatsapp = office.twilio.person(NUMBER, NAME)
    for text in (f"/start {await office.door()}", *SAID):
        office.twilio.write(on_whatsapp, text)
        await office.twilio.deliver()
    office.telegram.faults.order("broken", method="sendMessage")
    on_telegram = office.telegram.person(int(PEER), NAME, phone=NUMBER.removeprefix("+"))
    office.telegram.start(on_telegram, await office.door())
    office.telegram.share_contact(on_telegram)
    await office.telegram.deliver()
    [talk] = await read(office.database, lambda connection: inbox(connection, None))
    answered = {"conversation": talk.id, "recruiter": "sanne", "action": Action.ANSWER, "text": ANSWER}
    await office.office.intake.take([RecruiterActed(id="answer", at=office.clock.now(), **answered)])  # type: ignore[arg-type]
    broken = MessageReceived(
        id="broken", at=office.clock.now(), address=Address("whatsapp", NUMBER), text=SAID[3], language="x" * 9
    )
    await office.office.intake.take([broken])
    await office.client.post("/webhooks/whatsapp", data={"From": f"whatsapp:{NUMBER}", "Body": SAID[3]})
    await office.client.post("/webhooks/telegram", data=f'{{"from": "{NAME}", "text": "{SAID[3]}"')
    office.twilio.write(on_whatsapp, "verwijder mijn gegevens")
    await office.twilio.deliver()

    async def over() -> bool:
        lines = await office.lines(Address("whatsapp", NUMBER))
        return bool(lines) and all(line.from_candidate or line.status not in ("waiting", "sending") for line in lines)

    await eventually(over)


async def chores(office: OpenOffice) -> None:
    office.clock.move_to(office.clock.now() + timedelta(minutes=1))
    now, channels = office.clock.now, office.office.world.channels
    assert await erase_who_asked(office.database, b"a key for tests", now) == 1
    await erase_at_platforms(office.database, channels, now)
    await forget_what_outlived(office.database, now)


async def test_nothing_that_the_system_wrote_names_anybody(
    written: io.StringIO,  # noqa: F811
    sqlite_database_url: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    nobody = Listener(url="http://127.0.0.1:9/belmoment", keys=[b"k" * 32])
    async with open_office(sqlite_database_url, listener=nobody) as office:
        await journey(office)
        await chores(office)
        figures = await (await office.client.get("/metrics")).text()
        told = await (await office.client.get("/ready")).text()
    printed = capfd.readouterr()
    everything = {
        "log": written.getvalue(),
        "metrics": figures,
        "ready": told,
        "stdout": printed.out,
        "stderr": printed.err,
    }
    assert "forgetting.erased" in everything["log"] and "belmoment_turns_total" in figures
    left = [(where, trace) for where, text in everything.items() for trace in TRACES if trace in text]
    assert left == []
