"""One run: candidates talk while the weather is bad, then everything settles and is compared."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from chaos.databases import Keeper
from chaos.days import let_days_pass
from chaos.deliveries import doubts, of_deliveries, told_twice
from chaos.house import House, open_house
from chaos.kept import Kept, everything, under_way
from chaos.mailroom import Mailroom
from chaos.people import ENDINGS, MOMENTS, Person
from chaos.phones import Switchboard
from chaos.post import Postman
from chaos.reminders import of_reminders, too_late
from chaos.verdict import STOOD, Finding, of_calls, of_talks
from chaos.weather import KILLED, Weather
from chaos.words import Words

log = logging.getLogger(__name__)

TALKS_A_RECRUITER = 12
OF_ITSELF = "servers that ended by themselves"
TELL_SECONDS = 30.0
SHARE_OF_DAYS = 0.15
"""Of the kills, for the days that pass when the talks are done."""
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
    """Seconds between two kills, on average; all other hazards go by it."""
    replicas: int = 1
    speed: float = 10.0
    """How many seconds of the house's clock pass in a real one."""
    silences: bool = False
    moments: int = 30
    """How many different moments people ask for: every one more makes the days that pass longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was seen of a run, from all sides."""

    people: Sequence[Person]
    kept: Kept
    switchboard: Switchboard
    mailroom: Mailroom
    settled: bool
    counts: Counter[str]
    """What was done to the house, and how much it did."""


def judge(seen: Evidence) -> Sequence[Finding]:
    """Every question, each with what speaks against us; nothing, where all is well."""
    return [
        *of_talks(seen.people, seen.kept),
        *of_calls(seen.people, seen.kept),
        *of_reminders(seen.people, seen.kept, Words("nl")),
        *of_deliveries(seen.switchboard, seen.mailroom, seen.kept),
        Finding("the house never came to rest", [] if seen.settled else ["something was still under way"]),
        Finding("servers that ended by themselves", [OF_ITSELF] * seen.counts[OF_ITSELF]),
    ]


async def run(plan: Plan, database_url: str, place: Path, keeper: Keeper | None = None) -> Evidence:
    """Raises where a server can't be started at all. `keeper` can stop the database's server, where there is one."""
    recruiters = max(2, plan.talks // TALKS_A_RECRUITER)
    async with open_house(
        database_url, place, recruiters=recruiters, replicas=plan.replicas, speed=plan.speed, keeper=keeper
    ) as house:
        switchboard, postman = Switchboard(house), Postman(house, Random(f"{plan.seed} post"))
        chance = Random(f"{plan.seed} weather")
        weather = Weather(house, chance, every=plan.every, kills=plan.kills, silences=plan.silences)
        began, people = time.monotonic(), list[Person]()
        async with beside(postman.run(), keep_passing_on(switchboard), _keep_telling(house, weather, people)):
            passed = await _storm(plan, house, switchboard, weather, people)
            at_rest = await settled(house, postman) and passed
        switchboard.pass_on()
        for server in house.servers:
            await server.stop()
        kept = await everything(house.database)
        counts = Counter[str]()
        for counted in (weather.counts, postman.counts, house.mailroom.counts, house.counts, _done(people, kept)):
            counts.update(counted)  # what never happened is shown, too
        counts["Telegram messages twice after a doubt"] = told_twice(switchboard, kept)
        counts["seconds"] = round(time.monotonic() - began)
        return Evidence(
            people=people,
            kept=kept,
            switchboard=switchboard,
            mailroom=house.mailroom,
            settled=at_rest,
            counts=counts,
        )


def _done(people: Sequence[Person], kept: Kept) -> Counter[str]:
    doubted = {f"messages in doubt, {channel}": number for channel, number in doubts(kept).items()}
    return Counter(doubted) + Counter(
        {
            "talks": sum(person.finished for person in people),
            "events": sum(len(person.acts) for person in people),
            "messages": sum(map(len, kept.outbox.values())),
            "calls booked in the end": sum(row.status in STOOD for row in kept.calls),
            "reminders too late to be sent": too_late(kept, Words("nl")),
        }
    )


async def _storm(plan: Plan, house: House, switchboard: Switchboard, weather: Weather, people: list[Person]) -> bool:
    """Whether all days passed; the weather is calm again. `people` are all who talked."""
    weather.keep_back(SHARE_OF_DAYS)
    storming = asyncio.create_task(weather.storm())
    talking = asyncio.create_task(_talk(plan, house, switchboard, weather, people))
    try:
        if plan.minutes is not None:
            await asyncio.wait([talking], timeout=plan.minutes * 60)
            weather.last_call.set()
        await _gone_on(talking, people, storming)
        weather.keep_back(0)
        weather.phase = "while days passed"
        await let_days_pass(house, until=lambda: weather.spent or storming.done())
        weather.phase = "afterwards"
        if plan.kills is not None:
            await _first_of(storming, weather.run_out.wait())
        weather.clear()
        await storming
        await _gone_on(talking, people, storming)
        return await let_days_pass(house)
    finally:
        for task in (storming, talking):
            task.cancel()
        await asyncio.gather(storming, talking, return_exceptions=True)


async def _gone_on(talking: "asyncio.Task[None]", people: Sequence[Person], storming: "asyncio.Task[None]") -> None:
    """Waits for the talks, as long as anybody still gets an answer."""
    acts = -1
    while not talking.done() and acts != (acts := sum(len(person.acts) for person in people)):
        await asyncio.wait([talking], timeout=PATIENCE_SECONDS)
        if storming.done():
            await storming


async def _first_of(storming: "asyncio.Task[None]", wanted: Coroutine[Any, Any, object]) -> None:
    """Waits for what is wanted, or for the storm to break down."""
    waiting = asyncio.ensure_future(wanted)
    await asyncio.wait([storming, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()


async def _talk(plan: Plan, house: House, switchboard: Switchboard, weather: Weather, people: list[Person]) -> None:
    """So many at once, until there were enough, or the weather clears after the minutes wanted."""
    chance, words = Random(f"{plan.seed} people"), Words("nl")
    moments = chance.sample(MOMENTS, plan.moments)
    under_way: set[asyncio.Task[None]] = set()
    try:
        while len(people) < plan.talks and not weather.last_call.is_set():
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
                hasty=chance.random() < 0.4,
                moments=moments,
            )
            people.append(person)
            under_way.add(asyncio.create_task(person.talk()))
            await asyncio.sleep(chance.uniform(0, 0.1))
        if under_way:
            await asyncio.wait(under_way)
    finally:
        for task in under_way:
            task.cancel()


async def settled(house: House, postman: Postman) -> bool:
    """Whether nothing is under way any more, in time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if postman.idle and not await under_way(house.database):
            return True
        await asyncio.sleep(0.2)
    return False


async def _keep_telling(house: House, weather: Weather, people: Sequence[Person]) -> None:
    """A line now and then, for whoever waits for a long run."""
    began = time.monotonic()
    while True:
        await asyncio.sleep(TELL_SECONDS)
        done = sum(number for name, number in weather.counts.items() if name.startswith(KILLED))
        clock = house.clock.now().isoformat(" ", "minutes")
        over = sum(person.finished for person in people)
        log.info("%.0f s: %d of %d talks over, %d kills, %s", time.monotonic() - began, over, len(people), done, clock)


async def keep_passing_on(switchboard: Switchboard) -> None:
    while True:
        switchboard.pass_on()
        await asyncio.sleep(0.02)


@asynccontextmanager
async def beside(*work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception):
                raise result
