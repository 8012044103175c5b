"""`run`: from a bare Python to a running command, and what it says where that can't be."""

import ast
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

RUN = Path(__file__).parent.parent / "run"

PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "belmoment"
version = "1"
dependencies = [{needs}]
"""

# Builds what `run` needs of a project, an editable wheel with the command, without a package from anywhere.
BACKEND = '''\
import os, tomllib, zipfile

COMMAND = """
import sys
def main():
    print("belmoment", *sys.argv[1:])
    return 7
"""

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "belmoment-1-py3-none-any.whl"
    with open("pyproject.toml", "rb") as project:
        needs = "".join(f"Requires-Dist: {need}\\n" for need in tomllib.load(project)["project"]["dependencies"])
    files = {
        "belmoment_command.py": COMMAND,
        "belmoment-1.dist-info/METADATA": f"Metadata-Version: 2.1\\nName: belmoment\\nVersion: 1\\n{needs}",
        "belmoment-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "belmoment-1.dist-info/entry_points.txt": "[console_scripts]\\nbelmoment = belmoment_command:main\\n",
    }
    record = "".join(f"{path},,\\n" for path in [*files, "belmoment-1.dist-info/RECORD"])
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, text in [*files.items(), ("belmoment-1.dist-info/RECORD", record)]:
            wheel.writestr(path, text)
    return name
'''

BARE = {"PATH": "/nowhere", "PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "LC_ALL": "C.UTF-8"}
WITH_UV = BARE | {"PATH": sysconfig.get_path("scripts")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with the real `run` and a project that installs in no time, from a path with a space in it."""
    place = tmp_path / "a checkout"
    place.mkdir()
    shutil.copy(RUN, place)
    (place / "pyproject.toml").write_text(PROJECT.format(needs=""))
    (place / "backend.py").write_text(BACKEND)
    (place / "constraints.txt").write_text("")
    return place


def call(
    project: Path, *words: str, environment: dict[str, str] = WITH_UV, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    command = [python, str(project / "run"), *words]
    home = {"HOME": str(project.parent)}
    return subprocess.run(command, env=environment | home, capture_output=True, text=True, check=False)


def without_ensurepip(place: Path) -> str:
    """This Python as Debian ships it: its standard library less ensurepip, and no packages."""
    library = place / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    library.mkdir(parents=True)
    (place / "bin").mkdir()
    for part in Path(sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix})).iterdir():
        if part.name not in ("ensurepip", "site-packages", "dist-packages"):
            (library / part.name).symlink_to(part)
    python = place / "bin" / library.name
    shutil.copy(Path(getattr(sys, "_base_executable", sys.executable)).resolve(), python)
    return str(python)


def test_the_first_call_sets_up_and_forwards_words_and_exit_code(project: Path) -> None:
    done = call(project, "understand", "--lang", "nl")
    assert (done.stdout, done.returncode) == ("belmoment understand --lang nl\n", 7)
    assert "setting up .venv" in done.stderr


def test_check_with_a_folder_checks_that_folder(project: Path) -> None:
    assert call(project, "check", "FOLDER").stdout == "belmoment check FOLDER\n"


def test_a_second_call_installs_nothing(project: Path) -> None:
    call(project, "demo")
    (project / "backend.py").unlink()
    done = call(project, "demo")
    assert (done.stdout, done.stderr) == ("belmoment demo\n", "")


def test_changed_pins_are_installed(project: Path) -> None:
    call(project, "demo")
    (project / "constraints.txt").write_text("left-pad==1\n")
    done = call(project, "demo")
    assert (done.stdout, done.stderr) == ("belmoment demo\n", "Belmoment: installing what is needed …\n")


def test_venv_and_pip_do_where_there_is_no_uv(project: Path) -> None:
    assert call(project, "demo", environment=BARE).stdout == "belmoment demo\n"


def test_an_interrupted_set_up_is_begun_anew(project: Path) -> None:
    call(project, "demo")
    (project / ".venv" / "belmoment.stamp").unlink()
    (project / ".venv.lock").write_text("interrupted")
    shutil.rmtree(project / ".venv" / "lib")
    assert call(project, "demo").stdout == "belmoment demo\n"
    assert (project / ".venv.lock").read_text() == ""


def test_a_half_made_environment_of_unknown_origin_is_made_anew(project: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to(sys.executable)
    assert call(project, "demo").stdout == "belmoment demo\n"


def test_a_checkout_that_was_moved_is_set_up_anew(project: Path) -> None:
    call(project, "demo")
    moved = project.rename(project.parent / "moved")
    done = call(moved, "demo")
    assert (done.stdout, "setting up .venv" in done.stderr) == ("belmoment demo\n", True)


def test_what_can_not_be_installed_is_named_and_the_next_call_goes_on(project: Path) -> None:
    (project / "pyproject.toml").write_text(PROJECT.format(needs='"belmoment-needs-what-nobody-has"'))
    failed = call(project, "demo")
    assert failed.returncode == 1
    assert "belmoment-needs-what-nobody-has" in failed.stderr
    assert failed.stderr.splitlines()[-1] == (
        "Belmoment: could not download or install its packages; the reason stands above."
        " Calling again goes on from here."
    )
    (project / "pyproject.toml").write_text(PROJECT.format(needs=""))
    assert call(project, "demo").stdout == "belmoment demo\n"


def test_a_python_without_uv_venv_or_virtualenv_gets_one_line(project: Path, tmp_path: Path) -> None:
    done = call(project, "demo", environment=BARE, python=without_ensurepip(tmp_path / "python"))
    told = [line for line in done.stderr.splitlines() if "setting up" not in line]
    assert (done.returncode, done.stdout, len(told)) == (1, "", 1)
    assert told[0].startswith("Belmoment: needs uv, venv or virtualenv to set itself up, and found none that works.")


PRETEND = """
import runpy, sys
sys.version_info = (3, 8, 18)
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def call_as_python_3_8(project: Path, *words: str, path: Path) -> subprocess.CompletedProcess[str]:
    """`run` with a Python that says it is 3.8."""
    command = [sys.executable, "-c", PRETEND, str(project / "run"), *words]
    environment = WITH_UV | {"PATH": str(path), "HOME": str(project.parent)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_an_old_python_gets_one_line(project: Path, tmp_path: Path) -> None:
    done = call_as_python_3_8(project, "demo", path=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "Belmoment: needs Python 3.11 or newer; this one is 3.8.18 and there is no newer one on PATH."
        " Please install one.\n",
    )


def test_an_old_python_hands_over_to_a_newer_one_on_path(project: Path, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "python3.13").write_text("#!/bin/sh\nexit 127\n")  # as a version manager leaves it
    (programs / "python3.13").chmod(0o755)
    (programs / "python3.12").symlink_to(sys.executable)
    (programs / "uv").symlink_to(Path(sysconfig.get_path("scripts")) / "uv")
    assert call_as_python_3_8(project, "demo", path=programs).stdout == "belmoment demo\n"


def test_without_a_command_it_says_what_there_is(project: Path) -> None:
    done = call(project)
    assert (done.returncode, done.stderr, (project / ".venv").exists()) == (2, "", False)
    assert done.stdout.startswith("usage: python3 run COMMAND")


def test_help_explains_the_command_too_once_it_is_set_up(project: Path) -> None:
    usage = call(project, "--help").stdout
    call(project, "demo")
    assert call(project, "--help").stdout == f"{usage}belmoment --help\n"


def test_the_file_parses_on_python_3_6() -> None:
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
