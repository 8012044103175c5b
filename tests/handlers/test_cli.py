"""The command, as a person starts it: real processes, exit codes, and one clear line for what they can mend."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from handlers.folder import sample_folder
from tests.handlers.offices import eventually
from tests.standins.telegram import TOKEN, TelegramStandIn

REPOSITORY = Path(__file__).parents[2]
COMMANDS = ("demo", "serve", "migrate", "load", "check", "simulate", "understand")
PATIENCE = 120
"""Seconds after which a process that does not end is taken for stuck."""

Belmoment = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment without any setting, whose cache all processes of this run share."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(REPOSITORY), "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture
def belmoment(surroundings: dict[str, str], tmp_path: Path) -> Belmoment:
    """Runs a command in an empty folder until it ends."""

    def run(*arguments: str, stdin: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "handlers.cli", *arguments],
            cwd=tmp_path,
            env={**surroundings, **settings},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample agency that a test may spoil."""
    copy = tmp_path / "agency"
    shutil.copytree(sample_folder(), copy)
    return copy


@asynccontextmanager
async def running(
    surroundings: dict[str, str], place: Path, *arguments: str, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command that goes on until it is stopped."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "handlers.cli",
        *arguments,
        cwd=place,
        env={**surroundings, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_with(stream: asyncio.StreamReader | None, words: str) -> str:
    """The next line that holds these words."""
    assert stream is not None
    async with asyncio.timeout(PATIENCE):
        while True:
            line = (await stream.readline()).decode()
            assert line, "it ended without saying so"
            if words in line:
                return line


async def ended(process: asyncio.subprocess.Process, number: signal.Signals) -> tuple[int, str, str]:
    """Stops it: its exit code, and what else it said."""
    process.send_signal(number)
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def got(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def noted(address: str, figure: str) -> bool:
    return figure in (await got(f"{address}/metrics"))[1]


def mended(done: "subprocess.CompletedProcess[str]") -> list[str]:
    """What a person is told to mend; nothing else was said, and the code is 2."""
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()


# Help


def test_help_names_every_command(belmoment: Belmoment) -> None:
    for arguments in ((), ("--help",)):
        done = belmoment(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert re.findall(r"^  (\w+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(belmoment: Belmoment, command: str) -> None:
    done = belmoment(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: belmoment {command} ")
    assert len(done.stdout.splitlines()) >= 5


# What a person can mend


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--foo",), "No such option: --foo. See belmoment --help."),
        (("serv",), "No such command 'serv'. Did you mean 'serve'? See belmoment --help."),
        (("serve", "--port", "1"), "No such option: --port. See belmoment --help."),
        (("load",), "Missing argument 'FOLDER'. See belmoment --help."),
        (("load", "nowhere"), "There is no folder nowhere. Name the one that holds agency.yaml and its neighbours."),
        (("check", "nowhere"), "There is no folder nowhere. Name the one that holds agency.yaml and its neighbours."),
        (("simulate", "--script", "fist-contact"), "There is no script 'fist-contact'; did you mean 'first-contact'?"),
        (("simulate", "--vacancy", "planer"), "There is no vacancy 'planer'; did you mean 'planner'?"),
        (("simulate", "--language", "fr"), "The script 'first-contact' does not speak 'fr'; it speaks nl, en."),
        (("simulate", "--channel", "fax"), "There is no channel 'fax'; there is telegram, whatsapp, webchat."),
        (("simulate", "--at", "noon"), "--at: 'noon' is not a time; write it as 2026-11-25T10:20 or 10:20."),
    ],
)
def test_a_call_that_makes_no_sense_is_told_in_a_line(
    belmoment: Belmoment, arguments: tuple[str, ...], line: str
) -> None:
    assert mended(belmoment(*arguments)) == [line]


def test_every_bad_setting_has_its_line(belmoment: Belmoment) -> None:
    done = belmoment("serve", BELMOMENT_PORT="many", TELEGRAM_MODE="carrier pigeon", BELMOMENT_API_TOKEN="sesame")
    assert mended(done) == [
        "BELMOMENT_PORT must be a whole number.",
        "TELEGRAM_MODE must be one of: polling, webhook.",
    ]


@pytest.mark.parametrize("command", ["serve", "migrate", "load"])
def test_a_database_that_is_not_there_is_named(belmoment: Belmoment, folder: Path, command: str) -> None:
    shutil.rmtree(folder / "tests")
    arguments = (command, str(folder)) if command == "load" else (command,)
    (line,) = mended(belmoment(*arguments, BELMOMENT_DATABASE_URL="postgresql://u:sesame@127.0.0.1:1/belmoment"))
    assert "BELMOMENT_DATABASE_URL" in line
    assert "sesame" not in line


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_newer_database_is_left_alone(belmoment: Belmoment, tmp_path: Path, command: str) -> None:
    url = f"sqlite:///{tmp_path / 'b.db'}"
    assert belmoment("migrate", BELMOMENT_DATABASE_URL=url).returncode == 0
    with sqlite3.connect(tmp_path / "b.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'of a later year'")
    database.close()
    assert mended(belmoment(command, BELMOMENT_DATABASE_URL=url)) == [
        "A newer version of Belmoment has used this database. Run that version, or restore a backup from before it."
    ]


def test_postgresql_is_migrated_by_hand(belmoment: Belmoment, postgresql_database_url: str) -> None:
    here = {"BELMOMENT_DATABASE_URL": postgresql_database_url}
    assert mended(belmoment("serve", **here)) == [
        "The database is empty. Run `belmoment migrate`, then `belmoment load FOLDER`."
    ]
    assert belmoment("migrate", **here).stdout == "The database now has this version's shape.\n"
    assert belmoment("migrate", **here).stdout == "The database has this version's shape already.\n"


def test_a_port_that_is_taken_is_named(belmoment: Belmoment) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        (line,) = mended(belmoment("demo", "--port", port))
        assert line.startswith(f"Can't listen on 127.0.0.1:{port}: ")
        served = belmoment("serve", BELMOMENT_PORT=port)
    assert (served.returncode, served.stderr.splitlines()[-1]) == (2, line)


# check and load


def test_the_sample_agency_passes_its_own_check(belmoment: Belmoment) -> None:
    done = belmoment("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no problem. Recruiters 2, vacancies 3, scripts 1, tests " in done.stdout


def test_mistakes_are_listed_with_file_and_line(belmoment: Belmoment, folder: Path) -> None:
    (folder / "agency.yaml").write_text("name: Kade\nzone: Mars\n")
    (folder / "recruiters.yaml").write_bytes(b"\xff")
    done = belmoment("check", "agency")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        "agency/agency.yaml:2: 'Mars' is not a time zone; write it as Europe/Amsterdam.",
        "agency/recruiters.yaml:1: The file is not text in UTF-8; save it as UTF-8.",
    ]


def test_a_talk_that_goes_wrong_fails_the_check_and_keeps_it_from_being_published(
    belmoment: Belmoment, folder: Path
) -> None:
    shutil.rmtree(folder / "tests")
    (folder / "tests").mkdir()
    (folder / "tests" / "hope.yaml").write_text(
        "- test: Too much to hope for\n  vacancy: planner\n  talk:\n    - start\n    - status: booked\n"
    )
    checked = belmoment("check", "agency")
    assert checked.returncode == 1
    first = checked.stdout.splitlines()[0]
    assert first == "agency/tests/hope.yaml:5: “Too much to hope for”: expected status booked, but it is open"
    assert mended(belmoment("load", "agency")) == [first, "Nothing was published: mend these first."]


def test_loading_twice_changes_nothing(belmoment: Belmoment, folder: Path) -> None:
    shutil.rmtree(folder / "tests")
    assert belmoment("load", str(folder)).stdout.splitlines() == [
        "Published the agency.",
        "Published recruiters: sanne, tiago.",
        "Published vacancies: servicemonteur, planner, data-analist.",
        "Published script first-contact, version 1; talks under way keep theirs.",
    ]
    assert belmoment("load", str(folder)).stdout == "Nothing changed: all of it is published already.\n"
    text = (folder / "vacancies.yaml").read_text(encoding="utf-8")
    (folder / "vacancies.yaml").write_text(text.replace("Waalhaven Logistiek", "Maashaven"), encoding="utf-8")
    assert belmoment("load", str(folder)).stdout == "Published vacancies: planner.\n"


async def test_loading_prints_the_links_that_open_doors(
    surroundings: dict[str, str], tmp_path: Path, folder: Path
) -> None:
    shutil.rmtree(folder / "tests")

    async def loaded(*options: str) -> list[tuple[str, str]]:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        async with running(surroundings, tmp_path, "load", str(folder), *options, **settings) as process:
            out, _ = await process.communicate()
            return re.findall(r"^  (.+): https://t\.me/belmoment_bot\?start=([\w-]+)$", out.decode(), re.MULTILINE)

    async with TelegramStandIn() as telegram:
        first, second, third = await loaded(), await loaded(), await loaded("--new-links")
    assert [who for who, _ in first] == [
        "servicemonteur, Sanne de Wit",
        "planner, Sanne de Wit",
        "planner, Tiago Marques",
        "data-analist, Tiago Marques",
        "Sanne de Wit",
        "Tiago Marques",
    ]
    assert [code.startswith("link-") for _, code in first] == [False] * 4 + [True] * 2
    assert second == first[:4]
    assert third[:4] == first[:4]
    assert not set(third[4:]) & set(first)


# understand and simulate


def test_understand_answers_line_by_line_as_the_contract_says(belmoment: Belmoment) -> None:
    asked = {"id": "a", "text": "morgen om 15:30", "at": "2026-11-23T10:00:00+01:00", "tz": "Europe/Amsterdam"}
    more: list[dict[str, Any]] = [
        asked | {"asked": "ask_moment", "lang": "nl"},
        {"id": 2, "text": "wis mijn gegevens", "at": "2026-11-23T09:00:00Z", "tz": "Europe/Amsterdam"},
        asked
        | {
            "id": None,
            "text": "de tweede",
            "asked": "offer_slots",
            "offered": [
                ["2026-11-24T10:00:00+01:00", "2026-11-24T10:20:00+01:00"],
                ["2026-11-24T13:00:00Z", "2026-11-24T13:20:00Z"],
            ],
        },
    ]
    done = belmoment("understand", stdin="\n".join(map(json.dumps, more)) + "\n\n")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert list(first) == ["id", "lang", "intent", "also", "windows", "exclude", "spans", "picked", "sure"]
    assert (first["id"], first["lang"], first["intent"], first["sure"]) == ("a", "nl", "give_time", True)
    assert first["windows"] == [["2026-11-24T15:30:00+01:00", "2026-11-24T16:00:00+01:00"]]
    assert first["spans"] == [["2026-11-24T15:30:00+01:00", "2026-11-24T15:30:00+01:00"]]
    assert (second["id"], second["intent"]) == (2, "stop")
    assert (third["id"], third["picked"]) == (None, 1)


def test_understand_names_the_lines_that_it_can_not_read(belmoment: Belmoment) -> None:
    good = {"id": 1, "text": "ja", "at": "2026-11-23T10:00:00+01:00", "tz": "Europe/Amsterdam"}
    bad: list[Any] = [
        good | {"at": "2026-11-23T10:00:00"},
        good | {"at": "0001-01-01T00:00:00+14:00"},
        good | {"tz": "Mars"},
        good | {"asked": "why"},
        good | {"offered": [1]},
        good | {"text": 5},
        {"id": 1},
        [],
    ]
    lines = [json.dumps(good), "{", *map(json.dumps, bad), json.dumps(good)]
    done = belmoment("understand", stdin="\n".join(lines))
    assert (done.returncode, len(done.stdout.splitlines())) == (2, 2)
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [f"line {n}" for n in range(2, 11)]


async def test_understand_answers_before_the_next_line_comes(surroundings: dict[str, str], tmp_path: Path) -> None:
    asked = {"id": 1, "text": "ja", "at": "2026-11-23T10:00:00+01:00", "tz": "Europe/Amsterdam"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "handlers.cli", "understand"),
        cwd=tmp_path,
        env=surroundings,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    for number in range(3):
        process.stdin.write(json.dumps(asked | {"id": number}).encode() + b"\n")
        assert f'"id": {number}' in await line_with(process.stdout, '"lang"')
    process.stdin.close()
    await process.communicate()
    assert process.returncode == 0


def test_a_talk_is_simulated_at_ones_own_clock(belmoment: Belmoment) -> None:
    said = ("ja graag, morgen om drie uur", "/tap 1", "/share", "/queue", "/wait 1d", "/state", "/at 10:00", "/tap 9")
    typed = "\n".join((*said, "/nonsense", "/wait x", "/quit", "not heard"))
    done = belmoment("simulate", "--at", "2026-11-25T10:20", stdin=typed)
    assert (done.returncode, done.stderr) == (0, "")
    for words in (
        "Kade & Koers: servicemonteur warmtepompen. It is Wed 25 Nov 2026 10:20.",
        "[/share]",
        "=> into sanne's calendar",
        "Thu 26 Nov 2026 15:00-15:20  +31687654321  by Sanne de Wit",
        "15:00  Even ter herinnering",
        "booked",
        "There is no /nonsense; /help says what there is.",
        "'x' is not a length of time; write it as 15m, 2h30m or 1d.",
    ):
        assert words in done.stdout
    assert "not heard" not in done.stdout


# What goes on until it is stopped


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
        assert (await got(f"{address}/queue"))[0] == 404
        code, out, err = await ended(process, number)
    assert (code, out, "Traceback" in err) == (0, "", False)
    assert (tmp_path / "data" / "belmoment.db").exists()


async def test_a_talk_goes_on_where_it_was_after_the_process_was_killed(
    surroundings: dict[str, str], belmoment: Belmoment, tmp_path: Path, folder: Path
) -> None:
    shutil.rmtree(folder / "tests")
    async with TelegramStandIn() as telegram:
        settings = {"BELMOMENT_PORT": "0", "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        loaded = await asyncio.to_thread(lambda: belmoment("load", str(folder), **settings).stdout)
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
