"""The JSON Schema of a script, with which editors complete and check while it is written."""

from collections.abc import Mapping
from typing import Any

from bot.reader import KEYS, REQUIRED
from bot.steps import KINDS
from bot.steps.ask import ANSWERS, MOST_CHOICES, TITLE_LENGTH
from bot.steps.end import OUTCOMES
from bot.steps.step import Step
from bot.understanding.understood import Intent

Schema = Mapping[str, Any]

TEXTS: Schema = {"$ref": "#/$defs/texts"}
STEP_NAME: Schema = {"type": "string", "description": "The name of a step of this script."}
NUDGE: Schema = {
    "type": "object",
    "description": "Said once to somebody who does not answer here.",
    "properties": {"after": {"type": "string", "pattern": "^[0-9]+[mhd]$", "examples": ["4h"]}, "text": TEXTS},
    "required": ["text"],
    "additionalProperties": False,
}
CHOICE: Schema = {
    "type": "object",
    "properties": {
        "title": {"$ref": "#/$defs/titles"},
        "intents": {"type": "array", "items": {"enum": [intent.value for intent in Intent]}},
        "next": STEP_NAME,
    },
    "required": ["title", "next"],
    "additionalProperties": False,
}
SHAPES: Mapping[str, Schema] = {
    "text": {**TEXTS, "description": "What is said, by language."},
    "variants": {
        "type": "object",
        "additionalProperties": TEXTS,
        "description": "Other ways to say it, by a name each; every person reads one of them.",
    },
    "answer": {"enum": list(ANSWERS), "description": "What the answer is taken for."},
    "choices": {"type": "object", "additionalProperties": CHOICE, "maxProperties": MOST_CHOICES},
    "next": STEP_NAME,
    "for": {"type": "string", "pattern": "^[0-9]+[mhd]$", "examples": ["3d"], "description": "How long it rests."},
    "least": {"type": "integer"},
    "most": {"type": "integer"},
    "again": {**TEXTS, "description": "A shorter text for when the question is put once more."},
    "nudge": NUDGE,
    "thanks": {**TEXTS, "description": "Said after the call."},
    "on": {"type": "string", "pattern": "^(language|(answer|fact) .+)$"},
    "when": {"type": "object", "additionalProperties": STEP_NAME},
    "else": STEP_NAME,
    "outcome": {"enum": list(OUTCOMES)},
}
"""What may stand under each key of a step, whatever its kind."""


def script_schema() -> Schema:
    """The schema, for JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A script of Belmoment's",
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "As the file is called, without .yaml."},
            "languages": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "first": STEP_NAME,
            "steps": {
                "type": "object",
                "additionalProperties": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS]},
            },
            "phrases": {"type": "object", "additionalProperties": TEXTS},
        },
        "required": list(REQUIRED),
        "additionalProperties": False,
        "propertyNames": {"enum": list(KEYS)},
        "$defs": {
            "texts": {"type": "object", "additionalProperties": {"type": "string"}},
            "titles": {"type": "object", "additionalProperties": {"type": "string", "maxLength": TITLE_LENGTH}},
            **{name: _step(name, kind) for name, kind in KINDS.items()},
        },
    }


def _step(name: str, kind: type[Step]) -> Schema:
    keys = {key: _shape(kind, key) for key in kind.keys if key != "kind"}
    either = {"oneOf": [{"required": list(keys)} for keys in kind.either]} if kind.either else {}
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().split("\n", 1)[0],
        "properties": {"kind": {"const": name}, **keys},
        "required": ["kind", *(key for key in kind.required if key != "kind")],
        "additionalProperties": False,
        **either,
    }


def _shape(kind: type[Step], key: str) -> Schema:
    """What a key holds, which may be what another usually does."""
    return SHAPES[kind.holds_as.get(key, key)]
