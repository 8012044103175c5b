"""The `belmoment` command as real processes: some end by themselves, some go on until they are stopped."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

PATIENCE = 120
"""Seconds after which a process that does not end is taken for stuck."""

Belmoment = Callable[..., "subprocess.CompletedProcess[str]"]


@asynccontextmanager
async def running(
    surroundings: dict[str, str], place: Path, *arguments: str, **settings: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command that goes on until it is stopped."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "handlers.cli",
        *arguments,
        cwd=place,
        env={**surroundings, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line_with(stream: asyncio.StreamReader | None, words: str) -> str:
    """The next line that holds these words."""
    assert stream is not None
    async with asyncio.timeout(PATIENCE):
        while True:
            line = (await stream.readline()).decode()
            assert line, "it ended without saying so"
            if words in line:
                return line


async def ended(process: asyncio.subprocess.Process, number: signal.Signals) -> tuple[int, str, str]:
    """Stops it: its exit code, and what else it said."""
    process.send_signal(number)
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def got(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def noted(address: str, figure: str) -> bool:
    return figure in (await got(f"{address}/metrics"))[1]
