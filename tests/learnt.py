"""What Belmoment learns from its phrases: learnt once, for all tests and all processes that run them."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bot.understanding.sentences import Encoder
from bot.understanding.understander import Understander
from handlers.languages import load_understander
from handlers.vectors import find_encoder

CACHE = Path(__file__).parents[1] / ".pytest_cache" / "learnt"
"""For XDG_CACHE_HOME. What lies here is named by all that it was learnt from, so an older run's is as good as new."""


@cache
def understander() -> Understander:
    """The languages as they ship; nothing is taken from, or left in, the user's cache."""
    with _alone():
        return load_understander(CACHE / "belmoment")


def encoder() -> Encoder | None:
    """What gives sentence vectors, where their package is installed."""
    return find_encoder(CACHE / "belmoment")


def learn() -> None:
    """Sees to it that processes which look in CACHE find everything learnt."""
    understander()


@contextmanager
def _alone() -> Iterator[None]:
    """Who runs tests beside us waits here, and then finds what we learnt."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
