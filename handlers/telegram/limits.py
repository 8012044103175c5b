"""What Telegram does not take of a message; known without its library."""

from bot.outgoing import Say
from handlers.channel import Refused

LONGEST_TEXT = 4096
LONGEST_BUTTON_ID = 64


def check(say: Say) -> None:
    """Raises Refused for what Telegram would not take."""
    if not say.text.strip() and say.card is None:
        raise Refused("the message is empty")
    if len(say.text) > LONGEST_TEXT:
        raise Refused(f"the text has {len(say.text)} characters, Telegram takes {LONGEST_TEXT}")
    for button in say.buttons:
        size = len(button.id.encode())
        if not 1 <= size <= LONGEST_BUTTON_ID:
            raise Refused(f"the button id {button.id!r} has {size} bytes, Telegram takes 1 to {LONGEST_BUTTON_ID}")
