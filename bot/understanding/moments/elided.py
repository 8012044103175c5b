"""Quarters and halves of an hour that was named beside them: "12 till half past", "quarter past or half past four"."""

from bot.understanding.moments.tokens import Kind, Token, Tokens

_PARTS = frozenset({Kind.QUARTER, Kind.FRACTION})
_EITHER = frozenset({Kind.OR, Kind.AND, Kind.SLASH, Kind.DASH})
_HOURS = range(1, 25)
_NEAR = 16
"""Words back to the hour."""


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
