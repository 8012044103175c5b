"""Compares what was to be said with what was read: nothing missing, nothing twice, in order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from sqlalchemy import Row

from bot.outgoing import Notify, Say
from chaos.kept import UNDER_WAY, Kept
from chaos.mailroom import Mailroom
from chaos.phones import Read, Switchboard
from chaos.reminders import TOO_LATE
from chaos.verdict import Finding
from handlers.notify import chat_message
from storage.forms import OUTGOING

TOLD = {"telegram": 1, "mail": 2}
CHANGES = {"booked", "moved", "cancelled"}
WINDOW_CLOSED = "63016"
OUT = ("sent", "delivered", "read")
Item = tuple[bool, str]
"""Whether it is a card, and its text; a card's own is left out."""


def of_deliveries(switchboard: Switchboard, mailroom: Mailroom, kept: Kept) -> list[Finding]:
    """What was said, to candidates and to recruiters."""
    chats = {whom: rows for whom, rows in kept.outbox.items() if not whom.startswith("mail:")}
    heard = {whom: switchboard.listen(*whom.split(":", 1)) for whom in chats}
    whatsapp = [(rows, heard[whom]) for whom, rows in chats.items() if whom.startswith("whatsapp:")]
    telegram = [(rows, heard[whom]) for whom, rows in chats.items() if whom.startswith("telegram:")]
    every = [row for rows in kept.outbox.values() for row in rows]
    refused = [row for row in every if row.status == "refused"]
    return [
        Finding("messages that never left", [f"{r.id} is {r.status}" for r in every if r.status in UNDER_WAY]),
        Finding("messages refused", [f"{row.id}: {row.reason}" for row in refused if not _may_be_refused(row)]),
        Finding("WhatsApp messages missing, twice or out of order", [w for pair in whatsapp for w in _by_id(*pair)]),
        Finding(
            "Telegram messages missing, or twice without a doubt", [w for pair in telegram for w in _by_text(*pair)]
        ),
        Finding("letters missing, or twice without a doubt", [*_letters(mailroom, kept)]),
        Finding("recruiters not told exactly once of a call", [*_not_told_once(kept)]),
    ]


def told_twice(switchboard: Switchboard, kept: Kept) -> int:
    """How many Telegram messages (cards counted too) came more than once, each after a doubt that was counted."""
    whole = 0
    for whom, rows in kept.outbox.items():
        if whom.startswith("telegram:"):
            said = sum(len(items_of(row)) for row in rows if row.status in OUT)
            whole += max(0, len(switchboard.listen(*whom.split(":", 1))) - said)
    return whole


def doubts(kept: Kept) -> Counter[str]:
    """How many messages were ever in doubt, by the channel."""
    rows = [(whom.partition(":")[0], row) for whom, rows in kept.outbox.items() for row in rows]
    return Counter(channel for channel, row in rows if row.doubt_since is not None)


def _by_id(rows: Sequence[Row[Any]], heard: Sequence[Read]) -> Iterator[str]:
    """Twilio is told the outbox id with every message, so that each can be told from all others."""
    dropped = {row.id for row in rows if _dropped(row)}
    wanted = [(row.id, card) for row in rows if row.status in OUT for card, _ in items_of(row)]
    found = [(_id(read), read.card) for read in heard if _id(read) not in dropped]
    if found == wanted:
        return
    counted = Counter(found)
    different = (Counter(wanted) - counted) + (counted - Counter(wanted))
    if not different:
        yield f"{rows[0].recipient}: their order"
    known = {row.id: row for row in rows}
    for id, card in different:
        came = [f"{read.at:%H:%M:%S}" for read in heard if (_id(read), read.card) == (id, card)]
        yield f"{rows[0].recipient}: {'the card of ' * card}{_told(known.get(id), id)}, and came at {came}"


def _id(read: Read) -> str:
    return read.outgoing or read.text.rpartition("/")[2].removesuffix(".vcf")


