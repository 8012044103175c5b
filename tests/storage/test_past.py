"""Past talks come out of the journal as they went in."""

from bot.events import MessageReceived
from bot.model import Address, ScriptVersion
from storage.database import read
from storage.past import past_talk, past_talks
from tests.storage.settings import Office


async def test_the_last_talks_come_first_each_with_its_events_in_order(office: Office) -> None:
    for peer in ("1", "2", "3"):
        for number, text in enumerate(("hi", "yes", "hmm")):
            event = MessageReceived(id=f"{peer}-{number}", at=office.now, address=Address("telegram", peer), text=text)
            await office.take(event)
    talks = await read(office.database, lambda connection: past_talks(connection, "short", 10))
    assert len(talks) == 3
    for talk in talks:
        assert talk.version == ScriptVersion("short", 1)
        assert [one.event.text for one in talk.events if isinstance(one.event, MessageReceived)] == ["hi", "yes", "hmm"]
    assert await read(office.database, lambda connection: past_talk(connection, talks[0].id)) == talks[0]
    assert len(await read(office.database, lambda connection: past_talks(connection, "short", 2))) == 2
    assert await read(office.database, lambda connection: past_talks(connection, "long", 10)) == []
