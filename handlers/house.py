"""What the ledger needs to decide, read from the package."""

from collections.abc import Callable
from typing import NoReturn

from bot.model import OwnPhrases
from bot.reader import read_script
from handlers.ears import Ears
from handlers.words import load_sayings
from storage.premises import House


def load_house(own: OwnPhrases | None = None, learning: Callable[[], None] | None = None) -> House:
    """Understanding, also of an agency's own phrases, sayings and the reader of scripts.

    It takes half a minute the first time on a machine, and some seconds after a change of those phrases; `learning` is
    called before.
    """
    return house_with(Ears(own, learning))


def house_with(ears: Ears) -> House:
    """The same with these ears, whatever they learn later."""
    prepare = ears.prepare if ears.prepares else None
    return House(understand=ears.understand, prepare=prepare, sayings=load_sayings(), read_script=read_script)


def mute_house() -> House:
    """For who only writes: it starts at once and holds no models, and there is nobody in it who understands."""
    return House(understand=_nobody_listens, sayings=load_sayings(), read_script=read_script)


def _nobody_listens(*_: object, **__: object) -> NoReturn:
    raise NotImplementedError("nobody is listened to here")
