"""Lets a state machine of hypothesis, which knows no event loop, work on a real database."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import Connection, delete

from bot.reader import read_script
from handlers.words import load_sayings
from storage.database import open_database, transact
from storage.ledger import House
from storage.schema import migrate
from storage.tables import addresses, calls, candidates, conversations, events, freed, journal, outbox
from tests.storage.settings import Office, understand

Result = TypeVar("Result")

HEALTH = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@dataclass(frozen=True, slots=True)
class Ground:
    """A published agency on a database, and the event loop to work with it."""

    loop: asyncio.AbstractEventLoop
    office: Office

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    def clear(self) -> None:
        """As if nobody had ever written."""
        self.run(transact(self.office.database, clear_talks))


@contextmanager
def ground(database_url: str) -> Iterator[Ground]:
    migrate(database_url)
    loop = asyncio.new_event_loop()
    database = loop.run_until_complete(open_database(database_url))
    office = Office(database, House(understand=understand, sayings=load_sayings(), read_script=read_script))
    try:
        loop.run_until_complete(office.publish())
        yield Ground(loop, office)
    finally:
        loop.run_until_complete(database.close())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def try_out(machine: Callable[[], RuleBasedStateMachine], database_url: str, *, steps: int) -> None:
    """Runs the machine many times; less often where each step takes its time."""
    examples = 60 if database_url.startswith("sqlite") else 15
    effort = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=HEALTH)
    run_state_machine_as_test(machine, settings=effort)  # type: ignore[arg-type]


def clear_talks(connection: Connection) -> None:
    """As if nobody had ever written."""
    for table in (outbox, journal, events, calls, freed, addresses, conversations, candidates):
        connection.execute(delete(table))
