"""Words to a part of the day: "'s middags", "eind van de middag", "early evening", "na de lunch"."""

from functools import cache

from bot.understanding.moments.said import Clock, Scene, Shape, Times
from bot.understanding.moments.tokens import Kind, Meaning, Tokens, skip, value

Said = tuple[Times, int]
_FILL = frozenset({Kind.THE, Kind.AT, Kind.AROUND, Kind.HOUR})
_BEFORE_PART = frozenset({Kind.THIS, Kind.WEEKDAY, Kind.EVERY, Kind.DAY})
_AFTER_NOON = frozenset({Kind.AFTER_HOUR, Kind.LESS, Kind.NUMBER})
_THIRDS = {Kind.BEGIN: 0, Kind.MIDDLE: 1, Kind.END: 2}
_HALVES = {1: 0, 2: 2}
"""A half of a part of the day is its beginning or its end: on its middle people differ."""
_OPENS = (Kind.AFTER, Kind.BEFORE, Kind.UNTIL, Kind.FROM)
SHAPES = {
    Kind.AFTER: Shape.FROM,
    Kind.FROM: Shape.FROM,
    Kind.BEFORE: Shape.UNTIL,
    Kind.UNTIL: Shape.UNTIL,
    Kind.THROUGH: Shape.UNTIL,
    Kind.AROUND: Shape.AROUND,
    Kind.AT: Shape.POINT,
}
"""What the words before a time make of it."""


@cache
def begins_part(kinds: frozenset[Kind]) -> bool:
    """Whether a word of these kinds may stand first in a part of the day."""
    return not kinds.isdisjoint({Kind.PART, *_THIRDS, *_OPENS})


def part(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "eind van de middag", "early evening", "na de lunch"."""
    shape = _part_shape(tokens, i)
    j = skip(tokens, i + 1, _FILL) if shape else i
    third = next((third for kind, third in _THIRDS.items() if kind in tokens[j].meanings), None)
    if third is None and (half := half_at(tokens, j)):
        third, j = half
    if third is not None:
        j = skip(tokens, j + 1, frozenset({Kind.OF, Kind.THE, Kind.IN, Kind.DASH, Kind.ON}))
    named = tokens[j].meanings.get(Kind.PART)
    if named is None:
        return None
    if (Kind.DAY in tokens[j].meanings or named.doubtful) and (not said_as_part(tokens, j) or _goes_on(tokens, j)):
        return None
    j += 1
    after = next((third for kind, third in _THIRDS.items() if kind in tokens[j].meanings), None)
    if third is None and after is not None and not {Kind.WEEK, Kind.MONTH}.intersection(tokens[j + 1].meanings):
        third, j = after, j + 1
    begins = third is not None or Kind.AFTER not in tokens[i].meanings
    or_point = shape is None and Kind.NAMED in tokens[j - 1].meanings
    return _part_times(scene, named, third, shape, begins=begins, or_point=or_point), j


def half_at(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Which third the "first half", the "2e helft" at token `i` comes to, and the place of its last word."""
    nth = value(tokens[i], Kind.ORDINAL) or value(tokens[i], Kind.NUMBER)
    j = i + 2 if Kind.NUMBER in tokens[i].kinds and Kind.ORDINAL in tokens[i + 1].kinds else i + 1
    third = _HALVES.get(nth or 0) if Kind.HALF_OF in tokens[j].kinds else None
    return None if third is None else (third, j)


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Whether this is the noon of "demain midi et demi", "jeudi midi trente"."""
    return Kind.NAMED in tokens[i].meanings and not _AFTER_NOON.isdisjoint(tokens[i + 1].meanings)


def _part_shape(tokens: Tokens, i: int) -> Shape | None:
    for kind in _OPENS:
        meaning = tokens[i].meanings.get(kind)
        if meaning and not (meaning.doubtful and kind is Kind.FROM):
            return SHAPES[kind]
    return None


def said_as_part(tokens: Tokens, i: int) -> bool:
    """Whether "morgen" is the morning here ("deze morgen", "in de morgen"), or "am" ("Tuesday am")."""
    before = tokens[i - 1].meanings if i else {}
    the = before.get(Kind.THE)
    return (the is not None and not the.doubtful) or not _BEFORE_PART.isdisjoint(before)


def _part_times(
    scene: Scene, named: Meaning, third: int | None, shape: Shape | None, *, begins: bool, or_point: bool
) -> Times:
    """`begins`: an open end counts from the part's beginning ("vanaf de middag"), not its end ("na de middag")."""
    part = scene.hours.parts[named.name]
    bounds, means = (part.starts, part.ends), (part.means_from, part.means_to)
    if third is not None:
        bounds, means = _third(bounds, third), _half(means, third)
    if shape is Shape.FROM:
        return Times(shape=shape, start=Clock((bounds[0] if begins else bounds[1],), told=True))
    if shape is Shape.UNTIL:
        return Times(shape=shape, start=Clock((bounds[0],), told=True))
    return Times(shape=Shape.PART, bounds=bounds, means=means, habit=named.plural, or_point=or_point)


def _third(bounds: tuple[int, int], which: int) -> tuple[int, int]:
    """The first, middle or last third of a part of the day."""
    length = (bounds[1] - bounds[0]) // 3
    return bounds[0] + which * length, bounds[0] + (which + 1) * length


def _half(means: tuple[int, int], which: int) -> tuple[int, int]:
    """What people may mean by the beginning, middle or end of a part of the day."""
    quarter = (means[1] - means[0]) // 4
    return means[0] + which * quarter, means[0] + (which + 2) * quarter
