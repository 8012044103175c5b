"""A linear model from traits to intents: ridge regression on the likeness of examples, in wording and in meaning."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.nearness import Places, placed, questioned
from bot.understanding.sentences import Floats
from bot.understanding.traits import Traits
from bot.understanding.understood import Asked, Intent

Halves = NDArray[np.float16]

INTENTS = tuple(Intent)
_RIDGE = 0.5
_EVENNESS = 0.2
"""How far rare intents are weighed up: 0 not at all, 1 wholly."""
_COMMON = 24
"""From so many examples on a trait counts as common."""
_COMMON_AT_ONCE, _PAIRS_AT_ONCE = 2048, 1 << 20
"""How much is in memory at a time of what all pairs of examples are compared by."""
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
    weights: Halves
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
        at = np.minimum(self.numbers.searchsorted(traits.numbers), len(self.numbers) - 1)
        learnt = self.numbers[at] == traits.numbers
        scores: Floats = traits.weights[learnt] @ self.weights[at[learnt]].astype(np.float32)
        return scores

    def to_bytes(self) -> bytes:
        """The model as bytes, for `from_bytes`."""
        arrays: list[NDArray[Any]] = [self.numbers]
        if self.neighbours is not None:
            places = self.neighbours.places
            arrays += [places.axes, places.widths, places.asked, self.neighbours.duals, self.weights, places.steps]
        else:
            arrays.append(self.weights)
        written = [np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")) for array in arrays]
        shapes = [(array.dtype.str, array.shape) for array in written]
        head = json.dumps({"intents": INTENTS, "arrays": shapes}).encode()
        head += b" " * (-len(head) % 4)  # so that the numbers behind it begin where a processor likes them to
        size = np.uint32(len(head)).astype("<u4").tobytes()
        return b"".join((size, head, *(array.tobytes() for array in written)))

    @classmethod
    def from_bytes(cls, kept: bytes | memoryview) -> "IntentModel":
        """The model that was kept, which stays where it is; `ValueError` for what is no model, or of other intents."""
        view = memoryview(kept)
        body = 4 + int.from_bytes(view[:4], "little")
        facts = json.loads(bytes(view[4:body]))
        if not isinstance(facts, dict) or facts.get("intents") != list(INTENTS):
            raise ValueError("a model of other intents")
        numbers, *others = _arrays(view[body:], facts["arrays"])
        if len(others) == 1:
            return cls(numbers=numbers, weights=others[0])
        axes, widths, asked, duals, weights, steps = others
        places = Places(axes=axes, widths=widths, asked=asked, steps=steps)
        return cls(numbers=numbers, weights=weights, neighbours=Neighbours(places=places, duals=duals))


def _arrays(content: memoryview, shapes: Sequence[tuple[str, Sequence[int]]]) -> list[NDArray[Any]]:
    """Arrays that stand one after the other; `ValueError` where there is more or less than that."""
    arrays: list[NDArray[Any]] = []
    at = 0
    for kind, shape in shapes:
        array = np.frombuffer(content, dtype=kind, count=int(np.prod(shape)), offset=at).reshape(shape)
        at += array.nbytes
        arrays.append(array)
    if at != len(content):
        raise ValueError("not as many numbers as a model has")
    return arrays


def fit(examples: Sequence[Example]) -> IntentModel:
    """The model of some examples; the same examples always make the same one."""
    shared, places = _shared(examples), _placed(examples)
    duals = np.linalg.solve(_eased(examples, _likeness(examples, shared, places)), _targets(examples))
    weights = np.empty((len(shared.numbers), len(INTENTS)), dtype=np.float16)
    for intent, theirs in enumerate(duals.T):  # all at once would take several times the room of the whole model
        weights[:, intent] = np.add.reduceat(shared.heavy * theirs[shared.rows], shared.starts)
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
    said = np.concatenate([example.traits.numbers for example in examples])
    heavy = np.concatenate([example.traits.weights for example in examples])
    rows = np.repeat(np.arange(len(examples)), [len(example.traits.numbers) for example in examples])
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
        places.add_to(likeness)
    return likeness


def _worded_alike(size: int, shared: _Shared) -> Floats:
    """The inner products of all pairs of examples: common traits as matrices, rare ones pair by pair."""
    likeness = np.zeros((size, size), dtype=np.float32)
    for common in _commons(size, shared):
        likeness += common @ common.T
    pairwise = likeness.ravel()
    for count in range(2, _COMMON):
        which = np.flatnonzero(shared.counts == count)
        for some in np.array_split(which, 1 + len(which) * count * count // _PAIRS_AT_ONCE):
            rows, heavy = shared.of(some, count)
            pairs = rows[:, :, None] * size + rows[:, None, :]
            np.add.at(pairwise, pairs.ravel(), (heavy[:, :, None] * heavy[:, None, :]).ravel())
    return likeness


def _commons(size: int, shared: _Shared) -> Iterator[Floats]:
    """By example and trait, how heavily it has those that many have; as many of them at once as there is room for."""
    which = np.flatnonzero(shared.counts >= _COMMON)
    for some in np.array_split(which, 1 + len(which) // _COMMON_AT_ONCE):
        common = np.zeros((size, len(some)), dtype=np.float32)
        for column, trait in enumerate(some):
            having = slice(shared.starts[trait], shared.starts[trait] + shared.counts[trait])
            common[shared.rows[having], column] = shared.heavy[having]
        yield common


def _ease(examples: Sequence[Example]) -> Floats:
    """The ridge of each example: lower, so that it counts for more, where its intent has few."""
    counts = Counter(example.intent for example in examples)
    mean = len(examples) / len(counts)
    return np.array([_RIDGE * (counts[example.intent] / mean) ** _EVENNESS for example in examples], dtype=np.float32)
