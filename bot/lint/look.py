"""What a lint rule looks at: a script that could be read, and the ways through it."""

import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from bot.model import Texts
from bot.sayings import Sayings
from bot.script import Problem, Script
from bot.steps.ask import Ask, Choice
from bot.steps.handover import Handover
from bot.steps.offer_call import OfferCall
from bot.steps.step import Step
from bot.wordings import Path, texts_of

Kind = TypeVar("Kind", bound=Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A script, and Belmoment's own sentences that it stands among."""

    script: Script
    sayings: Sayings

    def problem(self, message: str, *path: str) -> Problem:
        """A finding about what stands at `path`, or at the nearest part above it that was written."""
        lines = self.script.lines
        near = next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), 1)
        return Problem(near, message)

    def at(self, step: Step, message: str, *path: str) -> Problem:
        """A finding about a part of a step."""
        return self.problem(message, "steps", step.name, *path)

    def texts(self) -> Iterator[tuple[Step, Path, str, str]]:
        """Every text of every step: the step, the keys below it, the language and the words."""
        for step in self.script.steps.values():
            for path, texts in texts_of(step):
                for language, text in texts.items():
                    yield step, (*path, language), language, text

    def texts_that(self, wrong: Callable[[str], object], message: str) -> Iterator[Problem]:
        """The same finding about every text that is `wrong`."""
        for step, path, _, text in self.texts():
            if wrong(text):
                yield self.at(step, message, *path)

    def steps(self, kind: type[Kind]) -> Iterator[Kind]:
        """The steps of one kind."""
        yield from (step for step in self.script.steps.values() if isinstance(step, kind))

    def choices(self) -> Iterator[tuple[Ask, Choice]]:
        """Every answer that has a button, with the step that asks."""
        yield from ((step, choice) for step in self.steps(Ask) for choice in step.choices)

    def at_choice(self, step: Ask, choice: Choice, message: str, *path: str) -> Problem:
        """A finding about one answer of a question."""
        return self.at(step, message, "choices", choice.value, *path)

    def reached(self, start: Iterable[str], through: Callable[[Step], bool] = lambda step: True) -> set[str]:
        """The steps that a talk can come to from these, going on only through some."""
        reached: set[str] = set()
        ahead = list(start)
        while ahead:
            name = ahead.pop()
            if name in reached or name not in self.script.steps:
                continue
            reached.add(name)
            if through(self.script.steps[name]):
                ahead.extend(self.script.steps[name].leads_to())
        return reached

    def first_question(self) -> Ask | None:
        """The question with which the talk begins, where it is one."""
        step = self.script.steps.get(self.script.first)
        return step if isinstance(step, Ask) else None


Rule = Callable[[Look], Iterator[Problem]]


def waits(step: Step) -> bool:
    """Whether the talk stands still here until somebody says something."""
    return isinstance(step, Ask | OfferCall | Handover)


def named(texts: Texts) -> set[str]:
    """The `{variables}` in a text, whichever its language."""
    return {name for text in texts.values() for _, name, _, _ in string.Formatter().parse(text) if name}


def bare(text: str) -> str:
    """A text without its `{variables}`, in lower case."""
    return "".join(words for words, _, _, _ in string.Formatter().parse(text)).casefold()
