"""Whether what a recruiter writes would reach the candidate now, and what else could."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.context import Rules
from bot.model import Recruiter, Status
from bot.quiet import after_quiet
from storage.inbox import InboxTalk

Words = Callable[[InboxTalk, Recruiter], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How the candidate can be reached; moments are aware."""

    stopped: bool
    """They said stop: nobody writes to them."""
    open: bool
    """Whether free words pass."""
    closes_at: datetime | None
    """When the window closes, or did; None on a channel without one, or where they never wrote."""
    leaves_at: datetime | None
    """When a message goes out that waits for the end of their quiet hours; None where it goes out at once."""
    knock: str = ""
    """The approved words that ask them to write back, where free words don't pass and these may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """`windows` are the channels that take free words only for so long after the candidate wrote."""

    now: Callable[[], datetime]
    rules: Rules = field(default_factory=Rules)
    windows: Mapping[str, timedelta] = field(default_factory=dict)
    words: Words | None = None
    """The approved words for a talk, in a recruiter's name; empty where there are none."""

    def open_for(self, talk: InboxTalk) -> bool:
        """Whether free words pass when they go out."""
        return talk.candidate.stopped_at is None and talk.status != Status.STOPPED and self._passes(talk)

    async def of(self, talk: InboxTalk) -> Reach:
        """All of it."""
        now, stopped = self.now(), talk.candidate.stopped_at is not None or talk.status == Status.STOPPED
        free = self.open_for(talk)
        asks = self.words is not None and not stopped and not free and talk.recruiter is not None
        return Reach(
            stopped=stopped,
            open=free,
            closes_at=self._closes(talk),
            leaves_at=self._leaves(talk, now) if self._leaves(talk, now) != now else None,
            knock=await self.words(talk, talk.recruiter) if asks and self.words and talk.recruiter else "",
        )

    def _passes(self, talk: InboxTalk) -> bool:
        if talk.address.channel not in self.windows:
            return True
        closes = self._closes(talk)
        return closes is not None and self._leaves(talk, self.now()) < closes

    def _closes(self, talk: InboxTalk) -> datetime | None:
        window = self.windows.get(talk.address.channel)
        return talk.heard_at + window if window is not None and talk.heard_at is not None else None

    def _leaves(self, talk: InboxTalk, now: datetime) -> datetime:
        if talk.heard_at is not None and now - talk.heard_at <= self.rules.answer_within:
            return now
        return max(now, after_quiet(now, talk.candidate.zone_at(now), self.rules.quiet_from, self.rules.quiet_until))
