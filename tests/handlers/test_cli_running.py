"""`belmoment demo` and `belmoment serve`: they start without fuss, and end when they are told."""

import asyncio
import json
import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.handlers.offices import eventually
from tests.handlers.processes import PATIENCE, Belmoment, ended, got, line_with, noted, running
from tests.standins.telegram import TOKEN, TelegramStandIn


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_demo_starts_without_any_account_and_leaves_nothing(
    surroundings: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    async with running(surroundings, tmp_path, "demo", "--port", "0", TMPDIR=str(place)) as process:
        found = re.search(r"http://\S+", await line_with(process.stdout, "http://"))
        assert found
        status, page = await got(found[0])
        assert (status, page.startswith("<!doctype html>")) == (200, True)
        assert len(list(place.iterdir())) == 1
        assert await ended(process, number) == (0, "", "")
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_serving_without_a_channel_says_so_and_ends_when_told(
    surroundings: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    async with running(surroundings, tmp_path, "serve", BELMOMENT_PORT="0") as process:
        said = [await line_with(process.stderr, words) for words in ("No agency", "No channel", "serving")]
        address = json.loads(said[-1])["address"]
        assert await got(f"{address}/health") == (200, '{"status": "alive"}')
        assert await got(f"{address}/ready") == (200, '{"status": "ready"}')
        status, page = await got(f"{address}/queue")
        assert (status, "There is no account yet." in page or "Er is nog geen account." in page) == (200, True)
        code, out, err = await ended(process, number)
    assert (code, out, "Traceback" in err) == (0, "", False)
    assert (tmp_path / "data" / "belmoment.db").exists()


async def test_a_talk_goes_on_where_it_was_after_the_process_was_killed(
    surroundings: dict[str, str], belmoment: Belmoment, tmp_path: Path, agency_folder: Path
) -> None:
    shutil.rmtree(agency_folder / "tests")
    async with TelegramStandIn() as telegram:
        settings = {"BELMOMENT_PORT": "0", "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        loaded = await asyncio.to_thread(lambda: belmoment("load", str(agency_folder), **settings).stdout)
        door = re.search(r"servicemonteur.*start=([\w-]+)", loaded)
        assert door
        anna = telegram.person(12345, language_code="nl")
        telegram.start(anna, door[1])
        async with running(surroundings, tmp_path, "serve", **settings) as process:
            address = json.loads(await line_with(process.stderr, "serving"))["address"]
            # Killed between sending and noting it, it would rightly send again: nobody knows then.
            await eventually(lambda: noted(address, 'belmoment_outgoing_total{medium="say",outcome="sent"} 1.0'))
            process.kill()
        telegram.write(anna, "wat schuift het?")
        async with running(surroundings, tmp_path, "serve", **settings) as process:
            await telegram.until(lambda: len(telegram.sent) == 2, seconds=PATIENCE)
            code, _, err = await ended(process, signal.SIGTERM)
    assert code == 0
    assert "€ 3.200" in telegram.sent[1].text
    assert [name for name in ("Anna", "schuift", "12345", TOKEN) if name in err.replace("telegram:", "")] == []
