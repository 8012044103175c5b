"""Log lines: structured, and without what candidates wrote."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import structlog

from handlers.logs import set_up_logs, without_numbers
from tests.handlers.offices import open_office
from tests.standins.telegram import TOKEN


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Where this test's logs go; what was set up before comes back after it."""
    root = logging.getLogger()
    before, level, configured = root.handlers[:], root.level, structlog.get_config()
    root.handlers = []
    stream = io.StringIO()
    set_up_logs(stream)
    yield stream
    root.handlers, root.level = before, level
    structlog.configure(**configured)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_where_nobody_looks_on(written: io.StringIO) -> None:
    structlog.get_logger("handlers.intake").info("turn", conversation="c1", intent="interested")
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "turn", "conversation": "c1", "intent": "interested", "level": "info"}


def test_an_error_is_told_by_its_class_and_place_never_by_its_words(written: io.StringIO) -> None:
    try:
        raise ValueError("morgen na drieën, +31 6 87654321")
    except ValueError:
        structlog.get_logger().exception("intake.failed")
        logging.getLogger("some.library").exception("it broke")
    for line in lines(written):
        assert (line["error"], line["level"]) == ("ValueError", "error")
        assert __file__ in line["at"][-1]
    assert "drie" not in written.getvalue()


def test_libraries_that_print_tokens_and_numbers_are_quiet(written: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "telegram.ext", "twilio.http_client", "aiohttp.access", "alembic"):
        logging.getLogger(name).info("POST /bot12:token/sendMessage to +31687654321")
    assert written.getvalue() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_line_that_can_not_be_written_ends_no_work(written: io.StringIO) -> None:
    with Path("/dev/full").open("w") as full:
        set_up_logs(full)
        structlog.get_logger().info("turn", conversation="c1")
        structlog.get_logger().error("database.trouble", trouble="full")
        with suppress(OSError):
            full.close()


def test_what_a_task_died_of_is_not_told_in_its_words(written: io.StringIO) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task ValueError('drieën')>")
    assert "drie" not in written.getvalue()
    assert [line["event"] for line in lines(written)] == ["Task exception was never retrieved"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("63016", "63016"),
        ("The number whatsapp:+31 6 87654321 is not valid", "The number whatsapp:… is not valid"),
        ("no such person: anna@home.example", "no such person: …"),
        ("HTTP 429, again in 30 s", "HTTP 429, again in 30 s"),
    ],
)
def test_what_platforms_complain_about_bears_no_number(said: str, kept: str) -> None:
    assert without_numbers(said) == kept


async def test_a_talk_leaves_a_line_a_turn_and_nothing_of_what_was_said(
    written: io.StringIO, sqlite_database_url: str
) -> None:
    async with open_office(sqlite_database_url) as office:
        anna = office.telegram.person(918273645, "Annabel", phone="31687654321")
        office.telegram.start(anna, await office.door())
        office.telegram.write(anna, "ja graag, morgen om drie uur")
        office.telegram.share_contact(anna)
        office.telegram.faults.order("too_many", method="sendMessage", retry_after=1)
        assert await office.telegram.deliver() == [200, 200, 200]
        await office.telegram.until(lambda: len(office.telegram.sent) == 3, seconds=60)
    turns = [line for line in lines(written) if line["event"] == "turn"]
    assert [turn["turn"] for turn in turns] == [1, 2, 3]
    for said in ("Annabel", "morgen om drie", "87654321", "918273645", TOKEN.partition(":")[2], "Sanne"):
        assert said not in written.getvalue()
