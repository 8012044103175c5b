"""A mail server in trouble: away, slow, short of patience, or cut off before or after it took a letter."""

import asyncio
import email
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from enum import StrEnum
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP


class Trouble(StrEnum):
    """With one letter."""

    BUSY = "451 answered"
    SLOW = "slow"
    CUT = "line cut at the letter"
    CUT_AFTER = "line cut after the letter (taken)"


SLOW_SECONDS = 2.0
SHARE = 0.1
"""Of letters that meet with trouble."""


@dataclass
class Mailroom:
    """What came in, whatever was said about it."""

    letters: list[EmailMessage] = field(default_factory=list)
    chance: Random | None = None
    """By which letters meet with trouble; none does without."""
    over: bool = False
    counts: Counter[str] = field(default_factory=lambda: Counter({f"mail: {trouble}": 0 for trouble in Trouble}))
    port: int = 0
    _to_come: list[Trouble] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _lines: set[SMTP] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Its SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Let callers in; on the same port each time."""
        self._server = await asyncio.get_running_loop().create_server(self._line, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Nobody is in: calls are refused, and those under way are cut."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for line in self._lines:
            _cut(line)
        self._lines.clear()

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        """One letter."""
        trouble = self._trouble()
        if trouble is Trouble.BUSY:
            return "451 come again"
        if trouble is Trouble.CUT:
            _cut(server)
            return "451 gone"
        if trouble is Trouble.SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        letter = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if trouble is Trouble.CUT_AFTER:
            _cut(server)
        return "250 OK"

    def _trouble(self) -> Trouble | None:
        if self.over or self.chance is None or self.chance.random() >= SHARE:
            return None
        if not self._to_come:  # each kind in turn, so that a short run has them all
            self._to_come = self.chance.sample(list(Trouble), len(Trouble))
        trouble = self._to_come.pop()
        self.counts[f"mail: {trouble}"] += 1
        return trouble

    def _line(self) -> SMTP:
        line = SMTP(self, hostname="mailroom.example", enable_SMTPUTF8=True, loop=asyncio.get_running_loop())
        self._lines.add(line)
        return line


@asynccontextmanager
async def open_mailroom() -> AsyncIterator[Mailroom]:
    """A mail server on a free port."""
    mailroom = Mailroom()
    await mailroom.open()
    try:
        yield mailroom
    finally:
        await mailroom.close()


def _cut(line: SMTP) -> None:
    if isinstance(line.transport, asyncio.WriteTransport):
        line.transport.abort()
