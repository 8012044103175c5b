"""A year of first contact, and whether anybody's peace was broken: `python3 run bench year`.

Candidates in several zones are invited, answer or don't, say stop, come by themselves; and something in the house keeps
deciding what it must not: words in the evening, on Sundays, to who stopped, nudge upon nudge, a second topic. What
leaves the house is judged here by a rule book of its own, which shares no line with the program's.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from holidays import country_holidays
from sqlalchemy import Connection, select

from bench.loads.whatsapp_post import WhatsAppPost
from bot.events import DeliveryReported
from bot.model import Address, Conversation, Inviting
from bot.outgoing import Purpose, Say
from bot.reader import read_script
from handlers.channel import Refused, TryLater
from handlers.words import load_sayings
from storage.database import open_database, read, transact
from storage.forms import CONVERSATION
from storage.invitations import Weighing, begin_waiting, invite
from storage.origins import Ground, Way
from storage.outbox import Claimed, claim, later, refused, sent
from storage.pen import Pen
from storage.posting import put
from storage.premises import House
from storage.schema import migrate
from storage.tables import conversations
from storage.talks import UNDER_WAY
from storage.wanted import Invitation
from tests.storage.settings import AGENCY, CONTENTS, DRIVER, PLANNER, Office, Someone, understand

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
PLACES = {
    "Europe/Amsterdam": ("NL", "+316"),
    "Europe/Lisbon": ("PT", "+3519"),
    "Europe/Madrid": ("ES", "+346"),
    "America/New_York": ("US", "+1212"),
    "Australia/Sydney": ("AU", "+614"),
}
STEP = timedelta(minutes=30)
A_DAY = timedelta(days=1)
MOST_A_DAY = 250
CLOSED_AFTER = timedelta(hours=24)
PROMPT = timedelta(minutes=15)
REPLIES = ("yes", "no", "hello", "stop", "yes please", "tomorrow at 14:00", "what does it pay?")


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody, as the platform knows them."""

    address: Address
    zone: ZoneInfo
    country: str
    heard_at: datetime | None = None
    stopped_at: datetime | None = None
    nudged: int = 0


@dataclass(slots=True)
class Judge:
    """Sees every message that leaves the house, and what was wrong with it."""

    wrong: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    days: int = 0
    """How many have passed."""
    waited: int = 0
    """Topics that began once another had ended."""
    kept_back: int = 0
    """Free words that had no template, and that the channel sent nowhere since the window was closed."""
    _opened: deque[datetime] = field(default_factory=deque)

    def see(self, person: Person, say: Say, now: datetime, *, free: bool) -> None:
        """One message, at the moment at which the platform gets it; `free` where it is no approved template."""
        self.sent[say.purpose] += 1
        prompt = person.heard_at is not None and now - person.heard_at <= PROMPT
        if say.purpose is not Purpose.REMINDER and not prompt and _is_rest(now, person):
            self.wrong["in quiet hours"] += 1
        closed = person.heard_at is None or now - person.heard_at >= CLOSED_AFTER
        self.wrong["free words outside the window"] += free and closed
        if person.stopped_at is not None and now - person.stopped_at > PROMPT:
            self.wrong["after stop"] += 1
        if say.purpose is Purpose.NUDGE:
            person.nudged += 1
            self.wrong["a third nudge"] += person.nudged > 2
        if say.purpose is Purpose.INVITATION:
            self._opened.append(now)
            while self._opened[0] <= now - A_DAY:
                self._opened.popleft()
            self.wrong["more talks opened in 24 hours than the sender may"] += len(self._opened) > MOST_A_DAY


def _is_rest(now: datetime, person: Person) -> bool:
    """By the wall where they live: evening, night, Sunday, a holiday of the whole country."""
    wall = now.astimezone(person.zone)
    minutes = wall.hour * 60 + wall.minute
    return (
        minutes < 8 * 60 + 30 or minutes >= 20 * 60 or wall.weekday() == 6 or _is_holiday(wall.date(), person.country)
    )


