"""A linear model from traits to intents: ridge regression, solved at once."""

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
_EVENNESS = 0.35
"""How far rare intents are weighed up: 0 not at all, 1 wholly."""
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
        at = np.minimum(np.searchsorted(self.numbers, said), len(self.numbers) - 1)
        learnt = self.numbers[at] == said
        scores = heavy[learnt] @ self.weights[at[learnt]]
        return dict(zip(INTENTS, _softmax(_SHARPNESS * scores).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """The model as bytes, for `from_bytes`."""
        head = json.dumps({"intents": INTENTS, "traits": len(self.numbers)})
        return b"\n".join((head.encode(), self.numbers.astype("<u4").tobytes() + self.weights.astype("<f4").tobytes()))

    @classmethod
    def from_bytes(cls, kept: bytes) -> "IntentModel":
        """The model that was kept; `ValueError` where the bytes are no model, or one of other intents."""
        head, _, body = kept.partition(b"\n")
        facts = json.loads(head)
        if not isinstance(facts, dict) or facts.get("intents") != list(INTENTS):
            raise ValueError("a model of other intents")
        size = 4 * facts["traits"]
        weights = np.frombuffer(body[size:], dtype="<f4").reshape(facts["traits"], len(INTENTS))
        return cls(numbers=np.frombuffer(body[:size], dtype="<u4"), weights=weights)


def fit(examples: Sequence[Example]) -> IntentModel:
    """The model of some examples; the same examples always make the same one."""
    numbers, rows, values = _by_trait(examples)
    likeness = _likeness(len(examples), rows, values)
    likeness[np.diag_indices(len(examples))] += _ease(examples)
    targets = np.array([[example.intent is intent for intent in INTENTS] for example in examples], dtype=np.float32)
    duals = np.linalg.solve(likeness, targets)
    weights = np.array([heavy @ duals[row] for row, heavy in zip(rows, values, strict=True)], dtype=np.float32)
    return IntentModel(numbers=numbers, weights=weights)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    shares: Floats = powers / powers.sum()
    return shares


def _by_trait(examples: Sequence[Example]) -> tuple[NDArray[np.uint32], list[NDArray[np.intp]], list[Floats]]:
    """The traits' numbers ascending, and for each the examples that have it and how much it weighs there.

    What stands in one example only likens it to no other, and is left out.
    """
    said = np.array([number for example in examples for number in example.traits], dtype=np.uint32)
    heavy = np.array([weight for example in examples for weight in example.traits.values()], dtype=np.float32)
    at = np.repeat(np.arange(len(examples)), [len(example.traits) for example in examples])
    order = np.argsort(said, kind="stable")
    numbers, starts, counts = np.unique(said[order], return_index=True, return_counts=True)
    rows, values = np.split(at[order], starts[1:]), np.split(heavy[order], starts[1:])
    shared = np.flatnonzero(counts > 1)
    return numbers[shared], [rows[one] for one in shared], [values[one] for one in shared]


def _likeness(size: int, rows: Sequence[NDArray[np.intp]], values: Sequence[Floats]) -> Floats:
    """The inner products of all pairs of examples."""
    likeness = np.zeros((size, size), dtype=np.float32)
    for row, heavy in zip(rows, values, strict=True):
        likeness[np.ix_(row, row)] += np.outer(heavy, heavy)
    return likeness


def _ease(examples: Sequence[Example]) -> Floats:
    """The ridge of each example: lower, so that it counts for more, where its intent has few."""
    counts = Counter(example.intent for example in examples)
    mean = len(examples) / len(counts)
    return np.array([_RIDGE * (counts[example.intent] / mean) ** _EVENNESS for example in examples], dtype=np.float32)
