"""Whom the agency may write to first, and when: each is weighed, and who may be invited is, once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from bot.events import Invited
from bot.model import Candidate, Conversation, Inviting, ScriptVersion
from bot.spreading import Spread
from storage import topics
from storage.acquaintances import Acquaintance, Acquaintances, Topic
from storage.forms import CANDIDATE, CONVERSATION
from storage.ledger import House, apply
from storage.origins import NEW as NEW_ORIGIN
from storage.origins import Origin, Way, row
from storage.premises import Premises, premises_of
from storage.privacy import KEPT_FOR
from storage.tables import addresses, candidates, conversations, origins
from storage.wanted import Invitation


class Fate(StrEnum):
    """What becomes of an invitation."""

    INVITED = "invited"
    ALREADY = "already"
    """They were invited to this vacancy before."""
    STOPPED = "stopped"
    """They said stop; theirs alone to lift."""
    ERASED = "erased"
    """They had everything erased; they may come back by themselves."""
    IN_TALK = "in_talk"
    """Somebody is talking to them about this very vacancy."""
    WAITS = "waits"
    """Somebody is talking to them: one topic at a time. It begins once that one has ended."""
    LATELY = "lately"
    """They were in touch too short a time ago."""
    NO_ROOM = "no_room"
    """The sender would get to them so late that they would have been forgotten before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one invitation, and what to know about it."""

    fate: Fate
    conversation: str | None = None
    """The talk that was made, or that stands in the way."""
    at: datetime | None = None
    """When it goes out; when the last contact was."""
    vacancy: str = ""
    recruiter: str = ""
    """About what and in whose name the talk is that stands in the way."""


@dataclass(slots=True, kw_only=True)
class Weighing:
    """What several portions of one list are weighed by; it remembers who was met in it."""

    now: datetime
    key: bytes | None
    """Hashes addresses: without it nobody knows who was erased."""
    inviting: Inviting
    met: dict[int, str] = field(default_factory=dict)
    """Where nothing is written: the vacancy, by whom; see `_who`."""
    spread: Spread | None = None


def weigh(connection: Connection, house: House, wanted: Sequence[Invitation], by: Weighing) -> Sequence[Verdict]:
    """What would become of them; nothing is written."""
    by.spread = by.spread or _spread(connection, house, by)
    return [_weighed(one, met, by) for one, met in _met(connection, wanted, by)]


def invite(connection: Connection, house: House, wanted: Sequence[Invitation], by: Weighing) -> Sequence[Verdict]:
    """What became of them: who may be invited is, and their first message waits in the outbox."""
    premises = premises_of(connection, house)
    here = replace(by, met={}, spread=_spread(connection, house, by))
    verdicts: list[Verdict] = []
    made: list[_Talk] = []
    new: dict[int, str] = {}
    for one, met in _met(connection, wanted, here):
        verdict = _weighed(one, met, here)
        if verdict.fate is Fate.INVITED:
            made.append(_made(one, met.candidate, premises, verdict.at or by.now))
            verdict = replace(verdict, conversation=made[-1].conversation.id)
            new |= dict.fromkeys(_who(one, met), made[-1].conversation.candidate)
        elif verdict.fate is Fate.WAITS:
            whom = met.in_talk.candidate if met.in_talk else _first(new, one, met)
            assert whom is not None  # somebody in this very list is in the way
            topics.put_off(connection, whom, one, by.now)
        verdicts.append(verdict)
    _write(connection, made, by.now)
    apply(connection, [talk.event(by.now) for talk in made], house, by.now)
    return verdicts


def begin_waiting(connection: Connection, house: House, by: Weighing) -> int:
    """Begins the topics whose person is in no talk any more, in the order in which they came; how many.

    Each is weighed anew: whoever said stop meanwhile is left in peace.
    """
    premises = premises_of(connection, house)
    found = topics.ripe(connection, by.now, [vacancy.id for vacancy in premises.open_vacancies])
    rest = min(by.inviting.rest_days, topics.BETWEEN.days)
    here = replace(by, inviting=replace(by.inviting, rest_days=rest), met={}, spread=None)
    verdicts = invite(connection, house, [_as_it_is_now(one.wanted, premises) for one in found], here)
    for one, verdict in zip(found, verdicts, strict=True):
        if verdict.fate not in (Fate.WAITS, Fate.LATELY):
            topics.settle(connection, one.candidate, one.wanted.vacancy)
    return sum(verdict.fate is Fate.INVITED for verdict in verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    person: Candidate | None
    """None where they are known already."""
    conversation: Conversation
    origin: Origin

    def event(self, now: datetime) -> Invited:
        talk = self.conversation.id
        return Invited(id=f"invited:{talk}", at=now, conversation=talk, not_before=self.origin.due_at or now)


def _met(
    connection: Connection, wanted: Sequence[Invitation], by: Weighing
) -> Iterable[tuple[Invitation, Acquaintance]]:
    known = Acquaintances(connection, [one.address for one in wanted], by.key)
    return ((one, known.of(one.address)) for one in wanted)


def _weighed(one: Invitation, met: Acquaintance, by: Weighing) -> Verdict:
    """The first that stands against it; else when it may go."""
    seen = _first(by.met, one, met)
    if met.stopped or met.erased:
        return Verdict(fate=Fate.STOPPED if met.stopped else Fate.ERASED)
    asked = one.way is Way.DOOR  # they came by themselves: that we wrote to them about it before is no matter
    if (one.vacancy in met.invited_to and not asked) or seen == one.vacancy:
        return Verdict(fate=Fate.ALREADY, conversation=met.invited_to.get(one.vacancy))
    if seen or met.in_talk:
        topic = met.in_talk or Topic(id="", candidate="", vacancy=seen or "", recruiter="")
        fate = Fate.IN_TALK if topic.vacancy == one.vacancy else Fate.WAITS
        about = topic.id or None
        return Verdict(fate=fate, conversation=about, vacancy=topic.vacancy, recruiter=topic.recruiter)
    rests_until = met.touched_at + timedelta(days=by.inviting.rest_days) if met.touched_at else None
    if rests_until and rests_until > by.now:
        return Verdict(fate=Fate.LATELY, at=met.touched_at)
    assert by.spread is not None
    at = by.spread.next(by.now, ZoneInfo(one.zone))
    if at - by.now >= KEPT_FOR:
        return Verdict(fate=Fate.NO_ROOM, at=at)
    by.met |= dict.fromkeys(_who(one, met), one.vacancy)
    return Verdict(fate=Fate.INVITED, at=at)


def _who(one: Invitation, met: Acquaintance) -> Iterable[int]:
    """By what somebody is found again among those who were met: hashed, since a list may be long.

    Whoever is known has several addresses, perhaps.
    """
    return map(hash, met.people or (one.address,))


def _first(noted: Mapping[int, str], one: Invitation, met: Acquaintance) -> str | None:
    """What was noted of them; None where nothing was."""
    return next((noted[who] for who in _who(one, met) if who in noted), None)


def _spread(connection: Connection, house: House, by: Weighing) -> Spread:
    """Behind all that is planned already."""
    planned = select(origins.c.due_at).where(origins.c.due_at.is_not(None)).order_by(origins.c.due_at.desc())
    latest = connection.scalars(planned.limit(by.inviting.new_a_day)).all()
    return Spread(latest, by.inviting.new_a_day, house.rules)


def _made(one: Invitation, known: str | None, premises: Premises, at: datetime) -> _Talk:
    person = None if known else _person(one)
    talk = Conversation(
        id=uuid4().hex,
        address=one.address,
        candidate=known or (person.id if person else ""),
        script=_version(one, premises),
        vacancy=one.vacancy,
        step="",
        language=one.language,
        recruiter=one.recruiter,
    )
    return _Talk(person=person, conversation=talk, origin=_origin(one, talk, at))


def _person(one: Invitation) -> Candidate:
    return Candidate(
        id=uuid4().hex,
        address=one.address,
        name=one.name,
        language=one.language,
        zone=one.zone,
        phone=one.address.peer,
        source=one.source,
    )


def _as_it_is_now(one: Invitation, premises: Premises) -> Invitation:
    """In the name of somebody who recruits for it still."""
    recruiters = premises.vacancies[one.vacancy].recruiters
    return one if one.recruiter in recruiters else replace(one, recruiter=recruiters[0] if recruiters else "")


def _version(one: Invitation, premises: Premises) -> ScriptVersion:
    return premises.newest[premises.vacancies[one.vacancy].script]


def _origin(one: Invitation, talk: Conversation, at: datetime) -> Origin:
    return Origin(
        conversation=talk.id,
        candidate=talk.candidate,
        vacancy=one.vacancy,
        recruiter=one.recruiter,
        way=one.way,
        source=one.source,
        ground=one.ground,
        wording=one.wording,
        agreed_at=one.agreed_at,
        words=one.words,
        due_at=at,
    )


def _write(connection: Connection, talks: Sequence[_Talk], now: datetime) -> None:
    """Before their first word is decided."""
    people = [talk.person for talk in talks if talk.person]
    if people:
        connection.execute(insert(candidates), [_candidate_row(person, now) for person in people])
        connection.execute(insert(addresses), [_address_row(person) for person in people])
    if talks:
        connection.execute(insert(conversations), [_talk_row(talk.conversation, now) for talk in talks])
        connection.execute(NEW_ORIGIN, [row(talk.origin, now) for talk in talks])


def _address_row(person: Candidate) -> Mapping[str, object]:
    return {"channel": person.address.channel, "peer": person.address.peer, "candidate": person.id}


def _candidate_row(candidate: Candidate, now: datetime) -> Mapping[str, object]:
    return {"id": candidate.id, "created_at": now, "phone": candidate.phone, "data": CANDIDATE.encode(candidate)}


def _talk_row(talk: Conversation, now: datetime) -> Mapping[str, object]:
    return {
        "id": talk.id,
        "candidate": talk.candidate,
        "vacancy": talk.vacancy,
        "status": talk.status,
        "turns": 0,
        "created_at": now,
        "touched_at": now,
        "data": CONVERSATION.encode(talk),
    }
