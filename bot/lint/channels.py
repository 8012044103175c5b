"""Rules about what channels can show, and how a talk opens on them."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

import re
from collections.abc import Iterator

from bot.inviting import is_too_long, openings, steps_from
from bot.lint.look import Look
from bot.script import Problem
from bot.steps.ask import Ask
from bot.turn import MERGED_LENGTH

LONGEST_BODY = 1024
QUICK_REPLIES = 3


def too_long_when_filled(look: Look) -> Iterator[Problem]:
    """A message is not longer than a channel can show once its values are filled in.

    Good:
    ```yaml
    first: hello
    steps:
      hello: {kind: say, text: {nl: "{disclosure} Fijn dat je er bent."}, next: call}
    ```
    Bad:
    ```yaml
    first: hello
    steps:
      hello: {kind: say, text: {nl: "{disclosure} {disclosure} {disclosure} {disclosure} {disclosure} {disclosure} {disclosure} {disclosure} {disclosure} {disclosure} Fijn."}, next: call}
    ```
    """
    for step, path, language, text in look.texts():
        told = look.sayings.texts.get("disclosure", {}).get(language, "")
        filled = text.replace("{disclosure}", told)
        if len(filled) > LONGEST_BODY >= len(text):
            yield look.at(
                step,
                f"With {{disclosure}} this text has {len(filled)} characters; WhatsApp shows {LONGEST_BODY} beside buttons. Shorten it.",
                *path,
            )


def many_buttons(look: Look) -> Iterator[Problem]:
    """More than three answers are a list behind a tap on WhatsApp, and numbers outside the 24 hours.

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
      day:
        kind: ask
        answer: choice
        text: {nl: Welke dienst?}
        choices:
          a: {title: {nl: Vroege dienst}, intents: [affirm], next: call}
          b: {title: {nl: Late dienst}, intents: [deny], next: call}
          c: {title: {nl: Nachtdienst}, intents: [maybe_later], next: call}
          d: {title: {nl: Weekend}, intents: [none_of_these], next: call}
    ```
    """
    for step in look.steps(Ask):
        if len(step.choices) > QUICK_REPLIES:
            yield look.at(
                step,
                f"Step “{step.name}” has {len(step.choices)} choices; WhatsApp shows {QUICK_REPLIES} as buttons, more as a list behind a tap.",
                "choices",
            )


def no_single_opening(look: Look) -> Iterator[Problem]:
    """The talk opens with one message, the same for everybody: else nobody can be written to first on WhatsApp.

    Good:
    ```yaml
    first: hello
    steps:
      hello: {kind: say, text: {nl: "{disclosure} Fijn dat je er bent."}, next: call}
    ```
    Bad:
    ```yaml
    first: hello
    steps:
      hello: {kind: say, text: {nl: "{disclosure} Fijn dat je er bent."}, next: which}
      which: {kind: branch, on: language, when: {nl: call}, else: call}
    ```
    """
    first = look.script.steps[look.script.first]
    forms = list(openings(look.script, look.sayings))
    if not forms and len(steps_from(look.script, look.script.first)) <= len(look.script.steps):
        yield look.at(
            first,
            "The script branches or ends before it asks anything, so nobody can be invited on WhatsApp, where the first message is a template; ask first.",
        )
    if longest := next(filter(is_too_long, forms), None):
        yield look.at(
            first,
            f"The opening has {len(longest.text)} characters before it asks anything; as one message it may have {MERGED_LENGTH}. Shorten it.",
        )


def link_in_the_opening(look: Look) -> Iterator[Problem]:
    """The first message has no link: people take it for spam, and so do platforms.

    Good:
    ```yaml
    first: hello
    steps:
      hello: {kind: say, text: {nl: "{disclosure} Fijn dat je er bent."}, next: call}
    ```
    Bad:
    ```yaml
    first: hello
    steps:
      hello: {kind: say, text: {nl: "{disclosure} Kijk op https://werk.example"}, next: call}
    ```
    """
    for step, path, _, text in look.texts():
        if step.name == look.script.first and re.search(r"https?://|www\.", text):
            yield look.at(
                step,
                "The first message has a link, which people and platforms take for spam; send it once they ask.",
                *path,
            )
