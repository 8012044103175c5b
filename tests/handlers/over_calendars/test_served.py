"""Calendars as `belmoment` itself deals with them: real processes, a real CalDAV server, a talk over Telegram."""

import asyncio
import json
import re
import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.handlers.conftest import agency_folder, belmoment, surroundings
from tests.handlers.offices import eventually
from tests.handlers.over_calendars.servers import PASSWORD, USER, Radicale
from tests.handlers.over_calendars.test_writing import read_back
from tests.handlers.processes import PATIENCE, Belmoment, ended, got, line_with, running
from tests.standins.telegram import TOKEN, TelegramStandIn

__all__ = ["agency_folder", "belmoment", "surroundings"]


DAY, BUSY_DAYS = timedelta(days=1), 3


def all_day_busy() -> str:
    """Busy from yesterday on, day and night."""
    yesterday = datetime.now(UTC) - DAY
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:busy\r\nDTSTAMP:20261101T000000Z\r\n"
        f"DTSTART:{yesterday:%Y%m%d}T000000Z\r\nDTEND:{yesterday + DAY:%Y%m%d}T000000Z\r\n"
        f"RRULE:FREQ=DAILY;COUNT={BUSY_DAYS + 1}\r\n"
        "SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


async def has_been_read(place: Path) -> bool:
    """Whether Sanne's calendar has been read by now."""
    with closing(sqlite3.connect(place / "data" / "belmoment.db")) as database:
        return bool(database.execute("SELECT read_at FROM calendars WHERE read_at IS NOT NULL").fetchall())


async def test_a_recruiters_meetings_are_kept_free_and_their_calls_written_beside_them(
    surroundings: dict[str, str], belmoment: Belmoment, tmp_path: Path, agency_folder: Path, radicale: Radicale
) -> None:
    work = await radicale.make("work", "Werk")
    await radicale.put(work / "busy.ics", all_day_busy())
    _give_access(agency_folder, radicale)
    (tmp_path / "password").write_text(PASSWORD)
    async with TelegramStandIn() as telegram:
        settings = {
            "BELMOMENT_PORT": "0",
            "BELMOMENT_SECRET_KEY": "a key of the house",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "SANNE_CALDAV_FILE": str(tmp_path / "password"),
        }
        loaded = await asyncio.to_thread(lambda: belmoment("load", str(agency_folder), **settings))
        door = re.search(r"servicemonteur.*start=([\w-]+)", loaded.stdout)
        assert door, loaded
        looked = await asyncio.to_thread(lambda: belmoment("calendars", **settings))
        feed = re.search(r"Sanne de Wit: (/calendars/\S+)", looked.stdout)
        assert "Sanne de Wit: their calendar is read; 1 busy times" in looked.stdout, looked
        assert feed
        async with running(surroundings, tmp_path, "serve", **settings) as process:
            address = json.loads(await line_with(process.stderr, "serving"))["address"]
            await eventually(lambda: has_been_read(tmp_path))
            anna = telegram.person(12345, language_code="nl")
            telegram.start(anna, door[1])
            await telegram.until(lambda: len(telegram.sent) == 1, seconds=PATIENCE)
            telegram.write(anna, "ja leuk, wanneer dan ook")
            await telegram.until(lambda: len(telegram.sent) == 2, seconds=PATIENCE)
            title, _ = telegram.sent[1].buttons[0]
            telegram.tap(anna, title)
            await telegram.until(lambda: len(telegram.sent) == 3, seconds=PATIENCE)
            telegram.write(anna, "06 12345678")

            async def written() -> bool:
                return "@belmoment" in (await radicale.texts(work))[0]

            await eventually(written)
            [call] = [entry for entry in read_back((await radicale.texts(work))[0]) if entry[0] != "busy"]
            assert call[1] >= datetime.now(UTC) + DAY * (BUSY_DAYS - 1)
            status, text = await got(f"{address}{feed[1]}")
            assert (status, [entry[:3] for entry in read_back(text)]) == (200, [call[:3]])
            code, _, err = await ended(process, signal.SIGTERM)
    assert (code, "Traceback" in err) == (0, False), err


def _give_access(agency: Path, radicale: Radicale) -> None:
    shutil.rmtree(agency / "tests")
    recruiters = agency / "recruiters.yaml"
    caldav = f"{{url: {radicale.url}, user: {USER}, password_from: SANNE_CALDAV, name: Werk}}"
    notice = "    notice_minutes"
    recruiters.write_text(recruiters.read_text().replace(notice, f"    calendar:\n      caldav: {caldav}\n{notice}", 1))
