"""Rules about the tone: honest, unhurried, and one question at a time."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

import re
from collections.abc import Iterator

from bot.lint.look import Look, bare
from bot.script import Problem
from bot.steps.ask import Ask
from bot.steps.spoken import Spoken

HURRY = (
    *("alleen vandaag", "laatste kans", "wees er snel bij", "mis het niet", "nu of nooit"),
    *("only today", "last chance", "hurry", "don't miss", "act now", "limited time"),
    *("nur heute", "letzte chance", "beeil dich", "nicht verpassen"),
    *("aujourd'hui seulement", "dernière chance", "dépêchez-vous", "ne manquez pas"),
    *("solo hoy", "última oportunidad", "date prisa", "no te lo pierdas"),
)
PRETENDS = re.compile(
    r"\b(?:ik ben|ik heet|mijn naam is|i am|i'm|my name is|ich bin|ich heiße|mein name ist|je suis|je m'appelle|"
    r"mon nom est|soy|me llamo|mi nombre es)\s+\{(?:recruiter|recruiter_full|name)\}",
    re.IGNORECASE,
)
QUIET_LENGTH = 350
MOST_LINES = 8


def hurries(look: Look) -> Iterator[Problem]:
    """Nobody is put under pressure.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Kijk er rustig naar.}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Laatste kans om te reageren.}, next: call}
    ```
    """
    for step, path, _, text in look.texts():
        for words in HURRY:
            if words in bare(text):
                yield look.at(step, f"“{words}” puts people under pressure; leave it out.", *path)


def shouts(look: Look) -> Iterator[Problem]:
    """One exclamation mark is enough.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Leuk!}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Leuk!!!}, next: call}
    ```
    """
    return look.texts_that(re.compile(r"!\s*!").search, "Several exclamation marks in a row shout; leave one, or none.")


def pretends_to_be_a_person(look: Look) -> Iterator[Problem]:
    """The assistant speaks of the recruiter by name, and never as the recruiter.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: "Ik schrijf namens {recruiter}."}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: "Ik ben {recruiter}."}, next: call}
    ```
    """
    return look.texts_that(
        PRETENDS.search, "This text has the assistant say that it is a person; write that it writes for them."
    )


def disclosed_twice(look: Look) -> Iterator[Problem]:
    """Who writes is said at the beginning, and once.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Fijn dat je er bent.}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: "{disclosure}"}, next: call}
    ```
    """
    for step, path, _, text in look.texts():
        if "{disclosure}" in text and step.name != look.script.first and _comes_after_a_text(look, step.name):
            yield look.at(step, "{disclosure} was said in the first message already; take it out here.", *path)


def two_questions(look: Look) -> Iterator[Problem]:
    """One question a message.

    Good:
    ```yaml
    steps:
      town: {kind: ask, answer: text, text: {nl: Waar woon je?}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      town: {kind: ask, answer: text, text: {nl: Waar woon je? En heb je een auto?}, next: call}
    ```
    """
    for step, path, _, text in look.texts():
        if isinstance(step, Ask) and path[0] in ("text", "variants", "again") and text.count("?") > 1:
            yield look.at(
                step,
                "Two questions in one message: people answer one of them. Ask the other in a step of its own.",
                *path,
            )


def asks_nothing(look: Look) -> Iterator[Problem]:
    """A question sounds like one.

    Good:
    ```yaml
    steps:
      town: {kind: ask, answer: text, text: {nl: Waar woon je?}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      town: {kind: ask, answer: text, text: {nl: We zijn benieuwd naar je.}, next: call}
    ```
    """
    inviting = re.compile(
        r"[?؟]|\b(?:vertel|zeg|schrijf|noem|kies|tell|say|write|choose|pick|name)\b|erzähl|schreib|dites|écrivez|dime|escribe",
        re.IGNORECASE,
    )
    for step, path, _, text in look.texts():
        if isinstance(step, Ask) and path[0] in ("text", "variants") and not inviting.search(text):
            yield look.at(
                step,
                "This asks, and has no question in it; end it with one, so that people know what to answer.",
                *path,
            )


def long_text(look: Look) -> Iterator[Problem]:
    """A message is short enough to be read on the way.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Fijn dat je er bent.}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: "Een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal, een heel lang verhaal."}, next: call}
    ```
    """
    for step, path, _, text in look.texts():
        if len(text) > QUIET_LENGTH or text.count("\n") >= MOST_LINES:
            yield look.at(
                step,
                f"This message has {len(text)} characters on {text.count(chr(10)) + 1} lines; {QUIET_LENGTH} on {MOST_LINES} are read, more are not.",
                *path,
            )


def nameless_greeting(look: Look) -> Iterator[Problem]:
    """A greeting also works for somebody whose name is not known.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: "Fijn dat je er bent."}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: "Hoi {name}, fijn dat je er bent."}, next: call}
    ```
    """
    return look.texts_that(
        lambda text: "{name}" in text, "{name} is empty where the name is not known; {hello} greets with and without."
    )


def _comes_after_a_text(look: Look, name: str) -> bool:
    """Whether something was said before this step on every way to it that begins with a text."""
    first = look.script.steps.get(look.script.first)
    return isinstance(first, Spoken) and name in look.reached(first.leads_to())
