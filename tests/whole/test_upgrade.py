"""A rolling upgrade: the last commit's code and this one's serve side by side, on the tables as this one makes them."""

import asyncio
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from handlers.agency.folder import sample_folder
from tests.missing import missing
from tests.whole.callers import begin, book, booked, callers, said
from tests.whole.fleet import HERE, open_fleet


async def test_talks_go_on_over_old_and_new_servers_and_nothing_is_lost_or_doubled(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    old = _last_commit(tmp_path / "old")
    sample = old / sample_folder().relative_to(HERE)
    agency = shutil.copytree(sample, tmp_path / "agency", ignore=shutil.ignore_patterns("tests"))
    async with open_fleet(postgresql_database_url, tmp_path) as fleet:
        await fleet.command(old, "migrate")
        door = re.search(
            r"servicemonteur.*start=([\w-]+)", await fleet.command(old, "load", "--unapproved", str(agency))
        )
        assert door
        first = await fleet.start(old)
        people = callers(fleet, door[1], 4)
        await asyncio.gather(*map(begin, people[:2]))

        await fleet.command(HERE, "migrate")
        await asyncio.gather(*map(begin, people[2:]))
        second = await fleet.start(HERE)
        await asyncio.gather(*map(book, people[:2]), *map(begin, late := callers(fleet, door[1], 2, first=4)))

        for caller in (*people, *late):
            await said(fleet, caller)  # what the old one is stopped in, it leaves in doubt for a minute
        await first.stop()
        await asyncio.gather(*map(book, [*people[2:], *late]))

        assert len(await booked(fleet)) == 6
        for caller in (*people, *late):
            assert await said(fleet, caller) == caller.texts
        assert "Traceback" not in second.said()


def _last_commit(place: Path) -> Path:
    """Its code; in a source archive there is none, and that is no fault."""
    archive = place.with_suffix(".tar")
    asked = subprocess.run(
        ["git", "archive", "--format=tar", f"--output={archive}", "HEAD"], cwd=HERE, capture_output=True, check=False
    )
    if asked.returncode != 0:
        missing(f"the last commit's code, which git archive should give: {asked.stderr.decode(errors='replace')}")
    with tarfile.open(archive) as packed:
        packed.extractall(place, filter="data")
    return place
