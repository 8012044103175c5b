"""Disks that fill up, files that nobody may write, and a PostgreSQL that goes away: real ones, for a while."""

import asyncio
import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.databases import PATIENCE, in_a_loop_of_its_own


@contextmanager
def small_disk(place: Path, size: str = "4m") -> Iterator[Path]:
    """A file system of its own; skips where only root may mount one."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "belmoment-test", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can't be mounted here: that takes root on Linux")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> Path:
    """Takes all the room that is left; the file that has it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return filler


@contextmanager
def unchangeable(*files: Path) -> Iterator[None]:
    """Nobody can write these, not even root or who has them open; skips where that can't be had."""
    done = subprocess.run(["chattr", "+i", *files], capture_output=True, check=False)
    try:
        if done.returncode:
            pytest.skip("files can't be made unchangeable here: that takes root, and a file system like ext4")
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], capture_output=True, check=False)


@contextmanager
def nothing_may_be_written(pid: int) -> Iterator[None]:
    """No file of this process grows over a byte."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@dataclass(kw_only=True)
class PostgreSQL:
    """A server that can be stopped at once, and started again as it was."""

    url: str
    folder: Path
    command: list[bytes]
    user: dict[str, Any]
    pid: int
    again: subprocess.Popen[bytes] | None = None

    @classmethod
    def at(cls, url: str) -> "PostgreSQL":
        """The one that answers there, where it is ours and on this machine; skips where it is not."""
        if os.environ.get("BELMOMENT_TEST_POSTGRES_URL"):
            pytest.skip("the PostgreSQL of BELMOMENT_TEST_POSTGRES_URL is not ours to stop")
        folder = Path(in_a_loop_of_its_own(_asked(url, "SHOW data_directory")))
        pid = int((folder / "postmaster.pid").read_text().split("\n")[0])
        owner = folder.stat()
        somebody = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        command = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        command += [b"-cfsync=on", b"-csynchronous_commit=on"]  # tests do without, and then this would lose what it had
        return cls(url=url, folder=folder, command=command, user=somebody, pid=pid)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """At once, as when the machine fails (its "immediate shutdown"); with SIGINT it writes down what it has."""
        os.kill(self.pid, how)
        if self.again is not None:
            self.again.wait(PATIENCE)
            self.again = None

    async def start(self) -> None:
        """Returns once it answers."""
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(_runs, self.pid):  # noqa: ASYNC110 (no child of ours to wait for)
                await asyncio.sleep(0.02)
            self.again = await asyncio.to_thread(self._started)
            self.pid = self.again.pid
            while True:
                try:
                    await _asked(self.url, "SELECT 1")
                    return
                except (OSError, asyncpg.PostgresError):
                    await asyncio.sleep(0.05)

    def _started(self) -> "subprocess.Popen[bytes]":
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            self.command,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            cwd=self.folder.parent,
            env={"LC_ALL": "C"},
            process_group=0,
            **self.user,
        )


async def _asked(url: str, statement: str) -> str:
    connection = await asyncpg.connect(url, timeout=PATIENCE)
    try:
        return str(await connection.fetchval(statement))
    finally:
        await connection.close()


def _runs(pid: int) -> bool:
    """Whether it still does; a process that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
