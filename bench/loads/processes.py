"""Processes under measurement: on a core of their own, with their CPU seconds and their memory as Linux counts them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

START_SECONDS = 120.0
TICKS = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).resolve().parents[2]


class DidNotStart(Exception):
    """A server that gave up, or took too long."""


@dataclass(frozen=True, slots=True)
class Used:
    """What a process has used so far."""

    cpu: float
    """Seconds, of all its threads."""
    megabytes: float
    """Of memory that is its own or shared, at present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A server that answers; `seconds` and `cpu` are what it took until then."""

    process: "subprocess.Popen[bytes]"
    port: int
    seconds: float
    cpu: float

    def used(self) -> Used:
        """So far."""
        return used(self.process.pid)


def cores() -> tuple[int, int]:
    """The server's core, and that of everything else; the same one where there is but one."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


def used(pid: int) -> Used:
    """Of one process."""
    statm = Path(f"/proc/{pid}/statm").read_text("ascii").split()
    return Used(_ticks(pid)[0] / TICKS, int(statm[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6)


def parent(pid: int) -> int:
    """Whose child it is."""
    return int(_stat(pid)[1])


def used_here() -> float:
    """Megabytes of memory of this process."""
    return used(os.getpid()).megabytes


def used_by_family(pid: int) -> float:
    """CPU seconds of a process and all its children, those that ended included."""
    own, ended = _ticks(pid)
    return (own + ended + sum(_ticks(child)[0] for child in _children(pid))) / TICKS


def keep_family_on(pid: int, cores: set[int]) -> None:
    """A process and all its children."""
    for one in (pid, *_children(pid)):
        os.sched_setaffinity(one, cores)


@asynccontextmanager
async def running(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path, core: int
) -> AsyncIterator[Started]:
    """`python -m ARGUMENTS` until its port answers; stopped at the end. `{port}` in the environment is filled in."""
    port = free_port()
    filled = {name: value.replace("{port}", str(port)) for name, value in environment.items()}
    began = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603, ASYNC220 (our own program, and it starts at once)
            [sys.executable, "-m", *arguments],
            cwd=log.parent,
            env={"PATH": "", "PYTHONPATH": str(ROOT)} | {"HOME": str(log.parent)} | filled,
            stdout=out,
            stderr=out,
        )
    os.sched_setaffinity(process.pid, {core})
    try:
        await _wait_for(process, port, log)
        yield Started(process=process, port=port, seconds=time.perf_counter() - began, cpu=used(process.pid).cpu)
    except Exception as error:
        error.add_note(_end_of(log))
        raise
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


async def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if await _answers(port):
            return
        await asyncio.sleep(0.01)
    raise DidNotStart


def _end_of(log: Path) -> str:
    troubles = [line for line in log.read_text("utf-8", "replace").splitlines() if '"info"' not in line]
    return "The end of its log, without the everyday:\n" + "\n".join(troubles[-20:])


async def _answers(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /health HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return answer.startswith(b"HTTP/1.1 200")


def _ticks(pid: int) -> tuple[int, int]:
    """Of the process, and of its children that ended."""
    try:
        stat = _stat(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    return int(stat[11]) + int(stat[12]), int(stat[13]) + int(stat[14])


def _stat(pid: int) -> list[str]:
    """From its state on, as proc(5) has them."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text("ascii").split())
    return found
