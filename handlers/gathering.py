"""Notes that are written together: what comes while a commit is under way goes into the next one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Note = TypeVar("Note")


class Gathering(Generic[Note]):
    """Hands notes to `write`, all that there are; one writing at a time."""

    def __init__(self, write: Callable[[Sequence[Note]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[Note] = []
        self._next: asyncio.Task[None] | None = None
        self._one_by_one = asyncio.Lock()

    async def add(self, note: Note) -> None:
        """Returns once the note is written, even if others who wait are cancelled; raises what `write` raises."""
        self._waiting.append(note)
        if self._next is None:
            self._next = asyncio.create_task(self._write_what_waits())
        await asyncio.shield(self._next)

    async def _write_what_waits(self) -> None:
        async with self._one_by_one:
            notes, self._waiting, self._next = self._waiting, [], None
            await self._write(notes)
