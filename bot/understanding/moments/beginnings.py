"""Which readers are worth asking at a word: those whose words may begin with it, and with the one after it."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from bot.understanding.moments.said import Scene
from bot.understanding.moments.tokens import Kind, Tokens

T_co = TypeVar("T_co", covariant=True)
Reader = Callable[[Tokens, int, Scene], tuple[T_co, int] | None]


class Beginning(NamedTuple, Generic[T_co]):
    """What a reader's words begin with."""

    reader: Reader[T_co]
    first: frozenset[Kind]
    """One of these."""
    then: frozenset[Kind] | None = None
    """And one of these; None where any word may follow."""


def asked(
    beginnings: Sequence[Beginning[T_co]], kinds: frozenset[Kind], after: frozenset[Kind]
) -> tuple[Reader[T_co], ...]:
    """The readers of words that begin with one of these kinds and one of those after it, in order."""
    return tuple(
        dict.fromkeys(
            beginning.reader
            for beginning in beginnings
            if not beginning.first.isdisjoint(kinds) and not (beginning.then and beginning.then.isdisjoint(after))
        )
    )
