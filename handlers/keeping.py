"""Keeps what can be made again, in the user's cache."""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_VERSIONS = 3
"""So many versions of a thing are kept."""


def place_of(name: str, content: Iterable[bytes], folder: Path | None) -> Path | None:
    """Where something is kept that is made of some content, by which it is named; nowhere without a folder."""
    digest = hashlib.sha256(b"\0".join(content))
    return folder / f"{name}-{digest.hexdigest()[:32]}.bin" if folder else None


def kept(path: Path | None, read: Callable[[memoryview], T]) -> T | None:
    """What an earlier start kept there; None where there is nothing, or nothing sound."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return read(memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)))  # what is never asked for is never read
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(path: Path | None, content: bytes) -> bool:
    """Writes whole or not at all; whether that went. Of what older texts gave the newest few stay.

    So versions that run side by side don't take it from each other. A folder that can't be written is no fault.
    """
    if path is None:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(path)
        alike = path.parent.glob(f"{path.name.partition('-')[0]}-*.bin")
        for older in sorted(alike, key=_written, reverse=True)[_VERSIONS:]:
            older.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def user_cache() -> Path | None:
    """Where this user's programs keep what they can make again; None for a user without a home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    match sys.platform:
        case "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        case "darwin":
            base = home / "Library" / "Caches"
        case _:
            base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "belmoment"
