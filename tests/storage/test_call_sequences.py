"""Whatever is done to calls in whatever order, on both databases: no double booking, no dead reminder, one end each.

Many small agencies live side by side on one database, and each goes through a sequence of its own, drawn by its number:
`python3 run test tests/storage/test_call_sequences.py --times 10000`.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import combinations
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.events import Action, Event, RecruiterActed
from bot.model import TOLD, CallStatus, Conversation, Pending
from bot.outgoing import Purpose, Say
from storage.database import read, transact
from storage.forms import CONVERSATION, OUTGOING
from storage.tables import calls, conversations, outbox
from tests.storage.machines import clear_talks
from tests.storage.settings import CONTENTS, DRIVER, RUI, SANNE, WEDNESDAY, Office

SIDE_BY_SIDE = 50
STEPS = 12
USUAL = 50
PEERS = 3
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGINNING = ("yes please", "tomorrow at 14:00", "yes", "+31 6 12345678")
HOURS = (9, 10, 11, 13, 14, 15, 16)
WORDS = ("cancel", "call me now", "no", "yes", "1", "2", "what does it pay?", "stop")
BUTTONS = ("call.not_now", "call.called", "call.move", "call.cancel")
ACTS = (Action.DIAL, Action.CLAIM, Action.ASK_COLLEAGUES, Action.ASK_TO_MOVE, Action.CANCEL, Action.HAND_OVER)
MINUTES = (0, 0, 1, 4, 30, 240, 1500)
FORMS = ("reminder_day", "reminder_soon")
LONGEST_SILENCE = timedelta(minutes=5)
SILENCE = "a call that nobody was seen to make"
WAITED_FOR = (CallStatus.BOOKED, CallStatus.UNKNOWN)


@dataclass
class Agency:
    """Three recruiters, their job, and three people who want it; `number` draws all that they do."""

    place: int
    number: int
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.number)

    @property
    def recruiters(self) -> tuple[str, ...]:
        return tuple(f"{name}{self.place}" for name in ("sanne", "rui", "kim"))

    def peer(self, n: int) -> str:
        return f"{self.place}-{n}"

    def event(self, office: Office, talks: Sequence[Conversation]) -> Event:
        """The next thing that somebody here does."""
        chance = self.chance
        kind = chance.choice(("wishes", "writes", "writes", "taps", "acts", "acts", "closes"))
        someone = office.someone(self.peer(chance.randrange(PEERS)))
        told: Event
        match kind:
            case "wishes":
                told = someone.writes(f"tomorrow at {chance.choice(HOURS)}:00")
            case "writes":
                told = someone.writes(chance.choice(WORDS[: -1 if chance.random() < 0.9 else None]))
            case "taps":
                told = someone.taps(chance.choice(BUTTONS))
            case _:
                told = self._acts(office, chance.choice(talks), closes=kind == "closes")
        self.done.append(
            f"{office.now:%d %H:%M} {kind} {getattr(told, 'text', getattr(told, 'button', ''))}"
            f"{getattr(told, 'action', '')}{getattr(told, 'outcome', '') or ''}"
        )
        return told

    def _acts(self, office: Office, talk: Conversation, *, closes: bool) -> RecruiterActed:
        chance = self.chance
        own = talk.call.slot.recruiter if talk.call else self.recruiters[0]
        return RecruiterActed(
            id=office.event_id(),
            at=office.now,
            conversation=talk.id,
            recruiter=own if closes else chance.choice(self.recruiters),
            action=Action.CLOSE if closes else chance.choice(ACTS),
            outcome=chance.choice(TOLD) if closes else None,
            to=chance.choice(self.recruiters),
        )


class Round:
    """So many agencies, each with its sequence, at one clock."""

    def __init__(self, office: Office, numbers: Sequence[int]) -> None:
        self.office = office
        self.agencies = [Agency(place, number) for place, number in enumerate(numbers)]
        self.ended: dict[tuple[str, str], tuple[str, str | None]] = {}
        self.seen: Counter[str] = Counter()
        """What there was to look at."""

    async def run(self) -> None:
        office = self.office
        office.now = WEDNESDAY
        await transact(office.database, clear_talks)
        office.house.agendas.clear()
        for n in range(PEERS):
            doors = [await office.door(f"job{one.place}", one.recruiters[0]) for one in self.agencies]
            people = [office.someone(one.peer(n)) for one in self.agencies]
            await office.take(*(one.comes_in(door) for one, door in zip(people, doors, strict=True)))
            for text in BEGINNING:
                await office.take(*(one.writes(text) for one in people))
        clock = Random(self.agencies[0].number)
        for _ in range(STEPS):
            talks = await self._talks()
            await office.take(*(one.event(office, talks[one.place]) for one in self.agencies))
            await self._look()
            await self._pass(clock.choice(MINUTES))
        await self._pass(3 * 24 * 60)
        rows = await self._calls()
        long_ago = office.now - timedelta(days=1)
        left = [row.id for row in rows if row.status == CallStatus.BOOKED and row.ends_at < long_ago]
        assert left == [], self._history(rows, left)

    async def _pass(self, minutes: int) -> None:
        """The clock goes on, and everything rings at its time."""
        office, began = self.office, self.office.now
        then = began + timedelta(minutes=minutes)
        while (due := await read(office.database, _next)) is not None and due <= then:
            office.now = max(office.now, due)
            before = await read(office.database, partial(_ringing, now=office.now))
            await office.ring()
            await self._look_at_reminders(before)
        office.now = then
        await office.ring()
        await self._look()
        await self._look_at_silence(began)

    async def _look(self) -> None:
        rows = await self._calls()
        booked = defaultdict(list)
        self.seen.update({row.status for row in rows})
        for row in rows:
            if row.status == CallStatus.BOOKED:
                booked[row.recruiter].append(row)
            over = row.status in (CallStatus.HELD, CallStatus.NOT_ANSWERED, CallStatus.UNKNOWN)
            assert (row.outcome is not None) == over, self._history(rows, [row.id])
            if row.status != CallStatus.BOOKED:
                end = (row.status, row.outcome)
                assert self.ended.setdefault((row.conversation, row.id), end) == end, self._history(rows, [row.id])
        for theirs in booked.values():
            for one, other in combinations(theirs, 2):
                twice = one.starts_at < other.ends_at and other.starts_at < one.ends_at
                assert not twice, self._history(rows, [one.id, other.id])
        talks = [row.conversation for row in rows if row.status == CallStatus.BOOKED]
        assert len(set(talks)) == len(talks)

    async def _look_at_reminders(self, before: Mapping[str, Conversation]) -> None:
        """Each is of the call that stood as it rang, at the time that it tells."""
        now = self.office.now
        of_now = select(outbox).where((outbox.c.created_at == now) & (outbox.c.purpose == Purpose.REMINDER))
        for row in await read(self.office.database, lambda c: c.execute(of_now).all()):
            said = OUTGOING.decode(row.payload)
            if row.conversation not in before:  # it rang at this very moment before, and was looked at then
                continue
            if isinstance(said, Say) and said.template and said.template.name in FORMS:
                call = before[row.conversation].call
                assert call is not None and call.status is CallStatus.BOOKED and call.slot.start > now, said.text
                self.seen[said.template.name] += 1
                assert f"{call.slot.start.astimezone(AMSTERDAM):%H:%M}" in said.text

    async def _look_at_silence(self, began: datetime) -> None:
        """Whoever waited for a call of these minutes that nobody was seen to make has heard from us within five."""
        rows = [row for row in await self._calls() if row.status in WAITED_FOR]
        talks = {talk.id: talk for theirs in (await self._talks()).values() for talk in theirs}
        for row in rows:
            call, last = talks[row.conversation].call, row.starts_at + LONGEST_SILENCE
            unsigned = call is not None and call.id == row.id and call.sign_at is None
            if not unsigned or not began < last <= self.office.now or talks[row.conversation].pending is Pending.SAFETY:
                continue
            here = (outbox.c.conversation == row.conversation) & outbox.c.created_at.between(row.starts_at, last)
            told = select(outbox.c.id).where(here & (outbox.c.purpose.is_not(None)))
            assert await read(self.office.database, lambda c: c.scalar(told)), self._history(rows, [row.id])  # noqa: B023
            self.seen[SILENCE] += 1

    def _history(self, rows: Sequence[Any], ids: Sequence[str]) -> str:
        places = {int(row.recruiter.lstrip("abcdefghijklmnopqrstuvwxyz")) for row in rows if row.id in ids}
        return "\n".join(f"sequence {one.number}: {one.done}" for one in self.agencies if one.place in places)

    async def _talks(self) -> Mapping[int, Sequence[Conversation]]:
        found: dict[int, list[Conversation]] = defaultdict(list)
        stored = select(conversations.c.data).order_by(conversations.c.id)
        for data in await read(self.office.database, lambda c: c.scalars(stored).all()):
            talk = CONVERSATION.decode(data)
            found[int(talk.vacancy.removeprefix("job"))].append(talk)
        return {place: sorted(talks, key=lambda talk: talk.address.peer) for place, talks in found.items()}

    async def _calls(self) -> Sequence[Any]:
        return await read(self.office.database, lambda c: c.execute(select(calls)).all())


async def test_whatever_is_done_to_calls(office: Office, times: int) -> None:
    staff = [replace(one, id=f"{one.id}{n}", email="") for n in range(SIDE_BY_SIDE) for one in TEAM]
    jobs = [
        replace(DRIVER, id=f"job{n}", recruiters=tuple(f"{one.id}{n}" for one in TEAM)) for n in range(SIDE_BY_SIDE)
    ]
    await office.publish(replace(CONTENTS, recruiters=tuple(staff), vacancies=tuple(jobs)))
    wanted, seen = times or USUAL, Counter[str]()
    for first in range(0, wanted, SIDE_BY_SIDE):
        one = Round(office, range(first, min(first + SIDE_BY_SIDE, wanted)))
        await one.run()
        seen += one.seen
    if wanted >= USUAL:
        assert seen.keys() == {*CallStatus, *FORMS, SILENCE}


TEAM = (SANNE, RUI, replace(SANNE, id="kim", name="Kim Smit"))


def _ringing(connection: Connection, now: datetime) -> Mapping[str, Conversation]:
    """Talks in which something is due, as they are before it rings."""
    due = select(conversations.c.id, conversations.c.data).where(conversations.c.next_timer_at <= now)
    return {row.id: CONVERSATION.decode(row.data) for row in connection.execute(due)}


def _next(connection: Connection) -> datetime | None:
    due = select(conversations.c.next_timer_at).order_by(conversations.c.next_timer_at).limit(1)
    found: datetime | None = connection.scalar(due.where(conversations.c.next_timer_at.is_not(None)))
    return found
