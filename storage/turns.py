"""One turn of a talk, written down: the talk, its call, the journal, and what goes out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from bot.announcing import announced
from bot.context import Decision
from bot.events import Blocked, Event, FromCandidate, TimerFired
from bot.model import Call, CallOutcome, CallStatus, Candidate, Conversation
from bot.outgoing import Say
from storage import topics
from storage.agendas import Agendas
from storage.calling_off import drop_waiting
from storage.codec import tag_of
from storage.dispatch import RELEASE
from storage.forms import CANDIDATE, CONVERSATION, EVENT, NOTES, OUTGOINGS, UNDERSTOOD
from storage.freed import NEW_FREED, hoped_until, row_of
from storage.outbox import recipient_of
from storage.pen import Pen
from storage.posting import announce, put
from storage.premises import Premises
from storage.register import Register
from storage.tables import addresses, calls, candidates, conversations, journal
from storage.talks import Talk
from storage.worded import write

AGAIN = timedelta(minutes=1)

NEW_CANDIDATE = insert(candidates)
NEW_CONVERSATION = insert(conversations)
NEW_ADDRESS = insert(addresses)
NEW_CALL = insert(calls)
NEW_ENTRY = insert(journal)
CHANGED_CANDIDATE = update(candidates).where(candidates.c.id == bindparam("candidate"))
CHANGED_CONVERSATION = update(conversations).where(
    conversations.c.id == bindparam("talk"), conversations.c.turns == bindparam("seen")
)
CHANGED_CALL = update(calls).where(calls.c.conversation == bindparam("talk"), calls.c.id == bindparam("call"))
HEARD = (
    update(addresses)
    .where(addresses.c.channel == bindparam("on"), addresses.c.peer == bindparam("who"))
    .values(heard_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one transaction of the ledger works with."""

    connection: Connection
    premises: Premises
    register: Register
    agendas: Agendas
    pen: Pen
    now: datetime
    announces: bool = False
    """Whether other systems are told what happens."""


def write_turn(desk: Desk, event: Event, talk: Talk, decision: Decision) -> Conversation:
    """Write what follows from `event`, and give the talk as it will be stored; the pen's flush may raise Changed."""
    after = talk.conversation if _is_quiet(talk, decision) else _next(talk, decision)
    _write_candidate(desk, talk, decision.candidate)
    if after is not talk.kept:
        _write_conversation(desk, event, talk, after)
        _write_call(desk, talk.conversation.call, after)
    if _falls_silent(talk.candidate, event, decision.candidate):
        desk.pen.flush()
        drop_waiting(desk.connection, talk.candidate.id)
        topics.forget(desk.connection, talk.candidate.id)
    if isinstance(event, FromCandidate):
        _write_address(desk, event, talk)
        desk.pen.add(RELEASE, {"to": recipient_of(event.address), "now": desk.now})
    _write_entry(desk, event, talk, decision, after)
    if decision.freed is not None:
        desk.pen.add(NEW_FREED, row_of(decision.freed, after.id, after.turns, desk.now))
    put(desk.connection, desk.pen, after, decision.outgoing, desk.now)
    if desk.announces:
        words = announced(talk.conversation, talk.candidate, decision, desk.premises.recruiters, desk.now)
        announce(desk.connection, desk.pen, after, words, desk.now)
    desk.register.write(talk.candidate.id, event.address if isinstance(event, FromCandidate) else after.address)
    return after


def _is_quiet(talk: Talk, decision: Decision) -> bool:
    """Nothing happened that anybody needs to remember."""
    same = decision.conversation is talk.conversation is talk.kept
    return same and decision.candidate == talk.candidate and not decision.outgoing


def _next(talk: Talk, decision: Decision) -> Conversation:
    turns = talk.conversation.turns + 1
    return (
        decision.conversation if decision.conversation.turns == turns else replace(decision.conversation, turns=turns)
    )


def _falls_silent(before: Candidate, event: Event, after: Candidate) -> bool:
    stops = before.stopped_at is None and after.stopped_at is not None
    return stops or isinstance(event, Blocked)


def _write_candidate(desk: Desk, talk: Talk, after: Candidate) -> None:
    values = {
        "erase_at": after.erase_at,
        "phone": after.phone,
        "number": after.verified,
        "keep_until": after.keep_until,
        "data": CANDIDATE.encode(after),
    }
    if not talk.known:
        desk.pen.add(NEW_CANDIDATE, {"id": after.id, "created_at": desk.now, **values})
    elif after != talk.candidate:
        desk.pen.add(CHANGED_CANDIDATE, {"candidate": after.id, **values}, certain=True)


