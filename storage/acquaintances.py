"""What is known already of people whom somebody wants to write to: asked for many at once, by address and number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from sqlalchemy import ColumnElement, Connection, select

from bot.model import Address
from storage.forms import CANDIDATE, CONVERSATION
from storage.origins import Way
from storage.privacy import hash_of
from storage.tables import addresses, candidates, conversations, forgotten, origins
from storage.talks import UNDER_WAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A talk that is under way."""

    id: str
    candidate: str
    """Whose it is."""
    vacancy: str
    recruiter: str


@dataclass(slots=True, kw_only=True)
class Acquaintance:
    """What we have to do with one person already, on all of their addresses."""

    candidate: str | None = None
    """Who has exactly that address."""
    people: frozenset[str] = frozenset()
    """Everybody whom we know by that address or by a number of theirs: as far as we know, one."""
    stopped: bool = False
    erased: bool = False
    in_talk: Topic | None = None
    touched_at: datetime | None = None
    """The last contact."""
    invited_to: dict[str, str] = field(default_factory=dict)
    """The talk that we opened, by its vacancy."""


class Acquaintances:
    """What is known of whoever is at these addresses; they are found by their numbers, too, and by peers that are."""

    def __init__(self, connection: Connection, wanted: Sequence[Address], key: bytes | None) -> None:
        self._connection = connection
        self._at = self._by_address(wanted)
        self._numbers = self._numbers_of(wanted)
        self._numbered = self._by_number()
        ids = {*self._at.values(), *(id for found in self._numbered.values() for id in found)}
        self._people = {id: Acquaintance() for id in ids}
        self._fill(sorted(ids))
        hashes = {hash_of(address, key): address for address in wanted} if key else {}
        gone = connection.scalars(select(forgotten.c.hash).where(forgotten.c.hash.in_(sorted(hashes))))
        self._gone = {hashes[one] for one in gone} if hashes else set[Address]()

    def of(self, address: Address) -> Acquaintance:
        """All that is known; of somebody new, nothing."""
        own = self._at.get(address)
        numbered = (self._numbered.get(number, ()) for number in self._numbers.get(address, ()))
        ids = frozenset([*([own] if own else []), *chain.from_iterable(numbered)])
        found = [self._people[id] for id in sorted(ids)]
        touched = [one.touched_at for one in found if one.touched_at]
        return Acquaintance(
            candidate=own,
            people=ids,
            stopped=any(one.stopped for one in found),
            erased=not found and address in self._gone,  # whoever is known again came back by themselves
            in_talk=next((one.in_talk for one in found if one.in_talk), None),
            touched_at=max(touched, default=None),
            invited_to={vacancy: talk for one in found for vacancy, talk in one.invited_to.items()},
        )

    def _by_address(self, wanted: Iterable[Address]) -> Mapping[Address, str]:
        found = {}
        for channel in {address.channel for address in wanted}:
            peers = [address.peer for address in wanted if address.channel == channel]
            here = (addresses.c.channel == channel) & addresses.c.peer.in_(peers)
            for row in self._connection.execute(select(addresses.c.peer, addresses.c.candidate).where(here)):
                found[Address(channel, row.peer)] = row.candidate
        return found

    def _numbers_of(self, wanted: Iterable[Address]) -> Mapping[Address, set[str]]:
        """The peer itself where it is one, and those of whoever is there."""
        own = _numbers(self._connection, candidates.c.id.in_(sorted(set(self._at.values())))) if self._at else {}
        return {
            address: own.get(self._at.get(address, ""), set())
            | ({address.peer} if address.peer.startswith("+") else set())
            for address in wanted
        }

    def _by_number(self) -> Mapping[str, set[str]]:
        numbers = sorted(set[str]().union(*self._numbers.values()))
        found: dict[str, set[str]] = {}
        named = candidates.c.phone.in_(numbers) | candidates.c.number.in_(numbers)
        for id, theirs in (_numbers(self._connection, named) if numbers else {}).items():
            for number in theirs:
                found.setdefault(number, set()).add(id)
        return found

    def _fill(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        for row in self._connection.execute(select(candidates.c.id, candidates.c.data).where(candidates.c.id.in_(ids))):
            self._people[row.id].stopped = CANDIDATE.decode(row.data).stopped_at is not None
        talks = select(conversations).where(conversations.c.candidate.in_(ids)).order_by(conversations.c.touched_at)
        for row in self._connection.execute(talks):
            person = self._people[row.candidate]
            person.touched_at = row.touched_at
            talk = CONVERSATION.decode(row.data)
            if row.status in UNDER_WAY and (talk.step or not talk.undelivered):
                person.in_talk = Topic(
                    id=row.id, candidate=row.candidate, vacancy=row.vacancy, recruiter=talk.recruiter
                )
        ours = origins.c.candidate.in_(ids) & (origins.c.way != Way.DOOR)
        for row in self._connection.execute(select(origins).where(ours)):
            self._people[row.candidate].invited_to[row.vacancy] = row.conversation


def _numbers(connection: Connection, here: ColumnElement[bool]) -> Mapping[str, set[str]]:
    """The numbers of these people: they differ where somebody named another to be called at than their own."""
    rows = connection.execute(select(candidates.c.id, candidates.c.phone, candidates.c.number).where(here))
    return {row.id: {number for number in (row.phone, row.number) if number} for row in rows}
