"""What is handed out: the wheel, enough to run the demo from anywhere; and the example of settings."""

import os
import re
import signal
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from handlers.settings import Settings
from tests.missing import missing

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage")
UV = str(Path(sysconfig.get_path("scripts")) / "uv")
PATIENCE = 60
"""Seconds after which what does not answer is taken for broken."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that holds the wheel, its pinned dependencies and nothing else."""
    place = tmp_path_factory.mktemp("installed")
    python = str(place / "bin" / "python")
    subprocess.run([UV, "venv", "--python", sys.executable, str(place)], check=True, capture_output=True)
    reasons = []
    pip = [sys.executable, "-m", "pip", "--python", python, "install"]
    for installer in ([UV, "pip", "install", "--python", python], pip):  # either may know the way out of this network
        command = [*installer, "--constraint", str(ROOT / "constraints.txt"), str(wheel)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return place / "bin"
        reasons.append(done.stderr[-1000:])
    return missing("the wheel's dependencies could not be installed:\n" + "\n".join(reasons))


@pytest.fixture
def demo(installed: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`belmoment demo`, started in an empty folder, with nothing of ours in its environment."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [str(installed / "belmoment"), "demo", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


def test_the_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(tuple(f"{package}/" for package in PACKAGES))}
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == there


def test_the_demo_runs_from_the_wheel_and_stops_when_asked(demo: subprocess.Popen[str]) -> None:
    assert demo.stdout
    addresses = (re.search(r"http://\S+", line) for line in demo.stdout)
    address = next(found.group() for found in addresses if found)
    with urlopen(address, timeout=PATIENCE) as page:
        assert (page.status, page.headers.get_content_type()) == (200, "text/html")
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=PATIENCE) == 0


def test_the_example_of_settings_names_every_setting_with_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    defaults = Settings()
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(re.sub(r"^#(?=[A-Z_]+=)", "", text, flags=re.MULTILINE), encoding="utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE)
    assert sorted(named) == sorted(str(field.validation_alias) for field in Settings.model_fields.values())
    assert Settings() == defaults
