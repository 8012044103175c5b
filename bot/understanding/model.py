"""A linear model from traits to intents: ridge regression on the likeness of examples."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.traits import Traits
from bot.understanding.understood import Intent

Floats = NDArray[np.float32]

INTENTS = tuple(Intent)
_RIDGE = 0.5
_EVENNESS = 0.2
"""How far rare intents are weighed up: 0 not at all, 1 wholly."""
_COMMON = 24
"""From so many examples on a trait counts as common."""
_SHARPNESS = 11.0
"""Makes the scores of phrases that were not learnt the most honest probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A phrase's traits and its intent."""

    traits: Traits
    intent: Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentModel:
    """Weighs traits into a probability for each intent."""

    numbers: NDArray[np.uint32]
    """The traits that were learnt, ascending."""
    weights: Floats
    """By trait and intent."""

    def probabilities(self, traits: Traits) -> dict[Intent, float]:
        """How probable each intent is; they sum to 1."""
        said = np.fromiter(traits.keys(), dtype=np.uint32, count=len(traits))
        heavy = np.fromiter(traits.values(), dtype=np.float32, count=len(traits))
        at = np.minimum(self.numbers.searchsorted(said), len(self.numbers) - 1)
        learnt = self.numbers[at] == said
        scores = heavy[learnt] @ self.weights[at[learnt]]
        return dict(zip(INTENTS, _softmax(_SHARPNESS * scores).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """The model as bytes, for `from_bytes`."""
        head = json.dumps({"intents": INTENTS, "traits": len(self.numbers)}).encode()
        head += b" " * (-len(head) % 4)  # so that the numbers behind it begin where a processor likes them to
        size = np.uint32(len(head)).astype("<u4")
        return b"".join(
            part.tobytes()
            for part in (size, np.frombuffer(head, np.uint8), self.numbers.astype("<u4"), self.weights.astype("<f4"))
        )

    @classmethod
    def from_bytes(cls, kept: bytes | memoryview) -> "IntentModel":
        """The model that was kept, which stays where it is; `ValueError` for what is no model, or of other intents."""
        view = memoryview(kept)
        body = 4 + int.from_bytes(view[:4], "little")
        facts = json.loads(bytes(view[4:body]))
        if not isinstance(facts, dict) or facts.get("intents") != list(INTENTS):
            raise ValueError("a model of other intents")
        count = facts["traits"]
        numbers = np.frombuffer(view, dtype="<u4", count=count, offset=body)
        weights = np.frombuffer(view, dtype="<f4", offset=body + 4 * count).reshape(count, len(INTENTS))
        return cls(numbers=numbers, weights=weights)


def fit(examples: Sequence[Example]) -> IntentModel:
    """The model of some examples; the same examples always make the same one."""
    shared = _shared(examples)
    duals = np.linalg.solve(_eased(examples, _likeness(len(examples), shared)), _targets(examples))
    weights = np.add.reduceat(shared.heavy[:, None] * duals[shared.rows], shared.starts)
    return IntentModel(numbers=shared.numbers, weights=weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What each of some examples looks like to a model that was learnt from all the others."""

    probable: Floats
    """By example and intent, in the order of `INTENTS`."""
    likeness: Floats
    """By example and example."""


def unseen(examples: Sequence[Example]) -> Unseen:
    """Leaves out each example in turn; a ridge regression tells that without learning anew."""
    likeness, targets = _likeness(len(examples), _shared(examples)), _targets(examples)
    inverse = np.linalg.inv(_eased(examples, likeness.copy()))
    scores = targets - (inverse @ targets) / np.diagonal(inverse)[:, None]
    probable = np.array([_softmax(_SHARPNESS * some) for some in scores.astype(np.float32)])
    return Unseen(probable=probable, likeness=likeness)


def _targets(examples: Sequence[Example]) -> Floats:
    return np.array([[example.intent is intent for intent in INTENTS] for example in examples], dtype=np.float32)


def _eased(examples: Sequence[Example], likeness: Floats) -> Floats:
    likeness[np.diag_indices(len(examples))] += _ease(examples)
    return likeness


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - np.maximum.reduce(scores))
    shares: Floats = powers / np.add.reduce(powers)
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """The traits that several examples have, and who has them; `rows` and `heavy` go trait by trait."""

    numbers: NDArray[np.uint32]
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]
    rows: NDArray[np.intp]
    heavy: Floats

    def of(self, which: NDArray[np.intp], count: int) -> tuple[NDArray[np.intp], Floats]:
        """Who has some traits, and how heavily; each trait must be had by `count`."""
        at = self.starts[which][:, None] + np.arange(count)
        return self.rows[at], self.heavy[at]


def _shared(examples: Sequence[Example]) -> _Shared:
    """What stands in one example only likens it to no other, and is left out."""
    said = np.array([number for example in examples for number in example.traits], dtype=np.uint32)
    heavy = np.array([weight for example in examples for weight in example.traits.values()], dtype=np.float32)
    rows = np.repeat(np.arange(len(examples)), [len(example.traits) for example in examples])
    numbers, place, counts = np.unique(said, return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    order = order[counts[place[order]] > 1]
    kept = counts > 1
    starts = np.concatenate(([0], np.cumsum(counts[kept])[:-1]))
    return _Shared(numbers=numbers[kept], starts=starts, counts=counts[kept], rows=rows[order], heavy=heavy[order])


def _likeness(size: int, shared: _Shared) -> Floats:
    """The inner products of all pairs of examples: common traits as a matrix, rare ones pair by pair."""
    pairs, products = [np.zeros(1, dtype=np.intp)], [np.zeros(1, dtype=np.float32)]
    for count in range(2, _COMMON):
        rows, heavy = shared.of(np.flatnonzero(shared.counts == count), count)
        pairs.append((rows[:, :, None] * size + rows[:, None, :]).ravel())
        products.append((heavy[:, :, None] * heavy[:, None, :]).ravel())
    summed = np.bincount(np.concatenate(pairs), np.concatenate(products), minlength=size * size)
    common = _common(size, shared)
    likeness: Floats = summed.reshape(size, size).astype(np.float32) + common @ common.T
    return likeness


def _common(size: int, shared: _Shared) -> Floats:
    """By example and trait, how heavily it has the traits that many have."""
    many = np.repeat(shared.counts >= _COMMON, shared.counts)
    column = np.repeat(np.cumsum(shared.counts >= _COMMON) - 1, shared.counts)
    common = np.zeros((size, int(np.sum(shared.counts >= _COMMON))), dtype=np.float32)
    common[shared.rows[many], column[many]] = shared.heavy[many]
    return common


def _ease(examples: Sequence[Example]) -> Floats:
    """The ridge of each example: lower, so that it counts for more, where its intent has few."""
    counts = Counter(example.intent for example in examples)
    mean = len(examples) / len(counts)
    return np.array([_RIDGE * (counts[example.intent] / mean) ** _EVENNESS for example in examples], dtype=np.float32)
