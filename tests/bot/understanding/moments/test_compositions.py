"""Every day with every time, refusal, habit, correction and length of each language, put together as people would."""

import re
from collections.abc import Iterator
from itertools import cycle, permutations, product

import pytest

from tests.bot.understanding.moments.asking import line, read
from tests.bot.understanding.moments.meanings import meaning
from tests.bot.understanding.moments.pieces import PIECES, Pieces

_GLUED = re.compile(r"\{d\}\w")


def _timed(pieces: Pieces) -> Iterator[tuple[str, str]]:
    """Days with their times, without those that nobody would put so ("after three 18 February")."""
    around = cycle(pieces.around)
    for (hours, forms), (day, date) in product(pieces.times, pieces.days.items()):
        for form in forms:
            if re.search(r"\d", day) and (_GLUED.search(form) or not form.startswith("{d}")):
                continue
            yield next(around).format(x=form.format(d=day)), f"{date} {hours}"


def _whole_days(pieces: Pieces) -> Iterator[tuple[str, str]]:
    for form, (day, date) in product(pieces.refusals, pieces.days.items()):
        yield form.format(d=day), f"5d ! {date}"
    for form, ((day, date), (other, wanted)) in product(
        pieces.contrasts, permutations(list(pieces.days.items())[:4], 2)
    ):
        if date != wanted:
            yield form.format(a=day, b=other), f"{wanted} ! {date}"


def _others(pieces: Pieces) -> Iterator[tuple[str, str]]:
    for form, (said, hours) in product(pieces.around, pieces.habits.items()):
        yield form.format(x=said), f"5d {hours}"
    for form, (said, hours) in product(pieces.exceptions, pieces.habits.items()):
        for day, date in list(pieces.days.items())[2:4]:
            yield said + form.format(d=day), f"5d {hours} ! {date}"
    for form, (said, hours) in product(pieces.around, pieces.lengths.items()):
        yield form.format(x=said), f"10 {hours}"
    timed = [(said, means) for said, means in _timed(pieces) if re.match(r"\w+ \w+$", said)]
    for form, ((first, _), (then, means)) in product(pieces.corrections, permutations(timed[:6], 2)):
        yield form.format(a=first, b=then), means


def _wrong(language: str, composed: Iterator[tuple[str, str]]) -> list[tuple[str, str, str]]:
    return [
        (said, line(windows), line(meant))
        for said, shorthand in composed
        if (windows := read(said, language).windows) != (meant := meaning(shorthand).windows)
    ]


@pytest.mark.parametrize("language", PIECES)
def test_a_day_with_a_time_is_that_time_of_that_day(language: str) -> None:
    assert _wrong(language, _timed(PIECES[language])) == []


@pytest.mark.parametrize("language", PIECES)
def test_a_refused_day_is_left_out_and_another_one_instead_is_taken(language: str) -> None:
    assert _wrong(language, _whole_days(PIECES[language])) == []


@pytest.mark.parametrize("language", PIECES)
def test_habits_lengths_and_corrections_mean_the_same_in_every_wording(language: str) -> None:
    assert _wrong(language, _others(PIECES[language])) == []
