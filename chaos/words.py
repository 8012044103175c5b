"""What candidates recognise in the bot's sentences, whatever they are worded like today."""

import re
from functools import cached_property

from bot.reader import read_script
from bot.sayings import Sayings
from bot.script import Script
from handlers.agency.folder import read_folder, sample_folder
from handlers.words import load_sayings

HOLE = re.compile(r"\{(\w+)\}")


class Words:
    """Belmoment's own sentences in one language, as patterns; `{values}` are named groups."""

    def __init__(self, language: str) -> None:
        self._language = language

    def pattern(self, name: str) -> re.Pattern[str]:
        """Finds the sentence `name` in a message."""
        return _pattern(self._sayings.texts[name][self._language].strip())

    def question(self, step: str) -> re.Pattern[str]:
        """Finds what the sample's script asks at this step."""
        text = self._script.steps[step].text  # type: ignore[attr-defined]
        return _pattern(text[self._language].strip())

    def text(self, name: str) -> str:
        """The sentence itself, where it has no values: a button's title."""
        return self._sayings.texts[name][self._language].strip()

    @cached_property
    def _sayings(self) -> Sayings:
        return load_sayings()

    @cached_property
    def _script(self) -> Script:
        (text,) = read_folder(sample_folder()).scripts.values()
        return read_script(text)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = HOLE.split(sentence)
    seen: set[str] = set()
    shape = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            shape += re.escape(part)
        elif part in seen:
            shape += f"(?P={part})"
        else:
            seen.add(part)
            shape += f"(?P<{part}>.+?)"
    # What ends with a value goes on to the end of its line.
    return re.compile(shape + ("$" if len(parts) > 1 and not parts[-1] else ""), re.DOTALL | re.MULTILINE)
