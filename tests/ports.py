"""Ports for servers that have to know theirs before they listen."""

import itertools
import os
import random
import socket
from collections.abc import Iterator

LOWEST, HIGHEST = 12_000, 32_000
"""Below what systems hand out by themselves: there, any connection that goes out may take a port that was free."""
WORKERS = 8
"""Test workers that have a share each, so that no two offer the same port before either of them listens."""


def free_port() -> int:
    """A port of 127.0.0.1 where nobody listens, and that this process offers once."""
    return next(port for port in _ours if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _share() -> Iterator[int]:
    """From somewhere in this worker's share on, as whoever is started by a test has the same one."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    size = (HIGHEST - LOWEST) // WORKERS
    first = LOWEST + worker * size
    ports = range(first, first + size)
    return itertools.islice(itertools.cycle(ports), random.randrange(size), None)


_ours = _share()
