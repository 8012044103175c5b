"""Understanding as it ships, learnt once for all tests of the engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.context import Understand
from handlers.languages import load_understander
from tests.bot.talking import Phone


@pytest.fixture(scope="session")
def understand(tmp_path_factory: pytest.TempPathFactory) -> Understand:
    """The packaged languages; nothing is taken from, or left in, the user's cache."""
    cache: Path = tmp_path_factory.mktemp("languages")
    return load_understander(cache).understand


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
