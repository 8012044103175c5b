"""How long somebody was left without a message that they were owed, in the house's own time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.model import Address
from storage.database import open_database, read
from storage.queries import Line, transcript
from storage.tables import addresses, calls, conversations
from tests.whole.callers import OnTelegram, said
from tests.whole.fleet import Fleet

WAITS_NOW = ("Ik vraag wie je nu kan bellen", "Zo meteen belt")
"""Begins what has its reader wait for the phone there and then."""


async def longest_silence(fleet: Fleet, caller: OnTelegram) -> timedelta:
    """From when something was owed to them until the next message that came in on their phone, at its longest.

    Owed is an answer to each word of theirs; a word to who was told that the phone rings soon, or somebody is sought;
    and one from the time of each call on that nobody was seen to make.
    """
    wanted = await said(fleet, caller)
    assert caller.texts == wanted
    channel, _, peer = caller.recipient.partition(":")
    here = Address(channel, peer)
    database = await open_database(fleet.database_url)
    try:
        written = await read(database, lambda connection: transcript(connection, here))
        starts = await read(database, lambda connection: _came_to_pass(connection, here, fleet.clock.now()))
    finally:
        await database.close()
    # When it came in: what we note of it ourselves may be a moment later, at another setting of the clock.
    came = (at for at, _ in caller.read)
    lines = [line if line.from_candidate else replace(line, at=next(came)) for line in written if line.text]
    return max(_told_at(lines[place:], since) - since for place, since in _owed(lines, starts))


def _owed(lines: Sequence[Line], starts: Sequence[datetime]) -> Iterator[tuple[int, datetime]]:
    """Since when, and from which line on the message may stand."""
    for place, line in enumerate(lines):
        if line.from_candidate or line.text.startswith(WAITS_NOW):
            yield place + 1, line.at
    for start in starts:
        yield next((place for place, line in enumerate(lines) if line.at >= start), len(lines)), start


def _told_at(lines: Sequence[Line], since: datetime) -> datetime:
    told = next((line.at for line in lines if not line.from_candidate), None)
    assert told is not None, f"nothing was said from {since} on"
    return told


def _came_to_pass(connection: Connection, address: Address, now: datetime) -> Sequence[datetime]:
    """The starts of their calls whose time has come."""
    theirs = (addresses.c.channel == address.channel) & (addresses.c.peer == address.peer)
    talks = select(conversations.c.id).join(addresses, addresses.c.candidate == conversations.c.candidate).where(theirs)
    booked = calls.c.conversation.in_(talks) & (calls.c.status != "cancelled") & (calls.c.starts_at <= now)
    return connection.scalars(select(calls.c.starts_at).where(booked)).all()
