"""One topic at a time: the next waits for the end of the one before, whoever recruits, and its recruiter sees why."""

from dataclasses import replace
from functools import partial

import pytest

from bot.model import Address, Inviting
from bot.outgoing import Purpose, Say
from storage import topics
from storage.database import read, transact
from storage.invitations import Fate, Weighing, begin_waiting
from storage.origins import record
from storage.outbox import claim
from storage.people import door_code
from storage.privacy import KEPT_FOR, erase, everything_about, outlive
from storage.tables import topics as kept
from tests.storage.looking import count, talks
from tests.storage.settings import CONTENTS, DRIVER, PLANNER, Office, Someone
from tests.storage.test_invitations import KEY, fates, sent_off, somebody
from tests.storage.test_persons import NUMBER, TELEGRAM, shares_number

SECOND = somebody(vacancy="planner", recruiter="rui")
THIRD = replace(PLANNER, id="third")


@pytest.fixture(autouse=True)
async def two_jobs(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))


async def begun(office: Office) -> int:
    by = Weighing(now=office.now, key=KEY, inviting=Inviting())
    return await transact(office.database, lambda c: begin_waiting(c, office.house, by))


async def waits(office: Office, *whose: str) -> list[tuple[str, str, str, bool]]:
    """Who waits, about what, and which talk of whom stands in the way."""
    found = await read(office.database, lambda c: topics.waiting(c, whose or None))
    return [(one.wanted.vacancy, one.vacancy, one.recruiter, one.conversation is not None) for one in found]


async def driver(office: Office) -> Someone:
    """Somebody who talks with Sanne about the first job."""
    assert await fates(office, somebody()) == [Fate.INVITED]
    await sent_off(office)
    return Someone(office, Address("whatsapp", NUMBER))


async def test_the_second_topic_waits_and_begins_a_day_after_the_first_has_ended(office: Office) -> None:
    noor = await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    assert await fates(office, SECOND) == [Fate.WAITS]
    assert await waits(office, "rui") == [("planner", "driver", "sanne", True)]
    assert await waits(office, "sanne") == []
    office.pass_time(days=2)
    assert await begun(office) == 0
    await noor.write("no")
    await sent_off(office)
    assert (await begun(office), await waits(office)) == (0, [("planner", "", "", False)])
    office.pass_time(days=1)
    assert (await begun(office), await begun(office), await waits(office)) == (1, 0, [])
    (said,) = [one.outgoing for one in await transact(office.database, lambda c: claim(c, office.now, 10))]
    assert isinstance(said, Say) and said.purpose is Purpose.INVITATION
    assert "for Rui" in said.text and "planner" in said.text
    assert {talk.vacancy for talk in await talks(office)} == {"driver", "planner"}


async def test_another_jobs_door_waits_for_the_end_of_the_talk_and_says_so(office: Office) -> None:
    person = office.someone(TELEGRAM.peer)
    await person.start(await office.door())
    code = await transact(office.database, lambda c: door_code(c, "planner", "rui", "LinkedIn"))
    await person.start(code)
    said = await person.texts()
    assert any(text.startswith("The ") and "comes after this" in text for text in said)
    assert await waits(office) == [("planner", "driver", "sanne", True)]
    await person.write("no")
    office.pass_time(days=1)
    assert await begun(office) == 1
    (talk,) = [talk for talk in await talks(office) if talk.vacancy == "planner"]
    assert (talk.recruiter, talk.address) == ("rui", TELEGRAM)
    known = await read(office.database, lambda c: record(c, talk.id)) or {}
    assert (known["way"], known["source"], known["words"]) == ("door", "LinkedIn", f"/start {code}")


async def test_two_on_one_list_wait_for_each_other_and_so_does_a_third(office: Office) -> None:
    assert await fates(office, somebody(), SECOND) == [Fate.INVITED, Fate.WAITS]
    noor = Someone(office, Address("whatsapp", NUMBER))
    await sent_off(office)
    await noor.write("no")
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER, THIRD)))
    office.pass_time(days=31)
    third = replace(SECOND, vacancy="third")
    assert await fates(office, third) == [Fate.INVITED]
    assert await begun(office) == 0
    assert await waits(office) == [("planner", "third", "rui", True)]


async def test_what_waits_is_called_off_by_a_stop(office: Office) -> None:
    noor = await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    await noor.write("stop")
    assert await waits(office) == []
    office.pass_time(days=2)
    assert await begun(office) == 0


async def test_what_waits_about_a_closed_vacancy_never_begins(office: Office) -> None:
    noor = await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    await noor.write("no")
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, replace(PLANNER, open=False))))
    office.pass_time(days=2)
    assert await begun(office) == 0


