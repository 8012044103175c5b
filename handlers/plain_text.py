"""What every channel does to texts: mend what no database takes, and write buttons as a numbered list."""

from collections.abc import Sequence
from unicodedata import category

from bot.model import Button

LONGEST_NAME = 128
JOINERS = "\u200c\u200d"
"""Not seen either, but some names and many emoji are written with them."""


def mended(text: str) -> str:
    """The text without zero bytes and lone surrogates, which JSON may carry and PostgreSQL refuses."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def named(name: str) -> str:
    """A person's name on one line, without signs that can't be seen or that turn the writing around; perhaps empty.

    It stands in the middle of other people's sentences.
    """
    seen = "".join(" " if category(sign) == "Cc" else sign for sign in mended(name) if _shows(sign))
    return " ".join(seen.split())[:LONGEST_NAME] if seen.strip(JOINERS + " ") else ""


def _shows(sign: str) -> bool:
    return category(sign) != "Cf" or sign in JOINERS


def numbered(text: str, buttons: Sequence[Button]) -> str:
    """The text with its buttons as lines "1. …" below, for where buttons can't be shown; "2" then answers it."""
    if not buttons:
        return text
    lines = [f"{number}. {_label(button)}" for number, button in enumerate(buttons, start=1)]
    return "\n".join([text, "", *lines]) if text else "\n".join(lines)


def _label(button: Button) -> str:
    return f"{button.title} ({button.description})" if button.description else button.title
