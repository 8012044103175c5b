"""Every text of a script, by the keys that lead to it."""

from collections.abc import Iterator

from bot.model import Texts
from bot.script import Script
from bot.steps.ask import Ask
from bot.steps.offer_call import OfferCall
from bot.steps.spoken import Spoken
from bot.steps.step import Step

Path = tuple[str, ...]


def texts_of(step: Step) -> Iterator[tuple[Path, Texts]]:
    """The texts of a step by the keys below it."""
    if isinstance(step, Spoken):
        yield ("text",), step.text
        yield from ((("variants", name), texts) for name, texts in step.variants.items())
    if step.nudge:
        yield ("nudge", "text"), step.nudge.text
    if isinstance(step, Ask):
        yield from ((("choices", choice.value, "title"), choice.title) for choice in step.choices)
        if step.again:
            yield ("again",), step.again
    if isinstance(step, OfferCall) and step.thanks:
        yield ("thanks",), step.thanks


def all_texts(script: Script) -> Iterator[tuple[Path, Texts]]:
    """The texts of a whole script, its phrases included."""
    for name, step in script.steps.items():
        yield from ((("steps", name, *path), texts) for path, texts in texts_of(step))
    yield from ((("phrases", name), texts) for name, texts in script.phrases.items())
