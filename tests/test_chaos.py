"""A short storm, as CI sees it: nothing lost, nothing twice. And the judge is no yes-man."""

from dataclasses import replace
from pathlib import Path

import pytest

from chaos.run import Plan, run

PLAN = Plan(talks=30, at_once=30, seed=7, kills=5, every=2, speed=60)


async def test_thirty_talks_survive_five_kills(sqlite_database_url: str, tmp_path: Path) -> None:
    outcome = await run(PLAN, sqlite_database_url, tmp_path)
    assert [(found.question, found.wrongs) for found in outcome.findings if found.wrongs] == []
    assert (outcome.counts["talks"], outcome.counts["kills"]) == (30, 5)
