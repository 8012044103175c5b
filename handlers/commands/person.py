"""`belmoment export` and `belmoment erase`: what is kept about one person, handed out or gone."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from handlers.commands.databases import with_database
from handlers.settings import read_settings
from handlers.unusable import Unusable
from storage.database import Database, read, transact
from storage.privacy import Erased, erase, everything_about, find_people


def run_export(who: str, as_json: bool) -> None:
    """Prints all that is kept about them, for reading or as JSON; raises Unusable where nobody is known."""
    records = asyncio.run(with_database(lambda database: _records(database, who)))
    if not records:
        raise _nobody(who)
    if as_json:
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=2) + "\n")
        return
    for record in records:
        sys.stdout.write("\n".join(_readable(record)) + "\n")


def run_erase(who: str, sure: Callable[[str], bool]) -> None:
    """Erases them after a yes; raises Unusable where nobody is known."""
    settings = read_settings()
    key = settings.secret_key.get_secret_value().encode() if settings.secret_key else None
    people = asyncio.run(with_database(lambda database: _people(database, who)))
    if not people:
        raise _nobody(who)
    if not sure(f"Erase all that is kept about {who}? This can't be undone."):
        raise Unusable("Nothing was erased.")
    erased = asyncio.run(with_database(lambda database: _erased(database, people, key)))
    sys.stdout.write(f"Erased: nothing is left of {who} but anonymous counts.\n")
    for call in (call for one in erased for call in one.calls):
        sys.stdout.write(f"A call with {call['recruiter']} at {call['start']} is off: tell them.\n")
    if key is None:
        sys.stdout.write("BELMOMENT_SECRET_KEY is not set, so a later import could bring them back.\n")


async def _people(database: Database, who: str) -> Sequence[str]:
    """Who that is: one person, or nobody. A number that somebody only typed may be another's; raises Unusable then."""
    people = await read(database, lambda connection: find_people(connection, who))
    if len(people) > 1:
        found = [await read(database, partial(everything_about, candidate=one)) for one in people]
        each = [" and ".join(f"{at['channel']}:{at['peer']}" for at in one["addresses"]) for one in found if one]
        raise Unusable(
            f"{len(people)} people gave the number {who}, and some may only have typed it: {'; '.join(sorted(each))}. "
            "Name the address of the one that you mean."
        )
    return people


async def _records(database: Database, who: str) -> Sequence[Mapping[str, Any]]:
    people = await _people(database, who)
    found = [await read(database, partial(everything_about, candidate=one)) for one in people]
    return [record for record in found if record is not None]


async def _erased(database: Database, people: Sequence[str], key: bytes | None) -> Sequence[Erased]:
    now = datetime.now(UTC)
    done = [await transact(database, partial(erase, candidate=one, key=key, now=now)) for one in people]
    return [one for one in done if one is not None]


def _readable(record: Mapping[str, Any]) -> Iterator[str]:
    yield f"Known since {record['known_since']}"
    for name, value in record["candidate"].items():
        yield f"  {name}: {value}"
    for address in record["addresses"]:
        yield f"  address: {address['channel']} {address['peer']}, last heard {address['last_heard'] or 'never'}"
    for how in record["how_we_came_to_talk"]:
        yield from _how(f"How we came to talk about {how['vacancy']}", how)
    for how in record["invitations_that_wait"]:
        yield from _how(f"Waits for the end of another talk since {how['since']}: {how['vacancy']}", how)
    for talk in record["conversations"]:
        yield f"Conversation about {talk['vacancy']}, {talk['status']}, begun {talk['created_at']}"
        for call in talk["calls"]:
            yield f"  call with {call['recruiter']} at {call['start']}: {call['outcome'] or call['status']}"
        for line in talk["transcript"]:
            yield f"  {line['at']} {line['from']}: {line['text']}"


def _how(title: str, how: Mapping[str, Any]) -> Iterator[str]:
    """By which right they were written to, and what they said or agreed to."""
    yield title
    for name in ("way", "source", "ground", "agreed_at", "wording", "words"):
        if how.get(name):
            yield f"  {name}: {how[name]}"


def _nobody(who: str) -> Unusable:
    return Unusable(
        f"Nobody is known as {who}. Name an address, as telegram:12345 or whatsapp:+31612345678, or a number, "
        "as +31612345678."
    )
