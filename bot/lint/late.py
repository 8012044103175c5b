"""Rules about what may go out when WhatsApp's 24 hours are over: it has to be approved ahead."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

import re
from collections.abc import Iterator

from bot.inviting import steps_after
from bot.lint.look import Look
from bot.script import Problem
from bot.steps.wait import Wait
from bot.templates import TIMED
from bot.wordings import Path


def opens_with_a_value(look: Look) -> Iterator[Problem]:
    """What goes out when the 24 hours are over begins and ends with words, or WhatsApp refuses it.

    Good:
    ```yaml
    steps:
      call:
        kind: offer_call
        text: {nl: Wanneer komt een belletje uit?}
        thanks: {nl: "Bedankt, {recruiter} helpt je verder."}
    ```
    Bad:
    ```yaml
    steps:
      call:
        kind: offer_call
        text: {nl: Wanneer komt een belletje uit?}
        thanks: {nl: "{recruiter} helpt je verder."}
    ```
    """
    for where, text in _late(look):
        if re.search(r"^\s*\{\w+\}|\{\w+\}\s*$", text):
            yield look.problem(
                "This may go out when WhatsApp's 24 hours are over, and WhatsApp approves no text that begins or ends with a value; put words around it.",
                *where,
            )


def values_side_by_side(look: Look) -> Iterator[Problem]:
    """What goes out when the 24 hours are over has words between its values, or WhatsApp refuses it.

    Good:
    ```yaml
    steps:
      call:
        kind: offer_call
        text: {nl: Wanneer komt een belletje uit?}
        thanks: {nl: "Bedankt. {recruiter} van {agency} helpt je verder."}
    ```
    Bad:
    ```yaml
    steps:
      call:
        kind: offer_call
        text: {nl: Wanneer komt een belletje uit?}
        thanks: {nl: "Bedankt. {recruiter} {agency} helpt je verder."}
    ```
    """
    for where, text in _late(look):
        if re.search(r"\}\s*\{", text):
            yield look.problem(
                "This may go out when WhatsApp's 24 hours are over, and WhatsApp approves no two values side by side; put a word between them.",
                *where,
            )


def greets_in_a_late_text(look: Look) -> Iterator[Problem]:
    """What goes out when the 24 hours are over does not say who writes by {hello} or {disclosure}.

    Good:
    ```yaml
    steps:
      call:
        kind: offer_call
        text: {nl: Wanneer komt een belletje uit?}
        thanks: {nl: Bedankt voor je tijd.}
    ```
    Bad:
    ```yaml
    steps:
      call:
        kind: offer_call
        text: {nl: Wanneer komt een belletje uit?}
        thanks: {nl: "Tot slot: {disclosure} Dank je."}
    ```
    """
    for where, text in _late(look):
        if "{disclosure}" in text or "{hello}" in text:
            yield look.problem(
                "This may go out when WhatsApp's 24 hours are over, as a template, which can't hold {hello} or {disclosure}; write the words out.",
                *where,
            )


def unclear_after_a_wait(look: Look) -> Iterator[Problem]:
    """What comes when a wait is over is one message, the same for everybody: else WhatsApp can't have approved it.

    Good:
    ```yaml
    steps:
      breather: {kind: wait, for: 3d, next: call}
    ```
    Bad:
    ```yaml
    steps:
      breather: {kind: wait, for: 3d, next: by_car}
      by_car: {kind: branch, on: fact car, when: {"": bye}, else: call}
    ```
    """
    for step in look.steps(Wait):
        if not steps_after(look.script, step):
            yield look.at(
                step,
                f"After the wait of step “{step.name}” it is not sure what is said, and WhatsApp approves nothing unsure; let it lead to a “say”, “ask”, “offer_call” or “end”.",
                "next",
            )


def _late(look: Look) -> Iterator[tuple[Path, str]]:
    """The script's own texts that a timer or a recruiter may have us say: where they stand, and the words."""
    after_a_wait = {step.name for wait in look.steps(Wait) for step in steps_after(look.script, wait)}
    for step, path, _, text in look.texts():
        late = ("nudge", "thanks", "text", "variants") if step.name in after_a_wait else ("nudge", "thanks")
        if path[0] in late:
            yield ("steps", step.name, *path), text
    for name in TIMED:
        for language, text in look.script.phrases.get(name, {}).items():
            yield ("phrases", name, language), text
