"""Reads Belmoment's own sentences from the package."""

from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

from bot.sayings import Sayings


@cache
def load_sayings() -> Sayings:
    """Every sentence in every language that the package has; read once."""
    texts: dict[str, dict[str, str]] = {}
    for file in (files("bot") / "words").iterdir():
        if file.name.endswith(".yaml"):
            language = file.name.removesuffix(".yaml")
            for name, text in YAML(typ="safe", pure=True).load(file.read_text("utf-8")).items():
                texts.setdefault(str(name), {})[language] = str(text)
    return Sayings(texts)
