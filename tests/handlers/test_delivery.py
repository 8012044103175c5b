"""The way out: in order, once, and no recipient held up by another's trouble."""

import asyncio
from datetime import timedelta

from icalendar import Calendar

from bot.model import Address
from tests.handlers.offices import OpenOffice, eventually, open_office
from tests.mailbox import Mailbox, open_mailbox
from tests.standins.faults import Faults
from tests.standins.telegram_people import Person

ANNA = Address("telegram", "12345")


async def arrived(mailbox: Mailbox, count: int) -> None:
    """Waits until so many letters are there."""

    async def there() -> bool:
        return len(mailbox.letters) >= count

    await eventually(there)


async def counted(office: OpenOffice, medium: str, outcome: str, count: int) -> None:
    """Waits until so many messages have come to this."""

    async def there() -> bool:
        name = f'belmoment_outgoing_total{{medium="{medium}",outcome="{outcome}"}}'
        return await office.figure(name) >= count

    await eventually(there)


async def met(faults: Faults) -> None:
    """Waits until every fault has been met."""

    async def there() -> bool:
        return not faults.ordered

    await eventually(there)


async def says(office: OpenOffice, person: Person, text: str) -> None:
    """They write, and the bot has answered."""
    before = len(office.telegram.sent)
    office.telegram.write(person, text)
    assert await office.telegram.deliver() == [200]
    await office.telegram.until(lambda: len(office.telegram.sent) > before)


async def starts(office: OpenOffice, number: int = 12345) -> Person:
    person = office.telegram.person(number, language_code="nl", phone="31687654321")
    office.telegram.start(person, await office.door())
    assert await office.telegram.deliver() == [200]
    await office.telegram.until(lambda: any(sent.chat == number for sent in office.telegram.sent))
    return person


async def books(office: OpenOffice) -> Person:
    """From the first word to a booked call."""
    person = await starts(office)
    await says(office, person, "ja graag, morgen om drie uur")
    office.telegram.tap(person, office.telegram.sent[-1].buttons[0][0])
    await office.telegram.deliver()
    await office.telegram.until(lambda: len(office.telegram.sent) == 3)
    office.telegram.share_contact(person)
    await office.telegram.deliver()
    await office.statuses(ANNA, *["sent"] * 5)
    return person


async def test_a_booked_call_reaches_the_candidate_and_the_recruiter(database_url: str) -> None:
    async with open_mailbox() as mailbox, open_office(database_url, smtp_url=mailbox.url) as office:
        await books(office)
        await arrived(mailbox, 2)
        assert office.said_on_telegram()[-2:] == ["+31612345678", "Sanne de Wit, +31 6 12345678"]
        assert [letter["To"].addresses[0].addr_spec for letter in mailbox.letters] == ["sanne@kadekoers.example"] * 2
        invitation = mailbox.letters[1].get_body(("calendar",))
        assert invitation is not None
        assert Calendar.from_ical(invitation.get_content())["METHOD"] == "REQUEST"


async def test_a_dead_mail_server_holds_up_no_candidate(sqlite_database_url: str) -> None:
    async with open_mailbox() as dead:
        pass
    async with open_office(sqlite_database_url, smtp_url=dead.url) as office:
        await books(office)


async def test_a_notification_waits_until_the_mail_server_is_back(sqlite_database_url: str) -> None:
    async with open_mailbox() as mailbox, open_office(sqlite_database_url, smtp_url=mailbox.url) as office:
        mailbox.answers["RCPT"] = "450 not now"
        await books(office)
        await counted(office, "mail", "later", 1)
        mailbox.answers.clear()
        office.clock.move(timedelta(minutes=2))
        office.office.delivery.wake()
        await arrived(mailbox, 2)
        assert [letter.get_body(("calendar",)) is not None for letter in mailbox.letters] == [False, True]