async def test_who_recruits_no_more_is_followed_by_who_does(office: Office) -> None:
    noor = await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    await noor.write("no")
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, replace(PLANNER, recruiters=("sanne",)))))
    office.pass_time(days=2)
    assert await begun(office) == 1
    assert {talk.recruiter for talk in await talks(office)} == {"sanne"}


async def withdrawn(office: Office, vacancy: str, *whose: str) -> bool:
    (person, *_) = {talk.candidate for talk in await talks(office)}
    return await transact(office.database, lambda c: topics.withdraw(c, person, vacancy, whose or None))


async def test_what_waits_is_withdrawn_once_by_whoever_may_and_waits_again_from_the_next_list(office: Office) -> None:
    noor = await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    assert [await withdrawn(office, *what) for what in (("planner", "sanne"), ("driver", "rui"))] == [False, False]
    assert await waits(office) == [("planner", "driver", "sanne", True)]
    assert [await withdrawn(office, "planner", "rui") for _ in range(2)] == [True, False]
    assert await fates(office, SECOND) == [Fate.WAITS]
    assert [await withdrawn(office, "planner") for _ in range(2)] == [True, False]
    await noor.write("no")
    office.pass_time(days=2)
    assert (await begun(office), await waits(office)) == (0, [])


async def test_what_has_begun_is_not_withdrawn(office: Office) -> None:
    noor = await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    await noor.write("no")
    office.pass_time(days=1)
    assert await begun(office) == 1
    assert not await withdrawn(office, "planner")


async def test_what_somebody_came_for_themselves_is_not_withdrawn(office: Office) -> None:
    person = office.someone(TELEGRAM.peer)
    await person.start(await office.door())
    await person.start(await transact(office.database, lambda c: door_code(c, "planner", "rui", "LinkedIn")))
    assert not await withdrawn(office, "planner")
    assert await waits(office) == [("planner", "driver", "sanne", True)]


async def test_what_waits_is_shown_to_the_person_and_goes_with_the_rest(office: Office) -> None:
    await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    (talk,) = await talks(office)
    known = await read(office.database, lambda c: everything_about(c, talk.candidate)) or {}
    assert [(one["vacancy"], one["source"]) for one in known["invitations_that_wait"]] == [("planner", SECOND.source)]
    await transact(office.database, partial(erase, candidate=talk.candidate, key=KEY, now=office.now))
    assert await count(office.database, kept) == 0


async def test_what_waits_outlives_nobody(office: Office) -> None:
    await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    (talk,) = await talks(office)
    office.pass_time(days=KEPT_FOR.days + 1)
    await transact(office.database, partial(outlive, candidate=talk.candidate, now=office.now))
    assert await count(office.database, kept) == 0


async def test_what_waited_for_one_of_two_who_are_one_waits_for_both(office: Office) -> None:
    await driver(office)
    assert await fates(office, SECOND) == [Fate.WAITS]
    person = office.someone(TELEGRAM.peer)
    await person.start(await office.door())
    await shares_number(office)
    assert [(vacancy, stands) for vacancy, _, _, stands in await waits(office)] == [("planner", True)]
    await person.write("no")
    await Someone(office, Address("whatsapp", NUMBER)).write("no")
    office.pass_time(days=1)
    assert await begun(office) == 1


async def test_of_two_that_waited_for_one_with_two_addresses_one_begins(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER, THIRD)))
    noor, there = await driver(office), office.someone(TELEGRAM.peer)
    assert await fates(office, SECOND) == [Fate.WAITS]
    await there.start(await office.door())
    await there.start(await transact(office.database, lambda c: door_code(c, "third", "rui", "LinkedIn")))
    await shares_number(office)
    await there.write("no")
    await noor.write("no")
    office.pass_time(days=1)
    assert sorted(await waits(office)) == [("planner", "", "", False), ("third", "", "", False)]
    assert (await begun(office), await begun(office)) == (1, 0)
    assert [(recruiter, stands) for _, _, recruiter, stands in await waits(office)] == [("rui", True)]


async def test_of_two_that_waited_for_one_who_told_a_number_one_begins(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER, THIRD)))
    person = office.someone(TELEGRAM.peer)
    await person.book()
    assert await fates(office, SECOND) == [Fate.WAITS]
    await person.start(await transact(office.database, lambda c: door_code(c, "third", "rui", "LinkedIn")))
    await person.write("cancel")
    office.pass_time(days=1)
    assert sorted(await waits(office)) == [("planner", "", "", False), ("third", "", "", False)]
    assert (await begun(office), await begun(office)) == (1, 0)
