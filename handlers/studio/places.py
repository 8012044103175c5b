"""Where in a script the words of a message stand, so that whoever reads them can change them."""

import string
from collections.abc import Iterator

from bot.script import Script
from bot.wordings import all_texts

LEAST = 8
"""Letters between values by which a text is known: with fewer it could be any."""


def line_of(script: Script, language: str, said: str) -> int:
    """The line on which the words of this message begin; 0 where they are none of the script's own.

    Of several that fit, the one of which most was said.
    """
    return max(_fitting(script, language, said), default=(0, 0))[1]


def _fitting(script: Script, language: str, said: str) -> Iterator[tuple[int, int]]:
    """How many letters of a text stand in the message, and its line."""
    for path, texts in all_texts(script):
        pieces = _pieces(texts.get(language, ""))
        if any(len(piece) >= LEAST for piece in pieces) and all(piece in said for piece in pieces):
            yield sum(map(len, pieces)), script.lines.get((*path, language), 0)


def _pieces(text: str) -> list[str]:
    """What stands between a text's values, whatever their filling."""
    return [piece.strip() for piece, _, _, _ in string.Formatter().parse(text) if piece.strip()]
