"""Candidates: each holds one scripted talk, and goes on when the bot's answer came; some say two things at once."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from chaos.phones import Phone, Read
from chaos.words import Words

LONGEST_THOUGHT = 0.6
"""Seconds."""
PATIENCE_SECONDS = 90.0
"""How long nothing new may come before a candidate looks again at what has come since they last did something."""
PAY, YES = "wat schuift het?", "ja leuk, vertel maar"
EURO = re.compile("€")
DAYS = ("donderdag", "vrijdag", "maandag")
HOURS = ("9 uur", "9:30", "10 uur", "half 11", "11 uur", "13:00", "14:30", "15 uur", "15:30", "16:30")
MOMENTS = tuple(f"{day} om {hour}" for day in DAYS for hour in HOURS)
VAGUE = ("morgenochtend", "vrijdag na de lunch", "volgende week in de middag", "maandag tussen 10 en 12")
ENDINGS = ("", "", "move", "move", "cancel", "stop", "move cancel")
OFFERS = ("offer", "offer_again", "none_free", "ask_which", "propose", "taken", "passed")


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a candidate did: its event's id, the steps at which the talk may have been, and what was meant."""

    event: str
    steps: tuple[str, ...]
    meant: str = ""
    text: str = ""
    breath: int = 0
    """Two acts of one breath may come in in either order, where the platform does not keep it."""
    tapped: bool = False


@dataclass(slots=True)
class Person:
    """A candidate and what they did and were told so far."""

    phone: Phone
    door: str
    chance: Random
    words: Words
    moments: Sequence[str] = MOMENTS
    ending: str = ""
    curious: bool = False
    """Asks what it pays before saying yes."""
    hasty: bool = False
    """Does not wait for an answer before saying the next thing."""
    acts: list[Act] = field(default_factory=list)
    told: str = ""
    """Of the call: the moment as the bot said it last; empty where none stands."""
    finished: bool = False
    _at: int = 0
    _known: set[str] = field(default_factory=set)
    _breath: int = 0
    _answered_from: int = 0
    """Which messages came after the last act."""

    async def talk(self) -> None:
        """From the door to the end; waits for each answer as long as it takes."""
        self._did(self.phone.start(self.door), "")
        await self._read({"opening": self.words.question("opening")})
        if self.curious and not self.hasty:
            await self._think()
            self._did(self.phone.write(PAY), "opening", meant="need_more_info")
            await self._read({"pay": EURO})
        await self._think()
        if self.curious and self.hasty:
            self._did(self.phone.write(PAY), *self._overtaken("opening", "call"), meant="need_more_info")
        self._did(self.phone.write(YES), "opening", meant="interested", together=self.curious and self.hasty)
        answers = {"when": self.words.question("call")}
        await self._read_all(answers | ({"pay": EURO} if self.curious and self.hasty else {}))
        await self._agree()
        for then in self.ending.split():
            await self._think()
            await {"move": self._move, "cancel": self._cancel, "stop": self._stop}[then]()
        self.finished = True

    async def _move(self) -> None:
        self._choose(self.words.text("button_move"))
        wanted = {"when": self.words.pattern("ask_new_moment")}
        if self.hasty and not self.curious:
            self._did(self.phone.write(PAY), "call", meant="need_more_info", together=True)
            wanted["pay"] = EURO
        await self._read_all(wanted)
        await self._agree()

    async def _cancel(self) -> None:
        self._choose(self.words.text("button_cancel"))
        await self._read({"cancelled": self.words.pattern("cancelled")})
        self.told = ""

    async def _stop(self) -> None:
        self._did(self.phone.write("stop"), "call", meant="stop")
        await self._read({"stopped": self.words.pattern("goodbye_stop")})
        self.told = ""

    async def _agree(self) -> None:
        """Names a moment, takes what is offered, says yes, gives a number, until the call stands."""
        moment = self._moment()
        await self._think()
        self._did(self.phone.write(moment), "call", meant="give_time", text=moment)
        while True:
            heard, said, read = await self._read(self._answers())
            await self._think()
            match heard:
                case "confirm":
                    self._choose(self.words.text("confirm_yes"))
                case "ask_phone":
                    self._did(self.phone.share_number(), "call")
                case "booked" | "moved":
                    self.told = said["moment"]
                    return
                case _:
                    self._choose(read.buttons[0] if read.buttons else "1")

    def _choose(self, title: str) -> None:
        """Taps; or writes it, where the platform's trouble cost the message its buttons."""
        shown = any(title in read.buttons for read in self.phone.read)
        self._did(self.phone.tap(title) if shown else self.phone.write(title), "call", tapped=shown)

    def _answers(self) -> Mapping[str, re.Pattern[str]]:
        names = ("booked", "moved", "confirm", "ask_phone", *OFFERS)
        return {name: self.words.pattern(name) for name in names}

    def _moment(self) -> str:
        """Another one than before: equal answers could not be told from one that came twice."""
        before = {act.text for act in self.acts}
        vague = not any(before) and self.chance.random() < 0.2
        return self.chance.choice(VAGUE if vague else [point for point in self.moments if point not in before])

    def _overtaken(self, *steps: str) -> tuple[str, ...]:
        """The steps at which the first of two messages may find the talk: Telegram keeps their order."""
        return steps if self.phone.address[0] == "whatsapp" else steps[:1]

    async def _read_all(self, wanted: Mapping[str, re.Pattern[str]]) -> None:
        """Each of these once, in whichever order, perhaps in one message."""
        left = dict(wanted)
        while left:
            _, _, read = await self._read(left)
            left = {name: pattern for name, pattern in left.items() if not pattern.search(read.text)}

    async def _read(self, wanted: Mapping[str, re.Pattern[str]]) -> tuple[str, Mapping[str, str], Read]:
        """The first new message that is one of these; what came twice is read once."""
        while True:
            while self._at < len(self.phone.read):
                read = self.phone.read[self._at]
                self._at += 1
                if read.card or _name(read) in self._known:
                    continue
                self._known.add(_name(read))
                for name, pattern in wanted.items():
                    if found := pattern.search(read.text):
                        return name, found.groupdict(), read
            self.phone.chat.bell.clear()
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self.phone.chat.bell.wait()
            except TimeoutError:
                self._look_again()

    def _look_again(self) -> None:
        """What was taken for a copy may be the answer: whoever moves a call to its own time is asked the same again."""
        self._at = self._answered_from
        self._known.clear()

    async def _think(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, LONGEST_THOUGHT))

    def _did(
        self, event: str, *steps: str, meant: str = "", text: str = "", together: bool = False, tapped: bool = False
    ) -> None:
        self._breath += not together
        self._answered_from = len(self.phone.read)
        self.acts.append(Act(event, steps, meant, text, self._breath, tapped))


def _name(read: Read) -> str:
    """By which a message is known: Telegram tells no id that a copy would share."""
    return read.outgoing or read.text
