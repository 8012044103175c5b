"""Which talk an event belongs to: found, or made for somebody new. One open topic per person, whoever recruits."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row

from bot.doors import chosen_vacancy
from bot.events import (
    Action,
    Blocked,
    DeliveryReported,
    FromCandidate,
    Invited,
    MessageReceived,
    RecruiterActed,
    Started,
    TimerFired,
)
from bot.model import Address, Candidate, Conversation, Pending, ScriptVersion, Status, Vacancy
from storage import outbox, people
from storage.calling_off import withdraw_invitation
from storage.forms import CANDIDATE, CONVERSATION
from storage.people import Door
from storage.premises import Premises
from storage.register import Register, Rows

UNDER_WAY = (Status.OPEN, Status.BOOKED, Status.WITH_HUMAN)


class NotTheirs(Exception):
    """A recruiter acted on a talk that is not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation and its candidate, as they are before the event."""

    candidate: Candidate
    conversation: Conversation
    kept: Conversation | None = None
    """The conversation as it is stored; none where it is new."""
    known: bool = True
    """Whether the candidate is stored."""
    door: Door | None = None
    """By which they came to what the talk is about, where that is now."""
    elsewhere: Door | None = None
    """By which they came to something else, while this goes on."""


def talk_with(connection: Connection, register: Register, event: FromCandidate, premises: Premises) -> Talk:
    """The talk that this person's message belongs to; a new one for a new person or a new vacancy."""
    rows = register.of_address(event.address)
    candidate = CANDIDATE.decode(rows[0].candidate) if rows else None
    door = _door(connection, event, premises)
    topic = _belongs([row for row in rows if row.id is not None], door)
    if candidate is None or topic is None:
        person = candidate or _stranger(event, door, premises)
        begun = _begun(person, event, door, premises)
        return Talk(candidate=person, conversation=begun, known=candidate is not None, door=door)
    kept = CONVERSATION.decode(topic.data)
    if _not_opened_yet(kept) and withdraw_invitation(connection, kept.id):
        begun = replace(_on_this_channel(kept, event), step="", pending=Pending.NOTHING)
        return Talk(candidate=candidate, conversation=begun, kept=kept)
    here = _narrowed(_on_this_channel(kept, event), event, door, premises)
    other = door if _leads_elsewhere(door, kept, premises) else None
    return Talk(candidate=candidate, conversation=here, kept=kept, door=None if kept.vacancy else door, elsewhere=other)


def _leads_elsewhere(door: Door | None, talk: Conversation, premises: Premises) -> bool:
    """Whether it is the door to another job that is open, while something is talked about."""
    if door is None or not talk.step or talk.vacancy in ("", door.vacancy) or talk.status not in UNDER_WAY:
        return False
    return premises.vacancies[door.vacancy].open


def as_it_counts(connection: Connection, event: FromCandidate, premises: Premises) -> FromCandidate:
    """A message that bears a code of no door of ours is a message like any other."""
    if not isinstance(event, Started) or not event.text or _door(connection, event, premises):
        return event
    return MessageReceived(
        id=event.id,
        at=event.at,
        address=event.address,
        text=event.text,
        name=event.name,
        language=event.language,
        phone=event.phone,
    )


def talk_of_timer(register: Register, event: TimerFired, now: datetime) -> Talk | None:
    """The talk in which the timer is still due; nothing where it is stale."""
    talk = talk_of(register, event.conversation)
    due = talk.conversation.timers.get(event.name) if talk else None
    return talk if due is not None and due <= now else None


def talk_at(register: Register, address: Address) -> Talk | None:
    """What is talked about with whoever is at that address: what goes on, else the last."""
    rows = [row for row in register.of_address(address) if row.id is not None]
    topic = _belongs(rows, None)
    if topic is None:
        return None
    kept = CONVERSATION.decode(topic.data)
    return Talk(candidate=CANDIDATE.decode(topic.candidate), conversation=kept, kept=kept)


def talk_of_recruiter(register: Register, event: RecruiterActed, premises: Premises) -> Talk:
    """The talk that a recruiter acts on; raises NotTheirs."""
    talk = talk_of(register, event.conversation)
    if talk is None:
        raise NotTheirs
    if event.recruiter not in _owners(talk.conversation, event.action, premises):
        raise NotTheirs
    return talk


def talk_of_invitation(register: Register, event: Invited) -> Talk | None:
    """The talk that was made for it, and has not begun."""
    talk = talk_of(register, event.conversation)
    return talk if talk and not talk.conversation.step else None


