"""The week after the one that was named: "this week holiday, the week after" is next week."""

from bot.understanding.moments.tokens import Kind, Meaning, Token, Tokens, ahead, unit, value

_POINTED_AT = frozenset({Kind.UNIT, Kind.WEEKDAY, Kind.PART, Kind.WEEKEND})


def weeks_after(tokens: list[Token]) -> list[Token]:
    """The tokens with every "week after" counted from the week named before it; without one it keeps its own count."""
    if not any(Kind.WEEK_AFTER in token.meanings for token in tokens):
        return tokens
    named: int | None = None
    for i, token in enumerate(tokens):
        behind = tokens[i + 1].meanings if i + 1 < len(tokens) else {}
        if Kind.WEEK_AFTER in token.meanings and named is not None and _POINTED_AT.isdisjoint(behind):
            tokens[i] = Token(token.text, {Kind.WEEK: Meaning(value(token, Kind.NEXT) or named + 1)}, token.glued)
        said = _week(tokens, i)
        named = named if said is None else said
    return tokens


def _week(tokens: Tokens, i: int) -> int | None:
    """How many weeks ahead the week lies that is named at token `i`."""
    counted = value(tokens[i], Kind.WEEK)
    if counted is not None:
        return counted
    return ahead(tokens[i - 1]) if i and unit(tokens[i]) == "week" else None
