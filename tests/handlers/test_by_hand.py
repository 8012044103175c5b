"""A colleague writes from the same number elsewhere: the assistant falls silent until the talk is given back."""

from bot.events import Action, RecruiterActed
from bot.model import Address
from storage.database import read
from storage.inbox import inbox
from tests.handlers.offices import OpenOffice, open_office

ANNA = Address("whatsapp", "+31687654321")


async def heard(office: OpenOffice, text: str) -> None:
    office.twilio.write(office.twilio.person("+31687654321"), text)
    assert set(await office.twilio.deliver()) == {200}


async def test_who_is_written_to_by_hand_hears_nothing_from_the_assistant(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        anna = office.twilio.person("+31687654321")
        await heard(office, f"Hoi #{await office.door()}")
        await office.twilio.until(lambda: len(office.twilio.sent) == 1)
        await office.twilio.deliver()
        office.twilio.write_by_hand(anna, "Hoi Anna, met Sanne zelf. Schikt het om even te bellen?")
        assert set(await office.twilio.deliver(times=2, backwards=True)) == {200}
        (talk,) = await read(office.database, lambda connection: inbox(connection, None))
        assert talk.person and (talk.person.reason, talk.person.recruiter, talk.waits) == ("taken_over", "sanne", False)
        before = await office.said(ANNA)
        await heard(office, "ja hoor, bel maar")
        (talk,) = await read(office.database, lambda connection: inbox(connection, None))
        assert (talk.waits, talk.words) == (True, "ja hoor, bel maar")
        assert await office.said(ANNA) == before
        given_back = RecruiterActed(
            id="back", at=office.clock.now(), conversation=talk.id, recruiter="sanne", action=Action.HAND_BACK
        )
        await office.office.intake.take([given_back])
        back = (await office.said(ANNA))[len(before) :]
        assert back and back[0].startswith("Hier is de assistent weer.")
        await office.twilio.until(lambda: office.twilio.sent[-1].body == back[-1])


async def test_our_own_messages_and_cards_are_nobodys_hand(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        anna = office.twilio.person("+31687654321")
        await heard(office, f"Hoi #{await office.door()}")
        await office.twilio.until(lambda: len(office.twilio.sent) == 1)
        office.twilio.tap(anna, "Ja graag")
        await office.twilio.deliver()
        await office.twilio.until(lambda: len(office.twilio.sent) == 2)
        await heard(office, "morgen om 14:00")
        await office.twilio.until(lambda: len(office.twilio.sent) == 3)
        await heard(office, "ja")
        await office.twilio.until(lambda: any(message.media for message in office.twilio.sent))
        await office.twilio.until(lambda: bool(office.twilio.sent) and not office.twilio.sent[-1].media)
        assert set(await office.twilio.deliver(times=2)) == {200}
        assert await read(office.database, lambda connection: inbox(connection, None)) == []
