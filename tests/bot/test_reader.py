"""Scripts, read with every mistake, its line and its mend."""

# ruff: noqa: E501 — a case and what is said of it stand in one line

import re
import textwrap

import pytest

from bot.lint import lint, missing_facts
from bot.reader import Unreadable, read_script
from bot.script import Problem
from bot.steps import KINDS
from handlers.words import load_sayings
from tests.bot.talking import MONTEUR, SCRIPT

GOOD = SCRIPT.read_text("utf-8")


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught:
        read_script(text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_starter_script_reads_and_has_nothing_to_mend() -> None:
    script = read_script(GOOD)
    assert (script.name, script.first, script.languages) == ("first-contact", "opening", ("nl", "en", "de", "fr", "es"))
    assert lint(script, load_sayings()) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("kind: offer_call", "kind: offer_cal", "“kind” can't be “offer_cal”; did you mean “offer_call”?"),
        ("next: call", "next: cal", "Step “opening” goes on at “cal”, and there is no such step; did you mean “call”?"),
        ("first: opening", "first: opning", "The script begins at “opning”, and there is no such step; did you mean “opening”?"),
        ("outcome: later", "outcome: latr", "“outcome” can't be “latr”; did you mean “later”?"),
        ("{minutes} minuten", "{minuts} minuten", "{minuts} is not known; did you mean {minutes}?"),
        ("{minutes} minuten", "{minutes minuten", "A brace is left open in this text; write {name}, or {{ and }} for braces of your own."),
        ("[maybe_later]", "[maybe_latr]", "entry 1 of “intents” can't be “maybe_latr”; did you mean “maybe_later”?"),
        ("en: Not right now", "en: Not right now but thank you all", "This text has 31 characters; 20 is the most that every channel can show. Shorten it."),
        ("answer: choice", "anwser: choice", "step “opening” has no “anwser”; did you mean “answer”?"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_line_and_its_mend(right: str, wrong: str, says: str) -> None:
    broken = GOOD.replace(right, wrong, 1)
    found = {message: line for line, message in problems(broken)}
    assert says in found
    near = line_of(broken, wrong)
    assert abs(found[says] - near) <= (0 if "goes on" in says else 5)


def test_all_mistakes_are_listed_at_once() -> None:
    broken = (
        GOOD.replace("kind: offer_call", "kind: call").replace("outcome: later", "outcome: never").replace("{pay}", "")
    )
    assert len(problems(broken)) >= 2


def test_a_text_that_lacks_a_language_is_named() -> None:
    broken = re.sub(r"\n      en: That's fine\.[^\n]*", "", GOOD)
    assert [message for _, message in problems(broken)] == ["“text” lacks its text in “en”; add “en: …”."]


def test_the_first_message_can_not_go_without_disclosure() -> None:
    found = [message for _, message in problems(GOOD.replace("{disclosure}", ""))]
    assert found == [
        f"The first text in “{language}” must contain {{disclosure}}, which says who writes and how to stop. Add it."
        for language in ("nl", "en", "de", "fr", "es")
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "is empty"),
        ("name: x\n\tlanguages: [nl]\n", 2, "tab"),
        ("name: [x\nlanguages: nl\n", 2, "This is not YAML"),
        ("- a\n- b\n", 1, "must be a list of “key: value” lines"),
        ("name: x\nname: y\n", 2, "stands here twice"),
        ("just words", 1, "must be a list of “key: value” lines"),
    ],
)
def test_what_is_no_script_at_all_is_said_plainly(text: str, line: int, says: str) -> None:
    assert any(at == line and says in message for at, message in problems(text))