def _is_holiday(day: date, country: str) -> bool:
    return day in HOLIDAYS[country]


HOLIDAYS = {country: country_holidays(country, years=range(2026, 2028)) for country, _ in PLACES.values()}


class Year:
    """The house, the people, and the mischief."""

    def __init__(self, office: Office, post: WhatsAppPost, judge: Judge, people: int, seed: int) -> None:
        self._office, self._post, self._chance = office, post, random.Random(seed)  # noqa: S311
        self._people = {person.address: person for person in map(self._person, range(people))}
        self._left = list(self._people.values())
        self.judge = judge

    async def live(self, days: int) -> None:
        """So many days, half an hour at a time."""
        end = self._office.now + timedelta(days=days)
        each = max(1, round(len(self._left) / (days * 0.7)))
        while self._office.now < end:
            if self._office.now.hour == 6 and self._office.now.minute == 0:
                self.judge.days += 1
                await self._invite(each)
                await self._begin_waiting()
                await self._look_for_two_topics()
            await self._mischief()
            while rung := await self._office.ring():
                if not any(one.outgoing or one.turn for one in rung):
                    break
            await self._deliver()
            self._office.now += STEP

    def _person(self, number: int) -> Person:
        zone = list(PLACES)[number % len(PLACES)]
        country, prefix = PLACES[zone]
        return Person(address=Address("whatsapp", f"{prefix}{number:07d}"), zone=ZoneInfo(zone), country=country)

    async def _invite(self, number: int) -> None:
        """Some new people, and some for a second time, about another job."""
        new, self._left = self._left[:number], self._left[number:]
        again = self._chance.sample(list(self._people.values()), k=min(3, len(self._people)))
        wanted = [self._invitation(one, "driver") for one in new] + [self._invitation(one, "planner") for one in again]
        by = Weighing(now=self._office.now, key=b"k", inviting=Inviting(new_a_day=MOST_A_DAY, rest_days=5))
        await transact(self._office.database, lambda c: invite(c, self._office.house, wanted, by))

    async def _begin_waiting(self) -> None:
        """Topics that waited for the end of another."""
        by = Weighing(now=self._office.now, key=b"k", inviting=Inviting(new_a_day=MOST_A_DAY, rest_days=5))
        self.judge.waited += await transact(self._office.database, lambda c: begin_waiting(c, self._office.house, by))

    def _invitation(self, person: Person, vacancy: str) -> Invitation:
        return Invitation(
            address=person.address,
            name="Noor",
            language="en",
            zone=person.zone.key,
            vacancy=vacancy,
            recruiter="sanne" if vacancy == "driver" else "rui",
            source="a list",
            ground=Ground.CONSENT,
            wording="Yes.",
            agreed_at=START,
            way=Way.IMPORT,
        )

    async def _mischief(self) -> None:
        """Something decides what it must not, at any hour."""
        rows = await read(self._office.database, _some_talks)
        for talk in self._chance.sample(rows, k=min(2, len(rows))):
            purpose = self._chance.choice([Purpose.ANSWER, Purpose.NUDGE, Purpose.NUDGE, Purpose.NOTICE])
            await transact(self._office.database, partial(_slip_in, talk=talk, purpose=purpose, now=self._office.now))

    async def _deliver(self) -> None:
        """All that may go, goes; some people answer minutes later, day or night."""
        while claimed := await transact(self._office.database, lambda c: claim(c, self._office.now, 200)):
            for one in claimed:
                if isinstance(one.outgoing, Say) and one.address in self._people:
                    await self._arrive(one, one.outgoing, self._people[one.address])
                else:
                    await transact(
                        self._office.database, partial(sent, id=one.id, provider_id="x", now=self._office.now)
                    )

    async def _arrive(self, one: Claimed, say: Say, person: Person) -> None:
        now, database = self._office.now, self._office.database
        try:
            gone = await self._post.send(one, say)
        except TryLater as again:
            await transact(database, partial(later, claimed=one, until=now + timedelta(seconds=again.seconds)))
            return
        except Refused as refusal:
            self.judge.kept_back += refusal.code == "63016"
            await transact(database, partial(refused, claimed=one, reason=refusal.code or "", now=now))
            await self._report(one, "failed", refusal.code or "")
            return
        lost = self._chance.random() < 0.05
        await transact(database, partial(sent, id=one.id, provider_id=gone.id, now=now))
        if not lost:
            self.judge.see(person, say, now, free=not gone.template)
        await self._report(one, "undelivered" if lost else "read", "63024" if lost else "")
        if not lost and self._chance.random() < 0.4:
            await self._answer(person)

    async def _report(self, one: Claimed, status: str, code: str) -> None:
        event = DeliveryReported(
            id=self._office.event_id(), at=self._office.now, outgoing=one.id, status=status, code=code
        )
        await self._office.take(event)

    async def _answer(self, person: Person) -> None:
        text = self._chance.choice(REPLIES)
        person.heard_at = self._office.now
        await Someone(self._office, person.address).write(text)
        if text == "stop":
            person.stopped_at = self._office.now

    async def _look_for_two_topics(self) -> None:
        under_way = select(conversations.c.data).where(conversations.c.status.in_(UNDER_WAY))
        talks = [
            CONVERSATION.decode(data)
            for data in await read(self._office.database, lambda c: c.scalars(under_way).all())
        ]
        # What never arrived is no topic: nobody has read of it.
        topics = Counter(talk.candidate for talk in talks if talk.step or not talk.undelivered)
        self.judge.wrong["two topics at once"] += sum(number > 1 for number in topics.values())


