from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.accounts import (
    FORGOTTEN_AFTER,
    FREE_TRIES,
    LONGEST_PAUSE,
    Account,
    NameTaken,
    NoSuchRecruiter,
    Role,
    account,
    add_account,
    all_accounts,
    begin_sign_in,
    find_account,
    new_password,
    remove_account,
)
from storage.database import read, transact
from tests.storage.settings import Office


async def add(office: Office, name: str, recruiter: str | None = None) -> Account:
    return await transact(
        office.database,
        lambda c: add_account(
            c, name=name, role=Role.RECRUITER, recruiter=recruiter, password="hashed", now=office.now
        ),
    )


async def test_an_account_is_found_in_whatever_case_it_is_typed(office: Office) -> None:
    made = await add(office, " Sanne@Example.org", "sanne")
    kept = await read(office.database, lambda c: find_account(c, "SANNE@example.org "))
    assert kept is not None
    assert (kept.account, kept.password) == (made, "hashed")
    assert made == Account(id=made.id, name="sanne@example.org", role=Role.RECRUITER, recruiter="sanne", epoch=1)


async def test_a_name_is_given_once(office: Office) -> None:
    await add(office, "sanne")
    with pytest.raises(NameTaken):
        await add(office, "Sanne")
    assert len(await read(office.database, all_accounts)) == 1


async def test_an_account_is_for_a_recruiter_that_there_is(office: Office) -> None:
    with pytest.raises(NoSuchRecruiter):
        await add(office, "x", "nobody")


async def test_a_new_password_begins_a_new_epoch(office: Office) -> None:
    made = await add(office, "sanne")
    assert await transact(office.database, lambda c: new_password(c, "sanne", "other"))
    assert await read(office.database, lambda c: account(c, made.id)) == replace(made, epoch=2)
    assert not await transact(office.database, lambda c: new_password(c, "nobody", "other"))


async def test_who_is_removed_is_gone(office: Office) -> None:
    made = await add(office, "sanne")
    assert await transact(office.database, lambda c: remove_account(c, "sanne"))
    assert await read(office.database, lambda c: account(c, made.id)) is None
    assert not await transact(office.database, lambda c: remove_account(c, "sanne"))


async def test_pauses_grow_up_to_a_quarter_of_an_hour_and_are_forgotten_after_a_day(office: Office) -> None:
    async def tried(now: datetime) -> timedelta | None:
        return await transact(office.database, lambda c: begin_sign_in(c, "sanne", now))

    now, pauses = office.now, []
    for _ in range(FREE_TRIES + 8):
        wait = await tried(now)
        if wait is not None:
            pauses.append(wait)
            now += wait
            assert await tried(now) is None
    assert pauses[:3] == [timedelta(seconds=15), timedelta(seconds=30), timedelta(minutes=1)]
    assert max(pauses) == pauses[-1] == LONGEST_PAUSE
    now += LONGEST_PAUSE + FORGOTTEN_AFTER + timedelta(seconds=1)
    assert [await tried(now) for _ in range(FREE_TRIES)] == [None] * FREE_TRIES
