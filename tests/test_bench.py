"""The benchmarks run from end to end, at a size at which their figures say nothing; every talk in them is booked."""

from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import replicas, timers
from bench.loads.contestants import CONTESTANTS
from bench.speed import Plan, measure


@pytest.mark.parametrize("name", list(CONTESTANTS))
def test_every_talk_ends_with_a_booked_call(name: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("postgres_url") if name == "postgresql" else None
    plan = Plan(contestants=[name], talks=3, at_once=2, rounds=1, rate=20, seconds=0.5, postgres=server)
    (taken,) = measure(plan)[name]
    assert min(taken.a_core, taken.a_core_with_database, taken.wall, taken.megabytes, taken.start) > 0


async def test_waiting_timers_are_passed_by_and_due_ones_found(database_url: str) -> None:
    taken = await timers.measure(database_url, timers=200, tries=20)
    assert (len(taken.empty), len(taken.claims)) == (20, 2)


async def test_talks_are_booked_on_two_servers(postgresql_database_url: str, tmp_path: Path) -> None:
    assert await replicas.rate(postgresql_database_url, tmp_path, sorted(replicas.usable()), 2, 4, 2) > 0


def test_few_cores_are_told_and_nothing_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(replicas, "usable", lambda: {0, 1})
    assert bench.main(["replicas"]) == 0
    assert capsys.readouterr().out.startswith("2 cores here")


def test_an_unknown_measure_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["beauty"]) == 2
    told = capsys.readouterr().err
    assert [name for name in ("replicas", "speed", "timers", "understanding") if name not in told] == []