def test_yaml_words_that_mean_something_else_to_machines_stay_words() -> None:
    script = read_script(GOOD.replace('"no":', "no:").replace('"yes":', "yes:"))
    assert [choice.value for choice in script.steps["opening"].choices] == ["yes", "later", "no"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_reads(kind: str) -> None:
    example = re.search(r"```yaml\n(.*?)```", KINDS[kind].__doc__ or "", re.DOTALL)
    assert example
    step = textwrap.indent(textwrap.dedent(example.group(1)), "  ")
    targets = set(re.findall(r"(?:next|else|\"yes\"|\"no\"): (\w+)\b", step)) - set(
        re.findall(r"^  (\w+):", step, re.MULTILINE)
    )
    rest = "".join(f"  {name}: {{kind: end, outcome: done, text: {{nl: Dag, en: Bye}}}}\n" for name in sorted(targets))
    opening = "  opening: {{kind: say, text: {{nl: '{{disclosure}}', en: '{{disclosure}}'}}, next: {}}}\n".format(
        step.split(":")[0].strip()
    )
    script = read_script(f"name: example\nlanguages: [nl, en]\nfirst: opening\nsteps:\n{opening}{step}{rest}")
    assert any(type(found) is KINDS[kind] for found in script.steps.values())


def test_lint_finds_what_no_step_can_see_alone() -> None:
    text = """
name: odd
languages: [nl]
first: a
phrases:
  helo: {nl: Dag}
steps:
  a: {kind: say, text: {nl: "{disclosure}"}, next: b}
  b: {kind: say, text: {nl: Nog iets}, next: a}
  c: {kind: end, outcome: done, text: {nl: Dag}}
"""
    assert lint(read_script(text), load_sayings()) == (
        Problem(1, "The script never offers a call; add a step of kind “offer_call”."),
        Problem(6, "“helo” under “phrases” is no sentence of Belmoment's; see bot/words for their names."),
        Problem(8, "From step “a” the talk goes round without a question; let an “ask” stand between."),
        Problem(9, "From step “b” the talk goes round without a question; let an “ask” stand between."),
        Problem(10, "Nothing leads to step “c”; lead somewhere to it, or take it out."),
    )


@pytest.mark.parametrize(
    "braces", ["{minutes:d}", "{minutes:>99999999}", "{minutes!r}", "{minutes!x}", "{minutes:{name}}"]
)
def test_only_a_name_stands_in_braces(braces: str) -> None:
    found = problems(GOOD.replace("{minutes}", braces, 1))
    assert "{minutes} stands with a sign behind its name; write only the name in the braces." in dict(found).values()


@pytest.mark.parametrize("value", ["move", "cancel", "not_now", "x" * 49, '""'])
def test_a_choice_is_named_so_that_its_button_can_be_sent_and_told_apart(value: str) -> None:
    (found,) = problems(GOOD.replace("      later:\n", f"      {value}:\n", 1))
    shown = value.strip('"')
    assert (
        found[1]
        == f"A choice can't be named “{shown}”: give it a short word, other than move, cancel, not_now, called."
    )


def test_a_number_of_any_length_is_no_crash() -> None:
    broken = GOOD.replace("answer: choice", f"answer: choice\n    least: {'9' * 5000}", 1)
    assert problems(broken) == [(11, f"“least” must be a whole number, not “{'9' * 40}”.")]


def test_aliases_of_aliases_are_not_written_out() -> None:
    lines = "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9))
    ((_, message),) = problems(f"a0: &a0 [x]\n{lines}")
    assert message == "With its aliases (*) the file becomes too large; spread it over several."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# " + "x" * 1_000_000, "The file has more than 1,000,000 characters; spread it over several."),
        ('name: "\\ud800"', "A character stands here that nobody can be sent (a zero, or half of one); take it out."),
        ('"\\0": x', "A character stands here that nobody can be sent (a zero, or half of one); take it out."),
    ],
)
def test_what_no_channel_could_send_is_refused(text: str, says: str) -> None:
    assert problems(text) == [(1, says)]


def test_a_fact_that_a_script_names_and_a_vacancy_lacks_is_named() -> None:
    script = read_script(GOOD.replace("{vacancy} voor {employer}", "{vacancy} voor {car}", 1))
    (problem,) = missing_facts(script, MONTEUR)
    assert problem.message == (
        "Step “opening” names {car}, and the vacancy “monteur” has no such fact; "
        "add it to vacancies.yaml, or take it out here."
    )


def test_a_wording_of_ones_own_names_what_is_known_in_that_sentence() -> None:
    lines = "".join(f"    {language}: Tot dan, {{moment}} {{hello}}\n" for language in ("nl", "en", "de", "fr", "es"))
    script = read_script(f"{GOOD}\nphrases:\n  going_on:\n{lines}".replace("{hello}\n", "{slots}\n"))
    assert [problem.message for problem in lint(script, load_sayings())] == [
        "“going_on” under “phrases” names {moment}, which is not known there; take it out.",
        "“going_on” under “phrases” names {slots}, which is not known there; take it out.",
    ]
