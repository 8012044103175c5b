"""Hands one message to who carries it: a candidate's channel, a recruiter's chat or calendar, the mail."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.model import Recruiter
from bot.outgoing import MINE, Announce, Invite, Notify, Say
from handlers.channel import Channel, Refused, TryLater, Waiting
from handlers.notify import chat_message
from handlers.pacing import usual_gates
from storage.dispatch import CALENDAR
from storage.outbox import Claimed

CHANNEL_OFF_SECONDS = 300.0


@runtime_checkable
class Traceable(Protocol):
    """A channel that can tell what it sent."""

    async def copies(self, message: Waiting, *, since: datetime) -> list[str]:
        """The platform's ids of the messages around then or later that read as this one, oldest first."""
        ...


class Post(Protocol):
    """Who carries letters to recruiters, or entries into their calendars."""

    async def send(self, id: str, recruiter: Recruiter, outgoing: Notify | Invite) -> str:
        """Send it, and return the carrier's id; raises Refused, TryLater or InDoubt."""
        ...


class Herald(Protocol):
    """Who tells other systems."""

    async def send(self, id: str, word: Announce) -> str:
        """Tell it, and return the id; raises Refused or TryLater."""
        ...


class Postbag:
    """Knows who carries what. `linked` puts the address of a call's dossier below its notice; `now` is aware."""

    def __init__(  # noqa: PLR0913 (who carries what is handed in)
        self,
        *,
        channels: Mapping[str, Channel],
        mail: Post | None,
        now: Callable[[], datetime],
        calendars: Post | None = None,
        listeners: Herald | None = None,
        mine: Callable[[str], str] | None = None,
        linked: Callable[[Notify], Notify] | None = None,
    ) -> None:
        self._channels = channels
        self._mail = mail
        self._calendars = calendars
        self._listeners = listeners
        self._mine = mine
        self._now = now
        self._linked = linked or _as_it_is
        self._gates = usual_gates()

    async def send(self, claimed: Claimed) -> str:
        """The carrier's own id of the message; raises Refused, TryLater or InDoubt."""
        match claimed.outgoing:
            case Say():
                return await self._to_chat(claimed, claimed.outgoing)
            case Notify() if claimed.address is not None:
                return await self._to_chat(claimed, chat_message(self._linked(claimed.outgoing)))
            case Invite() if claimed.medium == CALENDAR:
                return await self._into_calendar(claimed, claimed.outgoing)
            case Announce():
                return await self._to_other_systems(claimed.id, claimed.outgoing)
            case Notify():
                return await self._by_mail(claimed, self._linked(claimed.outgoing))
            case Invite():
                return await self._by_mail(claimed, claimed.outgoing)

    async def _to_chat(self, claimed: Claimed, say: Say) -> str:
        assert claimed.address is not None
        channel = self._channels.get(claimed.address.channel)
        if channel is None:
            raise TryLater(CHANNEL_OFF_SECONDS, f"the channel {claimed.address.channel} is not set up")
        if say.until is not None and self._now() >= say.until:
            raise Refused("its moment has passed")
        if self._mine is not None and MINE in say.text:
            say = replace(say, text=say.text.replace(MINE, self._mine(claimed.id)))
        waiting = Waiting(
            id=claimed.id,
            address=claimed.address,
            say=say,
            heard_at=claimed.heard_at,
            doubt_since=claimed.doubt_since,
            earlier=claimed.earlier,
        )
        if claimed.doubt_since is not None and isinstance(channel, Traceable):
            found = await channel.copies(waiting, since=claimed.doubt_since)
            if found:
                return found[-1]
        await self._paced(channel.name, waiting)
        return await channel.send(waiting)

    async def _paced(self, channel: str, message: Waiting) -> None:
        """Waits for its turn, as fast as the platform lets us send; a card goes out beside its text."""
        if channel in self._gates:
            messages = 2 if message.say.card and message.say.text else 1
            await self._gates[channel].pass_through(message.address.peer, messages)

    async def _into_calendar(self, claimed: Claimed, invite: Invite) -> str:
        if self._calendars is None:
            raise Refused("no calendars are written here")
        if claimed.recruiter is None:
            raise Refused("the recruiter is not known any more")
        return await self._calendars.send(claimed.id, claimed.recruiter, invite)

    async def _to_other_systems(self, id: str, word: Announce) -> str:
        if self._listeners is None:
            raise Refused("nobody listens: BELMOMENT_WEBHOOK_URL is empty")
        return await self._listeners.send(id, word)

    async def _by_mail(self, claimed: Claimed, outgoing: Notify | Invite) -> str:
        if self._mail is None:
            raise Refused("no mail server is set up: SMTP_URL is empty")
        if claimed.recruiter is None or not claimed.recruiter.email:
            raise Refused("the recruiter has no mail address")
        return await self._mail.send(claimed.id, claimed.recruiter, outgoing)


def _as_it_is(notice: Notify) -> Notify:
    return notice
