"""The command, as a person starts it: exit codes, and one clear line for what they can mend."""

import re
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.handlers.processes import Belmoment, running
from tests.standins.telegram import TOKEN, TelegramStandIn

COMMANDS = (
    *("demo", "serve", "migrate", "doctor"),
    *("load", "versions", "compare", "rollback", "save"),
    *("check", "simulate", "schema", "understand", "replay", "funnel", "talk-as-test"),
    *("export", "erase", "invite", "templates", "calendars", "user"),
)


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
        assert re.findall(r"^  ([\w-]+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE) == list(COMMANDS)


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
        (("serv",), "No such command 'serv'. Did you mean 'serve', 'user'? See belmoment --help."),
        (("serve", "--port", "1"), "No such option: --port. See belmoment --help."),
        (("load",), "Missing argument 'FOLDER'. See belmoment --help."),
        (("load", "nowhere"), "There is no folder nowhere. Name the one that holds agency.yaml and its neighbours."),
        (("check", "nowhere"), "There is no folder nowhere. Name the one that holds agency.yaml and its neighbours."),
        (("simulate", "--script", "fist-contact"), "There is no script 'fist-contact'; did you mean 'first-contact'?"),
        (("simulate", "--vacancy", "planer"), "There is no vacancy 'planer'; did you mean 'planner'?"),
        (
            ("simulate", "--language", "pt"),
            "The script 'first-contact' does not speak 'pt'; it speaks nl, en, de, fr, es.",
        ),
        (("simulate", "--channel", "fax"), "There is no channel 'fax'; there is telegram, whatsapp, webchat."),
        (("simulate", "--at", "9999-12-31T23:00"), "--at: '9999-12-31T23:00' lies too far from today."),
        (("simulate", "--at", "noon"), "--at: 'noon' is not a time; write it as 2026-11-25T10:20 or 10:20."),
    ],
)
def test_a_call_that_makes_no_sense_is_told_in_a_line(
    belmoment: Belmoment, arguments: tuple[str, ...], line: str
) -> None:
    assert mended(belmoment(*arguments)) == [line]


def test_a_port_that_there_is_not_is_told_in_a_line(belmoment: Belmoment) -> None:
    (line,) = mended(belmoment("demo", "--port", "65536"))
    assert line.startswith("Invalid value for '--port'")


def test_a_language_that_the_script_lacks_is_told_with_those_that_it_has(belmoment: Belmoment) -> None:
    (line,) = mended(belmoment("simulate", "--language", "tlh"))
    assert line.startswith("The script 'first-contact' does not speak 'tlh'; it speaks nl, en")


def test_every_bad_setting_has_its_line(belmoment: Belmoment) -> None:
    done = belmoment("serve", BELMOMENT_PORT="many", TELEGRAM_MODE="carrier pigeon", BELMOMENT_API_TOKEN="sesame")
    assert mended(done) == [
        "BELMOMENT_PORT must be a whole number.",
        "TELEGRAM_MODE must be one of: polling, webhook.",
    ]


@pytest.mark.parametrize("command", ["serve", "migrate", "load"])
def test_a_database_that_is_not_there_is_named(belmoment: Belmoment, agency_folder: Path, command: str) -> None:
    shutil.rmtree(agency_folder / "tests")
    arguments = (command, str(agency_folder)) if command == "load" else (command,)
    (line,) = mended(belmoment(*arguments, BELMOMENT_DATABASE_URL="postgresql://u:sesame@127.0.0.1:1/belmoment"))
    assert "BELMOMENT_DATABASE_URL" in line
    assert "sesame" not in line


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_newer_database_is_left_alone(belmoment: Belmoment, tmp_path: Path, command: str) -> None:
    url = f"sqlite:///{tmp_path / 'b.db'}"
    assert belmoment("migrate", BELMOMENT_DATABASE_URL=url).returncode == 0
    with sqlite3.connect(tmp_path / "b.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'of a later year'")
        database.execute("DELETE FROM marks")  # it does not say that this version may go on beside it
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


def test_mistakes_are_listed_with_file_and_line(belmoment: Belmoment, agency_folder: Path) -> None:
    (agency_folder / "agency.yaml").write_text("name: Kade\nzone: Mars\n")
    (agency_folder / "recruiters.yaml").write_bytes(b"\xff")
    done = belmoment("check", "agency")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        "agency/agency.yaml:2: 'Mars' is not a time zone; write it as Europe/Amsterdam.",
        "agency/recruiters.yaml:1: The file is not text in UTF-8; save it as UTF-8.",
    ]


def test_a_talk_that_goes_wrong_fails_the_check_and_keeps_it_from_being_published(
    belmoment: Belmoment, agency_folder: Path
) -> None:
    shutil.rmtree(agency_folder / "tests")
    (agency_folder / "tests").mkdir()
    (agency_folder / "tests" / "hope.yaml").write_text(
        "- test: Too much to hope for\n  vacancy: planner\n  talk:\n    - start\n    - status: booked\n"
    )
    checked = belmoment("check", "agency")
    assert checked.returncode == 1
    first = checked.stdout.splitlines()[0]
    assert first == "agency/tests/hope.yaml:5: “Too much to hope for”: expected status booked, but it is open"
    assert mended(belmoment("load", "agency")) == [first, "Nothing was published: mend these first."]


def test_loading_twice_changes_nothing(belmoment: Belmoment, agency_folder: Path) -> None:
    shutil.rmtree(agency_folder / "tests")
    assert belmoment("load", str(agency_folder)).stdout.splitlines() == [
        "Published the agency.",
        "Published recruiters: sanne, tiago.",
        "Published vacancies: servicemonteur, planner, data-analist.",
        "Published script first-contact, version 1; talks under way keep theirs.",
    ]
    assert belmoment("load", str(agency_folder)).stdout == "Nothing changed: all of it is published already.\n"
    text = (agency_folder / "vacancies.yaml").read_text(encoding="utf-8")
    (agency_folder / "vacancies.yaml").write_text(text.replace("Waalhaven Logistiek", "Maashaven"), encoding="utf-8")
    assert belmoment("load", str(agency_folder)).stdout == "Published vacancies: planner.\n"


async def test_loading_prints_the_links_that_open_doors(
    surroundings: dict[str, str], tmp_path: Path, agency_folder: Path
) -> None:
    shutil.rmtree(agency_folder / "tests")

    async def loaded(*options: str) -> list[tuple[str, str]]:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url}
        async with running(surroundings, tmp_path, "load", str(agency_folder), *options, **settings) as process:
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
