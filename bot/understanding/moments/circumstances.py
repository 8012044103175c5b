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
_SHIFT = 2
""" "After my shift" and "ends"."""
_NEAR = 3
"""Words between "lasts" and "until"."""
_FARTHEST = 8
"""Words between "before" and the time."""


def around_events(said: Phrased) -> Phrased:
    """The message with open ends in place of the times at which something else begins or ends."""
    if said.kinds.isdisjoint(_OPENS.keys() | {Kind.WHEN, Kind.LEAVE, Kind.LASTS, Kind.DONE}):
        return said
    return replace(said, phrases=_opened(said))


def _opened(said: Phrased) -> list[Phrase]:
    found: list[Phrase] = []
    since = 0
    leaves = False
    for one in said.phrases:
        phrase, item = one, one.said
        if isinstance(item, Times) and item.shape is Shape.UNTIL and _lasts(said, phrase):
            phrase = phrase._replace(said=item._replace(shape=Shape.FROM))
        elif isinstance(item, Times) and item.shape is Shape.POINT:
            shift = _end_of_shift(said, found)
            if shift:
                found = found[:-shift]
                phrase = phrase._replace(said=item._replace(shape=Shape.FROM))
            opener = None if shift else _opener(said.tokens, max(since, phrase.start - _FARTHEST), phrase.start)
            if opener is None and not shift and _leaves(said, phrase):
                phrase = phrase._replace(said=item._replace(shape=Shape.UNTIL))
                leaves = True
            elif opener is not None:
                # What they are at then belongs to the event: "before I go to college at two".
                found = [other for other in found if other.start < opener[0] or not isinstance(other.said, Mark)]
                phrase = phrase._replace(said=item._replace(shape=opener[1]))
        if found and (_tells_end(found[-1], phrase) or _tells_end(phrase, found[-1])):
            found = [other for other in found if not _is_after_work(said, other)]
        if not isinstance(item, Mark) or item.kind in ENDS:
            since = phrase.end
        found.append(phrase)
    return [phrase for phrase in found if not (leaves and _is_away(said, phrase))]


def _end_of_shift(said: Phrased, before: list[Phrase]) -> int:
    """How many phrases before a time only say that work ends then: "after my shift ends at three"."""
    if len(before) < _SHIFT:
        return 0
    work, ends = before[-2:]
    return _SHIFT if _is_done(ends) and _is_after_work(said, work) and work.end == ends.start else 0


def _is_after_work(said: Phrased, phrase: Phrase) -> bool:
    part = said.tokens[phrase.start].meanings.get(Kind.PART)
    named = part is not None and part.name == "after_work"
    return named and isinstance(phrase.said, Times) and phrase.said.shape is Shape.PART


def _tells_end(done: Phrase, time: Phrase) -> bool:
    """Whether they say when work is done: "after work, I finish at four", "na het werk, om vier uur klaar"."""
    return _is_done(done) and isinstance(time.said, Times) and time.said.shape in (Shape.POINT, Shape.FROM)


def _is_done(phrase: Phrase) -> bool:
    return isinstance(phrase.said, Mark) and phrase.said.kind is Kind.DONE


def _is_away(said: Phrased, phrase: Phrase) -> bool:
    """Whether it is the "away" of "I'm away at two", which says no more than until when they are not."""
    busy = isinstance(phrase.said, Mark) and phrase.said.kind is Kind.BUSY
    return busy and Kind.LEAVE in said.tokens[phrase.start].kinds


def _lasts(said: Phrased, phrase: Phrase) -> bool:
    """Whether it is the end of what a call would suit after: "after swimming on Friday, that lasts until half five"."""
    if Kind.LASTS not in said.kinds or Kind.AFTER not in said.kinds:
        return False
    before = said.tokens[: phrase.start]
    after = next((i for i, token in enumerate(before) if Kind.AFTER in token.kinds), phrase.start)
    named = after + 1 < phrase.start and not any(one.start <= after < one.end for one in said.phrases)
    return named and any(Kind.LASTS in token.kinds for token in before[-_NEAR:])


def _leaves(said: Phrased, phrase: Phrase) -> bool:
    """Whether they go away at that time: "Monday I have to leave at two"."""
    if Kind.LEAVE not in said.kinds:
        return False
    ends = [one for one in said.phrases if isinstance(one.said, Mark) and one.said.kind in ENDS]
    first = max((one.end for one in ends if one.end <= phrase.start), default=0)
    last = min((one.start for one in ends if one.start >= phrase.end), default=said.length)
    kinds = frozenset[Kind]().union(*(token.kinds for token in said.tokens[first:last]))
    return Kind.LEAVE in kinds and kinds.isdisjoint({Kind.FINE, Kind.SOMEONE, Kind.AFTER})


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
