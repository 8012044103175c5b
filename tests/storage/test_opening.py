"""Opening and closing: private files, nothing lost at the end, and a sentence where there is no database."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.database import Unreachable, open_database, read, transact


async def test_sqlite_keeps_what_it_says_it_keeps_and_for_our_eyes_only(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/new folder/belmoment.db")

    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await transact(database, pragmas) == ["wal", 2, 1]
    assert (tmp_path / "new folder/belmoment.db").stat().st_mode & 0o777 == 0o600
    await database.close()


async def test_what_was_accepted_is_written_before_the_database_closes(database_url: str) -> None:
    database = await open_database(database_url)
    made = transact(database, lambda c: c.execute(text("CREATE TABLE kept (id INTEGER)")).close())
    kept = asyncio.ensure_future(made)
    await asyncio.sleep(0)
    if database_url.startswith("postgresql"):
        await kept
    await database.close()
    await kept
    again = await open_database(database_url)
    assert await read(again, lambda c: c.execute(text("SELECT * FROM kept")).all()) == []
    await again.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://localhost/belmoment", "not in mysql"),
        ("sqlite://", "needs a file"),
        ("somewhere", "can't be read"),
        ("postgresql://nobody@127.0.0.1:1/belmoment", "can't be reached"),
        ("postgresql://nobody@127.0.0.1:1/belmoment?klingon=1", "can't be asked like this: .*klingon"),
    ],
)
async def test_an_address_without_a_database_is_told_in_a_sentence(url: str, told: str) -> None:
    with pytest.raises(Unreachable, match=told):
        await open_database(url)


async def test_a_folder_in_place_of_a_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="can't be opened for writing"):
        await open_database(f"sqlite:///{tmp_path}")


async def test_an_error_of_the_database_holds_nobodys_words(database_url: str) -> None:
    database = await open_database(database_url)
    for ask in (transact, read):
        with pytest.raises(DBAPIError) as error:
            await ask(
                database, lambda c: c.execute(text("SELECT * FROM nowhere WHERE said = :said"), {"said": "secret"})
            )
        assert "secret" not in str(error.value)
    await database.close()
