"""Added phrases that pull the model the wrong way are found by leaving each out."""

from bot.understanding.doubtful import Doubtful, doubtful
from bot.understanding.phrases import Phrase, phrase_of
from bot.understanding.understood import Asked, Intent
from tests.bot.understanding.learnt import texts


def added(text: str, intent: Intent, asked: Asked = Asked.OPENING) -> Phrase:
    return phrase_of(text, intent, [asked], "nl")


def test_phrases_that_fit_are_not_doubted() -> None:
    fitting = [
        added("stop alsjeblieft met mij te appen", Intent.STOP),
        added("wat verdien je eigenlijk met die baan", Intent.NEED_MORE_INFO),
    ]
    assert list(doubtful(texts()["nl"], fitting)) == []


def test_no_phrases_no_doubts() -> None:
    assert list(doubtful(texts()["nl"], [])) == []


def test_a_phrase_under_the_wrong_intent_is_told_with_what_it_is_like() -> None:
    misplaced = added("stop alsjeblieft met mij te appen", Intent.INTERESTED)
    (found,) = doubtful(texts()["nl"], [misplaced])
    assert (found.phrase, found.taken_for, found.pulled) == (misplaced, Intent.STOP, None)
    assert found.nearest is not None
    assert found.nearest.intent is Intent.STOP


def test_a_phrase_that_takes_one_of_ours_along_is_told_with_it() -> None:
    known = texts()["nl"]
    ours = next(phrase for phrase in known.phrases if phrase.text == "stop met mij te appen")
    twins = [added(ours.text, Intent.INTERESTED, Asked.ANY), added(f"{ours.text} hoor", Intent.INTERESTED, Asked.ANY)]
    told = [found for found in doubtful(known, twins) if found.pulled == ours]
    assert [(found.phrase, found.taken_for) for found in told] == [(twins[0], Intent.INTERESTED)]
    assert isinstance(told[0], Doubtful)
