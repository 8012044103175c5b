"""Every lint rule, by its own examples: the good one is left alone by all rules, the bad one caught at its line."""

import re
import textwrap
from collections.abc import Mapping

import pytest

from bot.lint import ADVICE, RULES, lint, name_of
from bot.lint.choices import named_as_ours
from bot.lint.late import opens_with_a_value
from bot.lint.look import Rule
from bot.reader import read_script
from bot.script import Problem
from bot.yaml_lines import Fields, read_yaml
from handlers.words import load_sayings

SAYINGS = load_sayings()
OPENING = "Good day. {disclosure} It is about {vacancy}."
WORDS = {"nl": "Tot ziens.", "en": "Goodbye.", "pt": "Adeus."}


def examples(rule: Rule, title: str) -> list[str]:
    """The YAML that stands under "Good:" or "Bad:" in the docstring."""
    text = textwrap.dedent(f"    {rule.__doc__}")
    return [textwrap.dedent(one) for one in re.findall(rf"{title}:\s*```yaml\n(.*?)```", text, re.DOTALL)]


def whole(example: str) -> str:
    """The example as a script: what it leaves out is added as plainly as can be."""
    top = read_yaml(example)
    assert isinstance(top, Fields)
    given = top.fields.get("steps")
    steps = given.fields if isinstance(given, Fields) else {}
    languages = re.findall(r"\w+", example.partition("languages:")[2].partition("\n")[0]) or ["nl"]
    targets = re.findall(r"(?:next|else): (\w+)", example)
    branched = re.findall(r"when: \{[^:]+: (\w+)", example)
    missing = [name for name in dict.fromkeys([*targets, *branched]) if name not in steps]
    if "first" not in top.fields:
        missing = ["opening", *missing] if steps else ["opening", *missing, "call"]
    added = "".join(f"  {name}: {_step(name, languages, steps)}\n" for name in missing)
    head = {"name": "example", "languages": f"[{', '.join(languages)}]", "first": "opening"}
    lines = "".join(f"{key}: {value}\n" for key, value in head.items() if key not in top.fields)
    return (
        f"{example}{added if steps else f'steps:{chr(10)}{added}'}{lines}"
        if steps
        else f"{example}{lines}steps:\n{added}"
    )


def _step(name: str, languages: list[str], steps: Mapping[str, object]) -> str:
    if name == "opening":
        texts = ", ".join(f'{language}: "{OPENING} {language}"' for language in languages)
        first = next(iter(steps), "call")
        return f"{{kind: say, text: {{{texts}}}, next: {first}}}"
    texts = ", ".join(f'{language}: "{WORDS[language]}"' for language in languages)
    return (
        f"{{kind: offer_call, text: {{{texts}}}}}"
        if name == "call"
        else f"{{kind: end, outcome: done, text: {{{texts}}}}}"
    )


@pytest.mark.parametrize("rule", [*RULES, *ADVICE], ids=name_of)
def test_a_rule_leaves_its_good_example_alone_and_catches_its_bad_one(rule: Rule) -> None:
    (good,), (bad,) = examples(rule, "Good"), examples(rule, "Bad")
    left = [problem.message for problem in lint(read_script(whole(good)), SAYINGS) if problem.rule == name_of(rule)]
    assert left == []
    caught = [problem for problem in lint(read_script(whole(bad)), SAYINGS) if problem.rule == name_of(rule)]
    assert caught
    assert {problem.advice for problem in caught} == {rule in ADVICE}
    assert all(problem.message.endswith((".", "?")) for problem in caught)


def test_a_finding_stands_at_the_line_of_the_very_text() -> None:
    text = """\
name: odd
languages: [nl, en]
first: a
steps:
  a:
    kind: say
    text:
      nl: "{disclosure} Over {vacancy}."
      en: "{disclosure} About {vacancy}, last chance!!"
    next: call
  call:
    kind: offer_call
    text: {nl: Wanneer komt een belletje uit?, en: When would a call suit?}
"""
    assert lint(read_script(text), SAYINGS) == (
        Problem(9, "Several exclamation marks in a row shout; leave one, or none."),
        Problem(9, "“last chance” puts people under pressure; leave it out."),
    )


def test_a_text_to_which_two_waits_lead_is_named_once() -> None:
    text = """\
name: odd
languages: [nl]
first: a
steps:
  a:
    kind: ask
    answer: choice
    text: {nl: "{disclosure} Over {vacancy}. Bellen?"}
    choices:
      soon: {title: {nl: Gauw}, intents: [affirm], next: short}
      later: {title: {nl: Later}, intents: [maybe_later], next: long}
  short: {kind: wait, for: 1d, next: call}
  long: {kind: wait, for: 9d, next: call}
  call: {kind: offer_call, text: {nl: "Wanneer komt een belletje uit met {recruiter}"}}
"""
    found = [
        problem.line for problem in lint(read_script(text), SAYINGS) if problem.rule == name_of(opens_with_a_value)
    ]
    assert found == [14]


@pytest.mark.parametrize("value", ["recruiter", "earlier", "keep_time", "keep", "dont_keep", "stop", "erase"])
def test_a_choice_can_not_bear_the_name_of_a_button_of_ours(value: str) -> None:
    (bad,) = examples(named_as_ours, "Bad")
    found = lint(read_script(whole(bad.replace("recruiter:", f"{value}:"))), SAYINGS)
    assert [(problem.line, problem.rule) for problem in found if not problem.advice] == [(7, "named-as-ours")]
