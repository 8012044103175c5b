"""A message cut into its smallest pieces: words, numbers, times, dates and signs."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 4096
"""Characters of a message that are read."""

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛`´ʼ′＇", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"ß": "ss"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_PHONE = re.compile(
    r"(?<![\w:.])(?:\+|\(?0)[0-9() ./-]{7,20}[0-9](?![:0-9])"
    r"|(?<![\w:.])[0-9]{2,4}(?: [0-9]{2,4}){2,4}(?![\w:])"
)
_LEAST_DIGITS, _LEAST_GROUP = 9, 3
"""Of a phone number, and of the longest of its groups: "10 11 12 13 14" are hours."""
_NO_PHONE = re.compile(r"[0-9]-[0-9]+ +[0-9]+-|(?<![0-9])[0-9]{1,2}([./-])[0-9]{1,2}\1(?:19|20)[0-9]{2}(?![0-9])")
_THREE_QUARTERS = re.compile(r"\b3/4 ?(?:d'heure|of an hour|stunden?|std|uur|de hora)(?![^\W_])")
"""Of an hour, and no day of April."""
_NUMBERED_DAY = re.compile(
    r"\b([12])(?:\.|ste?|de|e)? ?(kerstdag|paasdag|pinksterdag|weihnachtstag|weihnachtsfeiertag)"
)
"""The first and the second of two holidays, which have names."""
_NAMED_DAYS = {"1": ("eerste", "erster"), "2": ("tweede", "zweiter")}
_SOUNDED = re.compile(r"\b2(?=mo[rz]|mr[ow]|nite|night|day\b|main\b)")
"""A two that is said for its sound: "2moro", "2nite", "2main"."""
_ATOM = re.compile(
    r"""
      (?=[0-9€$£])(?: (?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])
    | (?P<dmy>[0-9]{1,2}(?P<by>[-/.])[0-9]{1,2}(?P=by)(?:[0-9]{4}|[0-9]{2})(?![0-9]))
    | (?P<money>[€$£][ ]?[0-9][0-9.,]*|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+[.,]-(?![0-9])|[0-9]{5,})
    | (?P<always>24/7|24h/24|7j/7)
    | (?P<hmh>[0-9]{1,2}:[0-5][0-9][ ]?(?:uhr|uur|[uh])(?![^\W_])
      |(?:[01]?[0-9]|2[0-3])\.[0-5][0-9][ ]?hrs(?![^\W_]|[ ]?(?:a|per|/)\b))
    | (?P<hm>[0-9]{1,2}(?![ ]u[ ][0-5][1-46-9])(?::|[ ]?[uh][ ]?)[0-5][0-9]
      (?![0-9]|[ ]?[uh](?![^\W\d_]))(?::[0-5][0-9])?)
    | (?P<dm>[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))
    | (?P<decimal>(?<![0-9],)[0-9]{1,2}[.,][0-9]{1,2}(?![0-9.,]?[0-9]))
    | (?P<number>[0-9]+) )
    | (?P<dotted>(?<![^\W\d_])[^\W\d_](?:\.[^\W\d_](?![^\W_]))+\.?)
    | (?P<word>(?:[cdjlmnst]|(?:jus|lors|puis)?qu)(?='[aeiouyh])|[^\W\d_]+(?:'[^\W\d_]+)*)
    | (?P<sign>[^\w\s']|\n)
    """,
    re.VERBOSE,
)

_STRETCH = re.compile(r"[^ ]*[0-9€$£][^ ]*(?: [0-9€$£uh][^ ]*)*|[^ ]+")
"""What is cut by itself: the signs between two spaces, and with digits the "uur 30" that may belong to them."""
_KEPT = 4096
"""Stretches whose pieces are kept, as people write the same ones again and again …"""
_SHORT = 40
"""… of at most so many signs."""


class Atom(NamedTuple):
    """A piece of a message, folded; `sort` names the pattern that it fits."""

    text: str
    sort: str
    glued: bool
    """No space stood before it; an apostrophe may have."""


def fold(text: str) -> str:
    """The text without what says nothing about time: case, accents, curly signs and phone numbers."""
    plain = text[:LONGEST] if text.isascii() else unicodedata.normalize("NFKD", text[:LONGEST])[:LONGEST]
    plain = plain if plain.isascii() else _ACCENTS.sub("", plain)
    if not plain.isascii():
        plain = "".join(sign for sign in plain if not unicodedata.category(sign).startswith("M"))
    plain = plain.casefold().translate(_APOSTROPHES)
    plain = _THREE_QUARTERS.sub("45 min", plain) if "3/4" in plain else plain
    plain = _NUMBERED_DAY.sub(_in_words, plain) if "dag" in plain or "tag" in plain else plain
    plain = _SOUNDED.sub(_as_it_sounds, plain) if "2" in plain else plain
    return _PHONE.sub(_without_phone, plain[:LONGEST])


def atoms(text: str) -> list[Atom]:
    """The pieces of a folded text, in order."""
    found: list[Atom] = []
    for stretch in _STRETCH.findall(text):
        found += _known_pieces(stretch) if len(stretch) <= _SHORT else _pieces(stretch)
    return found


@lru_cache(maxsize=_KEPT)
def _known_pieces(stretch: str) -> tuple[Atom, ...]:
    return _pieces(stretch)


def _pieces(stretch: str) -> tuple[Atom, ...]:
    found: list[Atom] = []
    end = -1
    for match in _ATOM.finditer(stretch):
        sort = match.lastgroup or ""
        piece = match[0].replace(".", "") if sort == "dotted" else match[0]
        glued = match.start() == end or (match.start() == end + 1 and stretch[end] == "'")
        found.append(Atom(piece, sort, glued))
        end = match.end()
    return tuple(found)


def atoms_of(phrase: str) -> tuple[str, ...]:
    """The pieces of a phrase in a vocabulary, as a message's would be."""
    return tuple(atom.text for atom in atoms(fold(phrase)))


def _in_words(match: re.Match[str]) -> str:
    """ "Tweede kerstdag" for "2e kerstdag"."""
    number, day = match.groups()
    return f"{_NAMED_DAYS[number][day.startswith('weihnacht')]} {day}"


def _as_it_sounds(match: re.Match[str]) -> str:
    return "de" if match.string.startswith("main", match.end()) else "to"


def _without_phone(match: re.Match[str]) -> str:
    text = match[0]
    hours = text[0] not in "+(0" and all(len(group) < _LEAST_GROUP for group in text.split())
    digits = sum(sign.isdigit() for sign in text)
    return " _ " if digits >= _LEAST_DIGITS and not hours and not _NO_PHONE.search(text) else text
