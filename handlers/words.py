"""Reads Belmoment's own sentences from the package, and keeps them parsed for the next start."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from ruamel.yaml import YAML

from bot.sayings import Sayings
from handlers.keeping import keep, kept, place_of, user_cache


@cache
def load_sayings() -> Sayings:
    """Every sentence in every language that the package has; parsed once, and kept in the user's cache directory."""
    return read_sayings(user_cache())


def read_sayings(folder: Path | None) -> Sayings:
    """The same, kept in `folder` until a sentence changes."""
    found = [file for file in (files("bot") / "words").iterdir() if file.name.endswith(".yaml")]
    raw = {file.name.removesuffix(".yaml"): file.read_bytes() for file in found}
    named = [part for language, content in sorted(raw.items()) for part in (language.encode(), content)]
    path = place_of("sayings", [Path(__file__).read_bytes(), *named], folder)  # this code reads them, too
    texts = kept(path, _loaded)
    if texts is None:
        texts = _parsed(raw)
        keep(path, json.dumps(texts).encode())
    return Sayings(texts)


def _parsed(raw: Mapping[str, bytes]) -> Mapping[str, Mapping[str, str]]:
    """By name, then language."""
    texts: dict[str, dict[str, str]] = {}
    for language, content in raw.items():
        for name, text in YAML(typ="safe", pure=True).load(content).items():
            texts.setdefault(str(name), {})[language] = str(text)
    return texts


def _loaded(written: memoryview) -> Mapping[str, Mapping[str, str]]:
    return cast("Mapping[str, Mapping[str, str]]", json.loads(bytes(written)))
