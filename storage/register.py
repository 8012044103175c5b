"""The people and talks that a batch of events is about, as stored: read together, and anew where the batch wrote."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, select, union

from bot.events import Event, FromCandidate, Invited, RecruiterActed, SlotFreed, TimerFired, WrittenByHand
from bot.model import Address, Status
from storage.pen import Pen
from storage.tables import addresses, candidates, conversations

Rows = Sequence[Row[Any]]

TALK = (
    conversations.c.id,
    conversations.c.vacancy,
    conversations.c.status,
    conversations.c.data,
    candidates.c.id.label("person"),
    candidates.c.data.label("candidate"),
)
PEOPLE: Select[Any] = (
    select(addresses.c.peer, *TALK)
    .select_from(addresses.join(candidates).outerjoin(conversations))
    .where(addresses.c.channel == bindparam("channel"), addresses.c.peer.in_(bindparam("peers", expanding=True)))
    .order_by(conversations.c.touched_at.desc(), conversations.c.id)
)
TALKS: Select[Any] = select(*TALK).join(candidates).where(conversations.c.id.in_(bindparam("ids", expanding=True)))

NUMBERED = "whatsapp"
"""The channel whose peers are telephone numbers."""
NUMBERS: BindParameter[Any] = bindparam("numbers", expanding=True)
BY_NUMBER = union(
    select(candidates.c.number, candidates.c.id).where(candidates.c.number.in_(NUMBERS)),
    select(addresses.c.peer, addresses.c.candidate).where(
        addresses.c.channel == NUMBERED, addresses.c.peer.in_(NUMBERS)
    ),
)


class Register:
    """What is stored about those whom `events` concern. Each row bears a talk, its candidate and the person's id."""

    def __init__(self, connection: Connection, pen: Pen, events: Iterable[Event]) -> None:
        self._connection, self._pen = connection, pen
        self._written: set[Address | str] = set()
        known = list(events)
        writers = [event for event in known if isinstance(event, FromCandidate | WrittenByHand)]
        self._people = self._read_people({event.address for event in writers})
        self._talks = self._read_talks(
            {one.conversation for one in known if isinstance(one, TimerFired | RecruiterActed | Invited | SlotFreed)}
        )
        self._vouched = Counter(number for _, number in {*self._new_numbers(known)})
        self._numbers = self._read_numbers(self._vouched)

    @property
    def vacancies(self) -> set[str]:
        """Which the talks are about."""
        rows = [*self._talks.values(), *(row for rows in self._people.values() for row in rows)]
        return {row.vacancy for row in rows if row.vacancy}

    def of_address(self, address: Address) -> Rows:
        """Who writes from there, a row for each of their talks, the last touched one first; nothing for a stranger."""
        rows = self._people.get(address, ())
        if address in self._written or (rows and rows[0].person in self._written):
            self._pen.flush()
            return self._read_people({address}).get(address, ())
        return rows

    def of_number(self, number: str) -> Collection[str]:
        """Ids of those whose number it is, by the word of a channel."""
        if self._vouched[number] > 1:  # whoever of this batch came first with it may be stored by now
            self._pen.flush()
            return self._read_numbers([number]).get(number, ())
        return self._numbers.get(number, ())

    def of_talk(self, id: str) -> Row[Any] | None:
        """The talk of that id."""
        row = self._talks.get(id)
        if row is None or row.person in self._written:
            self._pen.flush()
            return self._read_talks({id}).get(id)
        return row

    def under_way(self, person: str, but: str) -> Sequence[str]:
        """Ids of this person's talks that go on, but for one."""
        self._pen.flush()
        theirs = (conversations.c.candidate == person) & (conversations.c.id != but)
        here = theirs & conversations.c.status.in_([Status.OPEN, Status.BOOKED, Status.WITH_HUMAN])
        return self._connection.scalars(select(conversations.c.id).where(here).order_by(conversations.c.id)).all()

    def write(self, person: str, address: Address) -> None:
        """Something was written about this person, who has that address: what was read is no longer so."""
        self._written |= {person, address}

    def _read_people(self, wanted: set[Address]) -> Mapping[Address, Rows]:
        found: dict[Address, list[Row[Any]]] = {}
        for channel in {address.channel for address in wanted}:
            peers = [address.peer for address in wanted if address.channel == channel]
            for row in self._connection.execute(PEOPLE, {"channel": channel, "peers": peers}):
                found.setdefault(Address(channel, row.peer), []).append(row)
        return found

    def _new_numbers(self, events: Iterable[Event]) -> Iterable[tuple[Address, str]]:
        """Numbers that a channel vouches for, and that are not known to be of who writes from there."""
        for event in events:
            if isinstance(event, FromCandidate) and event.phone is not None:
                rows = self._people.get(event.address, ())
                if not rows or rows[0].candidate.get("verified") != event.phone:
                    yield event.address, event.phone

    def _read_numbers(self, numbers: Collection[str]) -> Mapping[str, Collection[str]]:
        found: dict[str, list[str]] = {}
        for number, id in self._connection.execute(BY_NUMBER, {"numbers": list(numbers)}) if numbers else ():
            found.setdefault(number, []).append(id)
        return found

    def _read_talks(self, ids: set[str]) -> Mapping[str, Row[Any]]:
        rows = self._connection.execute(TALKS, {"ids": sorted(ids)}).all() if ids else []
        return {row.id: row for row in rows}
