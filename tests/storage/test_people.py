"""Recruiters link a chat once; doors lead where they say."""

from datetime import timedelta
from functools import partial

import pytest

from bot.model import Address, Recruiter
from storage import people
from storage.database import read, transact
from storage.people import LINK_LASTS, Door
from tests.storage.settings import RUI, SANNE, WEDNESDAY, Office

SOON = timedelta(minutes=1)
CHAT, OTHER = Address("telegram", "100"), Address("telegram", "200")


async def link_code(office: Office, recruiter: str = "sanne") -> str:
    return await transact(office.database, lambda c: people.new_link_code(c, recruiter, WEDNESDAY))


async def test_a_code_links_a_chat_once(office: Office) -> None:
    code = await link_code(office)
    assert await transact(office.database, lambda c: people.link_recruiter(c, code, CHAT, WEDNESDAY)) == SANNE
    assert await transact(office.database, lambda c: people.link_recruiter(c, code, OTHER, WEDNESDAY)) is None
    assert await read(office.database, lambda c: people.recruiter_at(c, CHAT)) == SANNE
    assert await read(office.database, lambda c: people.recruiter_at(c, OTHER)) is None


async def test_a_code_works_without_its_prefix_and_only_on_telegram(office: Office) -> None:
    code = (await link_code(office)).removeprefix("link-")
    web = Address("web", "100")
    assert await transact(office.database, lambda c: people.link_recruiter(c, code, web, WEDNESDAY)) is None
    assert await transact(office.database, lambda c: people.link_recruiter(c, code, CHAT, WEDNESDAY)) == SANNE


async def test_a_new_code_voids_the_one_before(office: Office) -> None:
    first, second = await link_code(office), await link_code(office)
    assert await transact(office.database, lambda c: people.link_recruiter(c, first, CHAT, WEDNESDAY)) is None
    assert await transact(office.database, lambda c: people.link_recruiter(c, second, CHAT, WEDNESDAY)) == SANNE


@pytest.mark.parametrize(("age", "linked"), [(LINK_LASTS - SOON, SANNE), (LINK_LASTS, None)])
async def test_a_code_that_nobody_used_for_a_week_links_nobody(
    office: Office, age: timedelta, linked: Recruiter | None
) -> None:
    code, now = await link_code(office), WEDNESDAY + age
    assert await transact(office.database, lambda c: people.link_recruiter(c, code, CHAT, now)) == linked


async def test_a_chat_belongs_to_one_recruiter(office: Office) -> None:
    for name in ("sanne", "rui"):
        code = await link_code(office, name)
        await transact(office.database, partial(people.link_recruiter, code=code, address=CHAT, now=WEDNESDAY))
    assert await read(office.database, lambda c: people.recruiter_at(c, CHAT)) == RUI
    await transact(office.database, lambda c: people.unlink_recruiter(c, CHAT))
    assert await read(office.database, lambda c: people.recruiter_at(c, CHAT)) is None


async def test_nobody_gets_a_code_who_is_not_there(office: Office) -> None:
    with pytest.raises(LookupError):
        await link_code(office, "nobody")


async def test_an_empty_code_links_nobody(office: Office) -> None:
    assert await transact(office.database, lambda c: people.link_recruiter(c, "", CHAT, WEDNESDAY)) is None


async def test_one_door_has_one_code(office: Office) -> None:
    first = await transact(office.database, lambda c: people.door_code(c, "driver", "sanne"))
    again = await transact(office.database, lambda c: people.door_code(c, "driver", "sanne"))
    other = await transact(office.database, lambda c: people.door_code(c, "driver", "sanne", "an ad"))
    assert (first == again, first == other) == (True, False)
    found = await read(office.database, lambda c: people.door(c, other))
    assert found == Door(code=other, vacancy="driver", recruiter="sanne", source="an ad")
    assert await read(office.database, lambda c: people.door(c, "nowhere")) is None


async def test_a_candidate_is_known_by_their_address(office: Office) -> None:
    someone = office.someone()
    assert await read(office.database, lambda c: people.candidate_at(c, someone.address)) is None
    await someone.start(await office.door())
    known = await read(office.database, lambda c: people.candidate_at(c, someone.address))
    assert known is not None
    assert (known.name, known.language, known.zone, known.source) == ("Noor", "en", "Europe/Amsterdam", "an ad")
