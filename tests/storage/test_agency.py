"""What is published: once, all or nothing, and talks under way keep their script."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import Connection, select

from bot.model import ScriptVersion
from bot.windows import Window
from storage.agency import Published, publish, published_agency
from storage.agendas import keep_busy
from storage.database import Database, read, transact
from storage.people import recruiters_now
from storage.tables import agency, conversations, recruiters, scripts, vacancies
from tests.storage.settings import AGENCY, CONTENTS, DRIVER, PLANNER, RUI, SANNE, SCRIPT, WEDNESDAY, Office

T = TypeVar("T")
EVERYTHING = Published(
    agency=True, recruiters=("sanne", "rui"), vacancies=("driver",), scripts=(ScriptVersion("short", 1),)
)


def publishing(**changes: object) -> Callable[[Connection], Published]:
    contents = replace(CONTENTS, **changes)  # type: ignore[arg-type]
    return lambda connection: publish(connection, contents, WEDNESDAY)


def everything(connection: Connection) -> list[object]:
    tables = (agency, recruiters, vacancies, scripts)
    return [row for table in tables for row in connection.execute(select(table)).all()]


async def test_publishing_twice_changes_nothing(database: Database) -> None:
    assert await transact(database, publishing()) == EVERYTHING
    before = await read(database, everything)
    again = await transact(database, publishing())
    assert (again, again.changed) == (Published(), False)
    assert await read(database, everything) == before
    assert await read(database, published_agency) == AGENCY


async def test_before_anything_is_published_there_is_no_agency(database: Database) -> None:
    assert await read(database, published_agency) is None


async def test_only_a_script_whose_text_changed_gets_a_new_number(database: Database) -> None:
    await transact(database, publishing())
    changed = {"short": SCRIPT + "# new\n", "other": SCRIPT}
    expected = Published(scripts=(ScriptVersion("short", 2), ScriptVersion("other", 1)))
    assert await transact(database, publishing(scripts=changed)) == expected
    assert await transact(database, publishing(scripts=changed)) == Published()


async def test_a_recruiter_who_left_is_inactive_and_can_come_back(database: Database) -> None:
    await transact(database, publishing())
    assert await transact(database, publishing(recruiters=(SANNE,))) == Published(recruiters=("rui",))
    assert await read(database, recruiters_now) == [SANNE]
    assert await transact(database, publishing(recruiters=(SANNE,))) == Published()
    assert await transact(database, publishing()) == Published(recruiters=("rui",))
    assert await read(database, recruiters_now) == [SANNE, RUI]


async def test_a_vacancy_that_is_gone_is_closed_and_can_open_again(database: Database) -> None:
    await transact(database, publishing(vacancies=(DRIVER, PLANNER)))
    assert await transact(database, publishing()) == Published(vacancies=("planner",))
    states = select(vacancies.c.id, vacancies.c.open).order_by(vacancies.c.id)
    assert await read(database, lambda c: c.execute(states).all()) == [("driver", True), ("planner", False)]
    assert await transact(database, publishing()) == Published()
    assert await transact(database, publishing(vacancies=(DRIVER, PLANNER))) == Published(vacancies=("planner",))


async def test_all_or_nothing_is_published(database: Database) -> None:
    def fails(connection: Connection) -> None:
        publish(connection, CONTENTS, WEDNESDAY)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await transact(database, fails)
    assert await read(database, everything) == []


async def test_a_change_of_hours_or_of_busy_times_turns_the_agenda(database: Database) -> None:
    def version(connection: Connection) -> int:
        version: int = connection.execute(
            select(recruiters.c.agenda_version).where(recruiters.c.id == "sanne")
        ).scalar_one()
        return version

    await transact(database, publishing())
    first = await read(database, version)
    await transact(database, publishing(recruiters=(replace(SANNE, hours={}), RUI)))
    second = await read(database, version)
    busy = (Window(WEDNESDAY, WEDNESDAY.replace(hour=12)),)
    assert await transact(database, lambda c: keep_busy(c, "sanne", busy)) is True
    assert await transact(database, lambda c: keep_busy(c, "sanne", busy)) is False
    assert first < second < await read(database, version)


async def test_talks_under_way_keep_the_script_that_they_began_with(office: Office) -> None:
    before, after = office.someone("1"), office.someone("2")
    await before.start()
    await office.publish(replace(CONTENTS, scripts={"short": SCRIPT.replace("suit you", "be best")}))
    await before.write("yes please")
    await after.start()
    await after.write("yes please")
    assert (await before.texts())[-1] == "When would a call suit you?"
    assert (await after.texts())[-1] == "When would a call be best?"
    numbers = select(conversations.c.data["script"]["number"]).order_by(conversations.c.created_at)
    assert sorted(await read(office.database, lambda c: list(c.scalars(numbers)))) == [1, 2]
