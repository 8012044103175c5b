"""Scripts that are broken on purpose, five and more a class of mistake: each mistake is found, at its very line.

What is to be found stands behind its line: `# <- rule`, or `# <- unreadable: words` where it can't be read as it is.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.lint import lint
from bot.reader import Unreadable, read_script
from bot.script import Problem
from handlers.words import load_sayings

SAYINGS = load_sayings()
HERE = Path(__file__).parent / "broken_scripts"
MARK = re.compile(r"# <- ([\w-]+)(?:: (.*?))?(?= # <-|$)")


def scripts() -> Iterator[tuple[str, str]]:
    """Each with its name, which says its class first."""
    for path in sorted(HERE.glob("*.yaml")):
        for text in re.split(r"^---\n", path.read_text("utf-8"), flags=re.MULTILINE):
            name = re.search(r"^name: ([\w-]+)", text, re.MULTILINE)
            assert name, path
            yield f"{path.stem}: {name[1]}", text


SCRIPTS = dict(scripts())


def found_in(text: str) -> tuple[Problem, ...]:
    """What an author is told of it."""
    try:
        return lint(read_script(text), SAYINGS)
    except Unreadable as unreadable:
        return unreadable.problems


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_mistake_is_found_at_its_line_and_nothing_else_stands_against_it(name: str) -> None:
    text = SCRIPTS[name]
    wanted = [(line, *found) for line, words in enumerate(text.splitlines(), 1) for found in MARK.findall(words)]
    assert wanted
    found = found_in(text)
    told = {(one.line, one.rule or "unreadable") for one in found}
    assert {(line, rule) for line, rule, _ in wanted} <= told, found
    assert {(one.line, one.rule or "unreadable") for one in found if not one.advice} <= {w[:2] for w in wanted}, found
    for line, _, words in wanted:
        assert any(one.line == line and words in one.message for one in found), found


def test_there_are_five_and_more_of_each_class() -> None:
    classes = [name.partition(":")[0] for name in SCRIPTS]
    assert {name: classes.count(name) >= 5 for name in classes} == dict.fromkeys(classes, True)
    assert len(set(classes)) == len(list(HERE.glob("*.yaml"))) == 11
