"""What the ledger needs to decide, read from the package."""

from bot.reader import read_script
from handlers.languages import load_understander
from handlers.words import load_sayings
from storage.premises import House


def load_house() -> House:
    """Understanding, sayings and the reader of scripts; takes a second or two the first time on a machine."""
    return House(understand=load_understander().understand, sayings=load_sayings(), read_script=read_script)
