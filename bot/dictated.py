"""A talk in the simulator that writes itself down as a test."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.events import ContactShared, Event, FromCandidate, MessageReceived, Started, Tapped
from bot.masking import masked
from bot.model import Conversation, is_booked
from bot.outgoing import Outgoing
from bot.replay import PastTalk, fitted
from bot.simulator import Setting, Simulator
from bot.understanding.understood import Intent

PLAIN = re.compile(r"[A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9_ ,.!?()/'’€+-]*")
A_WAIT = timedelta(minutes=1)
SOMEBODYS = "+31612345678"


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a test: its word and, but for "start", its text."""

    word: str
    text: str = ""


class Dictated(Simulator):
    """A simulator that keeps what happened, and what must be so after it, as the lines of a test."""

    def __init__(
        self, setting: Setting, now: datetime, language: str, channel: str = "simulator", phone: str | None = None
    ) -> None:
        super().__init__(setting, now, language, channel, phone)
        self.lines: list[Written] = []
        self._head = {
            "vacancy": setting.vacancy.id,
            "language": language,
            "at": self._told(now),
            "channel": channel,
            "phone": phone or "",
        }

    def happen(self, event: Event) -> Sequence[Outgoing]:
        """As any simulator's; what the candidate did and what came of it is written down."""
        before, booked, done = self.conversation, _booked(self), _line(event)
        said = super().happen(event)
        if done:
            self.lines += [done, *self._expected(event, before)]
        if _booked(self) != booked:
            self.lines.append(Written("booked", _booked(self)))
        return said

    def wait_until(self, then: datetime) -> Sequence[tuple[datetime, Outgoing]]:
        """As any simulator's; a wait is written down."""
        if then - self.now >= A_WAIT:
            self.lines.append(Written("wait", self._told(then)))
        return super().wait_until(then)

    def as_test(self, name: str) -> str:
        """The talk so far, as a test that can be played again."""
        fields = [f"{key}: {written(value)}" for key, value in self._head.items() if value]
        talk = [
            f"    - {line.word}: {written(line.text)}" if line.text else f"    - {line.word}" for line in self.lines
        ]
        return "\n".join([f"- test: {written(name)}", *(f"  {field}" for field in fields), "  talk:", *talk, ""])

    def _expected(self, event: Event, before: Conversation) -> Iterator[Written]:
        understood = self.last.understood if self.last else None
        if isinstance(event, MessageReceived) and understood and understood.sure:  # a doubt may be gone tomorrow
            yield Written("understood", understood.intent.value)
        if self.conversation.step != before.step:
            yield Written("step", self.conversation.step)
        if self.conversation.status != before.status:
            yield Written("status", self.conversation.status.value)

    def _told(self, moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(self.candidate.zone)):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What one message of a talk has to be understood as."""

    event: str
    intent: Intent


def dictated(talk: PastTalk, setting: Setting, names: Iterable[str], name: str, meant: Meant | None = None) -> str:
    """A past talk as a test: its words with names and numbers replaced, held with the setting's script.

    Where a message was `meant` as something, the test ends with it, and asks for that.
    """
    known, events = tuple(names), [past.event for past in talk.events]
    vouched = any(isinstance(event, FromCandidate) and event.phone for event in events)
    language = talk.language if talk.language in setting.script.languages else setting.script.languages[0]
    test = Dictated(setting, events[0].at, language, talk.channel, SOMEBODYS if vouched else None)
    for event in events:
        if isinstance(event, FromCandidate):
            test.wait_until(event.at)
            test.happen(_nobodys(fitted(event, test.conversation, test.candidate.address), known))
        if meant and event.id == meant.event:
            last = max(place for place, line in enumerate(test.lines) if line.word == "candidate")
            test.lines[last + 1 :] = [Written("understood", meant.intent.value)]
            break
    return test.as_test(name)


def written(text: str) -> str:
    """A text as YAML, plainly where it can be."""
    plain = PLAIN.fullmatch(text) and text == text.strip() and ": " not in text and not text.endswith(":")
    return text if plain else json.dumps(text, ensure_ascii=False)


def _line(event: Event) -> Written | None:
    match event:
        case Started():
            return Written("start")
        case MessageReceived():
            return Written("candidate", event.text)
        case Tapped():
            return Written("tap", event.title)
        case ContactShared():
            return Written("share", event.number)
        case _:
            return None


def _nobodys(event: Event, names: tuple[str, ...]) -> Event:
    """The same without what says whose it was."""
    match event:
        case MessageReceived():
            return replace(event, text=masked(event.text, names), name="", phone=None)
        case ContactShared():
            return replace(event, number=SOMEBODYS, name="", phone=None)
        case FromCandidate():
            return replace(event, name="", phone=None)
        case _:
            return event


def _booked(talk: Simulator) -> str:
    """As a test says it: the call's start on the candidate's clock, or "nothing"."""
    call = talk.conversation.call
    if call is None or not is_booked(talk.conversation):
        return "nothing"
    return f"{call.slot.start.astimezone(ZoneInfo(talk.candidate.zone)):%Y-%m-%d %H:%M}"