def _by_text(rows: Sequence[Row[Any]], heard: Sequence[Read]) -> Iterator[str]:
    """Telegram is told no id: what was read is matched with what was to be said, in order."""
    items = [(read.card, "" if read.card else read.text) for read in heard]
    place, out = 0, [row for row in rows if row.status in OUT or _dropped(row)]
    for number, row in enumerate(out):
        if _dropped(row):
            place = _past(items_of(row), items, place)
            continue
        repeats, alike = row.doubt_since is not None, _alike(items_of(row), out[number + 1 :])
        end = _after(items_of(row), items, place, repeats=repeats, alike=alike)
        if end is not None:
            place = end
        else:
            yield f"{row.recipient}: {_told(row)} is {items_of(row)}, and read was {items[place : place + 3]}"
    if place < len(items):
        yield f"{rows[0].recipient}: {len(items) - place} more than were to be said, from the {place + 1}th on"


def _alike(parts: Sequence[Item], rows: Sequence[Row[Any]]) -> int:
    """How many of the next messages read like this one."""
    return len([*takewhile(lambda row: items_of(row) == parts, rows)])


def _after(parts: Sequence[Item], items: Sequence[Item], place: int, *, repeats: bool, alike: int) -> int | None:
    """Where the message ends that begins at `place`; one in doubt may be there in whole or in part several times.

    So many messages that follow read `alike`, as two nudges do, and take theirs from the end.
    """
    if not repeats:
        return place + len(parts) if tuple(items[place : place + len(parts)]) == tuple(parts) else None
    end = max(_past(parts, items, place) - alike * len(parts), place)
    whole = tuple(items[end - len(parts) : end]) == tuple(parts) and end - len(parts) >= place
    return end if whole else None


def _past(parts: Sequence[Item], items: Sequence[Item], place: int) -> int:
    """Where nothing of this message follows any more."""
    while place < len(items) and items[place] in parts:
        place += 1
    return place


def _told(row: Row[Any] | None, id: str = "") -> str:
    """What we know of a message."""
    if row is None:
        return f"{id} (nobody's)"
    doubt = f", in doubt since {row.doubt_since:%H:%M:%S}" if row.doubt_since else ""
    return f"{row.id} ({row.status} after {row.attempts} tries, decided {row.created_at:%H:%M:%S}{doubt})"


def _dropped(row: Row[Any]) -> bool:
    """Stopped while it waited for another try: an earlier one may have got through."""
    return bool(row.status == "refused" and row.reason == "stopped")


def _may_be_refused(row: Row[Any]) -> bool:
    """Stopped, too late, or a word beside a template, which WhatsApp's closed window keeps back by design."""
    said = OUTGOING.decode(row.payload)
    beside = isinstance(said, Say) and said.template is None and row.reason == WINDOW_CLOSED
    return beside or _dropped(row) or row.reason == TOO_LATE


def items_of(row: Row[Any]) -> list[Item]:
    """What is read of this message."""
    outgoing = OUTGOING.decode(row.payload)
    say = chat_message(outgoing) if isinstance(outgoing, Notify) else outgoing
    assert isinstance(say, Say)
    return [(True, "")] * bool(say.card) + [(False, say.text)] * bool(say.text)


def _letters(mailroom: Mailroom, kept: Kept) -> Iterator[str]:
    found = Counter(str(letter["Message-ID"]).strip("<>").partition("@")[0] for letter in mailroom.letters)
    for row in (row for whom, rows in kept.outbox.items() if whom.startswith("mail:") for row in rows):
        count = found.pop(row.id, 0)
        if count != (row.status in OUT) and not (count > 1 and row.doubt_since is not None):
            yield f"{row.id} is {row.status}, and came {count} times"
    yield from (f"{id} is nobody's" for id in found)


def _not_told_once(kept: Kept) -> Iterator[str]:
    """Each recruiter whose calls a turn changes: in the chat once, by mail once in words and once for the calendar.

    Of somebody who stops, they are told in words once more.
    """
    rows = [row for rows in kept.outbox.values() for row in rows if row.medium in TOLD]
    told: dict[tuple[str, int], Counter[tuple[str, str]]] = {}
    for row in rows:
        told.setdefault((row.conversation, row.turn), Counter())[(row.recruiter, row.medium)] += 1
    for talk, entries in kept.journal.items():
        for entry in entries:
            notes = {note["kind"] for note in entry.notes}
            times = told.get((talk, entry.turn), Counter())
            more = "stopped" in notes
            wanted = {(who, medium): count + more for who, _ in times for medium, count in TOLD.items()}
            if notes & CHANGES and (not times or times != wanted):
                yield f"turn {entry.turn} of {talk}: {dict(times)}"