def _some_talks(connection: Connection) -> Sequence[Conversation]:
    latest = select(conversations.c.data).order_by(conversations.c.touched_at.desc()).limit(50)
    return [CONVERSATION.decode(data) for data in connection.scalars(latest)]


def _slip_in(connection: Connection, talk: Conversation, purpose: Purpose, now: datetime) -> None:
    pen = Pen(connection)
    noise = replace(talk, turns=100_000 + int(now.timestamp()) + hash(purpose) % 97)
    put(connection, pen, noise, [Say(text="…", purpose=purpose)], now)
    pen.flush()


async def simulate(url: str, people: int, days: int, seed: int = 1, judge: Judge | None = None) -> Judge:
    """What was sent, and what was wrong, in so many days with so many people; `judge` can be asked meanwhile."""
    judge = judge or Judge()
    migrate(url)
    database = await open_database(url)
    try:
        house = House(understand=understand, sayings=load_sayings(), read_script=read_script)
        office = Office(database, house, now=START)
        agency = replace(AGENCY, inviting=Inviting(new_a_day=MOST_A_DAY, rest_days=5))
        await office.publish(replace(CONTENTS, agency=agency, vacancies=(DRIVER, PLANNER)))
        async with WhatsAppPost(lambda: office.now) as post:
            await Year(office, post, judge, people, seed).live(days)
        return judge
    finally:
        await database.close()


def main(arguments: Sequence[str]) -> int:
    """Prints what was sent and what was wrong, also where it is stopped early; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="run bench year", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="belmoment-year-") as place:
        url = f"sqlite:///{Path(place)}/belmoment.db"
        judge = Judge()
        with suppress(KeyboardInterrupt):
            asyncio.run(simulate(url, given.people, given.days, given.seed, judge))
    print(f"{given.people:,} people, {judge.days} of {given.days} days, {judge.sent.total():,} messages arrived")
    for purpose, number in sorted(judge.sent.items()):
        print(f"  {purpose:12} {number:8,}")
    print(f"free words that the closed window kept back: {judge.kept_back:,}")
    print(f"topics that waited for another to end: {judge.waited:,}")
    broken = +judge.wrong
    print(f"violations: {broken.total()}")
    for what, number in broken.items():
        print(f"  {what}: {number}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
