"""A linear model from traits to intents: ridge regression, solved at once, which also tells how it does unseen."""

import json
from collections.abc import Mapping, Sequence
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
_SHARPNESSES = np.arange(2.0, 30.0, 0.5, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A phrase's traits and its intent; examples of one `group` say the same and are held out together."""

    traits: Traits
    intent: Intent
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentModel:
    """Weighs traits into a probability for each intent."""

    numbers: NDArray[np.uint32]
    """The traits that were learnt, ascending."""
    weights: Floats
    """By trait and intent."""
    sharpness: float

    def probabilities(self, traits: Traits) -> dict[Intent, float]:
        """How probable each intent is; they sum to 1."""
        said = np.fromiter(traits.keys(), dtype=np.uint32, count=len(traits))
        heavy = np.fromiter(traits.values(), dtype=np.float32, count=len(traits))
        at = np.minimum(np.searchsorted(self.numbers, said), len(self.numbers) - 1)
        learnt = self.numbers[at] == said
        scores = heavy[learnt] @ self.weights[at[learnt]]
        return dict(zip(INTENTS, softmax(self.sharpness * scores).tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """The model as bytes, for `from_bytes`."""
        head = json.dumps({"intents": INTENTS, "traits": len(self.numbers), "sharpness": self.sharpness})
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
        return cls(numbers=np.frombuffer(body[:size], dtype="<u4"), weights=weights, sharpness=facts["sharpness"])


def fit(examples: Sequence[Example]) -> tuple[IntentModel, Floats]:
    """The model of some examples, and for each example the probabilities that a model without its group gives."""
    numbers, rows, values = _by_trait(examples)
    inverse = np.linalg.inv(_likeness(len(examples), rows, values) + np.diag(_ease(examples)))
    targets = np.array([[example.intent is intent for intent in INTENTS] for example in examples], dtype=np.float32)
    duals = (inverse @ targets).astype(np.float32)
    weights = np.array([heavy @ duals[row] for row, heavy in zip(rows, values, strict=True)], dtype=np.float32)
    unseen = _unseen(examples, inverse, duals, targets)
    sharpness = _sharpness(unseen, targets)
    model = IntentModel(numbers=numbers, weights=weights, sharpness=sharpness)
    return model, softmax(sharpness * unseen)


def softmax(scores: Floats) -> Floats:
    """Scores along the last axis as probabilities."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _by_trait(examples: Sequence[Example]) -> tuple[NDArray[np.uint32], list[NDArray[np.intp]], list[Floats]]:
    """The traits' numbers ascending, and for each the examples that have it and how much it weighs there.

    What stands in one example only likens it to no other, and is left out.
    """
    having: dict[int, list[tuple[int, float]]] = {}
    for at, example in enumerate(examples):
        for number, weight in example.traits.items():
            having.setdefault(number, []).append((at, weight))
    ordered = sorted(number for number, places in having.items() if len(places) > 1)
    rows = [np.array([at for at, _ in having[number]], dtype=np.intp) for number in ordered]
    values = [np.array([weight for _, weight in having[number]], dtype=np.float32) for number in ordered]
    return np.array(ordered, dtype=np.uint32), rows, values


def _likeness(size: int, rows: Sequence[NDArray[np.intp]], values: Sequence[Floats]) -> Floats:
    """The inner products of all pairs of examples."""
    likeness = np.zeros((size, size), dtype=np.float32)
    for row, heavy in zip(rows, values, strict=True):
        likeness[np.ix_(row, row)] += np.outer(heavy, heavy)
    return likeness


def _ease(examples: Sequence[Example]) -> Floats:
    """The ridge of each example: lower, so that it counts for more, where its intent has few."""
    counts = {intent: sum(example.intent is intent for example in examples) for intent in INTENTS}
    mean = len(examples) / sum(count > 0 for count in counts.values())
    return np.array([_RIDGE * (counts[example.intent] / mean) ** _EVENNESS for example in examples], dtype=np.float32)


def _unseen(examples: Sequence[Example], inverse: Floats, duals: Floats, targets: Floats) -> Floats:
    """The scores of each example by the model of all other groups: the ridge's closed form for leaving some out."""
    groups: dict[str, list[int]] = {}
    for at, example in enumerate(examples):
        groups.setdefault(example.group, []).append(at)
    scores = np.empty_like(targets)
    for members in groups.values():
        scores[members] = targets[members] - np.linalg.solve(inverse[np.ix_(members, members)], duals[members])
    return scores


def _sharpness(unseen: Floats, targets: Floats) -> float:
    """What makes the unseen scores the most honest probabilities."""
    losses: Mapping[float, float] = {
        float(sharp): -float(np.log((softmax(sharp * unseen) * targets).sum(axis=1)).mean()) for sharp in _SHARPNESSES
    }
    return min(losses, key=losses.__getitem__)
