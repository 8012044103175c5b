"""Tokens to what they say, in order: days, times of day, moments counted from now, and the marks between them."""

from collections.abc import Iterator

from bot.understanding.moments.crossing import crossing, may_cross, since, until
from bot.understanding.moments.days import days
from bot.understanding.moments.lengths import from_now
from bot.understanding.moments.said import Days, Item, Mark, Scene, Times
from bot.understanding.moments.soon import right_now
from bot.understanding.moments.times import times
from bot.understanding.moments.tokens import END, Kind, Token, Tokens, skip, value
from bot.understanding.moments.weeks_after import weeks_after

_MARKS = (
    Kind.NOT,
    Kind.NOT_BEFORE_IT,
    Kind.EXCEPT,
    Kind.FINE,
    Kind.BUSY,
    Kind.DONE,
    Kind.THEN_IS,
    Kind.INSTEAD,
    Kind.AFTER_THAT,
    Kind.ANY,
    Kind.EVERY,
    Kind.OR,
    Kind.AND,
    Kind.SLASH,
    Kind.COMMA,
    Kind.BUT,
    Kind.STOP,
)
_LIST = frozenset({Kind.AND, Kind.OR, Kind.DASH, Kind.THROUGH, Kind.SLASH, Kind.UNTIL, Kind.COMMA})
_NO_MOMENT = frozenset({Kind.COUNTED, Kind.MONEY, Kind.PER, Kind.UNIT, Kind.SEVERAL, Kind.WORK})
_THIRDS = frozenset({Kind.BEGIN, Kind.MIDDLE, Kind.END})
_BEFORE_DAY = frozenset({Kind.ON, Kind.THE, Kind.OF})
_DAY = frozenset({Kind.WEEKDAY, Kind.DAY})
_MOST = 64
_LONGEST = 256
_PADDING = [END] * 12


def phrases(tokens: list[Token], scene: Scene) -> list[Item]:
    """What the tokens say, in order; after so many words nobody says anything new about when."""
    found: list[Item] = []
    read = _thirds_beside_parts([*weeks_after(tokens[:_LONGEST]), *_PADDING])
    for item in _items(read, min(len(tokens), _LONGEST), scene):
        found.append(item)
        if len(found) == _MOST:
            break
    return found


def _thirds_beside_parts(tokens: list[Token]) -> list[Token]:
    """ "Laat op dinsdagavond" as "op dinsdag laat avond", "early tomorrow morning" as "tomorrow early morning"."""
    for i, token in enumerate(tokens):
        if token.meanings and not _THIRDS.isdisjoint(token.meanings):
            j = skip(tokens, i + 1, _BEFORE_DAY, 2)
            if not _DAY.isdisjoint(tokens[j].meanings) and Kind.PART in tokens[j + 1].meanings:
                tokens[i : j + 1] = [*tokens[i + 1 : j + 1], token]
    return tokens


def _items(tokens: Tokens, length: int, scene: Scene) -> Iterator[Item]:
    i = 0
    bare = scene.bare and _only_numbers(tokens, length)
    before = bare
    crosses = may_cross(tokens)
    while i < length:
        across = (crosses and crossing(tokens, i, scene)) or until(tokens, i, scene) or since(tokens, i, scene)
        found = across or _moment(tokens, i, scene, before)
        if found:
            yield found[0]
            i = found[1]
            before = bare or isinstance(found[0], Days | Times)
            continue
        counted = _counted(tokens, i)
        if counted > i:
            i = counted
            continue
        mark = _mark(tokens[i])
        if mark:
            yield mark
        listed = Kind.THE in tokens[i].meanings or (mark is not None and mark.kind in _LIST)
        before = bare or (before and listed)
        i += 1


def _only_numbers(tokens: Tokens, length: int) -> bool:
    """Whether the message is no more than "15" or "3 of 4", or that with a courtesy."""
    numbers = _LIST | {Kind.NUMBER, Kind.CLOCK, Kind.HOUR, Kind.POLITE, Kind.STOP, Kind.ARTICLE}
    return length <= 8 and all(not numbers.isdisjoint(token.meanings) for token in tokens[:length])


def _moment(tokens: Tokens, i: int, scene: Scene, bare: bool) -> tuple[Item, int] | None:
    if not tokens[i].meanings:
        return None
    if not scene.hours_named and _reads_as_clock(tokens, i):
        return times(tokens, i, scene, bare=bare) or days(tokens, i, scene)
    return (
        from_now(tokens, i, scene)
        or days(tokens, i, scene)
        or times(tokens, i, scene, bare=bare)
        or right_now(tokens, i, scene)
    )


def _reads_as_clock(tokens: Tokens, i: int) -> bool:
    """Whether "8.45" stands where a time does, although it could be a date: after "om", "at" or "tot"."""
    before = tokens[i - 1].meanings if i else {}
    return Kind.CLOCK in tokens[i].meanings and Kind.DATE in tokens[i].meanings and Kind.ON not in before


def _counted(tokens: Tokens, i: int) -> int:
    """Where the words go on after an amount that is no moment: "3 jaar", "2 or 3 years", "36 uur per week"."""
    if value(tokens[i], Kind.NUMBER) is None and Kind.DECIMAL not in tokens[i].meanings:
        return i
    j = i + 1
    if not _LIST.isdisjoint(tokens[j].meanings) and Kind.NUMBER in tokens[j + 1].meanings:
        j += 2
    end = skip(tokens, j, _NO_MOMENT, 3)
    if end == j or Kind.HOUR in tokens[j].meanings:
        return i
    return end + 2 if Kind.ARTICLE in tokens[end].meanings and Kind.UNIT in tokens[end + 1].meanings else end


def _mark(token: Token) -> Mark | None:
    for kind in _MARKS:
        if kind in token.meanings:
            return Mark(kind, token.meanings[kind].value)
    return None
