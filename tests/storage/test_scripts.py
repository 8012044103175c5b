"""Versions of scripts: numbered, with author and note; nobody publishes over another unawares."""

from datetime import timedelta

import pytest

from bot.events import MessageReceived
from bot.model import Address, ScriptVersion
from storage.database import read, transact
from storage.scripts import Overtaken, Version, newest_version, publish_script, standing, versions
from tests.storage.settings import SCRIPT, WEDNESDAY, Office

LONGER = SCRIPT.replace("Thank you, all the best.", "Thank you, and all the best.")


def version(number: int, author: str = "anna") -> Version:
    return Version(
        name="short", number=number, author=author, note="kinder", published_at=WEDNESDAY + timedelta(hours=number)
    )


async def test_a_version_is_live_with_the_next_message_and_talks_under_way_keep_theirs(office: Office) -> None:
    await office.publish()
    first, second = Address("telegram", "1"), Address("telegram", "2")
    await office.take(MessageReceived(id="a", at=office.now, address=first, text="hi"))
    done = await transact(office.database, lambda c: publish_script(c, version(2), LONGER, 1))
    assert done == ScriptVersion("short", 2)
    await office.take(MessageReceived(id="b", at=office.now, address=second, text="hi"))
    await office.take(MessageReceived(id="c", at=office.now, address=first, text="who are you?"))
    assert await read(office.database, lambda c: standing(c, "short")) == {(1, "opening"): 1, (2, "opening"): 1}
    assert [(one.number, one.author, one.note) for one in await read(office.database, versions)] == [
        (2, "anna", "kinder"),
        (1, "", ""),
    ]


async def test_who_did_not_see_the_newest_version_does_not_publish_over_it(office: Office) -> None:
    await office.publish()
    await transact(office.database, lambda c: publish_script(c, version(2), LONGER, 1))
    with pytest.raises(Overtaken) as overtaken:
        await transact(office.database, lambda c: publish_script(c, version(2, "bas"), SCRIPT, 1))
    assert overtaken.value.newest == version(2)
    assert await read(office.database, lambda c: newest_version(c, "short")) == version(2)
