"""`belmoment invite`, and what the invited see: over HTTP, against a stand-in for Twilio."""

import asyncio
import csv
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.model import Address
from handlers.inviting.inviter import Answer, Inviter, published
from handlers.inviting.rows import FIELDS
from storage.invitations import Fate
from storage.origins import Way
from tests.handlers.offices import OpenOffice, house, open_office
from tests.handlers.processes import Belmoment
from tests.handlers.servers import on_whatsapp, webhook_address
from tests.handlers.servers import published as published_at
from tests.standins.twilio import TwilioStandIn

ROW = {
    "phone": "+31687654321",
    "name": "Anna Bakker",
    "language": "nl",
    "vacancy": "servicemonteur",
    "source": "je profiel op Werkplein",
    "ground": "consent",
    "consent": "Ja, Kade & Koers mag me appen over werk.",
    "consented_at": "2026-10-22 14:30",
}


def spreadsheet(place: Path, *rows: dict[str, str]) -> Path:
    path = place / "people.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


async def inviter(office: OpenOffice) -> Inviter:
    current = await published(office.database, house(), office.clock.now(), Way.IMPORT)
    whatsapp = office.office.world.channels["whatsapp"]
    return Inviter(database=office.database, house=house(), published=current, key=b"x", platform=whatsapp)  # type: ignore[arg-type]


async def invited(office: OpenOffice, *rows: dict[str, str]) -> Sequence[Answer]:
    return await (await inviter(office)).invite(rows)


async def test_a_list_is_taken_once_and_what_is_wrong_is_written_aside(
    sqlite_database_url: str, belmoment: Belmoment, tmp_path: Path
) -> None:
    await published_at(sqlite_database_url)
    bad, unknown = ROW | {"source": "", "phone": "+31687654322"}, ROW | {"vacancy": "servicemonter"}
    people = str(spreadsheet(tmp_path, ROW, bad, unknown, ROW | {"name": "=1+1"}))
    async with TwilioStandIn(webhook_url=webhook_address()) as twilio:
        twilio.store.approves = True
        settings = {**on_whatsapp(twilio), "BELMOMENT_DATABASE_URL": sqlite_database_url, "BELMOMENT_SECRET_KEY": "k"}
        runs = [
            await asyncio.to_thread(partial(belmoment, "invite", people, *options, **settings))
            for options in ((), ("--preview",), (), ())
        ]
    assert [run.stderr for run in runs] == ["", "", "", ""]
    waits, preview, first, second = [run.stdout for run in runs]
    assert waits.splitlines()[:3] == [
        "Invited: 0. Skipped: 2. To mend: 2.",
        "Not invited now:",
        "  line 2, Anna Bakker: the opening waits for WhatsApp's approval; try again once it has it "
        "(see belmoment templates)",
    ]
    assert preview.startswith("Would be invited: 1. Skipped: 1. To mend: 2.\n")
    assert "  1 in nl to NL\n" in preview
    assert "Cost: EUR 0.1369 for 1 templates, by prices.yaml.\n" in preview
    assert "At most EUR 0.2738 more for two nudges each, where nobody answers, and EUR 0.0920 for the" in preview
    assert preview.endswith("what you pay.\nThis was a preview: nobody was invited.\n")
    assert first.splitlines()[:7] == [
        "Invited: 1. Skipped: 1. To mend: 2.",
        "Not invited now:",
        "  line 5, =1+1: was invited to this vacancy before",
        f"  All of them stand in {tmp_path / 'people.skipped.csv'}.",
        "To mend:",
        "  line 3: source: is missing: say where you got this person's details; they may read it.",
        "  line 4: vacancy: there is no 'servicemonter'; did you mean 'servicemonteur'?",
    ]
    assert second.startswith("Invited: 0. Skipped: 2. To mend: 2.\n")
    with (tmp_path / "people.to-mend.csv").open(encoding="utf-8-sig", newline="") as file:
        mended = list(csv.DictReader(file, delimiter=";"))
    assert [(row["phone"], row["problem"].partition(":")[0]) for row in mended] == [
        ("+31687654322", "source"),
        ("+31687654321", "vacancy"),
    ]
    with (tmp_path / "people.skipped.csv").open(encoding="utf-8-sig", newline="") as file:
        skipped = [(row["name"], row["phone"]) for row in csv.DictReader(file, delimiter=";")]
    assert skipped == [("Anna Bakker", "+31687654321"), ("'=1+1", "+31687654321")]


async def test_whoever_is_invited_reads_the_opening_and_the_answer_opens_the_window(database_url: str) -> None:
    async with open_office(database_url) as office:
        office.twilio.store.approves = True
        anna = office.twilio.person("+31687654321")
        (answer,) = await invited(office, ROW)
        assert "waits for WhatsApp's approval" in str(answer.hindrance)
        (answer,) = await invited(office, ROW)
        assert answer.verdict and answer.verdict.fate is Fate.INVITED
        await office.twilio.until(lambda: len(office.twilio.sent) == 1)
        (opening,) = office.twilio.sent
        assert opening.body == (
            "Hoi Anna. Ik ben de digitale assistent van Kade & Koers en schrijf namens Sanne. Liever geen berichten? "
            "Antwoord dan met stop.\n\nSanne zoekt een servicemonteur warmtepompen voor Noordwijk Klimaattechniek. "
            "Zin om daar een keer kort over te bellen?"
        )
        assert [button.title for button in opening.buttons] == ["Ja graag", "Nu even niet", "Nee dank je"]
        (template,) = office.twilio.contents
        assert (template.category, template.approval) == ("MARKETING", "approved")
        office.clock.move(timedelta(hours=2))
        office.twilio.tap(anna, "Ja graag")
        await office.twilio.deliver()
        await office.twilio.until(lambda: len(office.twilio.sent) == 2)
        assert office.twilio.sent[1].body.startswith("Leuk. Wanneer zou een belletje")
        office.twilio.write(anna, "hoe kom je aan mijn nummer?")
        await office.twilio.deliver()
        await office.twilio.until(lambda: len(office.twilio.sent) == 3)
        assert "je profiel op Werkplein" in office.twilio.sent[2].body


async def test_nobody_reads_an_invitation_in_their_evening(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.twilio.store.approves = True
        await invited(office, ROW)
        office.clock.move(timedelta(hours=10, minutes=5))  # 20:25 in Amsterdam, 19:25 in Lisbon
        lisbon = ROW | {"phone": "+351912345678", "name": "Rui Costa"}
        answers = await invited(office, ROW, lisbon)
        assert [answer.verdict and answer.verdict.fate for answer in answers] == [Fate.INVITED, Fate.INVITED]
        await office.statuses(Address("whatsapp", "+351912345678"), "sent")
        assert [line.status for line in await office.lines(Address("whatsapp", "+31687654321"))] == ["waiting"]
        office.clock.move(timedelta(hours=12, minutes=5))
        await office.statuses(Address("whatsapp", "+31687654321"), "sent")
