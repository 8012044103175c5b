"""A recruiter answers a candidate from their own Telegram chat, by replying to what they were told there."""

from datetime import timedelta

from bot.model import Address
from tests.handlers.offices import OpenOffice, eventually, open_office

ANNA = Address("telegram", "42")


async def handed_over(office: OpenOffice) -> int:
    """Sanne has linked her chat, and Anna asked for a person; the id of what Sanne was told of it."""

    async def told() -> bool:
        return await office.figure('belmoment_outgoing_total{medium="telegram",outcome="sent"}') == 1

    sanne, anna = office.telegram.person(777, "Sanne", language_code="nl"), office.telegram.person(42, "Anna")
    office.telegram.start(sanne, await office.link())
    office.telegram.start(anna, await office.door())
    await office.telegram.deliver()
    office.telegram.write(anna, "ik wil een mens spreken")
    await office.telegram.deliver()
    await eventually(told)
    return next(sent.id for sent in office.telegram.sent if sent.chat == 777 and "mens" in sent.text)


def said_to(office: OpenOffice, chat: int) -> list[str]:
    return [sent.text for sent in office.telegram.sent if sent.chat == chat]


async def test_a_reply_to_a_notice_reaches_the_candidate_under_the_recruiters_name(database_url: str) -> None:
    async with open_office(database_url) as office:
        told = await handed_over(office)
        sanne = office.telegram.person(777)
        office.telegram.write(sanne, "Hoi Anna, zeg het maar", reply_to=told)
        assert await office.telegram.deliver() == [200]
        await office.telegram.until(lambda: "Hoi Anna, zeg het maar\n– Sanne de Wit" in said_to(office, 42))
        assert said_to(office, 777)[-1].startswith("Verstuurd, onder je naam.")
        assert [line.by for line in await office.lines(ANNA) if line.by] == ["sanne"]


async def test_a_reply_to_anything_else_goes_nowhere(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        told = await handed_over(office)
        before = said_to(office, 42)
        for reply_to in (None, told + 1000):
            office.telegram.write(office.telegram.person(777), "Hoi Anna", reply_to=reply_to)
        await office.telegram.deliver()
        assert said_to(office, 42) == before
        assert ["meldingen" in text for text in said_to(office, 777)[-2:]] == [True, True]


async def test_a_reply_to_who_said_stop_is_not_sent_and_says_so(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        told = await handed_over(office)
        office.telegram.write(office.telegram.person(42), "stop")
        await office.telegram.deliver()
        office.clock.move_to(office.clock.now() + timedelta(minutes=1))
        office.telegram.write(office.telegram.person(777), "Toch nog even", reply_to=told)
        await office.telegram.deliver()
        assert said_to(office, 777)[-1].startswith("Niet verstuurd")
        assert [line.by for line in await office.lines(ANNA) if line.by] == []
