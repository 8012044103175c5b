"""What a script may have to say when WhatsApp's window is closed, known ahead, so that it can be approved in time."""

from collections.abc import Iterator

from bot.inviting import follow_ups, openings
from bot.model import Button
from bot.outgoing import Say
from bot.sayings import Sayings
from bot.script import Script
from bot.steps.offer_call import OfferCall
from bot.templates import TIMED, as_template, wording_of
from bot.turn import IN_A_TEMPLATE


def planned(script: Script, sayings: Sayings) -> Iterator[Say]:
    """Every message that may need approval, in every language of the script; the values are placeholders."""
    yield from openings(script, sayings)
    yield from follow_ups(script, sayings)
    for language in script.languages:
        for name, titles in TIMED.items():
            buttons = ((value, wording_of(title, language, script, sayings)) for value, title in titles)
            yield _plan(name, language, wording_of(name, language, script, sayings), *buttons)
        for step in script.steps.values():
            if step.nudge and language in step.nudge.text:
                yield _plan("nudge", language, step.nudge.text[language])
            if isinstance(step, OfferCall) and language in step.thanks:
                yield _plan("thanks", language, step.thanks[language])


def _plan(name: str, language: str, wording: str, *buttons: tuple[str, str]) -> Say:
    form = as_template(name, language, wording, {})
    shown = tuple(Button(f"{IN_A_TEMPLATE}.{value}", title) for value, title in buttons)
    return Say(text=form.body, buttons=shown, template=form)
