"""The model learns from examples, the same each time, and says how sure it may be."""

from zlib import crc32

import numpy as np
import pytest

from bot.understanding.intents import SURE, alike, examples
from bot.understanding.model import INTENTS, Example, IntentModel, fit
from bot.understanding.phrases import read_texts
from bot.understanding.traits import traits
from bot.understanding.understood import Asked, Intent
from bot.understanding.wording import words
from tests.bot.understanding.learnt import texts

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
    return [
        Example(traits=traits(words(text), marks, {Asked.OPENING}), intent=intent, group=text)
        for text, intent in PHRASES
    ]


def test_what_was_learnt_is_told_again_and_kept_as_bytes() -> None:
    model, _ = fit(small())
    kept = IntentModel.from_bytes(model.to_bytes())
    for example in small():
        probable = model.probabilities(example.traits)
        assert max(probable, key=probable.__getitem__) is example.intent
        assert sum(probable.values()) == pytest.approx(1)
        assert kept.probabilities(example.traits) == probable


def test_the_same_phrases_make_the_same_model() -> None:
    assert fit(small())[0].to_bytes() == fit(small())[0].to_bytes()


def test_what_is_held_out_is_judged_as_by_a_model_that_never_saw_it() -> None:
    held_out = small()
    model, unseen = fit(held_out)
    without, _ = fit(held_out[:-1])
    scores = np.log([without.probabilities(held_out[-1].traits)[intent] for intent in INTENTS])
    ours = np.log(unseen[-1])
    between = (scores - scores[0]) / without.sharpness
    assert (ours - ours[0]) / model.sharpness == pytest.approx(between, abs=0.05)


@pytest.mark.parametrize("kept", [b"", b"{}\n", b"[]\n1234", b'{"intents": ["x"], "traits": 1, "sharpness": 2}\n1234'])
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


def test_what_it_is_sure_of_is_right_for_97_of_100_unseen_phrases() -> None:
    folds = 4
    phrases = [phrase for text in texts().values() for phrase in text.phrases]
    learnt = examples(texts().values())
    right = weight = 0.0
    for fold in range(folds):
        model, _ = fit([example for example in learnt if crc32(example.group.encode()) % folds != fold])
        for phrase, example in zip(phrases, learnt, strict=True):
            if crc32(example.group.encode()) % folds != fold or phrase.language not in ("nl", "en"):
                continue
            for question in phrase.asked - {Asked.ANY}:
                marks = texts()[phrase.language].marks
                probable = model.probabilities(traits(words(phrase.text), marks, {question}))
                sums = {one: sum(probable[o] for o in INTENTS if alike(one, o, question)) for one in INTENTS}
                best = max(INTENTS, key=lambda intent: (sums[intent], probable[intent]))
                if sums[best] >= SURE:
                    weight += 1 / len(phrase.asked)
                    right += alike(best, phrase.intent, question) / len(phrase.asked)
    assert right / weight >= 0.97
