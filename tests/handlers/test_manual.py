"""The manual is what the program says of itself, and the published schema is what the reader reads."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from bot.reader import read_script
from bot.script_schema import SHAPES, script_schema
from bot.steps import KINDS
from bot.yaml_lines import Fields, Items, Node, read_yaml
from handlers.agency.folder import sample_folder
from handlers.manual import pages

SAMPLE = sample_folder() / "scripts/first-contact.yaml"


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_manual_is_current(path: Path) -> None:
    assert path.read_text("utf-8") == pages()[path], "run .venv/bin/python -m handlers.manual"


def test_the_schema_knows_every_key_of_every_kind() -> None:
    assert {key for kind in KINDS.values() for key in kind.keys} - {"kind"} == set(SHAPES)


def test_the_sample_names_its_schema() -> None:
    first = SAMPLE.read_text("utf-8").split("\n")[0]
    named = re.search(r"\$schema=(\S+)", first)
    assert named and json.loads((SAMPLE.parent / named[1]).read_text("utf-8")) == script_schema()


def test_what_the_schema_allows_is_what_the_reader_reads() -> None:
    text = SAMPLE.read_text("utf-8")
    assert fits(read_yaml(text), script_schema(), script_schema())
    for spoilt in (
        text.replace("kind: ask", "kind: aks"),
        text.replace("again:", "agian:"),
        text.replace("first:", "frist:"),
    ):
        assert not fits(read_yaml(spoilt), script_schema(), script_schema())
        with pytest.raises(Exception, match="did you mean"):
            read_script(spoilt)


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_a_step_fits_the_schema(kind: str) -> None:
    for example in re.findall(r"```yaml\n(.*?)```", KINDS[kind].__doc__ or "", re.DOTALL):
        steps = read_yaml(textwrap.dedent(example))
        assert isinstance(steps, Fields)
        schema = script_schema()
        assert all(fits(step, schema["$defs"][kind], schema) for step in steps.fields.values())


def fits(node: Node, schema: Any, root: Any) -> bool:
    """Whether a node fits, by the few words of JSON Schema that ours uses. All text is text to us."""
    if "$ref" in schema:
        return fits(node, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "oneOf" in schema:
        rest = {key: value for key, value in schema.items() if key != "oneOf"}
        return sum(fits(node, {**rest, **one}, root) for one in schema["oneOf"]) == 1
    match node:
        case Fields(fields=fields):
            known = schema.get("properties", {})
            other = schema.get("additionalProperties", {})
            return (
                schema.get("type") == "object"
                and set(schema.get("required", ())) <= fields.keys()
                and all(
                    fits(value, known[key], root) if key in known else other is not False and fits(value, other, root)
                    for key, value in fields.items()
                )
            )
        case Items(items=items):
            return schema.get("type") == "array" and all(fits(item, schema["items"], root) for item in items)
        case leaf:
            allowed = schema.get("enum") or ([schema["const"]] if "const" in schema else None)
            length = len(leaf.text) <= schema.get("maxLength", len(leaf.text))
            pattern = re.search(schema.get("pattern", ""), leaf.text) is not None
            plain = schema.get("type", "string") in ("string", "integer")
            return plain and length and pattern and (allowed is None or leaf.text in allowed)
