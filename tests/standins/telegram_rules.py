"""What the Bot API refuses, in its own words."""

import json
import re
from collections.abc import Mapping
from typing import Any

LONGEST_TEXT = 4096
MOST_BUTTONS = 100


class Refusal(Exception):
    """The Bot API answers `ok: false`."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def bad_request(description: str) -> Refusal:
    """A 400."""
    return Refusal(400, f"Bad Request: {description}")


def check_text(text: str) -> str:
    """The text as it is sent, without white space around it."""
    text = text.strip()
    if not text:
        raise bad_request("message text is empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def check_contact(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The contact as it is sent."""
    for name in ("phone_number", "first_name"):
        if not parameters.get(name):
            raise bad_request(f'parameter "{name}" is required')
    if len(parameters.get("vcard", "").encode()) > 2048:
        raise bad_request("VCARD_TOO_LONG")
    wanted = ("phone_number", "first_name", "last_name", "vcard")
    return {name: parameters[name] for name in wanted if parameters.get(name)}


def check_markup(markup: object) -> dict[str, Any] | None:
    """The keyboard as it was asked for: inline, reply, or its removal."""
    if markup is None:
        return None
    if isinstance(markup, str):
        try:
            markup = json.loads(markup)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    match markup:
        case {"inline_keyboard": [*rows]}:
            _check_buttons(rows, _check_inline)
        case {"keyboard": [*rows]}:
            _check_buttons(rows, _check_key)
        case {"remove_keyboard": True}:
            pass
        case _:
            raise bad_request("object expected as reply markup")
    assert isinstance(markup, dict)
    return markup


def check_secret(secret: str) -> None:
    """A webhook's secret token."""
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")


def _check_buttons(rows: list[Any], check: Any) -> None:
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        check(button if isinstance(button, dict) else {"text": button})


def _check_inline(button: dict[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request("inline keyboard button text must be non-empty")
    if "callback_data" not in button and "url" not in button:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_key(key: dict[str, Any]) -> None:
    if not key.get("text"):
        raise bad_request("keyboard button text must be non-empty")
