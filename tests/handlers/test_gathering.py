"""What comes while a writing is under way goes into the next one; nothing is lost with who waits for it."""

import asyncio
from collections.abc import Sequence

import pytest

from handlers.gathering import Gathering


class Paper:
    """Takes notes when it is let, and fails when it is told to."""

    def __init__(self) -> None:
        self.written: list[Sequence[str]] = []
        self.free = asyncio.Event()
        self.error: Exception | None = None

    async def write(self, notes: Sequence[str]) -> None:
        await self.free.wait()
        self.written.append(notes)
        if self.error:
            raise self.error


async def test_what_comes_meanwhile_is_written_together() -> None:
    paper = Paper()
    gathering = Gathering(paper.write)
    first = asyncio.create_task(gathering.add("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(gathering.add(note)) for note in "bc"]
    await asyncio.sleep(0)
    paper.free.set()
    await asyncio.gather(first, *others)
    assert paper.written == [["a"], ["b", "c"]]


async def test_a_note_is_written_though_who_waits_is_cancelled() -> None:
    paper = Paper()
    gathering = Gathering(paper.write)
    leaving, staying = (asyncio.create_task(gathering.add(note)) for note in "ab")
    await asyncio.sleep(0)
    leaving.cancel()
    paper.free.set()
    await staying
    assert paper.written == [["a", "b"]]


async def test_who_waits_hears_of_a_failure_and_the_next_one_is_written() -> None:
    paper = Paper()
    paper.free.set()
    paper.error = OSError("full")
    gathering = Gathering(paper.write)
    with pytest.raises(OSError, match="full"):
        await gathering.add("a")
    paper.error = None
    await gathering.add("b")
    assert paper.written == [["a"], ["b"]]
