"""How near messages are to examples in meaning, by their sentence vectors and the questions that they answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.sentences import Floats
from bot.understanding.understood import Asked

QUESTIONS = tuple(asked for asked in Asked if asked is not Asked.ANY)
_AXES = 192
"""So many directions, of a vector's several hundred, tell the examples of a language apart as well as all."""
_NEARNESS = 2.5
"""What nearness in meaning weighs beside likeness in wording."""
_BESIDE = 0.5
"""How much of it counts only after the same question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where examples lie."""

    axes: Floats
    """By number of a sentence vector and axis."""
    vectors: Floats
    """By example and axis."""
    asked: Floats
    """By example and question."""

    def near(self, vectors: Floats, asked: Floats) -> Floats:
        """By message and example, how near they are; what points elsewhere is not near at all."""
        return self._near(vectors @ self.axes, asked)

    def among_themselves(self) -> Floats:
        """By example and example, how near they are."""
        return self._near(self.vectors, self.asked)

    def _near(self, vectors: Floats, asked: Floats) -> Floats:
        alike = np.maximum(vectors @ self.vectors.T, 0)
        near: Floats = _NEARNESS * alike * alike * (1 - _BESIDE + _BESIDE * asked @ self.asked.T)
        return near


def placed(vectors: Floats, asked: Sequence[Collection[Asked]]) -> Places:
    """The places of examples, on the axes that tell most of them apart."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    most = np.ascontiguousarray(axes[:, -_AXES:], dtype=np.float32)
    return Places(axes=most, vectors=vectors @ most, asked=np.array([questioned(some) for some in asked]))


def questioned(asked: Collection[Asked]) -> Floats:
    """Some questions as a row of length 1; `Asked.ANY` counts as all of them."""
    row = np.array([question in asked or Asked.ANY in asked for question in QUESTIONS], dtype=np.float32)
    return row / np.float32(np.sqrt(row.sum()))
