"""`belmoment versions`, `compare`, `rollback` and `save`: what was published of scripts, and the way back."""

import asyncio
import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.difference import differences, told
from bot.lint import lint
from bot.model import ScriptVersion
from bot.reader import Unreadable, read_script
from handlers.agency.fields import nearest
from handlers.agency.hindsight import left_standing
from handlers.commands.databases import with_database
from handlers.unusable import Unusable
from handlers.words import load_sayings
from storage.database import Database, read, transact
from storage.scripts import Version, publish_script, published_files, script_text, versions


def run_versions(script: str | None) -> None:
    """Prints every version of the script, or of all; raises Unusable where there is none."""
    for line in asyncio.run(with_database(lambda database: _listed(database, script))):
        sys.stdout.write(f"{line}\n")


def run_compare(script: str, old: int | None, new: int | None) -> None:
    """Prints what differs between two versions: the last two where none is named; raises Unusable."""
    for line in asyncio.run(with_database(lambda database: _compared(database, script, old, new))):
        sys.stdout.write(f"{line}\n")


def run_rollback(script: str, number: int, note: str) -> None:
    """Publishes an earlier version's text as the newest; raises Unusable."""
    for line in asyncio.run(with_database(lambda database: _rolled_back(database, script, number, note))):
        sys.stdout.write(f"{line}\n")


def run_save(folder: Path) -> None:
    """Writes what is published into the folder, letter for letter; raises Unusable."""
    files = asyncio.run(with_database(lambda database: read(database, published_files)))
    if not files:
        raise Unusable("Nothing is published that could be saved; publish a folder with `belmoment load FOLDER` first.")
    written = 0
    for path, text in files.items():
        place, raw = folder / path, text.encode()
        if not place.exists() or place.read_bytes() != raw:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(raw)
            sys.stdout.write(f"Wrote {place}\n")
            written += 1
    others = {one.relative_to(folder).as_posix() for one in folder.glob("scripts/*.yaml")} - files.keys()
    sys.stdout.writelines(f"{folder / other} is not published, and was left as it is.\n" for other in sorted(others))
    sys.stdout.write(f"{folder} holds what is published: {len(files)} files, {written} of them written now.\n")


def author_here() -> str:
    """Who runs the command, as the machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


async def still_there(database: Database, version: ScriptVersion) -> list[str]:
    """A line for each step that this version withdraws and talks still stand on: how many, and where they go."""
    return [
        f"Step {one.step} is withdrawn, and talks under way stand there: {one.talks}. They "
        f"keep version {one.version}, and go on from it to {', '.join(one.ways) or 'nowhere: it ends there'}."
        for one in await left_standing(database, version)
    ]


async def _listed(database: Database, script: str | None) -> list[str]:
    known = await _known(database, script)
    return [
        f"{one.name} {one.number:>3}  {one.published_at.astimezone():%Y-%m-%d %H:%M}  {one.author or '-'}"
        f"{f'  {one.note}' if one.note else ''}"
        for one in known
    ]


async def _compared(database: Database, script: str, old: int | None, new: int | None) -> list[str]:
    newest = (await _known(database, script))[0].number
    after = new if new is not None else newest
    before = old if old is not None else after - 1
    texts = [read_script(await _text(database, script, number)) for number in (before, after)]
    changes = differences(*texts)
    lines = [line for change in changes for line in told(change)]
    return [f"{script}: version {before} and version {after}", *(lines or ["Nothing differs that is said or done."])]


async def _rolled_back(database: Database, script: str, number: int, note: str) -> list[str]:
    newest = (await _known(database, script))[0].number
    text = await _text(database, script, number)
    if number == newest:
        raise Unusable(f"Version {number} of {script} is the newest already.")
    _insist(script, number, text)
    version = Version(
        name=script,
        number=newest + 1,
        author=author_here(),
        note=note or f"back to version {number}",
        published_at=datetime.now(UTC),
    )
    done = await transact(database, lambda connection: publish_script(connection, version, text, newest))
    return [
        f"Published script {script}, version {done.number}: what version {number} said. Talks under way keep theirs.",
        *await still_there(database, done),
    ]


def _insist(script: str, number: int, text: str) -> None:
    """An old text may have been written for an older program."""
    try:
        grave = [one for one in lint(read_script(text), load_sayings()) if not one.advice]
    except Unreadable as unreadable:
        grave = list(unreadable.problems)
    if grave:
        lines = (f"{script}, version {number}, line {one.line}: {one.message}" for one in grave)
        raise Unusable(*lines, "Nothing was published: this version has mistakes by today's rules.")


async def _known(database: Database, script: str | None) -> Sequence[Version]:
    known = await read(database, versions)
    names = {one.name for one in known}
    if script is not None and script not in names:
        raise Unusable(
            f"There is no script {script!r}{nearest(script, names)}" if names else "Nothing is published yet."
        )
    return [one for one in known if script in (None, one.name)]


async def _text(database: Database, script: str, number: int) -> str:
    text = await read(database, lambda connection: script_text(connection, script, number))
    if text is None:
        raise Unusable(f"There is no version {number} of {script}; `belmoment versions {script}` lists them.")
    return text
