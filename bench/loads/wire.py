"""HTTP at its barest, so that who measures costs little beside what is measured."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length:"

Answerer = Callable[[str, str, bytes], tuple[int, bytes]]
"""Method, path with query, body -> status and JSON."""


class BrokenOff(ConnectionError):
    """The server closed the line, or answered something that is no HTTP."""


class Caller(asyncio.Protocol):
    """One line to a server, kept open; one call at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._waiting: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def to(cls, port: int) -> "Caller":
        """A line to this machine's `port`."""
        _, caller = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return caller

    def post(self, path: str, headers: str, body: bytes) -> "asyncio.Future[int]":
        """The status of the answer, once all of it is here; raises BrokenOff."""
        assert self._waiting is None, "one call at a time"
        head = f"POST {path} HTTP/1.1\r\nHost: bench\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        self._waiting = asyncio.get_running_loop().create_future()
        assert self._transport is not None
        self._transport.write(head.encode() + body)
        return self._waiting

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(END_OF_HEAD)
        if not found or len(body) < _length(head):
            return
        self._received = b""
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(BrokenOff("the server hung up"))


class Listener(asyncio.Protocol):
    """Answers every call on one line at once, with what `answer` says."""

    def __init__(self, answer: Answerer) -> None:
        self._answer = answer
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while True:
            head, found, rest = self._received.partition(END_OF_HEAD)
            length = _length(head)
            if not found or len(rest) < length:
                return
            self._received = rest[length:]
            method, path, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ", 2)
            self._write(*self._answer(method, path, rest[:length]))

    def _write(self, status: int, body: bytes) -> None:
        assert self._transport is not None
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        with suppress(OSError):
            self._transport.write(head.encode() + body)


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(LENGTH)
    return int(rest.split(b"\r\n", 1)[0]) if found else 0
