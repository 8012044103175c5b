"""Server processes, as a supervisor keeps them: killed, stopped and frozen at will, and always started again."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.ports import free_port

START_SECONDS = 120.0
SUPERVISOR_SECONDS = 0.5
"""Until one that ended by itself is started again."""


class Nursery:
    """Bears servers, and knows when they die."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._births: deque[asyncio.Future[int]] = deque()
        self._deaths: dict[int, asyncio.Future[int]] = {}

    async def bear(self, environment: Mapping[str, str], log: Path) -> tuple[int, "asyncio.Future[int]"]:
        """A server's process id, and what will be its exit status."""
        assert self._process.stdin is not None
        birth: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._births.append(birth)
        self._process.stdin.write(json.dumps({"environment": dict(environment), "log": str(log)}).encode() + b"\n")
        number = await birth
        return number, self._deaths[number]

    async def listen(self) -> None:
        """Hears of births and deaths, until the nursery ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            if "born" in told:
                self._deaths[told["born"]] = asyncio.get_running_loop().create_future()
                self._births.popleft().set_result(told["born"])
            else:
                self._deaths[told["dead"]].set_result(told["status"])


@asynccontextmanager
async def open_nursery(root: Path, place: Path) -> AsyncIterator[Nursery]:
    """A nursery of the code in `root`; at the end everything that it bore is dead."""
    environment = {"PYTHONPATH": str(root), "PATH": "", "OPENBLAS_NUM_THREADS": "1"}
    with (place / "nursery.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "chaos.nursery",
            cwd=place,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    nursery = Nursery(process)
    listening = asyncio.create_task(nursery.listen())
    try:
        yield nursery
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
        listening.cancel()


@dataclass(eq=False)
class Server:
    """One server, and how to have it back."""

    nursery: Nursery
    environment: Mapping[str, str]
    log: Path
    excused: Callable[[], bool]
    """Whether it may end by itself just now, as where no database is there."""
    counts: Counter[str]
    port: int = field(default_factory=free_port)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whoever does something to it."""
    number: int = 0
    _death: "asyncio.Future[int] | None" = None
    _wanted: bool = False
    _supervisor: "asyncio.Task[None] | None" = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Returns at once; it listens a little later."""
        self._wanted = True
        self.number, self._death = await self.nursery.bear(
            {**self.environment, "BELMOMENT_PORT": str(self.port)}, self.log
        )
        self._supervisor = asyncio.create_task(self._supervise(self._death))

    async def kill(self) -> None:
        """SIGKILL: no last word."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and the end."""
        await self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """It stands still."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on, and does not know that time has passed."""
        self._signal(signal.SIGCONT)

    async def ready(self, session: aiohttp.ClientSession) -> None:
        """Returns once it answers; raises TimeoutError, with the end of its log."""
        try:
            async with asyncio.timeout(START_SECONDS):
                while True:
                    if await self._answers(session):
                        return
                    await asyncio.sleep(0.03)
        except TimeoutError:
            raise TimeoutError(f"the server does not answer:\n{self.log.read_text(errors='replace')[-2000:]}") from None

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/ready") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _end(self, how: signal.Signals) -> None:
        self._wanted = False
        self._signal(how)
        if self._supervisor is not None:
            await self._supervisor

    def _signal(self, which: signal.Signals) -> None:
        if self._death is not None and not self._death.done():
            with suppress(ProcessLookupError):
                os.kill(self.number, which)

    async def _supervise(self, death: "asyncio.Future[int]") -> None:
        status = await asyncio.shield(death)
        if not self._wanted:
            if status not in {0, -signal.SIGKILL}:
                self.counts["servers that did not stop in good order"] += 1
            return
        self.counts[
            "servers that ended without a database" if self.excused() else "servers that ended by themselves"
        ] += 1
        await asyncio.sleep(SUPERVISOR_SECONDS)
        if self._wanted:
            await self.start()
