"""What a change means for talks that were held, and for those that are under way."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.difference import withdrawn
from bot.model import ScriptVersion
from bot.reader import Unreadable, read_script
from bot.replay import PastTalk, Replayed, replay
from bot.script import Script
from handlers.agency.rehearsal import setting_of
from storage.agency import AgencyContents
from storage.database import Database, read
from storage.past import past_talks
from storage.premises import House
from storage.scripts import script_text, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftStanding:
    """Talks under way on a step that the newest version no longer has."""

    step: str
    talks: int
    version: int
    """Which they keep."""
    ways: tuple[str, ...]
    """Where they go on from there; none where it ends."""


async def replayed_with(
    database: Database, contents: AgencyContents, house: House, script: str, last: int
) -> Sequence[Replayed]:
    """The last talks with the script, each held with its own version and with the draft in `contents`."""
    talks = await read(database, partial(past_talks, script=script, last=last))
    versions = {talk.version for talk in talks}
    scripts = {version: one for version in versions if (one := await _script(database, version))}
    return await asyncio.to_thread(_held_again, talks, scripts, contents, house, script)


async def left_standing(database: Database, version: ScriptVersion) -> Sequence[LeftStanding]:
    """Who stands on a step that this version withdraws, by the version that they keep."""
    new = await _script(database, version)
    waiting = await read(database, partial(standing, name=version.name))
    found = []
    for (number, step), talks in sorted(waiting.items()):
        old = await _script(database, ScriptVersion(version.name, number)) if number < version.number else None
        if old and new and step in withdrawn(old, new):
            ways = tuple(dict.fromkeys(old.steps[step].leads_to()))
            found.append(LeftStanding(step=step, talks=talks, version=number, ways=ways))
    return found


def _held_again(
    talks: Sequence[PastTalk],
    scripts: dict[ScriptVersion, Script],
    contents: AgencyContents,
    house: House,
    script: str,
) -> Sequence[Replayed]:
    settings = {one.id: setting_of(contents, house, script=script, vacancy=one.id) for one in contents.vacancies}
    fit = (talk for talk in talks if talk.vacancy in settings and talk.version in scripts)
    return [replay(talk, settings[talk.vacancy], scripts[talk.version]) for talk in fit]


async def _script(database: Database, version: ScriptVersion) -> Script | None:
    """None where there is none, or where today's reader no longer reads it."""
    text = await read(database, lambda connection: script_text(connection, version.name, version.number))
    try:
        return read_script(text) if text is not None else None
    except Unreadable:
        return None
