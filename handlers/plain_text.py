"""What every channel does to texts: mend what no database takes, and write buttons as a numbered list."""

from collections.abc import Sequence

from bot.model import Button


def mended(text: str) -> str:
    """The text without zero bytes and lone surrogates, which JSON may carry and PostgreSQL refuses."""
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def numbered(text: str, buttons: Sequence[Button]) -> str:
    """The text with its buttons as lines "1. …" below, for where buttons can't be shown; "2" then answers it."""
    if not buttons:
        return text
    lines = [f"{number}. {_label(button)}" for number, button in enumerate(buttons, start=1)]
    return "\n".join([text, "", *lines]) if text else "\n".join(lines)


def _label(button: Button) -> str:
    return f"{button.title} ({button.description})" if button.description else button.title
