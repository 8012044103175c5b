"""The keyboards of a message on Telegram, and what its limits refuse."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.outgoing import Say
from handlers.channel import Refused

LONGEST_TEXT = 4096
LONGEST_BUTTON_ID = 64

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def keyboard(say: Say) -> Keyboard:
    """Buttons below the message; or, where the number is asked for, keys in place of the typing keyboard."""
    if say.ask_phone:
        share = KeyboardButton(say.ask_phone, request_contact=True)
        # A message bears one keyboard: beside the key that shares the number, the other answers come as their words.
        rows = [[share], *([KeyboardButton(button.title)] for button in say.buttons)]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    if say.buttons:
        return InlineKeyboardMarkup(
            [[InlineKeyboardButton(button.title, callback_data=button.id)] for button in say.buttons]
        )
    # Takes away the key that shared the number, also after a restart; without one it does nothing.
    return ReplyKeyboardRemove()


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
