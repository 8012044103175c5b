"""A linear model from traits to intents: ridge regression on the likeness of examples, in wording and in meaning."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.nearness import Places, placed, questioned
from bot.understanding.sentences import Floats
from bot.understanding.traits import Traits
from bot.understanding.understood import Asked, Intent

INTENTS = tuple(Intent)
_RIDGE = 0.5
_EVENNESS = 0.2
"""How far rare intents are weighed up: 0 not at all, 1 wholly."""
_COMMON = 24
"""From so many examples on a trait counts as common."""
_SHARPNESS = {False: 11.0, True: 13.0}
"""Makes the scores of phrases that were not learnt the most honest probabilities, without and with sentence vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What the model knows of a message."""

    traits: Traits
    asked: Collection[Asked]
    """The questions that it may answer."""
    vector: Floats | None = None
    """Its sentence vector, where there is an encoder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A phrase and its intent."""

    spoken: Spoken
    intent: Intent

    @property
    def traits(self) -> Traits:
        return self.spoken.traits


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """What examples near a message in meaning say of it."""

    places: Places
    duals: Floats
    """By example and intent."""

    def scores(self, spoken: Spoken) -> Floats:
        """By intent; raises ValueError for a message without a vector."""
        if spoken.vector is None:
            raise ValueError("a model that learnt from sentence vectors is asked about a message without one")
        scores: Floats = self.places.near(spoken.vector, questioned(spoken.asked)) @ self.duals
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentModel:
    """Weighs traits into a probability for each intent."""

    numbers: NDArray[np.uint32]
    """The traits that were learnt, ascending."""
    weights: Floats
    """By trait and intent."""
    neighbours: Neighbours | None = None
    """None for a model without sentence vectors."""

    def probabilities(self, spoken: Spoken) -> dict[Intent, float]:
        """How probable each intent is; they sum to 1."""
        scores, sharpness = self._worded(spoken.traits), _SHARPNESS[self.neighbours is not None]
        if self.neighbours is not None:
            scores = scores + self.neighbours.scores(spoken)
        return dict(zip(INTENTS, _softmax(sharpness * scores).tolist(), strict=True))

    def _worded(self, traits: Traits) -> Floats:
        """By intent, what the wording says."""
        said = np.fromiter(traits.keys(), dtype=np.uint32, count=len(traits))
        heavy = np.fromiter(traits.values(), dtype=np.float32, count=len(traits))
        at = np.minimum(self.numbers.searchsorted(said), len(self.numbers) - 1)
        learnt = self.numbers[at] == said
        scores: Floats = heavy[learnt] @ self.weights[at[learnt]]
        return scores

    def to_bytes(self) -> bytes:
        """The model as bytes, for `from_bytes`."""
        arrays = [self.weights]
        if self.neighbours is not None:
            places = self.neighbours.places
            arrays += [places.axes, places.vectors, places.asked, self.neighbours.duals]
        shapes = [array.shape for array in arrays]
        head = json.dumps({"intents": INTENTS, "traits": len(self.numbers), "shapes": shapes}).encode()
        head += b" " * (-len(head) % 4)  # so that the numbers behind it begin where a processor likes them to
        size = np.uint32(len(head)).astype("<u4").tobytes()
        body = (np.ascontiguousarray(array, dtype="<f4").tobytes() for array in arrays)
        return b"".join((size, head, self.numbers.astype("<u4").tobytes(), *body))

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
        weights, *others = _split(np.frombuffer(view, dtype="<f4", offset=body + 4 * count), facts["shapes"])
        neighbours = None
        if others:
            axes, vectors, asked, duals = others
            neighbours = Neighbours(places=Places(axes=axes, vectors=vectors, asked=asked), duals=duals)
        return cls(numbers=numbers, weights=weights, neighbours=neighbours)


def _split(numbers: Floats, shapes: Sequence[Sequence[int]]) -> list[Floats]:
    """Numbers that stand one array after the other; `ValueError` where there are more or fewer than that."""
    sizes = [int(np.prod(shape)) for shape in shapes]
    parts = np.split(numbers, np.cumsum(sizes))
    if [len(part) for part in parts] != [*sizes, 0]:
        raise ValueError("not as many numbers as a model has")
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=False)]


def fit(examples: Sequence[Example]) -> IntentModel:
    """The model of some examples; the same examples always make the same one."""
    shared, places = _shared(examples), _placed(examples)
    duals = np.linalg.solve(_eased(examples, _likeness(examples, shared, places)), _targets(examples))
    weights = np.add.reduceat(shared.heavy[:, None] * duals[shared.rows], shared.starts)
    neighbours = Neighbours(places=places, duals=duals) if places is not None else None
    return IntentModel(numbers=shared.numbers, weights=weights, neighbours=neighbours)


def _placed(examples: Sequence[Example]) -> Places | None:
    vectors = [example.spoken.vector for example in examples if example.spoken.vector is not None]
    if not vectors:
        return None
    return placed(np.array(vectors), [example.spoken.asked for example in examples])


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What each of some examples looks like to a model that was learnt from all the others."""

    probable: Floats
    """By example and intent, in the order of `INTENTS`."""
    likeness: Floats
    """By example and example."""


def unseen(examples: Sequence[Example]) -> Unseen:
    """Leaves out each example in turn; a ridge regression tells that without learning anew."""
    places, targets = _placed(examples), _targets(examples)
    likeness = _likeness(examples, _shared(examples), places)
    inverse = np.linalg.inv(_eased(examples, likeness.copy()))
    scores = targets - (inverse @ targets) / np.diagonal(inverse)[:, None]
    probable = np.array([_softmax(_SHARPNESS[places is not None] * some) for some in scores.astype(np.float32)])
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
    """The traits that several examples have, and who has them; `rows` and `heavy` go trait by trait.

    What stands in one example only likens it to none but itself.
    """

    numbers: NDArray[np.uint32]
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]
    rows: NDArray[np.intp]
    heavy: Floats
    own: Floats
    """By example, how like itself it is by what no other has."""

    def of(self, which: NDArray[np.intp], count: int) -> tuple[NDArray[np.intp], Floats]:
        """Who has some traits, and how heavily; each trait must be had by `count`."""
        at = self.starts[which][:, None] + np.arange(count)
        return self.rows[at], self.heavy[at]


def _shared(examples: Sequence[Example]) -> _Shared:
    said = np.array([number for example in examples for number in example.traits], dtype=np.uint32)
    heavy = np.array([weight for example in examples for weight in example.traits.values()], dtype=np.float32)
    rows = np.repeat(np.arange(len(examples)), [len(example.traits) for example in examples])
    numbers, place, counts = np.unique(said, return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    single = counts[place] == 1
    own = np.bincount(rows[single], heavy[single] ** 2, minlength=len(examples)).astype(np.float32)
    order = order[counts[place[order]] > 1]
    kept = counts > 1
    starts = np.concatenate(([0], np.cumsum(counts[kept])[:-1]))
    return _Shared(
        numbers=numbers[kept], starts=starts, counts=counts[kept], rows=rows[order], heavy=heavy[order], own=own
    )


def _likeness(examples: Sequence[Example], shared: _Shared, places: Places | None) -> Floats:
    """How like each other all pairs of examples are, in wording, and where their places are known in meaning."""
    likeness = _worded_alike(len(examples), shared)
    likeness[np.diag_indices(len(examples))] += shared.own
    if places is not None:
        likeness += places.among_themselves()
    return likeness


def _worded_alike(size: int, shared: _Shared) -> Floats:
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