async def test_too_many_requests_are_answered_with_patience(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.telegram.faults.order("too_many", method="sendMessage", retry_after=40)
        office.telegram.start(office.telegram.person(12345), await office.door())
        await office.telegram.deliver()
        await counted(office, "say", "later", 1)
        await office.statuses(ANNA, "waiting")
        assert office.telegram.sent == []
        office.clock.move(timedelta(seconds=41))
        office.office.delivery.wake()
        await office.statuses(ANNA, "sent")
        assert len(office.telegram.sent) == 1


async def test_who_blocked_the_bot_is_left_in_peace(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        anna = await starts(office)
        office.telegram.state.blocked.add(anna.id)  # Telegram's own word of it is still on its way
        office.telegram.write(anna, "wat schuift het?")
        await office.telegram.deliver()
        await office.statuses(ANNA, "sent", "refused")
        await counted(office, "say", "refused", 1)
        office.clock.move(timedelta(days=3))
        await office.ring()
        await office.statuses(ANNA, "sent", "refused")


async def test_one_chats_trouble_is_not_anothers(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        await starts(office, 1)
        office.telegram.faults.order("silent", method="sendMessage")
        office.telegram.write(office.telegram.person(1), "wat schuift het?")
        await office.telegram.deliver()
        await met(office.telegram.faults)
        await starts(office, 2)


async def test_what_was_taken_before_the_line_broke_is_not_sent_twice_on_whatsapp(database_url: str) -> None:
    here = Address("whatsapp", "+31687654321")
    async with open_office(database_url) as office:
        office.twilio.faults.order("silent", method="messages", taken=True)
        office.twilio.write(office.twilio.person("+31687654321"), "hoi")
        await office.twilio.deliver()
        await office.statuses(here, "doubtful")
        office.clock.move(timedelta(seconds=61))
        office.office.delivery.wake()
        await office.statuses(here, "sent")
        assert len(office.twilio.sent) == 1


async def test_what_was_not_taken_is_sent_again_on_whatsapp(sqlite_database_url: str) -> None:
    here = Address("whatsapp", "+31687654321")
    async with open_office(sqlite_database_url) as office:
        office.twilio.faults.order("silent", method="messages")
        office.twilio.write(office.twilio.person("+31687654321"), "hoi")
        await office.twilio.deliver()
        await office.statuses(here, "doubtful")
        office.clock.move(timedelta(seconds=61))
        office.office.delivery.wake()
        await office.statuses(here, "sent")
        assert len(office.twilio.sent) == 1


async def test_a_reminder_goes_out_when_its_moment_comes(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        await books(office)
        before = len(office.telegram.sent)
        office.clock.move(timedelta(hours=6))
        await office.telegram.until(lambda: len(office.telegram.sent) > before)
        assert "herinnering" in office.said_on_telegram()[before]


async def test_a_reminder_goes_out_once(database_url: str) -> None:
    async with open_office(database_url) as office:
        await books(office)
        before = len(office.telegram.sent)
        office.clock.move(timedelta(hours=6))
        await asyncio.gather(*(office.ring() for _ in range(5)))
        await office.statuses(ANNA, *["sent"] * 6)
        assert len(office.telegram.sent) == before + 1


async def test_stopping_gives_back_what_was_being_sent(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.telegram.faults.order("silent", method="sendMessage")
        office.telegram.start(office.telegram.person(12345), await office.door())
        await office.telegram.deliver()
        await met(office.telegram.faults)
        await office.client.close()
        await office.statuses(ANNA, "doubtful")


async def test_a_recruiter_links_a_chat_and_is_told_there(database_url: str) -> None:
    async with open_office(database_url) as office:
        sanne = office.telegram.person(777, "Sanne", language_code="nl")
        office.telegram.start(sanne, await office.link())
        assert await office.telegram.deliver() == [200]
        assert office.said_on_telegram() == ["Gelukt, Sanne de Wit. Vanaf nu krijg je hier bericht over je gesprekken."]
        office.telegram.write(sanne, "hoi?")
        await office.telegram.deliver()
        assert "meldingen" in office.said_on_telegram()[1]
        office.telegram.sent.clear()
        await books(office)
        await office.telegram.until(lambda: any(sent.chat == 777 for sent in office.telegram.sent))
        (told,) = [sent.text for sent in office.telegram.sent if sent.chat == 777]
        assert "+31 6 87654321" in told


async def test_a_link_code_is_good_for_once(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        code = await office.link()
        for number in (777, 778):
            office.telegram.start(office.telegram.person(number), code)
        assert await office.telegram.deliver() == [200, 200]
        assert "does not work" in office.said_on_telegram()[1]
        assert await office.lines(Address("telegram", "778")) == []


async def test_a_recruiter_who_blocks_the_bot_is_no_longer_told(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        sanne = office.telegram.person(777)
        office.telegram.start(sanne, await office.link())
        await office.telegram.deliver()
        office.telegram.block(sanne)
        assert await office.telegram.deliver() == [200]
        office.telegram.sent.clear()
        await books(office)
        assert [sent.chat for sent in office.telegram.sent if sent.chat == 777] == []


async def test_a_recruiter_whose_chat_refuses_is_no_candidate(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        office.telegram.start(office.telegram.person(777), await office.link())
        await office.telegram.deliver()
        office.telegram.state.blocked.add(777)
        await books(office)
        await counted(office, "telegram", "refused", 1)
        assert await office.lines(Address("telegram", "777")) == []
        assert await office.figure('belmoment_events_total{outcome="failed"}') == 0
