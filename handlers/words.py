"""Reads Belmoment's own sentences from the package, and keeps them parsed for the next start."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from ruamel.yaml import YAML

from bot.sayings import Sayings
from handlers.keeping import keep, user_cache


@cache
def load_sayings() -> Sayings:
    """Every sentence in every language that the package has; parsed once, and kept in the user's cache directory."""
    return read_sayings(user_cache())


def read_sayings(folder: Path | None) -> Sayings:
    """The same, kept in `folder` until a sentence changes."""
    found = [file for file in (files("bot") / "words").iterdir() if file.name.endswith(".yaml")]
    raw = {file.name.removesuffix(".yaml"): file.read_bytes() for file in found}
    path = folder / f"sayings-{_key(raw)}.bin" if folder else None
    texts = _kept(path) if path else None
    if texts is None:
        texts = _parsed(raw)
        if path:
            keep(path, json.dumps(texts).encode())
    return Sayings(texts)


def _parsed(raw: Mapping[str, bytes]) -> Mapping[str, Mapping[str, str]]:
    """By name, then language."""
    texts: dict[str, dict[str, str]] = {}
    for language, content in raw.items():
        for name, text in YAML(typ="safe", pure=True).load(content).items():
            texts.setdefault(str(name), {})[language] = str(text)
    return texts


def _kept(path: Path) -> Mapping[str, Mapping[str, str]] | None:
    """What an earlier start kept; None where there is nothing, or nothing whole."""
    try:
        kept: Mapping[str, Mapping[str, str]] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return kept


def _key(raw: Mapping[str, bytes]) -> str:
    """Names what is parsed: the sentences, and the code that reads them."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for language, content in sorted(raw.items()):
        digest.update(f"{language} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:32]
