"""The keyboards of a message on Telegram."""

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.outgoing import Say

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
