"""The words that an editor can complete in a script."""

from bot.reader import KEYS, TOPICS, VARIABLES
from bot.script_schema import SHAPES
from bot.steps import KINDS
from bot.understanding.understood import Intent

VOCABULARY = {
    "variables": [*VARIABLES, *TOPICS],
    "intents": [intent.value for intent in Intent],
    "keys": [*KEYS, "kind", *SHAPES, "title", "intents", "after"],
    "values": {"kind": list(KINDS), **{key: list(shape["enum"]) for key, shape in SHAPES.items() if "enum" in shape}},
}
"""By where they can stand; `values` by the key that they follow."""
