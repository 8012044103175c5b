"""Rules about branches, which look back at answers and at the vacancy's facts."""

from collections.abc import Iterator
from difflib import get_close_matches

from bot.lint.look import Look
from bot.reader import TOPICS
from bot.script import Problem
from bot.steps.ask import Ask
from bot.steps.branch import Branch

SIGNS = (">=", "<=", ">", "<")


def unknown_answer(look: Look) -> Iterator[Problem]:
    """A branch looks at the answer to a question that the script asks.

    Good:
    ```yaml
    steps:
      licence: {kind: ask, answer: text, text: {nl: Welk rijbewijs heb je?}, next: by_licence}
      by_licence: {kind: branch, on: answer licence, when: {B: call}, else: bye}
    ```
    Bad:
    ```yaml
    steps:
      licence: {kind: ask, answer: text, text: {nl: Welk rijbewijs heb je?}, next: by_licence}
      by_licence: {kind: branch, on: answer license, when: {B: call}, else: bye}
    ```
    """
    asks = [step.name for step in look.steps(Ask)]
    for step, which in _on_answers(look):
        if which not in asks:
            near = get_close_matches(which, asks, 1)
            hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(asks) or 'none'}."
            yield look.at(
                step, f"Step “{step.name}” looks at the answer to “{which}”, and no “ask” has that name; {hint}", "on"
            )


def answer_comes_later(look: Look) -> Iterator[Problem]:
    """A branch looks back at what was asked before, not ahead.

    Good:
    ```yaml
    steps:
      licence: {kind: ask, answer: text, text: {nl: Welk rijbewijs heb je?}, next: by_licence}
      by_licence: {kind: branch, on: answer licence, when: {B: call}, else: bye}
    ```
    Bad:
    ```yaml
    steps:
      by_licence: {kind: branch, on: answer licence, when: {B: call}, else: licence}
      licence: {kind: ask, answer: text, text: {nl: Welk rijbewijs heb je?}, next: call}
    ```
    """
    for step, which in _on_answers(look):
        asked = look.script.steps.get(which)
        if isinstance(asked, Ask) and step.name not in look.reached(asked.leads_to()):
            yield look.at(
                step, f"Step “{step.name}” looks at the answer to “{which}” before it was asked; ask first.", "on"
            )


def answer_that_is_none(look: Look) -> Iterator[Problem]:
    """A branch compares with answers that the question can have.

    Good:
    ```yaml
    steps:
      shift:
        kind: ask
        answer: choice
        text: {nl: Overdag of in de nacht?}
        choices:
          day: {title: {nl: Overdag}, intents: [affirm], next: by_shift}
          night: {title: {nl: Nacht}, intents: [deny], next: by_shift}
      by_shift: {kind: branch, on: answer shift, when: {night: bye}, else: call}
    ```
    Bad:
    ```yaml
    steps:
      shift:
        kind: ask
        answer: choice
        text: {nl: Overdag of in de nacht?}
        choices:
          day: {title: {nl: Overdag}, intents: [affirm], next: by_shift}
          night: {title: {nl: Nacht}, intents: [deny], next: by_shift}
      by_shift: {kind: branch, on: answer shift, when: {nights: bye}, else: call}
    ```
    """
    for step, which in _on_answers(look):
        asked = look.script.steps.get(which)
        values = [choice.value for choice in asked.choices] if isinstance(asked, Ask) else []
        for test in step.when if values else ():
            if test not in values:
                yield look.at(
                    step, f"“{which}” is never answered with “{test}”; it can be: {', '.join(values)}.", "when", test
                )


def compared_words(look: Look) -> Iterator[Problem]:
    """Only numbers are compared with `>` and `<`.

    Good:
    ```yaml
    steps:
      hours: {kind: ask, answer: number, text: {nl: Hoeveel uur per week?}, next: by_hours}
      by_hours: {kind: branch, on: answer hours, when: {">= 32": call}, else: bye}
    ```
    Bad:
    ```yaml
    steps:
      hours: {kind: ask, answer: text, text: {nl: Hoeveel uur per week?}, next: by_hours}
      by_hours: {kind: branch, on: answer hours, when: {">= 32": call}, else: bye}
    ```
    """
    for step, which in _on_answers(look):
        asked = look.script.steps.get(which)
        for test in step.when:
            if isinstance(asked, Ask) and asked.answer != "number" and test.startswith(SIGNS):
                yield look.at(
                    step,
                    f"“{test}” compares numbers, and “{which}” is answered in words; make its “answer” a number.",
                    "when",
                    test,
                )


def unknown_fact(look: Look) -> Iterator[Problem]:
    """A branch looks at a fact by its right name.

    Good:
    ```yaml
    steps:
      by_car: {kind: branch, on: fact car, when: {"": bye}, else: call}
    ```
    Bad:
    ```yaml
    steps:
      by_car: {kind: branch, on: fact cars, when: {"": bye}, else: call}
    ```
    """
    for step in look.steps(Branch):
        if step.on[0] == "fact" and step.on[1] not in TOPICS:
            near = get_close_matches(step.on[1], TOPICS, 1, 0.7)
            if near:
                yield look.at(step, f"“{step.on[1]}” is no fact of a vacancy; did you mean “{near[0]}”?", "on")


def branch_to_one_place(look: Look) -> Iterator[Problem]:
    """A branch has ways that differ.

    Good:
    ```yaml
    steps:
      by_car: {kind: branch, on: fact car, when: {"": bye}, else: call}
    ```
    Bad:
    ```yaml
    steps:
      by_car: {kind: branch, on: fact car, when: {"": call}, else: call}
    ```
    """
    for step in look.steps(Branch):
        if len(set(step.leads_to())) == 1:
            yield look.at(step, f"All ways of step “{step.name}” lead to “{next(step.leads_to())}”; take the step out.")


def _on_answers(look: Look) -> Iterator[tuple[Branch, str]]:
    yield from ((step, step.on[1]) for step in look.steps(Branch) if step.on[0] == "answer")
