"""The one door through which a conversation changes: events come in, each counts once, and what follows is written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import assert_never, cast

from sqlalchemy import Connection, bindparam, select

from bot.context import Context, Decision
from bot.engine import decide
from bot.events import (
    DeliveryReported,
    Event,
    FromCandidate,
    Handled,
    Invited,
    RecruiterActed,
    SlotFreed,
    Started,
    StoppedElsewhere,
    TimerFired,
    Unhandled,
    WrittenByHand,
)
from bot.model import Conversation, Vacancy
from bot.script import Script
from storage.agendas import Agendas
from storage.moments import moment_of
from storage.once import Applied, Once, Outcome, counted_long_ago, is_no_fault_of_the_event
from storage.pen import Pen
from storage.persons import unite
from storage.premises import House, NothingPublished, Premises, premises_of, script_of
from storage.proofs import keep_proof, wait_at_door
from storage.register import Register
from storage.reports import report
from storage.tables import conversations
from storage.talks import (
    NotTheirs,
    Talk,
    as_it_counts,
    talk_at,
    talk_of,
    talk_of_invitation,
    talk_of_recruiter,
    talk_of_report,
    talk_of_timer,
    talk_with,
)
from storage.turns import Desk, write_turn

__all__ = ["Applied", "House", "NothingPublished", "Outcome", "apply", "due"]

DUE = (
    select(conversations.c.id, conversations.c.turns, conversations.c.data)
    .where(conversations.c.next_timer_at <= bindparam("now"))
    .order_by(conversations.c.next_timer_at)
    .limit(bindparam("most"))
)
CLAIMED = DUE.with_for_update(skip_locked=True)


def apply(connection: Connection, events: Sequence[Event], house: House, now: datetime) -> Sequence[Applied]:
    """What became of each event, in their order; whatever follows from them is written.

    An event that counted before is "seen". One that fails is undone alone, tried again when it comes again (see
    `once.unsettled`), and set aside after three times. Raises NothingPublished where there is no agency yet.
    """
    try:
        with connection.begin_nested():
            return _Batch(connection, events, house, now).take(events)
    except Exception as error:
        if is_no_fault_of_the_event(connection, error):
            raise
    return [_take_alone(connection, event, house, now) for event in events]


def due(connection: Connection, now: datetime, limit: int, *, claim: bool = False) -> Sequence[TimerFired]:
    """The timers that should ring by now, the most overdue first, one a conversation; `at` is when they were due.

    With `claim` those that another transaction is about to ring are passed by, and these are ours until ours ends.
    """
    rung = []
    for row in connection.execute(CLAIMED if claim else DUE, {"now": now, "most": limit}):
        at, name = min((moment_of(at), name) for name, at in row.data["timers"].items())
        rung.append(TimerFired(id=f"timer:{row.id}:{row.turns}:{name}", at=at, conversation=row.id, name=name))
    return rung


def _take_alone(connection: Connection, event: Event, house: House, now: datetime) -> Applied:
    """One event in a savepoint of its own, so that its failure is nobody else's."""
    try:
        with connection.begin_nested():
            return _Batch(connection, [event], house, now).take([event])[0]
    except Exception as error:
        if is_no_fault_of_the_event(connection, error):
            raise
        again = _Batch(connection, [event], house, now)
        return again.seen(event) if counted_long_ago(connection, event) else again.failed(event, error)