def talk_of_report(register: Register, event: DeliveryReported) -> Talk | None:
    """The talk whose message it is about."""
    return talk_of(register, outbox.talk_of(event.outgoing))


def talk_of(register: Register, id: str) -> Talk | None:
    """The talk with that id, where it is still there."""
    row = register.of_talk(id)
    if row is None:
        return None
    kept = CONVERSATION.decode(row.data)
    return Talk(candidate=CANDIDATE.decode(row.candidate), conversation=kept, kept=kept)


def _owners(talk: Conversation, action: Action, premises: Premises) -> set[str]:
    """Who may do that: whose call it is; a call may be taken over, and a candidate answered, by anybody who recruits
    for the same vacancy."""
    vacancy = premises.vacancies.get(talk.vacancy)
    team = set(vacancy.recruiters if vacancy else ())
    caller = {talk.call.slot.recruiter} if talk.call else {talk.recruiter}
    match action:
        case Action.HAND_BACK | Action.ANSWER | Action.KNOCK:
            person = {talk.person.recruiter} if talk.person else set()
            return team.union(caller, person, {talk.recruiter} - {""})
        case Action.HAND_OVER | Action.CLAIM:
            return team | caller
        case _:
            return caller


def _door(connection: Connection, event: FromCandidate, premises: Premises) -> Door | None:
    """The door that they came in by; a code that leads nowhere is none."""
    if not isinstance(event, Started) or not event.code:
        return None
    found = people.door(connection, event.code)
    return found if found and found.vacancy in premises.vacancies else None


def _not_opened_yet(talk: Conversation) -> bool:
    """Whether we were to write first, and may not have: whoever writes meanwhile has not read our opening."""
    return bool(talk.step) and talk.heard_at is None and talk.reached_at is None


def _belongs(topics: Rows, door: Door | None) -> Row[Any] | None:
    """What is under way goes on, even at another vacancy's door; else the talk about that vacancy; else the last."""
    for topic in topics:
        if topic.status in UNDER_WAY:
            return topic
    if door is not None:
        topics = [topic for topic in topics if topic.vacancy == door.vacancy]
    return topics[0] if topics else None


def _on_this_channel(talk: Conversation, event: FromCandidate) -> Conversation:
    """The talk goes on where the person writes, whichever address of theirs it was at before."""
    if talk.address == event.address or isinstance(event, Blocked):
        return talk
    return replace(talk, address=event.address, buttons=())


def _stranger(event: FromCandidate, door: Door | None, premises: Premises) -> Candidate:
    source = door.source if door else ""
    return Candidate(id=uuid4().hex, address=event.address, zone=premises.agency.zone, source=source)


def _begun(candidate: Candidate, event: FromCandidate, door: Door | None, premises: Premises) -> Conversation:
    """A new talk; about no vacancy yet where it can't be told which."""
    vacancy = _vacancy(door, premises)
    blank = Conversation(
        id=uuid4().hex,
        address=event.address,
        candidate=candidate.id,
        script=_version(vacancy, premises),
        vacancy="",
        step="",
        language=candidate.language or event.language or "",
    )
    return _about(blank, vacancy, door, premises) if vacancy else blank


def _vacancy(door: Door | None, premises: Premises) -> Vacancy | None:
    if door is not None:
        return premises.vacancies[door.vacancy]
    choices = premises.open_vacancies
    return choices[0] if len(choices) == 1 else None


def _version(vacancy: Vacancy | None, premises: Premises) -> ScriptVersion:
    """The newest of the vacancy's script; of the first script by name where there is no vacancy yet."""
    name = vacancy.script if vacancy else next(iter(premises.newest))
    return premises.newest[name]


def _narrowed(talk: Conversation, event: FromCandidate, door: Door | None, premises: Premises) -> Conversation:
    """A talk that was about no vacancy yet, and now is: by a door, or by what they chose."""
    if talk.vacancy:
        return talk
    chosen = premises.vacancies[door.vacancy] if door else chosen_vacancy(talk, event, premises.open_vacancies)
    return _about(talk, chosen, door, premises) if chosen else talk


def _about(talk: Conversation, vacancy: Vacancy, door: Door | None, premises: Premises) -> Conversation:
    """The talk is about `vacancy` from here on, with its script as it stands today."""
    first = vacancy.recruiters[0] if vacancy.recruiters else ""
    return replace(
        talk,
        vacancy=vacancy.id,
        script=_version(vacancy, premises),
        recruiter=door.recruiter if door and door.recruiter in vacancy.recruiters else first,
        pending=Pending.NOTHING,
        buttons=(),
    )
