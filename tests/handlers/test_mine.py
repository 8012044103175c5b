"""Somebody asks in the chat what is kept of them, and reads all of it at an address that only their chat bears."""

import re
from datetime import timedelta

import pytest

from bot.model import Address
from handlers.forgetting import erase_who_asked
from tests.handlers.offices import OpenOffice, open_office

ANNA = Address("telegram", "42")


async def asked(office: OpenOffice) -> str:
    """Anna's address, as her chat shows it; the path of it."""
    anna = office.telegram.person(42, "Anna", language_code="nl")
    office.telegram.start(anna, await office.door())
    office.telegram.write(anna, "wat bewaren jullie van mij?")
    await office.telegram.deliver()
    await office.telegram.until(lambda: any("/mine/" in sent.text for sent in office.telegram.sent))
    [found] = [link for sent in office.telegram.sent for link in re.findall(r"http\S+(/mine/\S+)", sent.text)]
    return str(found)


async def test_all_that_is_kept_is_read_and_taken_along(database_url: str) -> None:
    async with open_office(database_url, hands_out=True) as office:
        path = await asked(office)
        answer = await office.client.get(path, headers={"Accept-Language": "nl"})
        html = await answer.text()
        assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
        for words in ("Wat er over je bewaard wordt", "Anna", "wat bewaren jullie van mij?", f'href="{path}/all.json"'):
            assert words in html
        record = await (await office.client.get(f"{path}/all.json")).json()
        assert (record["candidate"]["name"], record["addresses"][0]["peer"]) == ("Anna", "42")
        # Nobody else reads the address: neither a recruiter's page nor the API shows it.
        told = "".join(line.text for line in await office.lines(ANNA))
        assert ("/mine/" in told, "{mine}" in told, "een dag lang hier: …" in told) == (False, False, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ["Wat er over je bewaard wordt", "Jij schreef ons als eerste", "je eigen vraag", "Wat je schreef"]),
        ("en", ["What is kept about you", "You wrote to us first", "your own request", "What you wrote"]),
        ("de", ["Was über dich gespeichert ist", "Du hast uns zuerst geschrieben", "deine eigene Anfrage"]),
        ("fr", ["Ce qui est conservé sur vous", "Vous nous avez écrit en premier", "votre propre demande"]),
        ("es", ["Lo que se guarda sobre ti", "Nos escribiste primero", "tu propia petición"]),
    ],
)
async def test_it_is_read_in_the_readers_language_with_how_the_talk_came_about(
    sqlite_database_url: str, language: str, words: list[str]
) -> None:
    async with open_office(sqlite_database_url, hands_out=True) as office:
        answer = await office.client.get(await asked(office), headers={"Accept-Language": f"{language}-XX"})
        html = await answer.text()
        assert [word for word in words if word not in html] == []
        assert f'<html lang="{language}">' in html


async def test_an_address_is_good_for_a_day_and_for_nobody_else(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url, hands_out=True) as office:
        path = await asked(office)
        message, _, signature = path.partition(".")
        other = f"{message[:-1]}9.{signature}"
        for wrong in (other, f"{message}.{'0' * 32}", "/mine/nothing", f"{path}0"):
            assert (await office.client.get(wrong)).status == 404
        office.clock.move_to(office.clock.now() + timedelta(hours=24, minutes=1))
        assert (await office.client.get(path)).status == 404


async def test_who_was_erased_has_nothing_there(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url, hands_out=True) as office:
        path = await asked(office)
        office.telegram.write(office.telegram.person(42), "verwijder mijn gegevens")
        await office.telegram.deliver()
        office.clock.move_to(office.clock.now() + timedelta(minutes=1))
        assert await erase_who_asked(office.database, None, office.clock.now) == 1
        assert (await office.client.get(path)).status == 404
