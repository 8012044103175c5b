"""What the intent model sees of a message: pieces of words, words and their kinds, also beside the question."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.understanding.phrases import Kinds
from bot.understanding.understood import Asked
from bot.understanding.wording import GUESSED, KEPT, NAME, Words


class Traits(NamedTuple):
    """Which traits a message has, and how heavily each."""

    numbers: NDArray[np.uint32]
    weights: NDArray[np.float32]


_LONGEST_WHOLE = 4
_PIECES, _WORDS, _KINDS, _BESIDE, _WHOLE = 1.3, 1.1, 0.4, 1.3, 0.3


def traits(said: Words, marks: Kinds, asked: Collection[Asked]) -> Traits:
    """The traits of a message's words after one of the questions in `asked`; `Asked.ANY` counts as all of them."""
    if Asked.ANY in asked:
        asked = frozenset(Asked) - {Asked.ANY}
    shaped = tuple(_shape(word) for word in said)
    spoken, kinds = list(_runs(shaped)), list(_kinds(said, marks))
    whole = ["=" + " ".join(shaped)] if len(shaped) <= _LONGEST_WHOLE else []
    found: dict[int, float] = {}
    _add(found, (number for word in shaped for number in _pieces(word)), _PIECES)
    _add(found, _numbers(spoken), _WORDS)
    _add(found, _numbers(kinds), _KINDS)
    _add(found, _numbers(whole), _WHOLE)
    for question in asked:
        _add(found, _numbers((*spoken, *kinds, *whole), f"{question}|"), _BESIDE / len(asked))
    return Traits(
        numbers=np.fromiter(found.keys(), dtype=np.uint32, count=len(found)),
        weights=np.fromiter(found.values(), dtype=np.float32, count=len(found)),
    )


def _add(found: dict[int, float], numbers: Iterable[int], weight: float) -> None:
    """Put a group of traits in, of which all together weigh `weight`."""
    different = set(numbers)
    if different:
        found.update(dict.fromkeys(different, weight / sqrt(len(different))))


def _numbers(names: Iterable[str], beginning: str = "") -> Iterable[int]:
    """The numbers of traits whose names all begin in one way."""
    begun = crc32(beginning.encode())
    return [crc32(name.encode(), begun) for name in names]


def _shape(word: str) -> str:
    """Numbers by their looks: the choice 2, the hour 14:30, and a year are three sorts of things."""
    if not word[0].isdigit():
        return word.replace(GUESSED, NAME)
    if word.isdigit() and len(word) <= 2:
        return word if len(word) == 1 else "##"
    return "#:#" if len(word) <= 5 else "#####"


@lru_cache(maxsize=KEPT)
def _pieces(word: str) -> Iterable[int]:
    framed = f" {word} "
    return tuple(
        _numbers((framed[at : at + size] for size in (2, 3, 4, 5) for at in range(len(framed) - size + 1)), "~")
    )


def _runs(said: Words) -> Iterator[str]:
    framed = ("^", *said, "$")
    yield from said
    yield from (f"{one} {two}" for one, two in pairwise(framed))
    yield from (f"{one} {two} {three}" for one, two, three in zip(framed, framed[1:], framed[2:], strict=False))


def _kinds(said: Words, marks: Kinds) -> Iterator[str]:
    """The kinds of the words, and which kind comes before which."""
    order = [kind for word in said for kind in marks.of(word)]
    yield from ("@" + kind for kind in order)
    for at, kind in enumerate(order):
        yield from (f"@{kind} @{later}" for later in order[at + 1 : at + 5])
