"""Whatever candidates, recruiters and the clock do to calls: no double booking, no dead reminder, one outcome each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection, select

from bot.events import Action, RecruiterActed, TimerFired
from bot.model import TOLD, CallOutcome, CallStatus
from bot.outgoing import Say
from storage.database import read
from storage.forms import CONVERSATION, EVENT, OUTGOINGS
from storage.tables import calls, conversations, journal
from tests.storage.machines import Ground, ground, try_out
from tests.storage.settings import CONTENTS, DRIVER, RUI, SANNE, WEDNESDAY

PEERS = ("1", "2", "3")
RECRUITERS = ("sanne", "rui", "kim")
TEAM = (SANNE, RUI, replace(SANNE, id="kim", name="Kim Smit", email=""))
HOURS = ("9", "11", "14", "16")
ACTS = (Action.DIAL, Action.CLAIM, Action.ASK_COLLEAGUES, Action.ASK_TO_MOVE, Action.CANCEL, Action.HAND_OVER)
REMINDERS = ("reminder_day", "reminder_soon")


class CallsMachine(RuleBasedStateMachine):
    """Three candidates and three recruiters, each with a mind of their own."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground, self.office = ground, ground.office
        self.ground.clear()
        self.office.now = WEDNESDAY
        self.ended: dict[str, tuple[str, str | None]] = {}
        self.read_up_to = 0
        for peer in PEERS:
            self._say(peer, "hello", "yes please", "tomorrow at 14:00", "yes", "+31 6 1234567" + peer)

    @rule(peer=st.sampled_from(PEERS), hour=st.sampled_from(HOURS))
    def wants_a_moment(self, peer: str, hour: str) -> None:
        self._say(peer, f"tomorrow at {hour}:00", "yes")

    @rule(
        peer=st.sampled_from(PEERS), text=st.sampled_from(("cancel", "call me now", "no", "yes", "what does it pay?"))
    )
    def writes(self, peer: str, text: str) -> None:
        self._say(peer, text)

    @rule(peer=st.sampled_from(PEERS), button=st.sampled_from(("not_now", "called", "move", "cancel")))
    def taps(self, peer: str, button: str) -> None:
        someone = self.office.someone(peer)
        self.ground.run(self.office.take(someone.taps(f"call.{button}")))

    @rule(
        n=st.integers(0, len(PEERS) - 1),
        recruiter=st.sampled_from(RECRUITERS),
        action=st.sampled_from(ACTS),
        to=st.sampled_from(RECRUITERS),
    )
    def acts(self, n: int, recruiter: str, action: Action, to: str) -> None:
        self._act(n, recruiter, action, to=to)

    @rule(n=st.integers(0, len(PEERS) - 1), outcome=st.sampled_from(TOLD))
    def closes(self, n: int, outcome: CallOutcome) -> None:
        call = self._talks()[n].call
        if call:
            self._act(n, call.slot.recruiter, Action.CLOSE, outcome=outcome)

    @rule(minutes=st.sampled_from((1, 4, 30, 240, 1500)))
    def time_passes(self, minutes: int) -> None:
        then = self.office.now + timedelta(minutes=minutes)
        while (due := self._next()) and due <= then:
            self.office.now = max(self.office.now, due)
            self.ground.run(self.office.ring())
        self.office.now = then

    @invariant()
    def nobody_has_two_calls_at_once(self) -> None:
        booked = [row for row in self._calls() if row.status == CallStatus.BOOKED]
        for one in booked:
            for other in booked:
                same = one.recruiter == other.recruiter and one is not other
                assert not (same and one.starts_at < other.ends_at and other.starts_at < one.ends_at)
        assert len({row.conversation for row in booked}) == len(booked)

    @invariant()
    def a_call_ends_once_and_in_one_outcome(self) -> None:
        for row in self._calls():
            over = row.status in (CallStatus.HELD, CallStatus.NOT_ANSWERED, CallStatus.UNKNOWN)
            assert (row.outcome is not None) == over
            if row.status != CallStatus.BOOKED:
                assert self.ended.setdefault(row.id, (row.status, row.outcome)) == (row.status, row.outcome)

    @invariant()
    def no_reminder_is_of_a_dead_time(self) -> None:
        for event, at, said, notes in self._entries():
            reminded = isinstance(event, TimerFired) and event.name in REMINDERS
            if reminded and any(
                isinstance(one, Say) and one.template and one.template.name == event.name for one in said
            ):
                standing = [row for row in self._calls() if row.conversation == event.conversation]
                assert any(row.starts_at > at for row in standing), notes

    def _act(self, n: int, recruiter: str, action: Action, **values: Any) -> None:
        event = RecruiterActed(
            id=self.office.event_id(),
            at=self.office.now,
            conversation=self._talks()[n].id,
            recruiter=recruiter,
            action=action,
            **values,
        )
        self.ground.run(self.office.take(event))

    def _say(self, peer: str, *texts: str) -> None:
        someone = self.office.someone(peer)
        for text in texts:
            self.ground.run(someone.write(text))

    def _talks(self) -> Any:
        return self._read(
            lambda c: [
                CONVERSATION.decode(data)
                for data in c.scalars(
                    select(conversations.c.data).order_by(conversations.c.created_at, conversations.c.id)
                )
            ]
        )

    def _calls(self) -> Any:
        return self._read(lambda c: c.execute(select(calls)).all())

    def _next(self) -> Any:
        due = select(conversations.c.next_timer_at).order_by(conversations.c.next_timer_at)
        return self._read(lambda c: c.scalar(due.where(conversations.c.next_timer_at.is_not(None))))

    def _entries(self) -> Sequence[Any]:
        """The journal's new ones."""
        rows = self._read(lambda c: c.execute(select(journal).order_by(journal.c.kept_at)).all())
        new, self.read_up_to = rows[self.read_up_to :], len(rows)
        return [(EVENT.decode(row.body), row.kept_at, OUTGOINGS.decode(row.outgoing), row.notes) for row in new]

    def _read(self, look: Any) -> Any:
        def looked(connection: Connection) -> Any:
            return look(connection)

        return self.ground.run(read(self.office.database, looked))


def test_whatever_is_done_to_calls(database_url: str) -> None:
    with ground(database_url) as ready:
        pool = replace(DRIVER, recruiters=RECRUITERS)
        ready.run(ready.office.publish(replace(CONTENTS, recruiters=TEAM, vacancies=(pool,))))
        try_out(lambda: CallsMachine(ready), database_url, steps=12)
