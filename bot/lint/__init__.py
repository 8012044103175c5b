"""Questions to a whole script that no single step can answer: one small function a rule."""

from collections.abc import Iterator
from dataclasses import replace

from bot.lint import branches, channels, choices, languages, late, leaving, questions, tone, ways
from bot.lint.look import Look, Rule, named
from bot.model import Vacancy
from bot.reader import TOPICS
from bot.sayings import Sayings
from bot.script import Problem, Script

RULES: tuple[Rule, ...] = (
    ways.unreachable,
    ways.endless,
    ways.no_call,
    ways.no_way_out,
    ways.wait_after_a_call,
    ways.interest_lost,
    ways.no_is_no,
    ways.no_decline,
    branches.unknown_answer,
    branches.answer_comes_later,
    branches.answer_that_is_none,
    branches.compared_words,
    branches.unknown_fact,
    questions.bounds_crossed,
    questions.idle_key,
    choices.one_intent_twice,
    choices.one_title_twice,
    choices.named_as_ours,
    questions.asks_for_the_number,
    questions.same_question,
    languages.unspoken_language,
    languages.same_variant,
    languages.unknown_phrase,
    languages.unknown_in_phrase,
    languages.phrase_lost_a_value,
    tone.hurries,
    tone.shouts,
    tone.pretends_to_be_a_person,
    tone.disclosed_twice,
    leaving.hides_who_writes,
    leaving.takes_a_way_out,
    channels.too_long_when_filled,
    late.opens_with_a_value,
    late.values_side_by_side,
    late.greets_in_a_late_text,
    late.unclear_after_a_wait,
)
"""What they find stands against publishing."""
ADVICE: tuple[Rule, ...] = (
    ways.silent_after_person,
    branches.branch_to_one_place,
    questions.asks_when,
    choices.only_by_tapping,
    languages.untranslated,
    languages.variant_names_less,
    tone.two_questions,
    tone.asks_nothing,
    tone.long_text,
    tone.nameless_greeting,
    channels.many_buttons,
    channels.no_single_opening,
    channels.link_in_the_opening,
)
"""What they find is worth a thought."""


def lint(script: Script, sayings: Sayings) -> tuple[Problem, ...]:
    """What is likely a mistake in a script that can be read: each a sentence with the mend, in order of lines."""
    look = Look(script=script, sayings=sayings)
    found = [*_found(look, RULES, advice=False), *_found(look, ADVICE, advice=True)]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.message)))


def name_of(rule: Rule) -> str:
    """What people call a rule."""
    return rule.__name__.replace("_", "-")


def missing_facts(script: Script, vacancy: Vacancy) -> tuple[Problem, ...]:
    """The facts that the script's texts name and the vacancy lacks."""
    return tuple(
        Problem(
            step.line,
            f"Step “{name}” names {{{topic}}}, and the vacancy “{vacancy.id}” has no such fact; "
            "add it to vacancies.yaml, or take it out here.",
        )
        for name, step in script.steps.items()
        for topic in sorted({name for texts in step.texts() for name in named(texts)} & set(TOPICS))
        if topic not in vacancy.facts
    )


def _found(look: Look, rules: tuple[Rule, ...], *, advice: bool) -> Iterator[Problem]:
    for rule in rules:
        for problem in rule(look):
            yield replace(problem, rule=name_of(rule), advice=advice)
