"""Two hours in which nobody listened, on both platforms, and how what was left lying is worked off."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from handlers.catching_up import catch_up
from handlers.telegram.polling import keep_polling
from storage.database import read
from storage.tables import outbox
from tests.handlers.offices import OpenOffice, open_office
from tests.standins.telegram_people import Person as TelegramPerson

LENGTH = timedelta(hours=2)
TEXTS = ("wat schuift het?", "en waar is het?", "hallo?", "ja leuk, vertel maar")
SORRY = "Sorry dat je zo lang op antwoord moest wachten."
WHATSAPP_EVERY = 2
"""Every so many-th candidate is on WhatsApp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was seen of it."""

    written: int
    """Messages that people wrote while nobody listened."""
    kept: int
    """Of them, those that became a turn."""
    talks: int
    unanswered: int
    """People who wrote and heard nothing."""
    excuses: Counter[int]
    """How many people heard so many excuses."""
    before_newcomer: dict[str, int]
    """By channel: how many messages went to others between a newcomer's being heard and being answered."""
    left_then: dict[str, int]
    """How many messages still waited when the newcomer had the answer."""
    sent_at: dict[str, list[datetime]]
    """By channel, when a message reached the platform."""
    soonest: dict[str, float]
    """By channel: seconds between a person's message and the next to the same person, the shortest."""


async def outage(database_url: str, *, messages: int, people: int, patience: float) -> Outcome:
    """Plays it: the office is shut, people write, it opens again and works off what there is. `patience` in seconds."""
    async with open_office(database_url) as office:
        written = await _people_write(office, messages, people)
        async with _listening(office), asyncio.timeout(patience):
            await _until_sent(office, messages // 10)
            before, left = {}, {}
            for channel in ("telegram", "whatsapp"):
                before[channel], left[channel] = await _newcomer(office, channel)
            await _until_nothing_waits(office, written)
        return await _seen(office, written, before, left)


async def _people_write(office: OpenOffice, messages: int, people: int) -> int:
    door = await office.door()
    step = LENGTH / messages
    for number in range(messages):
        _write(office, number % people, number // people, door)
        office.clock.move(step)
    office.clock.move(timedelta(minutes=1))
    office.twilio.webhooks.waiting.clear()
    return messages


def _write(office: OpenOffice, person: int, time: int, door: str) -> None:
    text = TEXTS[time % len(TEXTS)]
    if person % WHATSAPP_EVERY == 0:
        who = office.twilio.person(f"+3161{person:07}", f"P{person}")
        office.twilio.write(who, text if time > 1 else ("hoi", "servicemonteur")[time])
    elif time == 0:
        office.telegram.start(_telegram_person(office, person), door)
    else:
        office.telegram.write(_telegram_person(office, person), text)


def _telegram_person(office: OpenOffice, person: int) -> TelegramPerson:
    return office.telegram.person(100_000 + person, f"P{person}", language_code="nl")


@asynccontextmanager
async def _listening(office: OpenOffice) -> AsyncIterator[None]:
    """The server is there again: it polls, and reads Twilio's list."""
    channels = office.office.world.channels
    receive = office.office.linking.receive
    loops = [
        keep_polling(channels["telegram"], receive),  # type: ignore[arg-type]
        catch_up(channels["whatsapp"], office.database, receive, office.clock.now),  # type: ignore[arg-type]
    ]
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_sent(office: OpenOffice, count: int) -> None:
    async def so() -> bool:
        return len(office.telegram.sent) + len(office.twilio.sent) >= count

    await _when(so)


async def _newcomer(office: OpenOffice, channel: str) -> tuple[int, int]:
    """Somebody writes for the first time while the backlog is worked off; returns when they have their answer."""
    if channel == "telegram":
        newcomer = office.telegram.person(999_999, "Nieuw", language_code="nl")
        office.telegram.start(newcomer, await office.door())
        recipient = f"telegram:{newcomer.id}"
    else:
        office.twilio.write(office.twilio.person("+31699999999", "Nieuw"), "hoi")
        await office.twilio.deliver()
        recipient = "whatsapp:+31699999999"

    async def heard() -> bool:
        return await read(office.database, lambda connection: _decided(connection, recipient))

    async def answered() -> bool:
        return any(to == recipient for to, _ in _sent_on(office, channel))

    await _when(heard)
    others = len(_sent_on(office, channel))
    await _when(answered)
    place = next(place for place, (to, _) in enumerate(_sent_on(office, channel)) if to == recipient)
    return place - others, await read(office.database, _waiting)


def _decided(connection: Connection, recipient: str) -> bool:
    return bool(connection.scalar(select(func.count()).where(outbox.c.recipient == recipient)))


def _waiting(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).where(outbox.c.due_at.is_not(None))) or 0)


async def _until_nothing_waits(office: OpenOffice, written: int) -> None:
    async def so() -> bool:
        taken_in = await office.figure("belmoment_turns_total")
        return taken_in >= written + 2 and not await read(office.database, _waiting)

    await _when(so)


async def _when(condition: Callable[[], Awaitable[bool]]) -> None:
    """Asks until it is so; the outage's own patience ends it."""
    while not await condition():  # noqa: ASYNC110 (what is asked of the database and of /metrics tells nobody)
        await asyncio.sleep(0.05)


def _sent_on(office: OpenOffice, channel: str) -> Sequence[tuple[str, datetime]]:
    if channel == "telegram":
        return [(f"telegram:{sent.chat}", sent.at) for sent in office.telegram.sent]
    return [(sent.to, sent.at) for sent in office.twilio.sent]


async def _seen(office: OpenOffice, written: int, before: dict[str, int], left: dict[str, int]) -> Outcome:
    said = [(f"telegram:{sent.chat}", sent.text) for sent in office.telegram.sent]
    said += [(sent.to, sent.body) for sent in office.twilio.sent]
    wrote = {f"telegram:{person}" for person in office.telegram.state.begun}
    wrote |= {message.sender for message in office.twilio.state.messages.values() if message.direction == "inbound"}
    excuses = Counter(dict.fromkeys(wrote, 0))
    excuses.update(who for who, text in said if text.startswith(SORRY))
    channels = ("telegram", "whatsapp")
    return Outcome(
        written=written,
        kept=round(await office.figure("belmoment_turns_total")) - len(before),
        talks=len(wrote) - len(before),
        unanswered=len(wrote - {who for who, _ in said}),
        excuses=Counter(excuses.values()),
        before_newcomer=before,
        left_then=left,
        sent_at={channel: [at for _, at in _sent_on(office, channel)] for channel in channels},
        soonest={channel: _soonest(_sent_on(office, channel)) for channel in channels},
    )


def _soonest(sent: Sequence[tuple[str, datetime]]) -> float:
    """Seconds in which somebody got four messages, at the quickest: three at once are allowed."""
    times: dict[str, list[datetime]] = {}
    for to, at in sent:
        times.setdefault(to, []).append(at)
    spans = [(later - first).total_seconds() for of in times.values() for first, later in zip(of, of[3:], strict=False)]
    return min(spans, default=float("inf"))


def most_within(times: Sequence[datetime], seconds: float) -> int:
    """The most that fell into so many seconds, anywhere."""
    ordered, first, most = sorted(times), 0, 0
    for place, at in enumerate(ordered):
        while (at - ordered[first]).total_seconds() >= seconds:
            first += 1
        most = max(most, place - first + 1)
    return most
