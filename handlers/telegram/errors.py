"""What an error of Telegram's means for the message that was to go out."""

from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from handlers.channel import InDoubt, Refused, TryLater
from handlers.telegram.wire import AnswerLost, TooManyRequests

SOON = 5.0
AFTER_A_MEND = 300.0


@contextmanager
def judged() -> Iterator[None]:
    """Raises Refused, TryLater or InDoubt for the library's errors, without their chain: it may quote the message."""
    try:
        yield
    except TelegramError as error:
        raise _judgement(error) from None


def _judgement(error: TelegramError) -> Refused | TryLater | InDoubt:
    match error:
        case TooManyRequests():
            return TryLater(error.seconds, error.message)
        case Forbidden():
            # Blocked, deactivated, or never begun by the person: nobody there wants to hear from us.
            return Refused(error.message, code="403", opted_out=True)
        case BadRequest() | ChatMigrated():
            return Refused(error.message, code="400")
        case InvalidToken():
            return TryLater(AFTER_A_MEND, "Telegram does not know the bot's token: set TELEGRAM_BOT_TOKEN anew")
        case NetworkError() if not isinstance(error, AnswerLost):
            # No connection came about; or a 5xx, of which the library makes a plain NetworkError, and with which
            # the Bot API says that it did not take the message.
            return TryLater(SOON, error.message)
        case _:
            return InDoubt(error.message)
