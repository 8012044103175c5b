"""Keeps what can be made again, in the user's cache."""

import os
import sys
from pathlib import Path


def keep(path: Path, content: bytes) -> bool:
    """Writes whole or not at all, in place of what older texts gave; whether that went.

    A folder that can't be written is no fault.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(path)
        for older in set(path.parent.glob(f"{path.name.partition('-')[0]}-*.bin")) - {path}:
            older.unlink(missing_ok=True)
    except OSError:
        return False
    return True


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
