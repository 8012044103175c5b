"""Keeps what can be made again, in the user's cache."""

import os
import sys
from pathlib import Path

_VERSIONS = 3
"""So many versions of a thing are kept."""


def keep(path: Path, content: bytes) -> bool:
    """Writes whole or not at all; whether that went. Of what older texts gave the newest few stay.

    So versions that run side by side don't take it from each other. A folder that can't be written is no fault.
    """
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
