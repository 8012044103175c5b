"""Understanding as it ships, learnt once for all tests of the engine."""

from collections.abc import Callable

import pytest

from bot.context import Understand
from tests.bot.talking import Phone
from tests.learnt import understander


@pytest.fixture(scope="session")
def understand() -> Understand:
    """The packaged languages."""
    return understander().understand


@pytest.fixture
def phone(understand: Understand) -> Phone:
    """A Dutch candidate."""
    return Phone(understand)


@pytest.fixture
def english(understand: Understand) -> Phone:
    """An English-speaking candidate."""
    return Phone(understand, "en")


MakePhone = Callable[..., Phone]


@pytest.fixture
def a_phone(understand: Understand) -> MakePhone:
    """Makes a candidate with other circumstances."""

    def make(language: str = "nl", **changes: object) -> Phone:
        return Phone(understand, language, **changes)  # type: ignore[arg-type]

    return make
