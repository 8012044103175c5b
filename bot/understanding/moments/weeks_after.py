"""Weeks and days that are told by another: "this week holiday, the week after", "in two weeks, early in the week"."""

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Scene
from bot.understanding.moments.tokens import Kind, Meaning, Token, Tokens, ahead, unit, value
from bot.understanding.moments.weekdays import AFTER

_ALONE = frozenset({Kind.UNIT, Kind.WEEKDAY, Kind.WEEKEND, Kind.MONTH, Kind.DAY})
"""Before these "the next" is no day by itself."""
_ONE_AFTER = frozenset({Kind.ONE_AFTER, Kind.NEXT})
_ENDS_AT = frozenset({Kind.UNTIL, Kind.THROUGH})
_THIRDS = frozenset({Kind.BEGIN, Kind.MIDDLE, Kind.END})
_OF_IT = _THIRDS | {Kind.THE, Kind.OF}
_POINTED_AT = frozenset({Kind.UNIT, Kind.WEEKDAY, Kind.PART, Kind.WEEKEND})


def weeks_after(tokens: list[Token], scene: Scene) -> list[Token]:
    """The tokens with every "week after" counted from the week named before it, or that of an "until Friday".

    Without one it keeps its own count.
    """
    if Kind.WEEK_AFTER not in scene.said and (Kind.NOT not in scene.said or _ONE_AFTER.isdisjoint(scene.said)):
        return tokens
    named: int | None = None
    for i, token in enumerate(tokens):
        if not _ONE_AFTER.isdisjoint(token.kinds) and (after := _one_after(tokens, i)):
            tokens[i] = after
        behind = tokens[i + 1].meanings if i + 1 < len(tokens) else {}
        if Kind.WEEK_AFTER in token.meanings and named is not None and _POINTED_AT.isdisjoint(behind):
            tokens[i] = Token(token.text, {Kind.WEEK: Meaning(value(token, Kind.NEXT) or named + 1)}, token.glued)
        said = _numbered(tokens, i, scene) if unit(token) == "week" else None
        said = _week(tokens, i) if said is None else said
        weekday = token.meanings.get(Kind.WEEKDAY)
        if named is None and weekday and i and not _ENDS_AT.isdisjoint(tokens[i - 1].kinds):
            named = int(weekday.value <= scene.today.weekday())
        named = named if said is None else said
    return tokens


def same_week(tokens: list[Token], kinds: frozenset[Kind]) -> list[Token]:
    """The tokens with "early in the week" said of the week that was named before or after it."""
    if Kind.UNIT not in kinds or _THIRDS.isdisjoint(kinds):
        return tokens
    named = {week for i in range(len(tokens)) if (week := _week(tokens, i) or _counted(tokens, i))}
    if len(named) != 1:
        return tokens
    week = named.pop()
    for i, token in enumerate(tokens):
        if i and unit(token) == "week" and not _OF_IT.isdisjoint(tokens[i - 1].kinds) and _is_third(tokens, i):
            tokens[i] = Token(token.text, {Kind.WEEK: Meaning(week)}, token.glued)
    return tokens


def _counted(tokens: Tokens, i: int) -> int | None:
    """How many weeks ahead "in two weeks" is, whose last word stands at token `i`."""
    counted = i > 1 and unit(tokens[i]) == "week" and Kind.AHEAD in tokens[i - 2].kinds
    return value(tokens[i - 1], Kind.NUMBER) if counted else None


def _is_third(tokens: Tokens, i: int) -> bool:
    """Whether the beginning, middle or end of the week at token `i` is meant."""
    return any(not _THIRDS.isdisjoint(token.kinds) for token in tokens[max(0, i - 3) : i])


def _numbered(tokens: Tokens, i: int, scene: Scene) -> int | None:
    """How many weeks ahead "week 50" is."""
    number = value(tokens[i + 1], Kind.NUMBER) if i + 1 < len(tokens) else None
    monday = calendar.iso_week(scene.today, number) if number else None
    return None if monday is None else (monday - calendar.monday(scene.today)).days // 7


def _week(tokens: Tokens, i: int) -> int | None:
    """How many weeks ahead the week lies that is named at token `i`."""
    counted = value(tokens[i], Kind.WEEK)
    if counted is not None:
        return counted
    return ahead(tokens[i - 1]) if i and unit(tokens[i]) == "week" else None


def _one_after(tokens: Tokens, i: int) -> Token | None:
    """What follows on the day or week that was named and denied: "este viernes no, el que viene"."""
    if i and not _ALONE.isdisjoint(tokens[i + 1].kinds if i + 1 < len(tokens) else ()):
        return None
    if not any(Kind.NOT in token.kinds for token in tokens[:i]):
        return None
    for k in range(i - 1, -1, -1):
        weekday = tokens[k].meanings.get(Kind.WEEKDAY)
        if weekday and not weekday.plural:
            return Token(tokens[i].text, {Kind.WEEKDAY: Meaning(weekday.value, AFTER)}, tokens[i].glued)
        week = _week(tokens, k)
        if week is not None:
            return Token(tokens[i].text, {Kind.WEEK: Meaning(week + 1)}, tokens[i].glued)
    return None
