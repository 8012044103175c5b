"""Rules about the answers that have a button: each means one thing, and can be told from the others."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

from collections import Counter
from collections.abc import Iterator

from bot import keeping
from bot.lint.look import Look
from bot.script import Problem
from bot.steps.ask import Ask
from bot.turn import KEEP, LASTING, TAKE

OURS = (*LASTING, TAKE, KEEP, keeping.YES, keeping.NO)
"""What a tap on a button of Belmoment's own means, at whichever step."""


def one_intent_twice(look: Look) -> Iterator[Problem]:
    """What a candidate means leads to one choice only.

    Good:
    ```yaml
    steps:
      car:
        kind: ask
        answer: choice
        text: {nl: Heb je een auto?}
        choices:
          "yes": {title: {nl: Ja}, intents: [affirm], next: call}
          "no": {title: {nl: Nee}, intents: [deny], next: call}
    ```
    Bad:
    ```yaml
    steps:
      car:
        kind: ask
        answer: choice
        text: {nl: Heb je een auto?}
        choices:
          "yes": {title: {nl: Ja}, intents: [affirm], next: call}
          "no": {title: {nl: Nee}, intents: [deny, affirm], next: call}
    ```
    """
    for step in look.steps(Ask):
        counted = Counter(intent for choice in step.choices for intent in choice.intents)
        for intent, times in counted.items():
            if times > 1:
                last = [choice for choice in step.choices if intent in choice.intents][-1]
                message = f"“{intent}” stands with {times} choices of step “{step.name}”, and only the first is taken; keep it there."
                yield look.at_choice(step, last, message, "intents")


def one_title_twice(look: Look) -> Iterator[Problem]:
    """Buttons beside each other can be told apart.

    Good:
    ```yaml
    steps:
      car:
        kind: ask
        answer: choice
        text: {nl: Heb je een auto?}
        choices:
          "yes": {title: {nl: Ja}, intents: [affirm], next: call}
          "no": {title: {nl: Nee}, intents: [deny], next: call}
    ```
    Bad:
    ```yaml
    steps:
      car:
        kind: ask
        answer: choice
        text: {nl: Heb je een auto?}
        choices:
          own: {title: {nl: Ja}, intents: [affirm], next: call}
          lent: {title: {nl: ja}, intents: [interested], next: call}
    ```
    """
    for step in look.steps(Ask):
        for language in look.script.languages:
            seen: dict[str, str] = {}
            for choice in step.choices:
                title = choice.title.get(language, "").casefold()
                if seen.setdefault(title, choice.value) != choice.value:
                    message = f"“{choice.value}” and “{seen[title]}” have the same button in “{language}”; WhatsApp then shows none. Change one."
                    yield look.at_choice(step, choice, message, "title", language)


def named_as_ours(look: Look) -> Iterator[Problem]:
    """No choice bears the name of a button of Belmoment's own, which means the same at every step.

    Good:
    ```yaml
    steps:
      whom:
        kind: ask
        answer: choice
        text: {nl: Met wie praat je het liefst?}
        choices:
          with_recruiter: {title: {nl: De recruiter}, intents: [affirm], next: call}
          with_team: {title: {nl: Het team}, intents: [deny], next: call}
    ```
    Bad:
    ```yaml
    steps:
      whom:
        kind: ask
        answer: choice
        text: {nl: Met wie praat je het liefst?}
        choices:
          recruiter: {title: {nl: De recruiter}, intents: [affirm], next: call}
          with_team: {title: {nl: Het team}, intents: [deny], next: call}
    ```
    """
    for step, choice in look.choices():
        if choice.value in OURS:
            message = f"“{choice.value}” is what a button of Belmoment's own is called, and a tap on it never comes to step “{step.name}”; name the choice otherwise."
            yield look.at_choice(step, choice, message)


def only_by_tapping(look: Look) -> Iterator[Problem]:
    """Every choice can be made in words, too.

    Good:
    ```yaml
    steps:
      car:
        kind: ask
        answer: choice
        text: {nl: Heb je een auto?}
        choices:
          "yes": {title: {nl: Ja}, intents: [affirm], next: call}
          "no": {title: {nl: Nee}, intents: [deny], next: call}
    ```
    Bad:
    ```yaml
    steps:
      car:
        kind: ask
        answer: choice
        text: {nl: Heb je een auto?}
        choices:
          "yes": {title: {nl: Ja}, intents: [affirm], next: call}
          "no": {title: {nl: Nee}, next: call}
    ```
    """
    for step, choice in look.choices():
        if not choice.intents:
            yield look.at_choice(
                step,
                choice,
                f"“{choice.value}” of step “{step.name}” is only understood by its button; add “intents” that mean the same.",
            )
