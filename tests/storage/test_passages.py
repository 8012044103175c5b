"""How far talks came is read from the journal, and what was not understood from it too."""

from bot.events import MessageReceived
from bot.funnel import Stage, counted, counted_by, work_list
from bot.model import Address
from storage.database import read
from storage.passages import passages
from tests.storage.settings import WEDNESDAY, Office


async def test_each_talk_is_counted_as_far_as_it_came(office: Office) -> None:
    talks = {
        "1": ("hi",),
        "2": ("hi", "no"),
        "3": ("hi", "yes"),
        "4": ("hi", "qwzx blub, badge 11112222333344"),
        "5": ("hi", "qwzx blub, badge 55556666777788"),
    }
    for peer, words in talks.items():
        for number, text in enumerate(words):
            address = Address("telegram", peer)
            await office.take(MessageReceived(id=f"{peer}-{number}", at=office.now, address=address, text=text))
    ways = await read(office.database, lambda connection: passages(connection, WEDNESDAY))
    assert counted(ways).reached == {
        Stage.APPROACHED: 5,
        Stage.REPLIED: 4,
        Stage.INTERESTED: 1,
        Stage.GAVE_A_MOMENT: 0,
        Stage.BOOKED: 0,
        Stage.ANSWERED: 0,
    }
    assert counted(ways).left_at == {"opening": 3, "goodbye": 1, "call": 1}
    assert {name: one.reached[Stage.APPROACHED] for name, one in counted_by(ways, "version").items()} == {"short 1": 5}
    assert [(one.words, one.step, times) for one, times in work_list(ways)] == [
        ("qwzx blub, badge 06 12345678", "opening", 2)
    ]
    assert await read(office.database, lambda connection: passages(connection, WEDNESDAY, "long")) == []