class _Batch:
    """Events that are taken in together."""

    def __init__(self, connection: Connection, events: Sequence[Event], house: House, now: datetime) -> None:
        self._connection, self._events, self._house, self._now = connection, events, house, now
        self._pen = Pen(connection)
        self._once = Once(connection, self._pen, events, now)

    def take(self, events: Sequence[Event]) -> Sequence[Applied]:
        """All of them, in order, or none."""
        applied = [self._take(event) for event in events]
        self._pen.flush()
        return applied

    def seen(self, event: Event) -> Applied:
        """It counted before, so long ago that its id was forgotten."""
        applied = self._once.stale(event)
        self._pen.flush()
        return applied

    def failed(self, event: Event, error: Exception) -> Applied:
        """Count a vain try."""
        applied = self._once.failed(event, error)
        self._pen.flush()
        return applied

    @cached_property
    def _desk(self) -> Desk:
        connection, house = self._connection, self._house
        premises = premises_of(connection, house)
        register = Register(connection, self._pen, self._events)
        agendas = Agendas(connection, premises, self._now, house.agendas)
        agendas.expect(register.vacancies)
        return Desk(
            connection=connection,
            premises=premises,
            register=register,
            agendas=agendas,
            pen=self._pen,
            now=self._now,
            announces=house.announces,
        )

    def _take(self, event: Event) -> Applied:
        if self._once.settled(event):
            return Applied(event_id=event.id, outcome=Outcome.SEEN)
        match event:
            case Unhandled():
                return self._once.kept(event)
            case DeliveryReported():
                about = report(self._connection, event)
                if about and about.matters:
                    return self._turn(event)
                talk = about.conversation if about else None
                return self._once.applied(event, Applied(event_id=event.id, conversation=talk))
            case FromCandidate() | TimerFired() | RecruiterActed() | Invited():
                return self._turn(cast(Handled, event))
            case StoppedElsewhere() | SlotFreed() | WrittenByHand():
                return self._turn(event)
            case _:
                raise TypeError(f"no way to take in {type(event).__name__}")

    def _turn(self, event: Handled) -> Applied:
        desk = self._desk
        if isinstance(event, FromCandidate):
            counted = as_it_counts(self._connection, event, desk.premises)
            if stopped := unite(desk.connection, desk.pen, desk.register, counted):
                self._end_talks(counted, stopped)
            event = cast(Handled, counted)
        try:
            talk = _talk(desk, event)
        except NotTheirs:
            return self._once.refused(event)
        if talk is None:
            return self._once.stale(event)
        script = script_of(self._connection, self._house, desk.premises, talk.conversation.script)
        talk = _in_a_language_of(script, talk)
        decision = decide(talk.conversation, event, _context(desk, talk, script, self._house))
        after = write_turn(desk, event, talk, decision)
        if talk.candidate.stopped_at is None and decision.candidate.stopped_at is not None:
            self._end_talks(event, after.candidate, but=after.id)
        if talk.door is not None and isinstance(event, Started):
            keep_proof(desk, talk, event, after, self._house)
        if talk.elsewhere is not None and isinstance(event, Started):
            wait_at_door(desk, talk, event, after, self._house)
        return self._once.applied(event, _applied(event, talk, decision, after))

    def _end_talks(self, event: Event, person: str, but: str = "") -> None:
        """Who says stop says it to all of us: their other talks end with it."""
        for id in self._desk.register.under_way(person, but):
            self._turn(StoppedElsewhere(id=f"stopped:{event.id}:{id}", at=event.at, conversation=id))


def _applied(event: Event, talk: Talk, decision: Decision, after: Conversation) -> Applied:
    return Applied(
        event_id=event.id,
        conversation=after.id,
        turn=after.turns,
        step_before=talk.conversation.step,
        step_after=after.step,
        status=after.status,
        intent=decision.understood.intent if decision.understood else "",
        outgoing=len(decision.outgoing),
    )


def _talk(desk: Desk, event: Handled) -> Talk | None:  # noqa: PLR0911 (one for each kind)
    match event:
        case FromCandidate():
            return talk_with(desk.connection, desk.register, event, desk.premises)
        case StoppedElsewhere() | SlotFreed():
            return talk_of(desk.register, event.conversation)
        case WrittenByHand():
            return talk_at(desk.register, event.address)
        case TimerFired():
            return talk_of_timer(desk.register, event, desk.now)
        case RecruiterActed():
            return talk_of_recruiter(desk.register, event, desk.premises)
        case Invited():
            return talk_of_invitation(desk.register, event)
        case DeliveryReported():
            return talk_of_report(desk.register, event)
        case _:
            assert_never(event)


def _in_a_language_of(script: Script, talk: Talk) -> Talk:
    """A talk that has not begun yet is greeted in a language that its script speaks."""
    conversation = talk.conversation
    if conversation.step or conversation.language in script.languages:
        return talk
    language = "en" if conversation.language and "en" in script.languages else script.languages[0]
    return replace(talk, conversation=replace(conversation, language=language))


def _context(desk: Desk, talk: Talk, script: Script, house: House) -> Context:
    premises = desk.premises
    return Context(
        now=desk.now,
        script=script,
        vacancy=_vacancy(talk.conversation, premises),
        agency=premises.agency,
        candidate=talk.candidate,
        agendas=desk.agendas.of_talk(talk.conversation),
        understand=house.understand,
        sayings=house.sayings,
        rules=house.rules,
        habits=house.learned.habits,
        halted=house.learned.halted,
        elsewhere=premises.vacancies[talk.elsewhere.vacancy] if talk.elsewhere else None,
        open_vacancies=() if talk.conversation.vacancy else premises.open_vacancies,
    )


def _vacancy(talk: Conversation, premises: Premises) -> Vacancy:
    nothing_yet = Vacancy(id="", title={}, employer="", script="", recruiters=())
    return premises.vacancies.get(talk.vacancy, nothing_yet)
