"""`belmoment replay`: a draft, tried on past talks before anybody meets it."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from bot.replay import Parting, Replayed, totals
from handlers.agency.folder import BadFolder, read_folder
from handlers.agency.hindsight import replayed_with
from handlers.commands.databases import with_database
from handlers.house import load_house
from handlers.unusable import Unusable

SHOWN = 20
LONGEST = 70
TELLS = {
    "booked": "booked otherwise",
    "went": "led elsewhere",
    "understood": "understood otherwise",
    "said": "only worded otherwise",
}


def run_replay(folder: Path, last: int, script: str | None) -> None:
    """Prints what would differ, per talk and in total; raises Unusable."""
    try:
        contents = read_folder(folder)
    except BadFolder as bad:
        raise Unusable(*map(str, bad.problems), "Nothing was replayed: mend these first.") from None
    house = load_house(contents.agency.phrases)
    names = [name for name in contents.scripts if script in (None, name)]
    if not names:
        raise Unusable(f"There is no script {script!r} in {folder}; there are: {', '.join(contents.scripts)}.")
    for name in names:
        began = perf_counter()
        replayed = asyncio.run(
            with_database(partial(replayed_with, contents=contents, house=house, script=name, last=last))
        )
        took = perf_counter() - began
        sys.stdout.writelines(f"{line}\n" for line in told(name, replayed, took))


def told(script: str, replayed: Sequence[Replayed], seconds: float) -> Iterator[str]:
    """What a person reads: the talks that differ most first, then the sum."""
    if not replayed:
        yield f"{script}: no talk was held with it yet, so there is nothing to compare with."
        return
    order = list(TELLS)
    otherwise = sorted((one for one in replayed if one.kind), key=lambda one: order.index(one.kind))
    for one in otherwise[:SHOWN]:
        talk = one.talk
        yield f"{talk.id}  {talk.vacancy}, {talk.language}, version {talk.version.number}: {TELLS[one.kind]}"
        first = next(parting for parting in one.partings if parting.kind == one.kind)
        yield from (f"    {line}" for line in parted(first))
    if len(otherwise) > SHOWN:
        yield f"… and {len(otherwise) - SHOWN} more."
    sums: Mapping[str, int] = totals(replayed)
    yield (
        f"{script}: {len(replayed):,} talks in {seconds:.1f} s, {len(otherwise):,} would go otherwise: "
        + ", ".join(f"{TELLS[kind]} {sums[kind]}" for kind in order)
        + f". Calls booked: {sums['booked_before']} then, {sums['booked_after']} with the draft."
    )


def parted(parting: Parting) -> Iterator[str]:
    """Where the two sides part, in three lines."""
    yield f"“{_short(parting.words)}”"
    match parting.kind:
        case "booked":
            yield f"- {parting.before.booked or 'no call'}"
            yield f"+ {parting.after.booked or 'no call'}"
        case "went":
            yield f"- {parting.before.step}: {_short(' '.join(parting.before.said))}"
            yield f"+ {parting.after.step}: {_short(' '.join(parting.after.said))}"
        case "understood":
            yield f"- {parting.before.understood or 'nothing'}"
            yield f"+ {parting.after.understood or 'nothing'}"
        case _:
            yield f"- {_short(' '.join(parting.before.said))}"
            yield f"+ {_short(' '.join(parting.after.said))}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
