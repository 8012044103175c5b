"""What a closed window held back goes once more as its template, however early the platform tells of it."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from bot.events import DeliveryReported
from bot.outgoing import Say
from storage.database import read, transact
from storage.forms import OUTGOING
from storage.outbox import Claimed, all_sent, claim, doubtful
from storage.tables import outbox
from tests.storage.settings import Office
from tests.storage.test_invitations import invited, somebody


async def taken(office: Office) -> list[Claimed]:
    return list(await transact(office.database, lambda c: claim(c, office.now, 10)))


async def noted(office: Office, id: str, *copies: str) -> None:
    """The sender tells of these copies, all at once."""
    await transact(office.database, partial(all_sent, taken=[(id, copy, office.now) for copy in copies]))


async def told(office: Office, id: str, copy: str = "SM1", status: str = "failed", code: str = "63016") -> None:
    event = office.event_id()
    await office.take(
        DeliveryReported(id=event, at=office.now, outgoing=id, status=status, code=code, provider_id=copy)
    )


async def stands(office: Office, id: str) -> tuple[str, str | None, str]:
    """Its status, the platform's name for it, and the copy that was held back."""
    here = select(outbox.c.status, outbox.c.provider_id, outbox.c.payload).where(outbox.c.id == id)
    row = await read(office.database, lambda c: c.execute(here).one())
    said = OUTGOING.decode(row.payload)
    assert isinstance(said, Say)
    return row.status, row.provider_id, said.closed


async def opened(office: Office) -> Claimed:
    """An opening that is on its way."""
    await invited(office, somebody())
    (one,) = await taken(office)
    return one


async def test_a_copy_that_the_platform_held_back_before_its_sender_told_goes_again(office: Office) -> None:
    opening = await opened(office)
    await told(office, opening.id)
    await noted(office, opening.id, "SM1")
    assert await stands(office, opening.id) == ("waiting", None, "SM1")
    (again,) = await taken(office)
    assert isinstance(again.outgoing, Say)
    assert (again.id, again.heard_at, again.outgoing.closed) == (opening.id, None, "SM1")
    await noted(office, opening.id, "SM2")
    assert await stands(office, opening.id) == ("sent", "SM2", "SM1")
    assert await taken(office) == []


async def test_a_sender_that_tells_once_the_template_is_on_its_way_changes_nothing(office: Office) -> None:
    opening = await opened(office)
    await told(office, opening.id)
    await taken(office)
    await noted(office, opening.id, "SM1")
    assert await stands(office, opening.id) == ("sending", None, "SM1")
    await noted(office, opening.id, "SM2", "SM1")
    assert await stands(office, opening.id) == ("sent", "SM2", "SM1")


async def test_what_was_in_doubt_when_it_was_held_back_goes_again(office: Office) -> None:
    opening = await opened(office)
    await transact(office.database, partial(doubtful, claimed=opening, since=office.now, until=office.now))
    await told(office, opening.id)
    (again,) = await taken(office)
    assert (again.id, set(again.earlier)) == (opening.id, {"SM1"})


@pytest.mark.parametrize("status", ["delivered", "read"])
async def test_what_has_arrived_does_not_go_again(office: Office, status: str) -> None:
    opening = await opened(office)
    await noted(office, opening.id, "SM1")
    await told(office, opening.id, status=status, code="")
    await told(office, opening.id)
    assert await stands(office, opening.id) == (status, "SM1", "")


async def test_what_has_no_template_is_refused(office: Office) -> None:
    opening = await opened(office)
    here = outbox.update().where(outbox.c.id == opening.id)
    assert isinstance(opening.outgoing, Say)
    bare = OUTGOING.encode(replace(opening.outgoing, template=None))
    await transact(office.database, lambda c: c.execute(here.values(payload=bare)).rowcount)
    await told(office, opening.id)
    assert (await stands(office, opening.id))[0] == "refused"


async def test_another_code_resends_nothing(office: Office) -> None:
    opening = await opened(office)
    await told(office, opening.id, code="63024")
    assert (await stands(office, opening.id))[0] == "refused"
