"""How long somebody was left without a message that they were owed, in the house's own time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.model import Address
from storage.database import open_database, read
from storage.queries import Line, transcript
from storage.tables import addresses, calls, conversations
from tests.whole.callers import Caller, said
from tests.whole.fleet import Fleet

WAITS_NOW = ("Ik vraag wie je nu kan bellen", "Zo meteen belt")
"""Begins what has its reader wait for the phone there and then."""
ARRIVED = ("sent", "delivered", "read")


async def longest_silence(fleet: Fleet, caller: Caller) -> timedelta:
    """From when something was owed to them until the next message that went out to them, at its longest.

    Owed is an answer to each word of theirs; a word to who was told that the phone rings soon, or somebody is sought;
    and one from the time of each call on that nobody was seen to make.
    """
    await said(fleet, caller)
    channel, _, peer = caller.recipient.partition(":")
    here = Address(channel, peer)
    database = await open_database(fleet.database_url)
    try:
        lines = await read(database, lambda connection: transcript(connection, here))
        starts = await read(database, lambda connection: _came_to_pass(connection, here, fleet.clock.now()))
    finally:
        await database.close()
    return max(_told_at(lines[place:], since) - since for place, since in _owed(lines, starts))


def _owed(lines: Sequence[Line], starts: Sequence[datetime]) -> Iterator[tuple[int, datetime]]:
    """Since when, and from which line on the message may stand."""
    for place, line in enumerate(lines):
        if line.from_candidate or line.text.startswith(WAITS_NOW):
            yield place + 1, line.at
    for start in starts:
        yield next((place for place, line in enumerate(lines) if line.at >= start), len(lines)), start


def _told_at(lines: Sequence[Line], since: datetime) -> datetime:
    told = next((line.at for line in lines if not line.from_candidate and line.status in ARRIVED), None)
    assert told is not None, f"nothing was said from {since} on"
    return told


def _came_to_pass(connection: Connection, address: Address, now: datetime) -> Sequence[datetime]:
    """The starts of their calls whose time has come."""
    theirs = (addresses.c.channel == address.channel) & (addresses.c.peer == address.peer)
    talks = select(conversations.c.id).join(addresses, addresses.c.candidate == conversations.c.candidate).where(theirs)
    booked = calls.c.conversation.in_(talks) & (calls.c.status != "cancelled") & (calls.c.starts_at <= now)
    return connection.scalars(select(calls.c.starts_at).where(booked)).all()
