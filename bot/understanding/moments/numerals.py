"""What a piece made of digits may mean: a clock time, a date, an amount, or nothing about time."""

import re
from functools import lru_cache

from bot.understanding.moments.atoms import Atom
from bot.understanding.moments.tokens import Kind, Meaning, Token

DIGITS = "digits"
EXACT = "exact"
"""The name of a clock time that is written on the 24-hour clock."""


@lru_cache(maxsize=4096)
def numeral(piece: Atom) -> Token:
    """The token of a piece that begins with a digit or a currency sign."""
    return Token(piece.text, _meanings(piece), piece.glued)


def _meanings(piece: Atom) -> dict[Kind, Meaning]:
    parts = [int(digits) for digits in re.findall("[0-9]+", piece.text)[:3]]
    match piece.sort:
        case "iso":
            return _date(parts[2], parts[1], parts[0])
        case "dmy" | "dm":
            return _date(parts[0], parts[1], _year(parts[2:]))
        case "hm" | "hmh":
            return _clock(parts[0], parts[1], piece.text.startswith("0"), doubtful=False)
        case "decimal":
            return _decimal(piece.text, parts[0], parts[1])
        case "number":
            return {Kind.NUMBER: Meaning(parts[0], EXACT if piece.text.startswith("0") else DIGITS)}
        case _:
            return {Kind.MONEY: Meaning()}


def _year(said: list[int]) -> int:
    return 0 if not said else said[0] if said[0] > 99 else 2000 + said[0]


def _date(day: int, month: int, year: int) -> dict[Kind, Meaning]:
    """A date as yyyymmdd; the year is 0 where it wasn't said."""
    if month > 12 >= day:
        day, month = month, day
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return {Kind.COUNTED: Meaning()}
    return {Kind.DATE: Meaning(year * 10000 + month * 100 + day)}


def _clock(hour: int, minute: int, padded: bool, *, doubtful: bool) -> dict[Kind, Meaning]:
    if hour > 24 or minute > 59:
        return {}
    return {Kind.CLOCK: Meaning(hour * 60 + minute, EXACT if padded else "", doubtful=doubtful)}


def _decimal(text: str, whole: int, part: int) -> dict[Kind, Meaning]:
    """8.45 is a time or an amount, 7.6 a date or an amount."""
    digits = text.replace(",", ".").split(".")[1]
    found = {Kind.DECIMAL: Meaning(whole * 100 + part * (10 if len(digits) == 1 else 1))}
    if "," in text:
        return found
    if len(digits) == 2:
        found |= _clock(whole, part, text.startswith("0"), doubtful=True)
    if 1 <= whole <= 31 and 1 <= part <= 12:
        found |= _date(whole, part, 0)
    return found
