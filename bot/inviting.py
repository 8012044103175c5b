"""The first word to somebody who did not write: the script's own opening, as a template that WhatsApp has approved."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from bot.events import Invited
from bot.model import Button, Texts
from bot.outgoing import Purpose, Say, Template
from bot.sayings import Sayings
from bot.script import Script
from bot.steps.ask import Ask
from bot.steps.end import End
from bot.steps.offer_call import OfferCall
from bot.steps.say import Say as SayStep
from bot.steps.spoken import Spoken
from bot.steps.step import Step
from bot.steps.wait import Wait
from bot.templates import as_template, wording_of
from bot.turn import MERGED_LENGTH, Turn, first_name, in_language, joined
from bot.walking import begin

OPENING, FOLLOW_UP = "opening", "follow_up"


def invited(turn: Turn, event: Invited) -> Turn:
    """The talk opens as if they had come in, in one message; about a closed vacancy nobody is written to."""
    if not turn.context.vacancy.open or turn.conversation.step:
        return turn
    begun = begin(turn)
    first, *more = joined(begun.outgoing)
    form = _filled(begun)
    if more or not isinstance(first, Say) or form is None:
        return turn.note("no_opening")
    said = replace(first, template=form, not_before=event.not_before, purpose=Purpose.INVITATION)
    return replace(begun, outgoing=(said,)).note("invited")


def openings(script: Script, sayings: Sayings) -> Iterator[Say]:
    """The opening in every language of the script, with a name and without; its values are placeholders."""
    for language in script.languages:
        for named in (True, False):
            yield from openings_in(script, sayings, language, named=named)


def openings_in(script: Script, sayings: Sayings, language: str, *, named: bool) -> Iterator[Say]:
    """The same in one language, for those whose name is known or is not: one for each variant."""
    steps = opening_steps(script) if language in sayings.texts["disclosure"] else ()
    for texts in product(*((step.text, *step.variants.values()) for step in steps)) if steps else ():
        form = as_template(OPENING, language, _wording(texts, language, named, script, sayings), {})
        yield Say(text=form.body, buttons=_buttons(steps[-1], language), template=form)


def opening_steps(script: Script) -> Sequence[Spoken]:
    """The steps from the first through the one that waits; none where the way there is not the same for everybody."""
    steps = steps_from(script, script.first)
    spoken = [step for step in steps if isinstance(step, Spoken)]
    return spoken if isinstance(steps[-1], Ask | OfferCall) else ()


def steps_after(script: Script, wait: Wait) -> Sequence[Spoken]:
    """The steps whose words come when a wait is over, in one message; none where they differ between people."""
    steps = steps_from(script, wait.next)
    spoken = [step for step in steps if isinstance(step, Spoken)]
    return spoken if isinstance(steps[-1], Ask | OfferCall | End) else ()


def follow_ups(script: Script, sayings: Sayings) -> Iterator[Say]:
    """What comes when waits are over, in every language; values are placeholders, and buttons there are none."""
    for wait in (step for step in script.steps.values() if isinstance(step, Wait)):
        steps = steps_after(script, wait)
        for language in script.languages if steps else ():
            for texts in product(*((step.text, *step.variants.values()) for step in steps)):
                form = as_template(FOLLOW_UP, language, _wording(texts, language, False, script, sayings), {})
                yield Say(text=form.body, template=form)


def follow_up(turn: Turn, wait: Wait) -> Template | None:
    """The form in which it goes to this person when WhatsApp's window is closed."""
    texts = [step.chosen(turn) for step in steps_after(turn.context.script, wait)]
    wording = _wording(texts, turn.language, False, turn.context.script, turn.context.sayings)
    return as_template(FOLLOW_UP, turn.language, wording, turn.variables()) if texts else None


def steps_from(script: Script, name: str) -> Sequence[Step]:
    """The steps from this one on, as far as they follow each other without a question; longer than the script where
    they go round."""
    steps = [script.steps[name]]
    while isinstance(steps[-1], SayStep) and steps[-1].next in script.steps and len(steps) <= len(script.steps):
        steps.append(script.steps[steps[-1].next])
    return steps


def is_too_long(opening: Say) -> bool:
    """Whether it would not go out as one message."""
    return len(opening.text) > MERGED_LENGTH


def _filled(turn: Turn) -> Template | None:
    script, sayings = turn.context.script, turn.context.sayings
    steps = opening_steps(script)
    if not steps:
        return None
    texts = [step.chosen(turn) for step in steps]
    wording = _wording(texts, turn.language, bool(first_name(turn.candidate.name)), script, sayings)
    return as_template(OPENING, turn.language, wording, turn.variables())


def _wording(texts: Sequence[Texts], language: str, named: bool, script: Script, sayings: Sayings) -> str:
    """What the steps say one after the other, its values still open."""
    whole = "\n\n".join(in_language(text, language).strip() for text in texts)
    greetings = {"{hello}": "hello_name" if named else "hello", "{disclosure}": "disclosure"}
    for blank, name in greetings.items():
        whole = whole.replace(blank, wording_of(name, language, script, sayings).strip())
    return whole


def _buttons(step: Step, language: str) -> tuple[Button, ...]:
    """As they are in a talk's first turn: what WhatsApp has approved can't vary."""
    choices = step.choices if isinstance(step, Ask) else ()
    return tuple(Button(f"0.{choice.value}", in_language(choice.title, language)) for choice in choices)
