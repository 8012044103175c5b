"""The ledger against a model of a dozen lines: whatever comes, in whichever order, each event counts once."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)
from sqlalchemy import Connection, func, select

from bot.events import MessageReceived
from bot.understanding.understood import Question, Understood
from storage.database import read, transact
from storage.ledger import Applied, apply
from storage.once import MOST_TRIES, unsettled
from storage.tables import conversations, events, journal, outbox
from tests.storage.looking import outcomes
from tests.storage.machines import Ground, ground, try_out
from tests.storage.settings import Office, understand

PEERS = ("1", "2", "3")
POISON = "boom"
WORDS = ("hello", "yes please", "tomorrow at 14:00", "yes", "no", POISON)


class Crashed(Exception):
    """As when a process is killed before its commit."""


@dataclass
class Model:
    """What should have become of the events."""

    broken: bool = True
    known: dict[str, str] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    heard: dict[str, list[str]] = field(default_factory=lambda: {peer: [] for peer in PEERS})

    def take(self, event: MessageReceived) -> str:
        if self.known.get(event.id, "failed") != "failed":
            return "seen"
        self.tries[event.id] = self.tries.get(event.id, 0) + 1
        if event.text == POISON and self.broken:
            self.known[event.id] = "set_aside" if self.tries[event.id] == MOST_TRIES else "failed"
        else:
            self.known[event.id] = "applied"
            self.heard[event.address.peer].append(event.text)
        return self.known[event.id]

    def still_failed(self, arrived: Sequence[MessageReceived]) -> list[MessageReceived]:
        return [event for event in arrived if self.known.get(event.id) == "failed"]


class LedgerMachine(RuleBasedStateMachine):
    """Events come in by every way that life knows."""

    arrived = Bundle("arrived")

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.ground.clear()
        self.model = Model()
        self.office = replace(ground.office, house=replace(ground.office.house, understand=self._understand))
        self.every: list[MessageReceived] = []

    @initialize(target=arrived)
    def somebody_writes(self) -> MessageReceived:
        return self._new("1", "hello")

    @rule(
        target=arrived, said=st.lists(st.tuples(st.sampled_from(PEERS), st.sampled_from(WORDS)), min_size=1, max_size=4)
    )
    def they_write(self, said: list[tuple[str, str]]) -> object:
        return multiple(*(self._new(peer, text) for peer, text in said))

    @rule(batch=st.lists(arrived, min_size=1, max_size=6))
    def a_batch_comes(self, batch: list[MessageReceived]) -> None:
        expected = [self.model.take(event) for event in batch]
        assert self._taken(self.office.take(*batch)) == expected

    @rule(batch=st.lists(arrived, min_size=1, max_size=4))
    def the_same_comes_to_two_processes_at_once(self, batch: list[MessageReceived]) -> None:
        once, again = [[self.model.take(event) for event in batch] for _ in range(2)]
        both = self.ground.run(_together(self.office, batch, batch))
        assert sorted(map(outcomes, both)) == sorted([once, again])

    @rule(batch=st.lists(arrived, min_size=1, max_size=6))
    def different_people_are_taken_in_side_by_side(self, batch: list[MessageReceived]) -> None:
        parts = [[event for event in batch if event.address.peer == peer] for peer in PEERS]
        expected = [[self.model.take(event) for event in part] for part in parts]
        assert [outcomes(one) for one in self.ground.run(_together(self.office, *parts))] == expected

    @rule(batch=st.lists(arrived, min_size=1, max_size=4))
    def it_crashes_before_the_commit(self, batch: list[MessageReceived]) -> None:
        def work(connection: Connection) -> None:
            apply(connection, batch, self.office.house, self.office.now)
            raise Crashed

        async def crash() -> None:
            try:
                await transact(self.office.database, work)
            except Crashed:
                return
            raise AssertionError("it did not crash")

        self.ground.run(crash())

    @rule(broken=st.booleans())
    def our_code_is_mended_or_broken(self, broken: bool) -> None:
        self.model.broken = broken

    @rule()
    def a_minute_later_what_failed_is_tried_again(self) -> None:
        self.office.pass_time(minutes=1)
        failed = self.model.still_failed(self.every)
        again = self.ground.run(
            transact(self.office.database, lambda c: list(unsettled(c, self.office.now, 100, claim=True)))
        )
        assert sorted(event.id for event in again) == sorted(event.id for event in failed)
        mine = {event.id: event for event in failed}
        expected = [self.model.take(mine[event.id]) for event in again]
        assert self._taken(self.office.take(*again)) == expected

    @invariant()
    def each_talk_heard_what_counted_in_its_order(self) -> None:
        for peer in PEERS:
            lines = self.ground.run(self.office.someone(peer).lines())
            assert [line.text for line in lines if line.from_candidate] == self.model.heard[peer]

    @invariant()
    def every_id_is_known_with_what_became_of_it(self) -> None:
        kept = self.ground.run(read(self.office.database, lambda c: c.execute(select(events)).all()))
        assert {row.id: row.outcome for row in kept} == self.model.known
        assert {row.id: row.tries for row in kept} == self.model.tries

    @invariant()
    def turns_are_counted_without_a_gap_and_each_answer_is_put_out_once(self) -> None:
        talks, turns, decided, put = self.ground.run(read(self.office.database, _counted))
        assert len(talks) == sum(bool(heard) for heard in self.model.heard.values())
        for talk, count in talks.items():
            assert sorted(turns.get(talk, [])) == list(range(1, count + 1))
        assert decided == put

    def _new(self, peer: str, text: str) -> MessageReceived:
        event = self.office.someone(peer).writes(text)
        self.every.append(event)
        return event

    def _taken(self, work: Coroutine[Any, Any, Sequence[Applied]]) -> list[str]:
        return outcomes(self.ground.run(work))

    def _understand(self, text: str, question: Question) -> Understood:
        if text == POISON and self.model.broken:
            raise ZeroDivisionError(text)
        return understand(text, question)


async def _together(office: Office, *parts: Sequence[MessageReceived]) -> list[Sequence[Applied]]:
    return list(await asyncio.gather(*(office.take(*part) for part in parts)))


def _counted(connection: Connection) -> tuple[dict[str, int], dict[str, list[int]], int, int]:
    """Each talk's turns, the turns that its journal holds, and how many messages were decided, and put out."""
    talks = {row.id: row.turns for row in connection.execute(select(conversations.c.id, conversations.c.turns))}
    turns: dict[str, list[int]] = {}
    decided = 0
    for row in connection.execute(select(journal.c.conversation, journal.c.turn, journal.c.moved, journal.c.outgoing)):
        decided += sum(message["type"] == "say" for message in row.outgoing)
        if row.moved:
            turns.setdefault(row.conversation, []).append(row.turn)
    says = select(func.count()).select_from(outbox).where(outbox.c.medium == "say")
    return talks, turns, decided, connection.execute(says).scalar_one()


def test_each_event_counts_once_whatever_happens(database_url: str) -> None:
    with ground(database_url) as base:
        try_out(lambda: LedgerMachine(base), database_url, steps=15)
