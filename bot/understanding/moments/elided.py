"""Words left out that were said beside: "quarter past or half past four", "this week or next", "week 49 and 50"."""

from bot.understanding.moments.tokens import Kind, Meaning, Token, Tokens, unit, value

_PARTS = frozenset({Kind.QUARTER, Kind.FRACTION})
_EITHER = frozenset({Kind.OR, Kind.AND, Kind.SLASH, Kind.DASH})
_HOURS = range(1, 25)
_NUMBERED = 3
"""Words before the second of two weeks that have numbers."""
_NEAR = 16
"""Words back to the hour."""


_POINTS = frozenset({Kind.THIS, Kind.NEXT, Kind.COMING, Kind.ONE_AFTER})
_POINTED_AT = frozenset({Kind.UNIT, Kind.WEEKDAY, Kind.MONTH, Kind.WEEKEND, Kind.PART, Kind.DAY})
_WEEK = Token("", {Kind.UNIT: Meaning(name="week")})
_NEXT = Token("", {Kind.NEXT: Meaning()})
_WEEKS_JOINED = frozenset({Kind.OR, Kind.AND, Kind.SLASH})
_WEEKS = range(1, 54)


def with_weeks(tokens: list[Token], said: frozenset[Kind]) -> list[Token]:
    """The tokens with "week" behind the "next" of "this week or next", and before the 50 of "week 49 and 50"."""
    if Kind.UNIT not in said or _EITHER.isdisjoint(said):
        return tokens
    made: list[Token] = []
    for i, token in enumerate(tokens):
        if i > 1 and not _WEEKS_JOINED.isdisjoint(tokens[i - 1].kinds) and _is_numbered_week(tokens, i):
            made.append(_WEEK)
        pointed = not _POINTS.isdisjoint(token.kinds) and _is_alone(tokens, i)
        if pointed and (_names_week(tokens, i - 1 - (Kind.THE in tokens[i - 1].kinds)) or _names_week_after(tokens, i)):
            made += [_NEXT if Kind.ONE_AFTER in token.kinds else token, _WEEK]
        else:
            made.append(token)
    return made


def _is_alone(tokens: Tokens, i: int) -> bool:
    return i + 1 == len(tokens) or _POINTED_AT.isdisjoint(tokens[i + 1].kinds)


def _names_week(tokens: Tokens, i: int) -> bool:
    """Whether an "or" stands at place `i` behind a week."""
    if i < 1 or _EITHER.isdisjoint(tokens[i].kinds):
        return False
    return any(unit(token) == "week" for token in tokens[max(0, i - 1) : i])


def _names_week_after(tokens: Tokens, i: int) -> bool:
    """Whether an "or next week" follows: "this or next week"."""
    if i + 3 >= len(tokens) or _EITHER.isdisjoint(tokens[i + 1].kinds):
        return False
    return not _POINTS.isdisjoint(tokens[i + 2].kinds) and unit(tokens[i + 3]) == "week"


def _is_numbered_week(tokens: Tokens, i: int) -> bool:
    """Whether a number stands here behind "week 49 and"."""
    if (value(tokens[i], Kind.NUMBER) or 0) not in _WEEKS or Kind.NUMBER not in tokens[i - 2].kinds or i < _NUMBERED:
        return False
    return unit(tokens[i - 3]) == "week" and (i + 1 == len(tokens) or Kind.HOUR not in tokens[i + 1].kinds)


def with_hours(tokens: list[Token], said: frozenset[Kind]) -> list[Token]:
    """The tokens with the hour behind every "half past" that has none of its own, and stands where a time does."""
    if Kind.PAST not in said or _PARTS.isdisjoint(said):
        return tokens
    made: list[Token] = []
    for i, token in enumerate(tokens):
        made.append(token)
        if Kind.PAST in token.kinds and i and not _PARTS.isdisjoint(tokens[i - 1].kinds) and _is_left_open(tokens, i):
            hour = _named_after(tokens, i) or _named_before(tokens, i)
            made += [hour] if hour else []
    return made


def _is_left_open(tokens: Tokens, i: int) -> bool:
    """Whether no hour follows on the "past" at place `i`."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is None or after.kinds.isdisjoint({Kind.NUMBER, Kind.NAMED, Kind.FRACTION, Kind.CLOCK})


def _named_after(tokens: Tokens, i: int) -> Token | None:
    """The "four" of "quarter past or half past four"."""
    if len(tokens) < i + 5 or _EITHER.isdisjoint(tokens[i + 1].kinds) or Kind.PAST not in tokens[i + 3].kinds:
        return None
    return _hour(tokens[i + 4])


def _named_before(tokens: Tokens, i: int) -> Token | None:
    near = range(i - 2, max(-1, i - 2 - _NEAR), -1)
    return next((hour for k in near if (hour := _hour(tokens[k]))), None)


def _hour(token: Token) -> Token | None:
    hour = token.meanings.get(Kind.NUMBER)
    named = hour is not None and not hour.doubtful and Kind.ARTICLE not in token.kinds
    return token if named and hour and hour.value in _HOURS else None
