"""Candidates who book a call in eight messages, each written once the answer to the one before it was read."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

from bench.loads.dialects import Call, Dialect
from bench.loads.platforms import Phone, Platforms
from bench.loads.wire import Caller

MESSAGES = 8
MOST = 16
"""Who has written so many writes no more, whatever is still offered; whether they have a call is seen in the end."""
PATIENCE_SECONDS = 30.0
"""Who gets no answer for so long says so, and the measurement is void."""

QUESTIONS = (
    "wat schuift het?",
    "Waar is het precies?",
    "hoeveel uur in de week is dat?",
    "wanneer kan ik beginnen?",
    "mag je ook thuiswerken",
    "Wat is het salaris ongeveer, en zit er een auto bij?",
    "is het vast of tijdelijk?",
    "hoe ziet het verdere proces eruit?",
)
INTEREST = (
    "ja leuk, vertel maar",
    "Ja hoor, daar wil ik wel over bellen",
    "klinkt goed",
    "ok prima",
    "Ik heb nu werk maar sta er zeker voor open",
    "graag!",
    "ja is goed joh",
    "Zeker, bel maar",
)
VAGUE = (
    "volgende week in de middag",
    "ergens na de lunch",
    "maandag of dinsdag",
    "liefst in de ochtend",
    "maakt niet uit, volgende week",
    "woensdag na 2 uur",
    "deze week nog, als het kan",
    "dinsdag tussen 10 en 12",
)
OTHER = (
    "dat komt niet uit, liever donderdag",
    "nee, kan het ook vrijdag?",
    "die tijden lukken niet, woensdag misschien",
    "liever op een andere dag, dinsdag bijvoorbeeld",
)
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "volgende week dinsdag", "volgende week donderdag")
HOURS = ("9 uur", "half 10", "10:00", "kwart over 10", "11 uur", "11:30", "14:00", "half 3", "3 uur", "15.30 uur")
THANKS = ("bedankt, tot dan!", "top dank je wel", "fijn, tot dan", "dankjewel!")
OPENINGS = ("", "", "", "", "hoi, ", "Hallo! ", "hey, ", "goedemiddag, ")
ENDINGS = ("", "", "", "", " :)", "!", " groetjes {name}", "\n\n{name}")
SYLLABLES = (
    "ba",
    "dri",
    "fe",
    "ga",
    "jo",
    "ka",
    "le",
    "mi",
    "no",
    "pra",
    "ri",
    "sa",
    "tu",
    "ve",
    "wi",
    "yo",
    "za",
    "sjo",
)


class Unanswered(Exception):
    """A call was not taken, or no answer came; the message says which."""


def worded(chance: Random, texts: Sequence[str]) -> str:
    """One of the texts, as somebody writes it: with words of their own around it, and a name that few others bear.

    Thousands of wordings, so that nothing seems cheap because it was remembered from the last one.
    """
    name = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize()
    return chance.choice(OPENINGS) + chance.choice(texts) + chance.choice(ENDINGS).format(name=name)


@dataclass(slots=True)
class Candidate:
    """One talk: what to do next, and what came back. Half of the people tap where there are buttons."""

    peer: str
    phone: Phone
    dialect: Dialect
    chance: Random
    door: str
    answered: bool
    """Whether answers are sent at all."""
    done: int = 0
    _read: int = 0

    def next_call(self) -> Call:  # noqa: PLR0911 (a talk in eight lines)
        """The next message."""
        self.done += 1
        self._read = len(self.phone.read)
        self.phone.news.clear()
        match self.done:
            case 1:
                return self._write(f"/start {self.door}")
            case 2:
                return self._say(QUESTIONS)
            case 3 if self.chance.random() < 0.5:
                return self._tap(".yes", worded(self.chance, INTEREST))
            case 3:
                return self._say(INTEREST)
            case 4:
                return self._say(VAGUE)
            case 5:
                return self._say(OTHER)
            case 6:
                opening = self.chance.choice(OPENINGS)
                return self._write(f"{opening}{self.chance.choice(DAYS)} om {self.chance.choice(HOURS)}")
            case 7:
                return self._tap((".yes", ".slot0"), "ja")
            case _ if self._is_still_offered:  # somebody else was first: another slot
                return self._tap(".slot0", "de eerste")
            case _:
                return self._say(THANKS)

    def _say(self, texts: Sequence[str]) -> Call:
        return self._write(worded(self.chance, texts))

    async def answer(self) -> None:
        """Returns when something new has been read; raises Unanswered."""
        if self.is_ready:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.phone.news.wait()
        except TimeoutError:
            raise Unanswered(f"message {self.done} got no answer; read so far: {self.phone.read}") from None

    @property
    def is_ready(self) -> bool:
        """Whether the last answer is here."""
        return not self.answered or self.done == 0 or len(self.phone.read) > self._read

    @property
    def is_finished(self) -> bool:
        """Whether the talk is over."""
        return self.done >= MOST or (self.done >= MESSAGES and not self._is_still_offered)

    @property
    def _is_still_offered(self) -> bool:
        return any(button.endswith(".slot0") for button in self.phone.buttons)

    def _write(self, text: str) -> Call:
        return self.dialect.write(self.peer, text)

    def _tap(self, endings: str | tuple[str, ...], otherwise: str) -> Call:
        shown = next((button for button in self.phone.buttons if button.endswith(endings)), None)
        return self.dialect.tap(self.peer, shown) if shown else self._write(otherwise)


@dataclass(kw_only=True)
class Crowd:
    """Candidates before one server or several equal ones; `doors` are the codes that they come with."""

    platforms: Platforms
    dialect: Dialect
    ports: Sequence[int]
    doors: Sequence[str]
    answered: bool
    chance: Random = field(default_factory=lambda: Random(1))  # noqa: S311 (the same talks for everybody)
    _born: int = 0

    def newcomer(self) -> Candidate:
        """One who has not written yet; every door gets its share."""
        self._born += 1
        peer = self.dialect.peer(self._born)
        return Candidate(
            peer=peer,
            phone=self.platforms.phone(peer),
            dialect=self.dialect,
            chance=self.chance,
            door=self.doors[self._born % len(self.doors)],
            answered=self.answered,
        )

    async def talk(self, talks: int, at_once: int) -> Sequence[Candidate]:
        """So many whole talks, `at_once` of them side by side, as fast as the server goes."""
        people = [self.newcomer() for _ in range(talks)]
        waiting = iter(people)
        async with self._on_lines(at_once) as lines:
            await asyncio.gather(*(self._talk_one_by_one(line, waiting) for line in lines))
        return people

    async def talk_at(self, rate: float, seconds: float, at_once: int) -> tuple[Sequence[Candidate], Sequence[float]]:
        """Whole talks at so many messages a second: who talked, and the seconds from each due moment to its 200.

        The talks that are under way at the end are talked to their end, unmeasured.
        """
        people, took = [], list[float]()
        idle = [self.newcomer() for _ in range(at_once)]
        under_way: set[asyncio.Task[None]] = set()
        async with self._on_lines(at_once) as lines:
            free = list(lines)
            began = time.perf_counter()
            for number in range(round(rate * seconds)):
                due = began + number / rate
                await asyncio.sleep(due - time.perf_counter())
                ready = next((one for one in idle if one.is_ready), None)
                if ready is None or not free:
                    took.append(float("inf"))  # nobody could write: the answers are late
                    continue
                idle.remove(ready)
                candidate = self.newcomer() if ready.is_finished else ready
                if candidate.done == 0:
                    people.append(candidate)
                task = asyncio.create_task(self._timed(candidate, due, took, free, idle))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            if under_way:
                await asyncio.gather(*under_way)
            begun = [one for one in idle if one.done]
            await asyncio.gather(*(self._finish(one, line) for one, line in zip(begun, free, strict=False)))
        return people, took

    async def _timed(
        self, candidate: Candidate, due: float, took: list[float], free: list[Caller], idle: list[Candidate]
    ) -> None:
        line = free.pop()
        await self._call(candidate, line)
        took.append(time.perf_counter() - due)
        free.append(line)
        idle.append(candidate)

    async def _talk_one_by_one(self, line: Caller, waiting: Iterator[Candidate]) -> None:
        for candidate in waiting:
            await self._finish(candidate, line)

    async def _finish(self, candidate: Candidate, line: Caller) -> None:
        await candidate.answer()
        while not candidate.is_finished:
            await self._call(candidate, line)
            await candidate.answer()

    async def _call(self, candidate: Candidate, line: Caller) -> None:
        call = candidate.next_call()
        status = await line.post(call.path, call.headers, call.body)
        if status != 200:
            raise Unanswered(f"message {candidate.done} was answered {status}")

    @asynccontextmanager
    async def _on_lines(self, number: int) -> AsyncIterator[Sequence[Caller]]:
        lines = [await Caller.to(self.ports[n % len(self.ports)]) for n in range(number)]
        try:
            yield lines
        finally:
            for line in lines:
                line.close()
