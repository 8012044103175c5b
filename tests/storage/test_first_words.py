"""First words that never arrived: who is shown, and who is not since there is nothing to see to."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.events import DeliveryReported
from bot.model import Address, Inviting
from storage.database import read, transact
from storage.first_words import lost
from storage.invitations import Fate, Weighing, begin_waiting
from storage.outbox import Claimed, claim, sent
from storage.people import door_code
from storage.privacy import KEPT_FOR
from tests.storage.settings import CONTENTS, DRIVER, PLANNER, Office, Someone
from tests.storage.test_invitations import KEY, fates, sent_off, somebody
from tests.storage.test_persons import NUMBER, TELEGRAM, shares_number


async def shown(office: Office, *whose: str) -> list[tuple[str, str, str]]:
    """Who is shown, about what, and by which code."""
    found = await read(office.database, lambda c: lost(c, whose or None, office.now))
    return [(one.person.address.peer, one.vacancy, one.code) for one in found]


async def opened(office: Office) -> Claimed:
    """An invitation that the platform took."""
    assert await fates(office, somebody()) == [Fate.INVITED]
    (claimed,) = await transact(office.database, lambda c: claim(c, office.now, 10))
    await transact(office.database, partial(sent, id=claimed.id, provider_id="SM1", now=office.now))
    return claimed


async def reported(office: Office, id: str, status: str, code: str = "") -> None:
    event = office.event_id()
    await office.take(
        DeliveryReported(id=event, at=office.now, outgoing=id, status=status, code=code, provider_id="SM1")
    )


async def test_what_nobody_told_of_is_shown_after_a_day_to_its_recruiter_for_28(office: Office) -> None:
    await opened(office)
    assert await shown(office) == []
    office.pass_time(days=1)
    assert await shown(office, "sanne") == await shown(office) == [(NUMBER, "driver", "")]
    assert await shown(office, "rui") == []
    office.now += KEPT_FOR - timedelta(days=1)
    assert await shown(office) == []


async def test_what_was_refused_is_shown_at_once_for_28_days(office: Office) -> None:
    opening = await opened(office)
    await reported(office, opening.id, "undelivered", "63024")
    assert await shown(office) == [(NUMBER, "driver", "63024")]
    office.now += KEPT_FOR
    assert await shown(office) == []


@pytest.mark.parametrize("status", ["delivered", "read"])
async def test_what_arrived_is_not_shown(office: Office, status: str) -> None:
    opening = await opened(office)
    await reported(office, opening.id, status)
    office.pass_time(days=2)
    assert await shown(office) == []


@pytest.mark.parametrize("status", ["", "undelivered"])
async def test_whoever_wrote_since_is_not_shown(office: Office, status: str) -> None:
    opening = await opened(office)
    if status:
        await reported(office, opening.id, status, "63024")
    office.pass_time(hours=1)
    await Someone(office, Address("whatsapp", NUMBER)).write("yes")
    office.pass_time(days=2)
    assert await shown(office) == []


async def test_whoever_wrote_since_on_another_channel_is_not_shown(office: Office) -> None:
    await opened(office)
    office.pass_time(days=2)
    assert await shown(office) == [(NUMBER, "driver", "")]
    await office.someone(TELEGRAM.peer).start(await office.door())
    await shares_number(office)
    assert await shown(office) == []


async def test_a_channel_that_never_tells_what_arrived_shows_nobody(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    person = office.someone(TELEGRAM.peer)
    await person.start(await office.door())
    await person.start(await transact(office.database, lambda c: door_code(c, "planner", "rui", "LinkedIn")))
    await person.write("no")
    office.pass_time(days=1)
    by = Weighing(now=office.now, key=KEY, inviting=Inviting())
    assert await transact(office.database, lambda c: begin_waiting(c, office.house, by)) == 1
    await sent_off(office)
    office.pass_time(days=2)
    assert await shown(office) == []
