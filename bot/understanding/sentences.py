"""Turns words into a sentence vector: what means much the same lies near, also in other words."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.understanding.wording import GUESSED, KEPT, NAME, Words

Floats = NDArray[np.float32]

_BRANCHES = ((2, 0), (3, 1), (5, 2))
"""How many neighbouring pieces a branch looks at, and how many of them stand before."""
_APART = max(max(before, size - before - 1) for size, before in _BRANCHES)
"""So many empty places between two messages keep one from being seen beside the other."""
_UNKNOWN, _BEGIN, _END, _OTHERS = 0, 1, 2, 3
_SPACE = "\u2581"
_SOMEBODY = "sanne"
"""Stands for names: an encoder knows people, not braces."""
_WORST = -1e9
_EPSILON = np.float32(1e-12)
_LONGEST_PIECE = 16
_AT_ONCE = 32
_FEW = 4
_MOST_WORDS = 60
"""So many words of a message say what it is about; the encoder takes its time by their number."""
_KEPT = 512
"""So many vectors are remembered: a message is read again where a turn is tried again."""


class Encoder(Protocol):
    """Gives sentence vectors; any other that keeps to this may take the place of ours."""

    def __call__(self, said: Sequence[Words]) -> Floats:
        """The vectors of some messages' words, a row each, of length 1."""
        ...


class Pieces:
    """The pieces that an encoder cuts words into, and how common each is."""

    def __init__(self, texts: NDArray[np.bytes_], scores: Floats, unknown: float) -> None:
        """`texts`: ascending, as UTF-8. `unknown`: how common a sign is that is in no piece."""
        self.texts = texts
        self.scores = scores
        self.unknown = unknown
        self.cut = lru_cache(maxsize=KEPT)(self._cut)
        """The numbers of the pieces that a word is most likely cut into; the first of `texts` has number 3."""

    def _cut(self, word: str) -> tuple[int, ...]:
        best, back = [0.0] + [_WORST] * len(word), [(0, _UNKNOWN)] * (len(word) + 1)
        for at, end, number, score in self._found(word):
            if best[at] + score > best[end]:
                best[end], back[end] = best[at] + score, (at, number)
        return tuple(_backwards(back, len(word)))[::-1]

    def _found(self, word: str) -> Iterator[tuple[int, int, int, float]]:
        """Where pieces of a word begin and end, their numbers and how common they are; also signs in no piece."""
        reach = [(at, end) for at in range(len(word)) for end in range(at + 1, min(len(word), at + _LONGEST_PIECE) + 1)]
        said = [word[at:end].encode() for at, end in reach]
        places = self.texts.searchsorted(np.array(said, dtype=self.texts.dtype)).tolist()
        for (at, end), text, place in zip(reach, said, places, strict=True):
            if place < len(self.texts) and self.texts[place] == text:
                yield at, end, place + _OTHERS, float(self.scores[place])
            elif end == at + 1:
                yield at, end, _UNKNOWN, self.unknown


def _backwards(back: Sequence[tuple[int, int]], end: int) -> Iterator[int]:
    while end > 0:
        end, number = back[end]
        yield number


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEncoder:
    """A small convolutional network over pieces of words, with the weights that it was given."""

    pieces: Pieces
    table: Callable[[Sequence[int]], NDArray[np.uint8]]
    """Gives some pieces' vectors, in steps, a row each."""
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
        cut = [[_BEGIN, *self._pieces(words), _END] for words in said]
        order = sorted(range(len(said)), key=lambda place: len(cut[place]))
        vectors = np.empty((len(said), self.layers["d3"].shape[1]), dtype=np.float32)
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            vectors[some] = self._through([cut[place] for place in some])
        return vectors

    def _pieces(self, said: Words) -> Iterator[int]:
        """No piece reaches from one word into the next."""
        for word in _written(said):
            yield from self.pieces.cut(_SPACE + word)

    def _through(self, cut: Sequence[Sequence[int]]) -> Floats:
        """The messages stand one after the other, with room between them, so that none is filled up to the longest."""
        layers, lengths = self.layers, np.array([len(numbers) for numbers in cut])
        starts = np.cumsum(lengths + _APART) - lengths - _APART
        room = [_UNKNOWN] * _APART
        numbers = np.array([number for some in cut for number in (*some, *room)])
        spoken = np.zeros((len(numbers), 1), dtype=np.float32)
        for start, length in zip(starts, lengths, strict=True):
            spoken[start : start + length] = 1
        different, place = np.unique(numbers, return_inverse=True)
        steps = self.table(different.tolist()).astype(np.float32)
        alone: Floats = steps * self.scale[different, None] + self.low[different, None]
        shared = _evened(alone @ layers["proj_w"] + layers["proj_b"], layers["ln_g_all"], layers["ln_b_all"])
        looks, parts = alone[place], np.split(shared[place] * spoken, len(_BRANCHES), axis=1)
        branches = [self._branch(part, spoken, *branch) for part, branch in zip(parts, _BRANCHES, strict=True)]
        seen = _evened(np.concatenate([looks, *branches], axis=1), layers["ln_g"], layers["ln_b"]) * spoken
        count: Floats = lengths[:, None].astype(np.float32)
        summed: Floats = np.add.reduceat(seen, starts)
        return self._summed_up(np.divide(_times(summed, layers["cnn_W"]) + count * layers["cnn_b"], np.sqrt(count)))

    def _branch(self, looks: Floats, spoken: Floats, size: int, before: int) -> Floats:
        """What pieces mean beside their neighbours, looked at twice."""
        for step in (1, 2):
            around = _around(looks, size, before)
            seen = _positive(around @ self.layers[f"w{step}_{size}"] + self.layers[f"b{step}_{size}"])
            looks = (seen + looks) * spoken
        return looks

    def _summed_up(self, whole: Floats) -> Floats:
        layers = self.layers
        one = _positive(_times(whole, layers["p1"]) + _times(_positive(_times(whole, layers["d0"])), layers["d1"]))
        vectors = np.tanh(_times(one, layers["p3"]) + _times(_positive(_times(one, layers["d2"])), layers["d3"]))
        result: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _EPSILON)
        return result


def _written(words: Words) -> Sequence[str]:
    text = " ".join(words[:_MOST_WORDS]).replace(GUESSED, _SOMEBODY).replace(NAME, _SOMEBODY)
    return unicodedata.normalize("NFKC", text).split(" ")


def _times(rows: Floats, layer: Floats) -> Floats:
    """Their product; of a few rows one by one, for which a library's way with many would take longer."""
    product: Floats = np.stack([row @ layer for row in rows]) if len(rows) <= _FEW else rows @ layer
    return product


def _around(looks: Floats, size: int, before: int) -> Floats:
    """Each piece beside its neighbours; there is nothing beyond the ends."""
    count, width = looks.shape
    around = np.zeros((count, size, width), dtype=np.float32)
    for place in range(size):
        shift = place - before
        around[max(0, -shift) : count - max(0, shift), place] = looks[max(0, shift) : count + min(0, shift)]
    return around.reshape(count, size * width)


def _evened(looks: Floats, gain: Floats, offset: Floats) -> Floats:
    centred = looks - looks.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.mean(centred * centred, axis=1, keepdims=True) + _EPSILON)
    evened: Floats = centred / spread * gain + offset
    return evened


def _positive(values: Floats) -> Floats:
    positive: Floats = np.maximum(values, 0)
    return positive
