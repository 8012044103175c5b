"""Times that only say when something else begins or ends: "before I leave at one", "na de vergadering om 2 uur"."""

from dataclasses import replace

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.phrases import Phrase, Phrased
from bot.understanding.moments.said import Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Token, Tokens, value

_OPENS = {Kind.BEFORE: Shape.UNTIL, Kind.UNTIL: Shape.UNTIL, Kind.AFTER: Shape.FROM}
_BY_VALUE = {1: Shape.FROM, 2: Shape.UNTIL}
"""What "after you have …" and "before you …" make of a time, by their values."""
_SAY_LITTLE = frozenset({Kind.POLITE, Kind.THE, Kind.ARTICLE, Kind.PLAIN, Kind.MINE})
_FARTHEST = 8
"""Words between "before" and the time."""


def around_events(said: Phrased) -> Phrased:
    """The message with open ends in place of the times at which something else begins or ends."""
    if said.kinds.isdisjoint(_OPENS.keys() | {Kind.WHEN}):
        return said
    return replace(said, phrases=_opened(said))


def _opened(said: Phrased) -> list[Phrase]:
    found: list[Phrase] = []
    since = 0
    for one in said.phrases:
        phrase, item = one, one.said
        if isinstance(item, Times) and item.shape is Shape.POINT:
            opener = _opener(said.tokens, max(since, phrase.start - _FARTHEST), phrase.start)
            if opener is not None:
                # What they are at then belongs to the event: "before I go to college at two".
                found = [other for other in found if other.start < opener[0] or not isinstance(other.said, Mark)]
                phrase = phrase._replace(said=item._replace(shape=opener[1]))
        if not isinstance(item, Mark) or item.kind in ENDS:
            since = phrase.end
        found.append(phrase)
    return found


def _opener(tokens: Tokens, start: int, end: int) -> tuple[int, Shape] | None:
    """The place of the last "before", "until" or "after" there, and what it makes of the time behind it."""
    for i in range(end - 1, start - 1, -1):
        shape = _shape(tokens[i])
        if shape:
            happens = any(_SAY_LITTLE.isdisjoint(token.kinds) for token in tokens[i + 1 : end])
            return (i, shape) if happens or value(tokens[i], Kind.WHEN) else None
    return None


def _shape(token: Token) -> Shape | None:
    by_value = _BY_VALUE.get(value(token, Kind.WHEN) or 0)
    return by_value or next(
        (shape for kind, shape in _OPENS.items() if kind in token.meanings and not token.meanings[kind].doubtful), None
    )
