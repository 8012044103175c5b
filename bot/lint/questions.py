"""Rules about questions and their answers."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

from collections.abc import Iterator

from bot.lint.look import Look, bare
from bot.script import Problem
from bot.steps.ask import Ask

NUMBER_WORDS = ("telefoonnummer", "phone number", "telefonnummer", "numéro de téléphone", "número de teléfono")
WHEN_WORDS = ("wanneer", "when would", "wann", "quand", "cuándo")


def bounds_crossed(look: Look) -> Iterator[Problem]:
    """The least number of a question is not above its most.

    Good:
    ```yaml
    steps:
      hours: {kind: ask, answer: number, least: 8, most: 40, text: {nl: Hoeveel uur per week?}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hours: {kind: ask, answer: number, least: 40, most: 8, text: {nl: Hoeveel uur per week?}, next: call}
    ```
    """
    for step in look.steps(Ask):
        if step.least is not None and step.most is not None and step.least > step.most:
            yield look.at(step, f"No number is at least {step.least} and at most {step.most}; change one.", "least")


def idle_key(look: Look) -> Iterator[Problem]:
    """A question has only what its kind of answer uses.

    Good:
    ```yaml
    steps:
      hours: {kind: ask, answer: number, most: 40, text: {nl: Hoeveel uur per week?}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hours: {kind: ask, answer: text, most: 40, text: {nl: Hoeveel uur per week?}, next: call}
    ```
    """
    for step in look.steps(Ask):
        written = {"choices": step.choices, "least": step.least is not None, "most": step.most is not None}
        uses = {"choice": ("choices",), "number": ("least", "most")}.get(step.answer, ())
        for key in (key for key, there in written.items() if there and key not in uses):
            yield look.at(
                step, f"“{key}” does nothing where the answer is a {step.answer}; take it out, or change “answer”.", key
            )


def asks_for_the_number(look: Look) -> Iterator[Problem]:
    """The number to call is asked for by `offer_call`, and only where it is not known.

    Good:
    ```yaml
    steps:
      call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}}
    ```
    Bad:
    ```yaml
    steps:
      number: {kind: ask, answer: text, text: {nl: Wat is je telefoonnummer?}, next: call}
    ```
    """
    for step in look.steps(Ask):
        text = " ".join(map(bare, step.text.values()))
        if any(word in text for word in NUMBER_WORDS):
            yield look.at(
                step,
                f"Step “{step.name}” asks for the number to call, which “offer_call” asks for where it is not known; take it out.",
                "text",
            )


def asks_when(look: Look) -> Iterator[Problem]:
    """When a call would suit is asked by `offer_call`, and understood there.

    Good:
    ```yaml
    steps:
      call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}}
    ```
    Bad:
    ```yaml
    steps:
      moment: {kind: ask, answer: text, text: {nl: Wanneer komt een belletje uit?}, next: call}
    ```
    """
    told = ("bel", "call", "ruf", "telefon", "appel", "llamada")
    for step in look.steps(Ask):
        text = " ".join(map(bare, step.text.values()))
        if any(word in text for word in WHEN_WORDS) and any(word in text for word in told):
            yield look.at(
                step,
                f"Step “{step.name}” asks when a call would suit, which “offer_call” asks again; take it out.",
                "text",
            )


def same_question(look: Look) -> Iterator[Problem]:
    """Nothing is asked that was answered before.

    Good:
    ```yaml
    steps:
      town: {kind: ask, answer: text, text: {nl: Waar woon je?}, next: hours}
      hours: {kind: ask, answer: number, text: {nl: Hoeveel uur per week?}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      town: {kind: ask, answer: text, text: {nl: Waar woon je?}, next: again}
      again: {kind: ask, answer: text, text: {nl: Waar woon je?}, next: call}
    ```
    """
    seen: dict[str, Ask] = {}
    for step in look.steps(Ask):
        words = " ".join(map(bare, step.text.values()))
        first = seen.setdefault(words, step)
        if first is not step and step.name in look.reached(first.leads_to()):
            yield look.at(step, f"Step “{step.name}” asks what “{first.name}” asked before; take one out.", "text")
