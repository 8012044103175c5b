"""`belmoment funnel` and `belmoment talk-as-test`: how far talks came, and one of them as a test."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.dictated import dictated
from bot.experiment import Trial, trials
from bot.funnel import Counts, Passage, Stage, counted, counted_by, work_list
from handlers.agency.rehearsal import setting_of
from handlers.commands.databases import with_database
from handlers.house import load_house
from handlers.unusable import Unusable
from storage.agency import published_contents
from storage.database import Database, read
from storage.passages import passages
from storage.past import past_talk

TELLS: Mapping[Stage, str] = {
    Stage.APPROACHED: "approached",
    Stage.REPLIED: "replied",
    Stage.INTERESTED: "interested",
    Stage.GAVE_A_MOMENT: "gave a moment",
    Stage.BOOKED: "booked",
    Stage.ANSWERED: "answered",
}
MOST_MISSED = 20


def run_funnel(by: str | None, script: str | None, days: int) -> None:
    """Prints how far the talks of the last days came; raises Unusable."""
    since = datetime.now(UTC) - timedelta(days=days)
    ways = asyncio.run(with_database(lambda database: read(database, partial(passages, since=since, script=script))))
    sys.stdout.writelines(f"{line}\n" for line in told(ways, by, days))


def run_talk_as_test(id: str, name: str | None) -> None:
    """Prints the talk as a test, names and numbers replaced; raises Unusable where there is no such talk."""
    sys.stdout.write(asyncio.run(with_database(lambda database: _as_test(database, id, name))))


def told(ways: Sequence[Passage], by: str | None, days: int) -> Iterator[str]:
    """A table for the terminal, then what was not understood."""
    if not ways:
        yield f"No talk began in the last {days} days."
        return
    rows = counted_by(ways, by) if by else {"all": counted(ways)}
    wide = max(len(name) for name in rows)
    yield f"{'':{wide}}  " + "  ".join(f"{TELLS[stage]:>13}" for stage in Stage)
    for name, counts in rows.items():
        yield f"{name:{wide}}  " + "  ".join(f"{_share(counts, stage):>13}" for stage in Stage)
    yield from _left(counted(ways))
    yield from (line for trial in trials(ways, datetime.now(UTC)) for line in compared(trial))
    missed = work_list(ways)
    if missed:
        yield f"Not understood ({sum(times for _, times in missed)}):"
    for one, times in missed[:MOST_MISSED]:
        yield f"  {times:>3} × “{one.words}” at {one.step}, in {one.talk}"


def compared(trial: Trial) -> Iterator[str]:
    """The variants of one text, and what can be said of them by now."""
    yield f"Variants of {trial.step}, {trial.script} {trial.version}: {verdict(trial)}"
    for arm in trial.arms:
        yield (
            f"  {arm.name}: answered {arm.answered} of {arm.people} ({arm.rate:.0%}), "
            f"stopped {arm.stopped} of {arm.seen} ({arm.stop_rate:.0%})"
        )


def verdict(trial: Trial) -> str:
    """In a sentence."""
    if trial.to_stop:
        return f"“{trial.to_stop.name}” drives people away; nobody reads it any more."
    if trial.better:
        return f"“{trial.better.name}” leads to more answered calls."
    return f"too little data yet (n={trial.people})."


def _left(counts: Counts) -> Iterator[str]:
    if counts.left_at:
        yield "No call yet, by where they stand: " + ", ".join(
            f"{step} {times}" for step, times in counts.left_at.items()
        )


def _share(counts: Counts, stage: Stage) -> str:
    all_of_them = counts.reached[Stage.APPROACHED]
    return f"{counts.reached[stage]} ({counts.reached[stage] * 100 // all_of_them}%)"


async def _as_test(database: Database, id: str, name: str | None) -> str:
    talk = await read(database, lambda connection: past_talk(connection, id))
    contents = await read(database, published_contents)
    if talk is None or contents is None:
        raise Unusable(f"There is no talk {id!r}; `belmoment funnel` and `belmoment replay` name some.")
    house = await asyncio.to_thread(load_house, contents.agency.phrases)
    setting = setting_of(contents, house, script=talk.version.name, vacancy=talk.vacancy or None)
    return dictated(talk, setting, talk.names, name or f"As in a talk of {talk.events[0].event.at:%d %B %Y}")
