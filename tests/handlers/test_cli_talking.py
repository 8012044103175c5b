"""`belmoment understand` and `belmoment simulate`, by what goes in and what comes out."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.handlers.processes import Belmoment, line_with


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
