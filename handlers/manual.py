"""Writes the parts of the manual that the program knows best: `python -m handlers.manual` after a change of them."""

import json
from collections.abc import Mapping
from pathlib import Path

from bot.manual import kinds_page, lint_page
from bot.script_schema import script_schema

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "handlers/sample/script.schema.json"


def pages() -> Mapping[Path, str]:
    """What the files should hold."""
    scripts = ROOT / "docs/scripts.md"
    return {
        scripts: kinds_page(scripts.read_text("utf-8")),
        ROOT / "docs/lint.md": lint_page(),
        SCHEMA: schema_text(),
    }


def schema_text() -> str:
    """The JSON Schema of scripts, as it is published."""
    return json.dumps(script_schema(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Writes them."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
