"""Who comes to which of several variants: drawn by the person, so that it stays the same, and told to the journal."""

from collections.abc import Iterable
from hashlib import sha256

from bot.spot import Spot
from bot.turn import Turn

BASE = "text"
"""What a text itself is called among its variants."""


def drawn(turn: Turn, step: str, arms: tuple[str, ...]) -> str:
    """This person's; another of the arms where that one is halted."""
    talk = turn.conversation
    version = (talk.script.name, talk.script.number, step)
    own = arm(talk.candidate, talk.script.name, step, arms)
    left = tuple(one for one in arms if (*version, one) not in turn.context.halted)
    return own if own in left or not left else arm(talk.candidate, talk.script.name, step, left)


def noted(turn: Turn, step: str, drawn_arm: str) -> Turn:
    """With a line for the journal that says which it was."""
    return turn.note("variant", f"{step}={drawn_arm}")


def arm(person: str, script: str, step: str, arms: tuple[str, ...]) -> str:
    """One of the arms: for the same person, script and step always the same, and each as often as the others."""
    number = sha256("\n".join((person, script, step)).encode(errors="replace")).digest()
    return arms[int.from_bytes(number[:8], "big") % len(arms)]


def named_well(variants: Iterable[tuple[str, Spot]]) -> dict[str, Spot]:
    """The variants by name; a name that can't be one is a mistake."""
    found = dict(variants)
    for name, spot in found.items():
        if name == BASE or "=" in name:
            spot.problem(f"A variant can't be named “{name}”: give it a word that says how it differs, as “shorter”.")
    return found
