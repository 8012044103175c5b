"""Turns words into a sentence vector: what means much the same lies near, also in other words."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.wording import GUESSED, NAME, Words

Floats = NDArray[np.float32]

_BRANCHES = ((2, 0), (3, 1), (5, 2))
"""How many neighbouring pieces a branch looks at, and how many of them stand before."""
_UNKNOWN, _BEGIN, _END = 0, 1, 2
_SPACE = "\u2581"
_SOMEBODY = "sanne"
"""Stands for names: an encoder knows people, not braces."""
_WORST = -1e9
_EPSILON = np.float32(1e-12)
_LONGEST_PIECE = 16
_AT_ONCE = 32
_MOST_WORDS = 60
"""So many words of a message say what it is about; the encoder takes its time by their number."""
_KEPT = 512
"""So many vectors are remembered: a message is read again where a turn is tried again."""


class Encoder(Protocol):
    """Gives sentence vectors; any other that keeps to this may take the place of ours."""

    def __call__(self, said: Sequence[Words]) -> Floats:
        """The vectors of some messages' words, a row each, of length 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The pieces that an encoder cuts words into, each with its number and how common it is."""

    numbers: Mapping[str, int]
    scores: Sequence[float]
    unknown: float
    """How common a sign is that is in no piece."""

    def cut(self, text: str) -> list[int]:
        """The likeliest way to cut a text into pieces; a sign that is in none is unknown."""
        best, back = [0.0] + [_WORST] * len(text), [(0, _UNKNOWN)] * (len(text) + 1)
        for at in range(len(text)):
            for end in range(at + 1, min(len(text), at + _LONGEST_PIECE) + 1):
                number = self.numbers.get(text[at:end], _UNKNOWN if end == at + 1 else None)
                if number is not None:
                    score = best[at] + (self.scores[number] if number != _UNKNOWN else self.unknown)
                    if score > best[end]:
                        best[end], back[end] = score, (at, number)
        return list(_backwards(back, len(text)))[::-1]


def _backwards(back: Sequence[tuple[int, int]], end: int) -> Iterator[int]:
    while end > 0:
        end, number = back[end]
        yield number


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEncoder:
    """A small convolutional network over pieces of words, with the weights that it was given."""

    pieces: Pieces
    table: NDArray[np.uint8]
    """By piece, its vector in steps."""
    scale: Floats
    """By piece, how large a step is."""
    low: Floats
    """By piece, where the steps begin."""
    layers: Mapping[str, Floats]
    _kept: dict[Words, Floats] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __call__(self, said: Sequence[Words]) -> Floats:
        """The vectors of some messages' words, a row each, of length 1."""
        found = {words: self._kept.get(words) for words in said}
        missing = [words for words, vector in found.items() if vector is None]
        found.update(zip(missing, self._encoded(missing), strict=True))
        if len(missing) <= _AT_ONCE:
            self._keep({words: found[words] for words in missing})
        return np.array([found[words] for words in said], dtype=np.float32)

    def _keep(self, found: Mapping[Words, Floats | None]) -> None:
        if len(self._kept) + len(found) > _KEPT:
            self._kept.clear()
        self._kept.update({words: vector for words, vector in found.items() if vector is not None})

    def _encoded(self, said: Sequence[Words]) -> Floats:
        """Some go through the network together, those of like length beside each other."""
        cut = [[_BEGIN, *self.pieces.cut(_written(words)), _END] for words in said]
        order = sorted(range(len(said)), key=lambda place: len(cut[place]))
        vectors = np.empty((len(said), self.layers["d3"].shape[1]), dtype=np.float32)
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            vectors[some] = self._through([cut[place] for place in some])
        return vectors

    def _through(self, cut: Sequence[Sequence[int]]) -> Floats:
        layers, lengths = self.layers, np.array([len(numbers) for numbers in cut])
        said = np.arange(lengths.max()) < lengths[:, None]
        numbers = np.full(said.shape, _UNKNOWN)
        numbers[said] = [number for some in cut for number in some]
        spoken: Floats = said[:, :, None].astype(np.float32)
        looks = self.table[numbers] * self.scale[numbers, None] + self.low[numbers, None]
        shared = _evened(looks @ layers["proj_w"] + layers["proj_b"], layers["ln_g_all"], layers["ln_b_all"]) * spoken
        parts = zip(np.split(shared, len(_BRANCHES), axis=2), _BRANCHES, strict=True)
        branches = [self._branch(part, spoken, *branch) for part, branch in parts]
        seen = _evened(np.concatenate([looks, *branches], axis=2), layers["ln_g"], layers["ln_b"]) * spoken
        count = lengths[:, None].astype(np.float32)
        return self._summed_up((seen.sum(axis=1) @ layers["cnn_W"] + count * layers["cnn_b"]) / np.sqrt(count))

    def _branch(self, looks: Floats, spoken: Floats, size: int, before: int) -> Floats:
        """What pieces mean beside their neighbours, looked at twice."""
        for step in (1, 2):
            around = _around(looks, size, before)
            seen = _positive(around @ self.layers[f"w{step}_{size}"] + self.layers[f"b{step}_{size}"])
            looks = (seen + looks) * spoken
        return looks

    def _summed_up(self, whole: Floats) -> Floats:
        layers = self.layers
        one = _positive(whole @ layers["p1"] + _positive(whole @ layers["d0"]) @ layers["d1"])
        vectors = np.tanh(one @ layers["p3"] + _positive(one @ layers["d2"]) @ layers["d3"])
        result: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _EPSILON)
        return result


def _written(words: Words) -> str:
    text = " ".join(words[:_MOST_WORDS]).replace(GUESSED, _SOMEBODY).replace(NAME, _SOMEBODY)
    return _SPACE + unicodedata.normalize("NFKC", text).replace(" ", _SPACE)


def _around(looks: Floats, size: int, before: int) -> Floats:
    """Each piece beside its neighbours; there is nothing beyond the ends."""
    count, length, width = looks.shape
    around = np.zeros((count, length, size, width), dtype=np.float32)
    for place in range(size):
        shift = place - before
        around[:, max(0, -shift) : length - max(0, shift), place] = looks[:, max(0, shift) : length + min(0, shift)]
    return around.reshape(count, length, size * width)


def _evened(looks: Floats, gain: Floats, offset: Floats) -> Floats:
    centred = looks - looks.mean(axis=2, keepdims=True)
    spread = np.sqrt(np.mean(centred * centred, axis=2, keepdims=True) + _EPSILON)
    evened: Floats = centred / spread * gain + offset
    return evened


def _positive(values: Floats) -> Floats:
    positive: Floats = np.maximum(values, 0)
    return positive
