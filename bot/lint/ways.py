"""Rules about the ways through a script: where a talk can come to, and where it can't get on."""

# ruff: noqa: E501 — a finding is one sentence, and stands in one line

from collections.abc import Iterator

from bot.lint.look import Look, waits
from bot.script import Problem
from bot.steps.ask import Ask
from bot.steps.end import End
from bot.steps.handover import Handover
from bot.steps.offer_call import OfferCall
from bot.steps.wait import Wait
from bot.understanding.understood import Intent


def unreachable(look: Look) -> Iterator[Problem]:
    """Every step can be reached from the first one.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Fijn dat je er bent.}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Fijn dat je er bent.}, next: call}
      lost: {kind: say, text: {nl: Hier komt niemand.}, next: call}
    ```
    """
    reached = look.reached([look.script.first])
    for name, step in look.script.steps.items():
        if name not in reached:
            yield look.at(step, f"Nothing leads to step “{name}”; lead somewhere to it, or take it out.")


def endless(look: Look) -> Iterator[Problem]:
    """A talk that comes round again waits for the candidate on the way.

    Good:
    ```yaml
    steps:
      a: {kind: say, text: {nl: Even kijken.}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      a: {kind: say, text: {nl: Even kijken.}, next: b}
      b: {kind: say, text: {nl: Nog even.}, next: a}
    ```
    """
    for name, step in look.script.steps.items():
        if not waits(step) and name in look.reached(step.leads_to(), lambda other: not waits(other)):
            yield look.at(
                step, f"From step “{name}” the talk goes round without a question; let an “ask” stand between."
            )


def no_call(look: Look) -> Iterator[Problem]:
    """A script offers a call: that is what it is for.

    Good:
    ```yaml
    steps:
      call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}}
    ```
    Bad:
    ```yaml
    steps:
      bye: {kind: end, outcome: done, text: {nl: Dag.}}
    ```
    """
    if not any(look.steps(OfferCall)):
        yield look.problem("The script never offers a call; add a step of kind “offer_call”.")


def no_way_out(look: Look) -> Iterator[Problem]:
    """From every step a call, an end or a person can be reached.

    Good:
    ```yaml
    steps:
      name: {kind: ask, answer: text, text: {nl: Hoe heet je?}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      name: {kind: ask, answer: text, text: {nl: Hoe heet je?}, next: town}
      town: {kind: ask, answer: text, text: {nl: Waar woon je?}, next: name}
    ```
    """
    for name, step in look.script.steps.items():
        ways = [look.script.steps[other] for other in look.reached([name])]
        if any(map(waits, ways)) and not any(isinstance(other, OfferCall | End | Handover) for other in ways):
            yield look.at(step, f"From step “{name}” no call, end or person can be reached; let a way lead there.")


def wait_after_a_call(look: Look) -> Iterator[Problem]:
    """No wait lies on the way on from a call: once it is booked the talk keeps its time, and a wait never ends.

    Good:
    ```yaml
    steps:
      breather: {kind: wait, for: 3d, next: call}
      call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}}
    ```
    Bad:
    ```yaml
    steps:
      call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}, next: breather}
      breather: {kind: wait, for: 3d, next: bye}
    ```
    """
    after = look.reached(name for step in look.steps(OfferCall) for name in step.leads_to())
    for step in look.steps(Wait):
        if step.name in after:
            message = f"The talk comes to the wait of step “{step.name}” once a call is booked, and such a wait never ends; lead around it."
            yield look.at(step, message)


def interest_lost(look: Look) -> Iterator[Problem]:
    """Who is interested comes to the offer of a call.

    Good:
    ```yaml
    first: opening
    steps:
      opening:
        kind: ask
        answer: choice
        text: {nl: "{disclosure} Zin om te bellen?"}
        choices:
          "yes": {title: {nl: Ja}, intents: [interested, affirm], next: call}
          "no": {title: {nl: Nee}, intents: [not_interested, deny], next: bye}
    ```
    Bad:
    ```yaml
    first: opening
    steps:
      opening:
        kind: ask
        answer: choice
        text: {nl: "{disclosure} Zin om te bellen?"}
        choices:
          "yes": {title: {nl: Ja}, intents: [interested, affirm], next: bye}
          "no": {title: {nl: Nee}, intents: [not_interested, deny], next: call}
    ```
    """
    for step, choice in look.choices():
        ways = (look.script.steps[name] for name in look.reached([choice.next]))
        if Intent.INTERESTED in choice.intents and not any(isinstance(way, OfferCall) for way in ways):
            message = f"Who is interested in step “{step.name}” never comes to the offer of a call; lead “{choice.value}” there."
            yield look.at_choice(step, choice, message)


def no_is_no(look: Look) -> Iterator[Problem]:
    """Who is not interested is not asked on.

    Good:
    ```yaml
    first: opening
    steps:
      opening:
        kind: ask
        answer: choice
        text: {nl: "{disclosure} Zin om te bellen?"}
        choices:
          "yes": {title: {nl: Ja}, intents: [interested], next: call}
          "no": {title: {nl: Nee}, intents: [not_interested], next: bye}
    ```
    Bad:
    ```yaml
    first: opening
    steps:
      opening:
        kind: ask
        answer: choice
        text: {nl: "{disclosure} Zin om te bellen?"}
        choices:
          "yes": {title: {nl: Ja}, intents: [interested], next: call}
          "no": {title: {nl: Nee}, intents: [not_interested], next: call}
    ```
    """
    for step, choice in look.choices():
        ahead = look.script.steps.get(choice.next)
        if Intent.NOT_INTERESTED in choice.intents and isinstance(ahead, Ask | OfferCall):
            message = f"“{choice.value}” of step “{step.name}” is a no, and is asked on at “{choice.next}”; let it lead to an “end”."
            yield look.at_choice(step, choice, message)


def no_decline(look: Look) -> Iterator[Problem]:
    """The opening question has an answer for who is not interested.

    Good:
    ```yaml
    first: opening
    steps:
      opening:
        kind: ask
        answer: choice
        text: {nl: "{disclosure} Zin om te bellen?"}
        choices:
          "yes": {title: {nl: Ja}, intents: [interested], next: call}
          "no": {title: {nl: Nee}, intents: [not_interested, deny], next: bye}
    ```
    Bad:
    ```yaml
    first: opening
    steps:
      opening:
        kind: ask
        answer: choice
        text: {nl: "{disclosure} Zin om te bellen?"}
        choices:
          "yes": {title: {nl: Ja}, intents: [interested], next: call}
          why: {title: {nl: Waarover?}, intents: [need_more_info], next: call}
    ```
    """
    opening = look.first_question()
    if opening and opening.choices:
        heard = {intent for choice in opening.choices for intent in choice.intents}
        if not heard & {Intent.NOT_INTERESTED, Intent.DENY}:
            yield look.at(
                opening,
                "The opening question has no answer for who is not interested; add a choice with “not_interested”.",
                "choices",
            )


def silent_after_person(look: Look) -> Iterator[Problem]:
    """After a talk is handed back by a person, it goes on somewhere.

    Good:
    ```yaml
    steps:
      person: {kind: handover, text: {nl: "{recruiter} antwoordt je hier."}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      person: {kind: handover, text: {nl: "{recruiter} antwoordt je hier."}}
    ```
    """
    for step in look.steps(Handover):
        if not step.next:
            yield look.at(step, f"When the talk of step “{step.name}” is handed back, nothing follows; add “next”.")
