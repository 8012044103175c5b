"""The sender's own restraint: what the decency rules say of each message at the moment at which it would go out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select

from bot.context import Rules
from bot.manners import A_DAY, Drop, Hold, Reader, hindrance
from bot.model import USUAL_ZONE, Address
from bot.outgoing import Purpose
from bot.quiet import after_quiet
from storage.dispatch import DROPPED, HELD, READERS, SAY, doubt_since
from storage.forms import AGENCY
from storage.moments import moment_of
from storage.tables import addresses, agency, outbox

WENT = ("sending", "doubtful", "sent", "delivered", "read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A reader, and who that is."""

    candidate: str
    reader: Reader


def readers(connection: Connection, wanted: set[Address], now: datetime) -> Mapping[Address, Known]:
    """What is known of who reads at these addresses."""
    known: dict[Address, Known] = {}
    for channel in {address.channel for address in wanted}:
        here = {"on": channel, "peers": [address.peer for address in wanted if address.channel == channel]}
        for row in connection.execute(READERS, here):
            stopped = row.data.get("stopped_at")
            reader = Reader(
                zone=_zone(row.data, now),
                heard_at=row.heard_at,
                stopped_at=moment_of(stopped) if stopped else None,
            )
            known[Address(channel, row.peer)] = Known(candidate=row.id, reader=reader)
    return known


def _zone(candidate: Mapping[str, Any], now: datetime) -> ZoneInfo:
    """Where they are now, by their row: as `Candidate.zone_at`, without making one for each message."""
    until = candidate.get("away_until")
    away = until is not None and now < moment_of(until)
    return ZoneInfo(candidate["away_zone"] if away else candidate.get("zone", USUAL_ZONE))


def allowed(
    connection: Connection, rows: Sequence[Row[Any]], known: Mapping[Address, Known], now: datetime, rules: Rules
) -> Sequence[Row[Any]]:
    """Those of the outbox's rows that may go out now; the others wait, or never go, and why is written down.

    `known` are their readers; whoever is not known any more has nothing that could be broken.
    """
    room = _Room(connection, now)
    going = []
    for row in rows:
        one = known.get(Address(*row.recipient.split(":", 1))) if row.medium == SAY else None
        hindered = _hindered(connection, row, one, now, rules) if one else None
        if hindered is None and one and row.purpose == Purpose.INVITATION and (until := room.full_until()):
            hindered = Hold(after_quiet(until, one.reader.zone, rules.quiet_from, rules.quiet_until))
        if hindered is None:
            going.append(row)
        else:
            _write(connection, row, hindered)
    return going


def _hindered(connection: Connection, row: Row[Any], one: Known, now: datetime, rules: Rules) -> Hold | Drop | None:
    purpose = Purpose(row.purpose or Purpose.ANSWER)
    reader = one.reader
    if purpose is Purpose.NUDGE:
        reader = Reader(
            zone=reader.zone,
            heard_at=reader.heard_at,
            stopped_at=reader.stopped_at,
            nudged=_nudged(connection, one.candidate, row.seq),
        )
    return hindrance(purpose, row.created_at, reader, now, rules)


def _nudged(connection: Connection, candidate: str, but: int) -> int:
    """How many nudges other than this one went to them, on whichever address."""
    peers = connection.execute(select(addresses.c.channel, addresses.c.peer).where(addresses.c.candidate == candidate))
    theirs = outbox.c.recipient.in_([f"{channel}:{peer}" for channel, peer in peers])
    went = (outbox.c.purpose == Purpose.NUDGE) & outbox.c.status.in_(WENT) & (outbox.c.seq != but)
    return connection.scalar(select(func.count()).where(theirs & went)) or 0


def _write(connection: Connection, row: Row[Any], hindered: Hold | Drop) -> None:
    match hindered:
        case Drop(reason=reason):
            connection.execute(DROPPED, {"number": row.seq, "why": reason})
        case Hold(until=until):
            as_it_is = "doubtful" if row.status == "sending" else row.status
            held = {"until": until, "as_it_is": as_it_is, "since": doubt_since(row)}
            connection.execute(HELD, held | {"number": row.seq})


class _Room:
    """How many talks the sender may still open; looked up where one is to be."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now
        self._left: int | None = None
        self._until: datetime | None = None

    def full_until(self) -> datetime | None:
        """When there is room again; None where there is, and one place is taken then."""
        if self._left is None:
            self._left = self._look()
        if self._left > 0:
            self._left -= 1
            return None
        return self._until or self._now + A_DAY

    def _look(self) -> int:
        """Of what is on its way at this moment we take it that it arrives."""
        stored = self._connection.scalar(select(agency.c.data))
        most = AGENCY.decode(stored).inviting.new_a_day if stored else 0
        opened = (outbox.c.purpose == Purpose.INVITATION) & (outbox.c.sent_at > self._now - A_DAY)
        latest = select(outbox.c.sent_at).where(opened).order_by(outbox.c.sent_at.desc()).limit(most)
        sent = list(self._connection.scalars(latest))
        under_way = select(func.count()).where(
            (outbox.c.purpose == Purpose.INVITATION) & outbox.c.status.in_(("sending", "doubtful"))
        )
        self._until = sent[-1] + A_DAY if len(sent) == most and sent else None
        return most - len(sent) - (self._connection.scalar(under_way) or 0)
