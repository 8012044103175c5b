"""The doors by which candidates come in: their links, their texts, and what becomes of who uses them."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.door_texts import Door, code_in, mail, message, opening, without_code
from bot.model import Address
from handlers import qr
from handlers.agency.folder import read_folder, sample_folder
from handlers.entrances import Entrances
from storage.agency import publish
from storage.database import read, transact
from storage.people import door_code
from storage.privacy import everything_about, find_people
from storage.queries import notifications
from tests.handlers.offices import OpenOffice, house, open_office

CONTENTS = read_folder(sample_folder())
SAYINGS = house().sayings


def a_door(code: str = "abcDEF-_1234") -> Door:
    recruiter = next(one for one in CONTENTS.recruiters if one.id == "sanne")
    return Door(code=code, vacancy=CONTENTS.vacancies[0], recruiter=recruiter, agency=CONTENTS.agency)


async def bot() -> str:
    return "kade_bot"


async def test_links_name_the_door_on_each_platform() -> None:
    entrances = Entrances(number="+14155238886", bot=bot)
    links = await entrances.links(a_door(), "nl", SAYINGS)
    assert links["telegram"] == "https://t.me/kade_bot?start=abcDEF-_1234"
    parts = urlsplit(links["whatsapp"])
    assert (parts.netloc, parts.path) == ("wa.me", "/14155238886")
    (text,) = parse_qs(parts.query)["text"]
    assert text == (
        "Hoi, ik heb interesse in de vacature servicemonteur warmtepompen bij Noordwijk Klimaattechniek. #abcDEF-_1234"
    )
    assert (code_in(text), without_code(text)) == ("abcDEF-_1234", text.removesuffix(" #abcDEF-_1234"))
    assert await Entrances().links(a_door(), "nl", SAYINGS) == {}


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr", "es"])
def test_every_text_is_there_in_every_language(language: str) -> None:
    subject, letter = mail(a_door(), language, SAYINGS, "https://wa.me/1")
    texts = [message(a_door(), language, SAYINGS, "https://wa.me/1"), letter]
    assert all("https://wa.me/1" in text and "Sanne de Wit" in text and "stop" in text for text in texts)
    assert subject and len(opening(a_door(), language, SAYINGS)) < 200


@pytest.mark.parametrize("text", ["hello", "#short", "#thirteen-12345", "# abcDEF-_1234"])
def test_other_words_bear_no_code(text: str) -> None:
    assert code_in(text) == ""


def test_pictures_are_what_they_say() -> None:
    assert qr.svg("https://wa.me/1").lstrip().startswith(b"<?xml")
    assert qr.png("https://wa.me/1").startswith(b"\x89PNG")


async def write(office: OpenOffice, text: str, number: str = "+31687654321") -> list[str]:
    """Anna writes, or somebody else; what the bot has said since."""
    before = len(office.twilio.sent)
    office.twilio.write(office.twilio.person(number), text)
    assert set(await office.twilio.deliver()) == {200}
    await office.twilio.until(lambda: len(office.twilio.sent) > before)
    return [message.body for message in office.twilio.sent[before:]]


async def test_who_comes_by_a_whatsapp_door_talks_about_its_job_and_their_words_are_the_proof(
    database_url: str,
) -> None:
    async with open_office(database_url) as office:
        code = await transact(office.database, lambda c: door_code(c, "servicemonteur", "sanne", "LinkedIn"))
        (first,) = await write(office, opening(a_door(code), "nl", SAYINGS))
        assert first.startswith("Hoi Anna. Ik ben de digitale assistent van Kade & Koers en schrijf namens Sanne.")
        (person,) = await read(office.database, lambda c: find_people(c, "+31687654321"))
        (how,) = (await read(office.database, lambda c: everything_about(c, person)) or {})["how_we_came_to_talk"]
        assert (how["way"], how["source"], how["ground"]) == ("door", "LinkedIn", "request")
        assert how["words"] == opening(a_door(code), "nl", SAYINGS)
        assert how["wording"] == message(a_door(code), "nl", SAYINGS, "…")
        lines = await office.lines(Address("whatsapp", "+31687654321"))
        assert [line.text for line in lines] == [how["words"], first]


async def test_without_a_code_or_with_one_that_leads_nowhere_the_bot_asks_which_job(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        for text in ("Hoi, ik heb interesse in een baan", "Hoi #abcdefghijkl"):
            (asked,) = await write(office, text)
            assert "Over welke vacature gaat het?" in asked


@pytest.mark.parametrize(
    ("first_words", "goodbye"),
    [
        ("Wis al mijn gegevens", "Ook Kade & Koers krijgt je verzoek."),
        ("Erase all my data", "Kade & Koers gets your request too."),
        ("Löschen Sie meine Daten", "Auch Kade & Koers bekommt deine Bitte."),
        ("Effacez toutes mes données", "Votre demande est aussi transmise à Kade & Koers."),
        ("Borra todos mis datos", "Tu petición llega también a Kade & Koers."),
        ("Stop", "Goed, je krijgt geen berichten meer."),
    ],
)
async def test_who_wants_to_be_left_alone_before_any_job_was_spoken_of_is(
    sqlite_database_url: str, first_words: str, goodbye: str
) -> None:
    async with open_office(sqlite_database_url) as office:
        (said,) = await write(office, first_words)
        assert goodbye in said
        (told,) = await read(office.database, lambda c: notifications(c, None))
        assert "(nog geen vacature)" in told.text


async def test_the_door_of_a_closed_job_says_so_and_offers_the_recruiter(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        code = await transact(office.database, lambda c: door_code(c, "servicemonteur", "sanne", ""))
        closed = [replace(one, open=one.id != "servicemonteur") for one in CONTENTS.vacancies]
        contents = replace(CONTENTS, vacancies=tuple(closed))
        await transact(office.database, lambda c: publish(c, contents, office.clock.now()))
        (told,) = await write(office, opening(a_door(code), "nl", SAYINGS))
        assert "servicemonteur warmtepompen" in told and "Sanne" in told
        office.twilio.tap(office.twilio.person("+31687654321"), "Vraag de recruiter")
        await office.twilio.deliver()
        await office.twilio.until(lambda: len(office.twilio.sent) == 2)
        assert "Sanne antwoordt je hier" in office.twilio.sent[1].body
