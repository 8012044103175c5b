"""Rules about what belongs to the candidate: to know who writes, and to be left in peace."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

import re
from collections.abc import Iterator

from bot.courtesies import SAFETY
from bot.lint.look import Look, bare
from bot.script import Problem

ASSISTANT = re.compile(r"a(?:s|ss)ist", re.IGNORECASE)
"""As the word for it begins in each of our languages."""


def hides_who_writes(look: Look) -> Iterator[Problem]:
    """Who words {disclosure} anew still says that an assistant writes, for whom, and how to stop.

    Good:
    ```yaml
    phrases:
      disclosure: {nl: "De digitale assistent van {agency} hier, namens {recruiter}. Liever niet? Antwoord met stop."}
    ```
    Bad:
    ```yaml
    phrases:
      disclosure: {nl: "Groeten van {agency}. Liever niet? Antwoord met stop."}
    ```
    """
    for language, text in look.script.phrases.get("disclosure", {}).items():
        told = {"that an assistant writes": ASSISTANT.search(bare(text)), "how to stop (“stop”)": "stop" in bare(text)}
        told["for whom ({agency} or {recruiter})"] = re.search(r"\{(?:agency|recruiter|recruiter_full)\}", text)
        if missing := [what for what, there in told.items() if not there]:
            message = (
                f"This wording of {{disclosure}} does not say {', nor '.join(missing)}; a first message has to. Add it."
            )
            yield look.problem(message, "phrases", "disclosure", language)


def takes_a_way_out(look: Look) -> Iterator[Problem]:
    """Who wants to stop, to be erased or is the wrong person is answered by Belmoment, and never comes to a choice.

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
          "no": {title: {nl: Nee}, intents: [deny, stop], next: call}
    ```
    """
    for step, choice in look.choices():
        for intent in sorted(SAFETY & set(choice.intents)):
            message = f"“{intent}” never leads to a choice: whoever means it is left in peace at once. Take it out of “{choice.value}”."
            yield look.at_choice(step, choice, message, "intents")
