"""The parts of the manual that the program knows best: kinds of steps and lint rules, from their own words."""

import re
import textwrap
from collections.abc import Iterator

from bot.lint import ADVICE, RULES, name_of
from bot.lint.look import Rule
from bot.reader import TOPICS, VARIABLES
from bot.steps import KINDS

LINT_PAGE = """\
`belmoment check` and `belmoment load` look at every script with these rules, and so does the editor in the browser.
Each finding names its file, its line, what to do, and in brackets its rule. This page is made from the rules themselves
(`.venv/bin/python -m handlers.manual`).

What can't be read at all (an unknown kind, a missing language, a step that is not there, a variable that is not known,
a button that is too long, a first message without `{disclosure}`) is said before these rules are asked.
"""
BEGIN, END = "<!-- from the program: begin -->", "<!-- from the program: end -->"


def kinds_page(page: str) -> str:
    """The page, with the kinds of steps between its two marks as they are now."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{_kinds()}\n{END}{after}"


def lint_page() -> str:
    """The page of all lint rules."""
    return "\n".join(
        [
            "# What is looked for in a script",
            "",
            *LINT_PAGE.split("\n"),
            f"## Mistakes ({len(RULES)})",
            "",
            "They stand against publishing.",
            "",
            *(line for rule in RULES for line in _rule(rule)),
            f"## Worth a thought ({len(ADVICE)})",
            "",
            "Nothing stands against publishing here.",
            "",
            *(line for rule in ADVICE for line in _rule(rule)),
        ]
    )


def _kinds() -> str:
    lines = []
    for name, kind in KINDS.items():
        lines += [f"### `{name}`", "", *_unindented(kind.__doc__ or ""), ""]
    variables = ", ".join(f"`{{{name}}}`" for name in VARIABLES)
    topics = ", ".join(f"`{{{name}}}`" for name in TOPICS)
    return "\n".join([*lines, f"A text may name {variables}, and the vacancy's facts: {topics}.", ""])


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {name_of(rule)}"
    yield ""
    yield from re.sub(r"\n(Good|Bad):\n", r"\n\1:\n\n", "\n".join(_unindented(rule.__doc__ or ""))).split("\n")
    yield ""


def _unindented(text: str) -> list[str]:
    first, _, rest = text.strip().partition("\n")
    return [first, *textwrap.dedent(rest).rstrip().split("\n")] if rest else [first]
