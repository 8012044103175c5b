"""How near messages are to examples in meaning, by their sentence vectors and the questions that they answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.sentences import Floats
from bot.understanding.understood import Asked

QUESTIONS = tuple(asked for asked in Asked if asked is not Asked.ANY)
_AXES = 192
"""So many directions, of a vector's several hundred, tell the examples of a language apart as well as all."""
_NEARNESS = 2.5
"""What nearness in meaning weighs beside likeness in wording."""
_BESIDE = 0.5
"""How much of it counts only after the same question."""


Steps = NDArray[np.int8]
_MOST_STEPS = 127
_LEAST = np.float32(1e-6)
_AT_ONCE = 1024
"""So many examples are looked at together, for the sake of the processor's cache and of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where examples lie."""

    axes: Floats
    """By number of a sentence vector and axis."""
    widths: Floats
    """By axis, how wide a step is."""
    steps: Steps
    """By example and axis; a quarter of the room that numbers would take."""
    asked: Floats
    """By example and question."""

    def near(self, vector: Floats, asked: Floats) -> Floats:
        """By example, how near a message is; what points elsewhere is not near at all."""
        along = vector @ self.axes * self.widths
        some = range(0, len(self.steps), _AT_ONCE)
        alike = [self.steps[start : start + _AT_ONCE].astype(np.float32) @ along for start in some]
        return _near(np.concatenate(alike), self.asked @ asked)

    def add_to(self, likeness: Floats) -> None:
        """Adds how near the examples are to each other, by example and example."""
        vectors = self.steps.astype(np.float32) * self.widths
        for start in range(0, len(vectors), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            likeness[some] += _near(vectors[some] @ vectors.T, self.asked[some] @ self.asked.T)


def _near(alike: Floats, alike_asked: Floats) -> Floats:
    positive = np.maximum(alike, 0)
    near: Floats = _NEARNESS * positive * positive * (1 - _BESIDE + _BESIDE * alike_asked)
    return near


def placed(vectors: Floats, asked: Sequence[Collection[Asked]]) -> Places:
    """The places of examples, on the axes that tell most of them apart."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    most = np.ascontiguousarray(axes[:, -_AXES:], dtype=np.float32)
    along = vectors @ most
    widths = np.maximum(np.abs(along).max(axis=0), _LEAST) / np.float32(_MOST_STEPS)
    return Places(
        axes=most,
        widths=widths,
        steps=np.rint(along / widths).astype(np.int8),
        asked=np.array([questioned(some) for some in asked]),
    )


def questioned(asked: Collection[Asked]) -> Floats:
    """Some questions as a row of length 1; `Asked.ANY` counts as all of them."""
    row = np.array([question in asked or Asked.ANY in asked for question in QUESTIONS], dtype=np.float32)
    return row / np.float32(np.sqrt(row.sum()))
