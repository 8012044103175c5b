"""Talk to a script at your own clock: the live engine, with memory instead of a database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.agenda import Agenda
from bot.context import Context, Decision, Rules, Understand
from bot.engine import decide
from bot.events import Action, ContactShared, Event, MessageReceived, RecruiterActed, Started, Tapped, TimerFired
from bot.model import (
    Address,
    Agency,
    CallStatus,
    Candidate,
    Conversation,
    Recruiter,
    ScriptVersion,
    Vacancy,
    is_booked,
)
from bot.outgoing import Outgoing
from bot.sayings import Sayings
from bot.script import Halted, Script
from bot.windows import Windows

DIALS = "dials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a simulated talk takes place."""

    script: Script
    vacancy: Vacancy
    agency: Agency
    recruiters: tuple[Recruiter, ...]
    understand: Understand
    sayings: Sayings
    rules: Rules = field(default_factory=Rules)
    halted: Halted = frozenset()


class Simulator:
    """One candidate's talk. Time moves only when it is moved; timers ring on the way."""

    def __init__(
        self,
        setting: Setting,
        now: datetime,
        language: str,
        channel: str = "simulator",
        phone: str | None = None,
        *,
        person: str = "candidate",
    ) -> None:
        self.punctual = True
        """Recruiters call when it is time, and say so; others have to be made to act."""
        self.setting = setting
        self.now = now.astimezone(UTC)
        """In UTC: hours must pass as they do, also in the night in which clocks are changed."""
        address = Address(channel, "candidate")
        self.candidate = Candidate(id=person, address=address, language=language, zone=setting.agency.zone, phone=phone)
        self.conversation = Conversation(
            id="talk",
            address=address,
            candidate=person,
            script=ScriptVersion(setting.script.name, 0),
            vacancy=setting.vacancy.id,
            step="",
            language=language,
            recruiter=setting.recruiters[0].id,
        )
        self.last: Decision | None = None
        self.busy: Windows = ()
        """When every recruiter has something else to do."""
        self._events = 0

    def start(self) -> Sequence[Outgoing]:
        """The candidate comes in through the vacancy's door."""
        return self.happen(Started(id=self._id(), at=self.now, address=self.candidate.address))

    def hear(self, text: str) -> Sequence[Outgoing]:
        """The candidate writes."""
        return self.happen(MessageReceived(id=self._id(), at=self.now, address=self.candidate.address, text=text))

    def tap(self, number: int) -> Sequence[Outgoing]:
        """The candidate taps the button with this number, counted from 1; raises IndexError where there is none."""
        if not 0 < number <= len(self.conversation.buttons):
            raise IndexError(number)
        button = self.conversation.buttons[number - 1]
        return self.happen(
            Tapped(id=self._id(), at=self.now, address=self.candidate.address, button=button.id, title=button.title)
        )

    def share(self, number: str) -> Sequence[Outgoing]:
        """The candidate shares a number, as the channel's own button does."""
        shared = ContactShared(id=self._id(), at=self.now, address=self.candidate.address, number=number, own=True)
        return self.happen(shared)

    def happen(self, event: Event) -> Sequence[Outgoing]:
        """Any event; what leaves the house comes back."""
        self.last = decide(self.conversation, event, self._context())
        self.conversation, self.candidate = self.last.conversation, self.last.candidate
        return self.last.outgoing

    def wait_until(self, then: datetime) -> Sequence[tuple[datetime, Outgoing]]:
        """Time passes; every timer on the way rings at its own time."""
        said: list[tuple[datetime, Outgoing]] = []
        then = then.astimezone(UTC)
        while due := self._next(then):
            name, at = due
            self.now = max(self.now, at)
            said.extend((self.now, outgoing) for outgoing in self.happen(self._event(name)))
        self.now = max(self.now, then)
        return said

    def _next(self, until: datetime) -> tuple[str, datetime] | None:
        """The next timer, or the next call that its recruiter makes."""
        due = [(at, name) for name, at in self.conversation.timers.items() if at <= until]
        call = self.conversation.call
        if self.punctual and call and is_booked(self.conversation) and not call.sign_at and call.slot.start <= until:
            due.append((call.slot.start, DIALS))
        return (min(due)[1], min(due)[0]) if due else None

    def _event(self, name: str) -> Event:
        call = self.conversation.call
        if name != DIALS or call is None:
            return TimerFired(id=self._id(), at=self.now, conversation=self.conversation.id, name=name)
        return RecruiterActed(
            id=self._id(),
            at=self.now,
            conversation=self.conversation.id,
            recruiter=call.slot.recruiter,
            action=Action.DIAL,
            call=call.id,
        )

    def _context(self) -> Context:
        call = self.conversation.call
        agendas = tuple(
            Agenda(
                recruiter=recruiter,
                busy=self.busy,
                calls=(call.slot.window,)
                if call and call.status == CallStatus.BOOKED and call.slot.recruiter == recruiter.id
                else (),
            )
            for recruiter in self.setting.recruiters
        )
        setting = self.setting
        return Context(
            now=self.now,
            script=setting.script,
            vacancy=setting.vacancy,
            agency=setting.agency,
            candidate=self.candidate,
            agendas=agendas,
            understand=setting.understand,
            sayings=setting.sayings,
            rules=setting.rules,
            halted=setting.halted,
            open_vacancies=(setting.vacancy,),
        )

    def _id(self) -> str:
        self._events += 1
        return f"simulated-{self._events}"
