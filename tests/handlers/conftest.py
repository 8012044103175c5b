"""What tests of the command may ask for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.agency.folder import sample_folder
from tests.handlers.processes import PATIENCE, Belmoment
from tests.learnt import CACHE, learn

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def surroundings() -> dict[str, str]:
    """An environment without any setting, whose cache all processes share."""
    learn()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(REPOSITORY), "XDG_CACHE_HOME": str(CACHE)}


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
def agency_folder(tmp_path: Path) -> Path:
    """A copy of the sample agency that a test may spoil."""
    copy = tmp_path / "agency"
    shutil.copytree(sample_folder(), copy)
    return copy
