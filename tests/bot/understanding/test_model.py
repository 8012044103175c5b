"""The model learns from examples, the same each time, and says how sure it may be."""

from collections.abc import Iterator
from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest

from bot.understanding.acting import alike, ranked
from bot.understanding.intents import examples, spoken
from bot.understanding.model import INTENTS, Example, IntentModel, fit, unseen
from bot.understanding.phrases import IntentTexts, read_texts
from bot.understanding.understood import Asked, Intent
from bot.understanding.wording import words
from tests.bot.understanding.learnt import texts

FIRM = 0.9
PHRASES = (
    ("ja graag", Intent.AFFIRM),
    ("ja hoor", Intent.AFFIRM),
    ("ja prima", Intent.AFFIRM),
    ("nee dank je", Intent.DENY),
    ("nee hoor", Intent.DENY),
    ("nee sorry", Intent.DENY),
)


def small() -> list[Example]:
    marks = texts()["nl"].marks
    return [Example(spoken=spoken(words(text), marks, {Asked.OPENING}), intent=intent) for text, intent in PHRASES]


def test_what_was_learnt_is_told_again_and_kept_as_bytes() -> None:
    model = fit(small())
    kept = IntentModel.from_bytes(model.to_bytes())
    for example in small():
        probable = model.probabilities(example.spoken)
        assert max(probable, key=probable.__getitem__) is example.intent
        assert sum(probable.values()) == pytest.approx(1)
        assert kept.probabilities(example.spoken) == probable


def test_what_was_learnt_with_vectors_is_told_again_and_kept_as_bytes() -> None:
    # Yes and no lie apart in meaning, and each phrase a little beside its like.
    angles = np.array([0.0, 0.1, 0.2, 1.4, 1.5, 1.6])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    placed = [
        replace(one, spoken=replace(one.spoken, vector=vector)) for one, vector in zip(small(), vectors, strict=True)
    ]
    model = fit(placed)
    kept = IntentModel.from_bytes(model.to_bytes())
    for example in placed:
        probable = model.probabilities(example.spoken)
        assert max(probable, key=probable.__getitem__) is example.intent
        assert kept.probabilities(example.spoken) == probable
    with pytest.raises(ValueError, match="without one"):
        model.probabilities(small()[0].spoken)
    with pytest.raises(ValueError):
        IntentModel.from_bytes(model.to_bytes()[:-1])


def test_the_same_phrases_make_the_same_model() -> None:
    assert fit(small()).to_bytes() == fit(small()).to_bytes()


@pytest.mark.parametrize("kept", [b"", b"{}\n", b"\2\0\0\0[]1234", b'\x1f\0\0\0{"intents": ["x"], "traits": 1}1234'])
def test_bytes_that_are_no_model_are_refused(kept: bytes) -> None:
    with pytest.raises(ValueError):
        IntentModel.from_bytes(kept)


def test_an_unknown_intent_in_a_file_is_named() -> None:
    plain = {
        "language": {"words": "ja", "names": {}, "asking": [], "telling": [], "joins": []},
        "opt_out": {"fillers": "", **{way: {"alone": [], "within": []} for way in ("stop", "erase", "wrong_person")}},
        "marks": {},
        "topics": {},
        "phrases": {"intrested": {"opening": ["ja"]}},
    }
    with pytest.raises(ValueError, match="intrested"):
        read_texts("nl", plain)


def test_what_it_is_firmly_sure_of_is_right_for_96_of_100_unseen_phrases() -> None:
    told = [mark for text in texts().values() for mark in marks_of_unseen(text)]
    assert len(told) > 0.4 * sum(len(text.phrases) for text in texts().values())
    firm = [right for right, probability in told if probability >= FIRM]
    assert sum(firm) / len(firm) >= 0.96
    # What costs little is acted on from 0.7 on, which promises too much of what was not learnt: 73 of 100 are right.
    # With sentence vectors, which would take twice as long here, it is 69, and of what is firm 96, too.
    light = [right for right, probability in told if probability < FIRM]
    assert sum(light) / len(light) >= 0.7


def marks_of_unseen(text: IntentTexts) -> Iterator[tuple[bool, float]]:
    """Whether what a model that had not seen a phrase is sure of, after a question, is right; how probable."""
    told = unseen(examples([text])).probable
    for phrase, probable in zip(text.phrases, told, strict=True):
        question = sorted(phrase.asked)[crc32(" ".join(phrase.said).encode()) % len(phrase.asked)]
        heard = ranked(dict(zip(INTENTS, probable.tolist(), strict=True)), question)
        if heard.sure:
            yield alike(heard.intent, phrase.intent, question), heard.probability
