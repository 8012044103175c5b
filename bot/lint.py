"""Questions to a whole script that no single step can answer."""

import string
from collections.abc import Iterable, Iterator

from bot.model import Texts, Vacancy
from bot.reader import TOPICS, VARIABLES
from bot.sayings import Sayings
from bot.script import Problem, Script
from bot.steps.ask import Ask
from bot.steps.handover import Handover
from bot.steps.offer_call import OfferCall


def lint(script: Script, sayings: Sayings) -> tuple[Problem, ...]:
    """What is likely a mistake in a script that can be read: each a sentence with the mend, in order of lines."""
    found = [
        *_unreachable(script),
        *_endless(script),
        *_no_call(script),
        *_phrases(script, sayings),
        *_languages(script, sayings),
    ]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.message)))


def missing_facts(script: Script, vacancy: Vacancy) -> tuple[Problem, ...]:
    """The facts that the script's texts name and the vacancy lacks."""
    return tuple(
        Problem(
            step.line,
            f"Step “{name}” names {{{topic}}}, and the vacancy “{vacancy.id}” has no such fact; "
            "add it to vacancies.yaml, or take it out here.",
        )
        for name, step in script.steps.items()
        for topic in sorted({name for texts in step.texts() for name in _named(texts)} & set(TOPICS))
        if topic not in vacancy.facts
    )


def _unreachable(script: Script) -> Iterator[Problem]:
    reached = _reached(script, [script.first])
    for name, step in script.steps.items():
        if name not in reached:
            yield Problem(step.line, f"Nothing leads to step “{name}”; lead somewhere to it, or take it out.")


def _endless(script: Script) -> Iterator[Problem]:
    """Steps from which the talk comes round again without ever waiting for the candidate."""
    for name, step in script.steps.items():
        if not _waits(script, name) and name in _reached(script, step.leads_to(), through_waits=False):
            yield Problem(
                step.line, f"From step “{name}” the talk goes round without a question; let an “ask” stand between."
            )


def _no_call(script: Script) -> Iterator[Problem]:
    if not any(isinstance(step, OfferCall) for step in script.steps.values()):
        yield Problem(1, "The script never offers a call; add a step of kind “offer_call”.")


def _phrases(script: Script, sayings: Sayings) -> Iterator[Problem]:
    for name in script.phrases:
        if name not in sayings.texts:
            yield Problem(1, f"“{name}” under “phrases” is no sentence of Belmoment's; see bot/words for their names.")
            continue
        known = {*VARIABLES, *TOPICS, *_named(sayings.texts[name])} - {"hello", "disclosure"}
        for variable in sorted(_named(script.phrases[name]) - known):
            yield Problem(1, f"“{name}” under “phrases” names {{{variable}}}, which is not known there; take it out.")


def _languages(script: Script, sayings: Sayings) -> Iterator[Problem]:
    spoken = set(sayings.texts.get("disclosure", {}))
    for language in script.languages:
        if language not in spoken:
            yield Problem(1, f"Belmoment does not speak “{language}” yet; it speaks {', '.join(sorted(spoken))}.")


def _reached(script: Script, start: Iterable[str], *, through_waits: bool = True) -> set[str]:
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        name = ahead.pop()
        if name not in reached and name in script.steps:
            reached.add(name)
            if through_waits or not _waits(script, name):
                ahead.extend(script.steps[name].leads_to())
    return reached


def _named(texts: Texts) -> set[str]:
    """The `{variables}` in a text, whichever its language."""
    return {name for text in texts.values() for _, name, _, _ in string.Formatter().parse(text) if name}


def _waits(script: Script, name: str) -> bool:
    return isinstance(script.steps[name], Ask | OfferCall | Handover)