def _write_conversation(desk: Desk, event: Event, talk: Talk, after: Conversation) -> None:
    values = {
        "vacancy": after.vacancy,
        "status": after.status,
        "turns": after.turns,
        "next_timer_at": _rings_next(event, after, desk.now),
        "touched_at": desk.now,
        "person": after.person.recruiter if after.person else None,
        "person_since": after.person.since if after.person else None,
        "hoped_until": hoped_until(after),
        "data": CONVERSATION.encode(after),
    }
    if talk.kept is None:
        new = {"id": after.id, "candidate": after.candidate, "created_at": desk.now}
        desk.pen.add(NEW_CONVERSATION, values | new)
        return
    seen = {"talk": after.id, "seen": talk.kept.turns}
    desk.pen.add(CHANGED_CONVERSATION, values | seen, certain=True)


def _rings_next(event: Event, after: Conversation, now: datetime) -> datetime | None:
    """When the next timer is due. One that has just rung and wants to ring at once again waits for a minute."""
    again = after.timers.get(event.name) if isinstance(event, TimerFired) else None
    first = min(after.timers.values(), default=None)
    return now + AGAIN if first and again and again <= now else first


def _write_address(desk: Desk, event: FromCandidate, talk: Talk) -> None:
    heard_at = None if isinstance(event, Blocked) else event.at
    channel, peer = event.address.channel, event.address.peer
    if not talk.known:
        new = {"channel": channel, "peer": peer, "candidate": talk.candidate.id, "heard_at": heard_at}
        desk.pen.add(NEW_ADDRESS, new)
    elif heard_at is not None:
        desk.pen.add(HEARD, {"on": channel, "who": peer, "at": heard_at})


def _write_call(desk: Desk, before: Call | None, after: Conversation) -> None:
    """The call as the talk has it now; both recruiters' agendas turn where it went from one to the other."""
    call = after.call
    if call == before:
        return
    for recruiter in dict.fromkeys(known.slot.recruiter for known in (before, call) if known):
        desk.agendas.turn(recruiter)
    if before and before.status is CallStatus.BOOKED and (call is None or call.id != before.id):
        off = replace(before, **_end(before, desk.now))
        write(desk.connection, CHANGED_CALL, [_call_values(desk, off) | {"talk": after.id, "call": off.id}])
    if call and before and call.id == before.id:
        write(desk.connection, CHANGED_CALL, [_call_values(desk, call) | {"talk": after.id, "call": call.id}])
    elif call:
        new = {"conversation": after.id, "id": call.id, "created_at": desk.now}
        write(desk.connection, NEW_CALL, [_call_values(desk, call) | new])


def _end(left: Call, now: datetime) -> dict[str, Any]:
    """What becomes of a call that another one follows: it is off; one whose time is over ended nobody knows how."""
    if left.slot.end > now:
        return {"status": CallStatus.CANCELLED}
    return {"status": CallStatus.UNKNOWN, "outcome": CallOutcome.UNKNOWN}


def _call_values(desk: Desk, call: Call) -> dict[str, Any]:
    return {
        "recruiter": call.slot.recruiter,
        "recruiter_number": desk.premises.numbers[call.slot.recruiter],
        "starts_at": call.slot.start,
        "ends_at": call.slot.end,
        "status": call.status,
        "sequence": call.sequence,
        "outcome": call.outcome,
        "impression": call.impression or None,
    }


def _write_entry(desk: Desk, event: Event, talk: Talk, decision: Decision, after: Conversation) -> None:
    understood = decision.understood
    desk.pen.add(
        NEW_ENTRY,
        {
            "conversation": after.id,
            "event": event.id,
            "turn": after.turns,
            "moved": after is not talk.kept,
            "kind": tag_of(type(event)),
            "at": event.at,
            "kept_at": desk.now,
            "intent": understood.intent if understood else None,
            "step_before": talk.conversation.step,
            "step_after": after.step,
            "status": after.status,
            "notifies": any(not isinstance(message, Say) for message in decision.outgoing),
            "body": EVENT.encode(event),
            "understood": UNDERSTOOD.encode(understood),
            "outgoing": OUTGOINGS.encode(decision.outgoing),
            "notes": NOTES.encode(decision.notes),
        },
    )
