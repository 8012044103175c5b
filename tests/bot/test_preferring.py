"""What is liked best is offered first; what would do as well, where that is not to be had."""

import pytest

from bot.understanding.understander import Understander
from tests.bot.talking import Phone
from tests.learnt import understander


@pytest.fixture(scope="module", name="known")
def _known() -> Understander:
    return understander()


@pytest.mark.parametrize(
    ("language", "yes", "said", "days"),
    [
        ("nl", "ja leuk", "liefst vrijdag, anders donderdag", {"vr 27 nov"}),
        ("en", "yes, sounds good", "Thursday works, but rather Friday", {"Fri 27 Nov"}),
        ("de", "ja gerne", "am liebsten Freitag, sonst Donnerstag", {"Fr, 27. Nov"}),
        ("nl", "ja leuk", "liefst zaterdag, anders donderdag", {"do 26 nov"}),
    ],
)
def test_what_is_liked_best_is_offered_first(
    known: Understander, language: str, yes: str, said: str, days: set[str]
) -> None:
    phone = Phone(known.understand, language)
    phone.start()
    phone.write(yes)
    phone.write(said)
    offered = [title for title in phone.buttons if title[-3:-2] == ":"]
    assert len(offered) > 1 and {title[:-6].rstrip(",") for title in offered} == days
