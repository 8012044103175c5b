"""Times that are told by those around them: "until eleven and from two, in between is fine", "the rest of the day"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.phrases import Phrase, Phrased
from bot.understanding.moments.said import OPEN_ENDS, Days, Instant, Mark, Shape, Times
from bot.understanding.moments.tokens import END, Kind, Token, unit
from bot.understanding.moments.unclear import unknown
from bot.understanding.moments.vocabulary import Vocabulary

_AGAINST = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.BUSY})
_OCCUPIED = frozenset({Kind.HAVE, Kind.BUSY})
_JOINTS = ENDS | {Kind.AND}
_LARGER = frozenset({"week", "month", "year"})
_WITHIN = 1
"""What an "in that window" is worth."""
_BOTH_SIDES = 2
_BETWEEN = 2
"""Words between "rest" and the part of the day that it is of."""


def gaps(said: Phrased, home: Vocabulary) -> Phrased:
    """The message with the times themselves in place of "in between" and of "the rest of the day"."""
    if Kind.BETWEEN_THEM in said.kinds:
        return _between(said)
    return said if said.kinds.isdisjoint({Kind.REST, Kind.OTHERWISE, Kind.FALLBACK}) else _rest(said, home)


def _between(said: Phrased) -> Phrased:
    """What lies between the last two times that came before; their days stay, and all else was only told."""
    n = next((n for n, phrase in enumerate(said.phrases) if _is(phrase, Kind.BETWEEN_THEM)), None)
    if n is None:
        return said
    times = [phrase.said for phrase in said.phrases[:n] if isinstance(phrase.said, Times) and phrase.said.start]
    gap = _within(times) if said.phrases[n].said == Mark(Kind.BETWEEN_THEM, _WITHIN) else _gap(times)
    if gap is None:
        return replace(said, phrases=[phrase for phrase in said.phrases if not _is(phrase, Kind.BETWEEN_THEM)])
    days = [phrase for phrase in said.phrases[:n] if isinstance(phrase.said, Days)]
    place = said.phrases[n]
    told = range(place.start)
    kept = {i for phrase in days for i in range(phrase.start, phrase.end)}
    tokens = [END if i in told and i not in kept else token for i, token in enumerate(said.tokens)]
    return replace(said, tokens=tokens, phrases=[*days, place._replace(said=gap), *said.phrases[n + 1 :]])


def _gap(times: Sequence[Times]) -> Times | None:
    """From the end of the last but one to the beginning of the last."""
    if len(times) < _BOTH_SIDES:
        return None
    before, after = times[-2:]
    return Times(shape=Shape.RANGE, start=before.end or before.start, end=after.start)


def _within(times: Sequence[Times]) -> Times | None:
    """ "They are at school from nine to three, in that window": the very hours, else the gap between two."""
    return times[-1] if times and times[-1].shape is Shape.RANGE else _gap(times)


def _rest(said: Phrased, home: Vocabulary) -> Phrased:
    """ "Friday I've a lecture from ten to twelve, the rest of the day is fine": the rest of that day."""
    place = _place(said, home)
    if place is None:
        return said
    before = [phrase for phrase in said.phrases if phrase.end <= place.start]
    after = [phrase for phrase in said.phrases if phrase.start >= place.end]
    days = [phrase.said for phrase in before if isinstance(phrase.said, Days)]
    times = [phrase.said for phrase in before if isinstance(phrase.said, Times)]
    if not days or not times or days[-1].habit is not None:
        return said
    ends = next((k for k, phrase in enumerate(after) if _ends(phrase)), len(after))
    judged = any(isinstance(phrase.said, Mark) and phrase.said.kind in _AGAINST for phrase in after[:ends])
    end = after[ends].start if ends < len(after) else said.length
    if judged or _goes_to_others(said, place, end, home):
        return replace(said, phrases=[*before, *after[ends:]])
    if times[-1].shape in OPEN_ENDS:
        return replace(said, phrases=[*before, *after])
    part = [place] if isinstance(place.said, Times) else []
    day = Phrase(days[-1], place.start, place.start if part else place.end)
    return replace(said, phrases=[*_refused(before), day, *part, *after])


def _goes_to_others(said: Phrased, place: Phrase, end: int, home: Vocabulary) -> bool:
    """ "One to three is my only gap, the rest of the day I'm with clients": what is free was said before."""
    behind = said.tokens[place.end : end]
    before = said.tokens[: place.start]
    free = any(Kind.FINE in token.kinds for token in before) and not any(map(_is_occupied, before))
    suits = any(not token.kinds.isdisjoint({Kind.FINE, Kind.ANY}) for token in behind)
    return free and not suits and any(unknown(token, home) for token in behind)


def _place(said: Phrased, home: Vocabulary) -> Phrase | None:
    """Where the rest of a day is spoken of, perhaps with the part of the day that it is of."""
    for phrase in said.phrases:
        if isinstance(phrase.said, Instant) and phrase.said.kind is Kind.REST:
            return phrase
        otherwise = not said.tokens[phrase.start].kinds.isdisjoint({Kind.OTHERWISE, Kind.FALLBACK})
        if otherwise and _is_otherwise(said, phrase, home):
            return phrase
    i = next((i for i in range(said.length) if Kind.REST in said.tokens[i].kinds), None)
    if i is None or any(phrase.start <= i < phrase.end for phrase in said.phrases):
        return None
    after = next((phrase for phrase in said.phrases if i < phrase.start <= i + 1 + _BETWEEN), None)
    if after and isinstance(after.said, Times) and after.said.shape is Shape.PART:
        return after
    larger = any(unit(token) in _LARGER for token in said.tokens[i + 1 : i + 2 + _BETWEEN])
    return None if larger or isinstance(after and after.said, Days) else Phrase(None, i, i + 1)


def _is_otherwise(said: Phrased, phrase: Phrase, home: Vocabulary) -> bool:
    """Whether an "otherwise" goes for the day on which something else is, and for no moment that follows."""
    later = any(one.start > phrase.start and not isinstance(one.said, Mark) for one in said.phrases)
    around = said.tokens[max(0, phrase.start - 1) : phrase.end]
    begins = any(not _JOINTS.isdisjoint(token.kinds) for token in around)
    before = said.tokens[: phrase.start]
    return begins and not later and any(unknown(token, home) or _is_occupied(token) for token in before)


def _is_occupied(token: Token) -> bool:
    return not _OCCUPIED.isdisjoint(token.kinds)


def _refused(before: Sequence[Phrase]) -> Sequence[Phrase]:
    """What came before as no offer, parted from what follows."""
    judged = any(isinstance(phrase.said, Mark) and phrase.said.kind in _AGAINST for phrase in before)
    last = max(n for n, phrase in enumerate(before) if not isinstance(phrase.said, Mark))
    end = before[last].end
    busy = [] if judged else [Phrase(Mark(Kind.BUSY), end, end)]
    rest = before[last + 1 :]
    parts = [] if any(map(_ends, rest)) else [Phrase(Mark(Kind.STOP), end, end)]
    return [*before[: last + 1], *busy, *rest, *parts]


def _is(phrase: Phrase, kind: Kind) -> bool:
    return isinstance(phrase.said, Mark) and phrase.said.kind is kind


def _ends(phrase: Phrase) -> bool:
    return isinstance(phrase.said, Mark) and phrase.said.kind in ENDS
