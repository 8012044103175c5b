"""One run: candidates talk while the weather is bad, then everything settles and is compared."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from chaos.deliveries import doubts, of_deliveries, told_twice
from chaos.house import House, open_house
from chaos.kept import Kept, everything, under_way
from chaos.people import ENDINGS, Person
from chaos.phones import Switchboard
from chaos.post import Postman
from chaos.verdict import Finding, of_calls, of_talks
from chaos.weather import Weather
from chaos.words import Words
from tests.mailbox import Mailbox

TALKS_A_RECRUITER = 12
PATIENCE_SECONDS = 120.0
"""How long nobody may get an answer before a talk is taken for stuck, and the house for restless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is wanted of a run. Without `minutes` it ends with the last talk and the last kill."""

    talks: int
    at_once: int
    seed: int
    minutes: float | None = None
    kills: int | None = None
    every: float = 5.0
    """Seconds between two kills, on average."""
    replicas: int = 1
    speed: float = 10.0
    """How many seconds of the house's clock pass in a real one."""
    silences: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen of a run, from all sides."""

    people: Sequence[Person]
    kept: Kept
    switchboard: Switchboard
    mailbox: Mailbox
    settled: bool
    counts: Counter[str]
    """What was done to the house, and how much it did."""


def judge(seen: Evidence) -> Sequence[Finding]:
    """Every question, each with what speaks against us; nothing, where all is well."""
    return [
        *of_talks(seen.people, seen.kept),
        *of_calls(seen.people, seen.kept),
        *of_deliveries(seen.switchboard, seen.mailbox, seen.kept),
        Finding("the house never came to rest", [] if seen.settled else ["something was still under way"]),
    ]


async def run(plan: Plan, database_url: str, place: Path) -> Evidence:
    """Raises where a server can't be started at all."""
    recruiters = max(2, plan.talks // TALKS_A_RECRUITER)
    async with open_house(
        database_url, place, recruiters=recruiters, replicas=plan.replicas, speed=plan.speed
    ) as house:
        switchboard, postman = Switchboard(house), Postman(house, Random(f"{plan.seed} post"))
        chance = Random(f"{plan.seed} weather")
        weather = Weather(house, chance, every=plan.every, kills=plan.kills, silences=plan.silences)
        began = time.monotonic()
        async with _beside(postman.run(), _keep_passing_on(switchboard)):
            people = await _storm(plan, house, switchboard, weather)
            settled = await _settled(house, postman)
        switchboard.pass_on()
        for server in house.servers:
            await server.stop()
        kept = await everything(house.database)
        counts = weather.counts + postman.counts + _done(people, kept)
        counts["Telegram messages twice after a doubt"] = told_twice(switchboard, kept)
        counts["seconds"] = round(time.monotonic() - began)
        return Evidence(
            people=people,
            kept=kept,
            switchboard=switchboard,
            mailbox=house.mailbox,
            settled=settled,
            counts=counts,
        )


def _done(people: Sequence[Person], kept: Kept) -> Counter[str]:
    doubted = {f"messages in doubt, {channel}": number for channel, number in doubts(kept).items()}
    return Counter(doubted) + Counter(
        {
            "talks": sum(person.finished for person in people),
            "events": sum(len(person.acts) for person in people),
            "messages": sum(map(len, kept.outbox.values())),
            "calls booked in the end": sum(row.status == "booked" for row in kept.calls),
        }
    )


async def _storm(plan: Plan, house: House, switchboard: Switchboard, weather: Weather) -> list[Person]:
    """Everybody who talked; the weather is calm again, and talks that began have had their time to end."""
    people: list[Person] = []
    killing = asyncio.create_task(weather.kill_now_and_then())
    disturbing = asyncio.create_task(weather.disturb())
    talking = asyncio.create_task(_talk(plan, house, switchboard, weather, people))
    try:
        if plan.minutes is not None:
            await asyncio.wait([talking], timeout=plan.minutes * 60)
        else:
            await killing
            await _gone_on(talking, people)
        weather.clear()
        await killing
        await _gone_on(talking, people)
    finally:
        for task in (killing, disturbing, talking):
            task.cancel()
        await asyncio.gather(killing, disturbing, talking, return_exceptions=True)
    return people


async def _gone_on(talking: "asyncio.Task[None]", people: Sequence[Person]) -> None:
    """Waits for the talks, as long as anybody still gets an answer."""
    acts = -1
    while not talking.done() and acts != (acts := sum(len(person.acts) for person in people)):
        await asyncio.wait([talking], timeout=PATIENCE_SECONDS)


async def _talk(plan: Plan, house: House, switchboard: Switchboard, weather: Weather, people: list[Person]) -> None:
    """So many at once, until there were enough, or the weather clears after the minutes wanted."""
    chance, words = Random(f"{plan.seed} people"), Words("nl")
    under_way: set[asyncio.Task[None]] = set()
    try:
        while len(people) < plan.talks and not weather.calm.is_set():
            while len(under_way) >= plan.at_once:
                _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            number = len(people)
            phone = switchboard.new_phone(chance.choice(["telegram", "whatsapp"]), 1000 + number)
            person = Person(
                phone=phone,
                door=chance.choice(house.doors),
                chance=Random(f"{plan.seed} person {number}"),
                words=words,
                ending=chance.choice(ENDINGS),
                curious=chance.random() < 0.3,
            )
            people.append(person)
            under_way.add(asyncio.create_task(person.talk()))
            await asyncio.sleep(chance.uniform(0, 0.2))
        if under_way:
            await asyncio.wait(under_way)
    finally:
        for task in under_way:
            task.cancel()


async def _settled(house: House, postman: Postman) -> bool:
    """Whether nothing is under way any more, in time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if postman.idle and not await under_way(house.database):
            return True
        await asyncio.sleep(0.2)
    return False


async def _keep_passing_on(switchboard: Switchboard) -> None:
    while True:
        switchboard.pass_on()
        await asyncio.sleep(0.02)


@asynccontextmanager
async def _beside(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result
