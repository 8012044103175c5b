"""What `belmoment load` says of those whom a publication leaves behind."""

from dataclasses import replace

from handlers.agency.folder import read_folder, sample_folder
from handlers.commands.load import left_behind
from storage.agency import publish
from storage.database import transact
from tests.handlers.offices import open_office


async def test_candidates_who_wait_for_a_recruiter_who_is_gone_are_named(sqlite_database_url: str) -> None:
    async with open_office(sqlite_database_url) as office:
        anna = office.twilio.person("+31687654321")
        for text in ("hoi", "1", "ja leuk", "morgen om drie uur", "1", "ja"):
            office.twilio.write(anna, text)
            assert set(await office.twilio.deliver()) == {200}
        whole, now = read_folder(sample_folder()), office.clock.now()
        rest = replace(whole, recruiters=tuple(one for one in whole.recruiters if one.id != "sanne"))
        published = await transact(office.database, lambda connection: publish(connection, rest, now))
        assert await left_behind(office.database, rest, published, now) == [
            "sanne is gone and has booked calls: 1, the first at 2026-11-26T15:00:00+01:00. "
            "These candidates wait for them: call them yourselves, or put sanne back."
        ]
