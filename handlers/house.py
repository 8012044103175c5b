"""What the ledger needs to decide, read from the package."""

from typing import NoReturn

from bot.model import OwnPhrases
from bot.reader import read_script
from handlers.ears import Ears
from handlers.words import load_sayings
from storage.premises import House


def load_house(own: OwnPhrases | None = None) -> House:
    """Understanding, also of an agency's own phrases, sayings and the reader of scripts.

    It takes some seconds the first time on a machine, and after a change of those phrases.
    """
    return house_with(Ears(own))


def house_with(ears: Ears) -> House:
    """The same with these ears, whatever they learn later."""
    prepare = ears.prepare if ears.prepares else None
    return House(understand=ears.understand, prepare=prepare, sayings=load_sayings(), read_script=read_script)


def mute_house() -> House:
    """For who only writes: it starts at once and holds no models, and there is nobody in it who understands."""
    return House(understand=_nobody_listens, sayings=load_sayings(), read_script=read_script)


def _nobody_listens(*_: object, **__: object) -> NoReturn:
    raise NotImplementedError("nobody is listened to here")
