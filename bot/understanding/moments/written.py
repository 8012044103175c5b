"""What digits and dots are in the language and the place that they stand in: "am 3.", "7.12", "at 230", "1400 hrs"."""

from collections.abc import Sequence

from bot.understanding.moments.atoms import Atom
from bot.understanding.moments.numerals import numeral
from bot.understanding.moments.tokens import Kind, Token
from bot.understanding.moments.vocabulary import Vocabulary

_ODD_MINUTES = frozenset({"11", "12"})
_OPENS = frozenset({Kind.FROM, Kind.UNTIL, Kind.THROUGH, Kind.BEFORE, Kind.AFTER, Kind.OR, Kind.AND})
_HOURS = frozenset({Kind.HOUR, Kind.UNIT})
_SIGNS_OF_AMOUNTS = frozenset("€$£%-")
_MEASURES = frozenset({Kind.COUNTED, Kind.UNIT, Kind.MONEY, Kind.PER, Kind.HOUR})


def ordinal_dot(pieces: Sequence[Atom], i: int, home: Vocabulary) -> Token | None:
    """The dot of "am 3. Mai" in a language that writes ordinals so; not that of a message's end or of "um 3."."""
    dot = home.after_digits.get(pieces[i].text) if pieces[i].glued else None
    if dot is None or pieces[i - 1].sort != "number":
        return None
    if i + 1 == len(pieces) or pieces[i + 1].text == "\n":
        return dot if i > 1 and is_kind(Kind.THE, pieces[i - 2], home) else None  # "ab dem 7."
    lists = (i == 1 or pieces[i - 2].text == "\n") and is_kind(Kind.WEEKDAY, pieces[i + 1], home)
    return None if lists or (i > 1 and is_kind(Kind.AT, pieces[i - 2], home)) else dot


def is_dotted_date(pieces: Sequence[Atom], i: int, home: Vocabulary) -> bool:
    """Whether "5.10." stands here in a language that writes dates so; not that of "um 5.10."."""
    if pieces[i].sort != "decimal" or "." not in home.after_digits or (i and is_kind(Kind.AT, pieces[i - 1], home)):
        return False
    day, _, month = pieces[i].text.partition(".")
    if not month.isdigit() or not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return False
    return has_dot(pieces, i) or _is_plain_date(pieces, i, month, home)


def has_dot(pieces: Sequence[Atom], i: int) -> bool:
    """Whether a dot follows right behind the piece at `i`."""
    return i + 1 < len(pieces) and pieces[i + 1].text == "." and pieces[i + 1].glued


def _is_plain_date(pieces: Sequence[Atom], i: int, month: str, home: Vocabulary) -> bool:
    """Whether "3.12" without its last dot is a date: behind a weekday or an "am", or by minutes that nobody says.

    Those are so only where no amount would stand: "ab 7.12", "7.12, 9.12", and not "ein Schnitt von 2.3".
    """
    before = pieces[i - 1] if i else None
    dated = before is not None and any(is_kind(kind, before, home) for kind in (Kind.WEEKDAY, Kind.ON))
    opens = before is None or before.sort == "sign" or any(is_kind(kind, before, home) for kind in _OPENS)
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    counted = after is not None and (
        after.text in _SIGNS_OF_AMOUNTS or after.glued or any(is_kind(kind, after, home) for kind in _MEASURES)
    )
    amount = before is not None and is_kind(Kind.OF, before, home)
    return not (counted or amount) and (dated or (opens and (len(month) == 1 or month in _ODD_MINUTES)))


def clocked(pieces: Sequence[Atom], i: int, home: Vocabulary) -> Token | None:
    """The time that is written "at 230", "1400 hrs" or "a las 9,30"."""
    piece = pieces[i]
    comma = piece.sort == "decimal" and "," in piece.text
    if not comma and (piece.sort != "number" or len(piece.text) not in (3, 4)):
        return None
    at = i > 0 and is_kind(Kind.AT, pieces[i - 1], home)
    if comma:
        return numeral(piece._replace(text=piece.text.replace(",", "."))) if at else None
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    hours = len(piece.text) == 4 and after is not None and any(is_kind(kind, after, home) for kind in _HOURS)
    named = after is not None and after.sort == "word" and after.text not in home.phrases  # "at 110 Station Road"
    hour, minute = int(piece.text[:-2]), int(piece.text[-2:])
    if not (hours or (at and not named)) or hour > 23 or minute > 59 or minute % 5:
        return None
    return numeral(piece._replace(text=f"{hour}:{minute:02}", sort="hm"))


def is_kind(kind: Kind, piece: Atom, home: Vocabulary) -> bool:
    """Whether a piece is by itself a word of that kind."""
    return any(not rest and kind in made[0].meanings for rest, made in home.phrases.get(piece.text, ()))
