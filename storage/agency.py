"""What the agency publishes: itself, its recruiters, its vacancies and its scripts; all or nothing."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.model import Agency, OwnPhrases, Recruiter, ScriptVersion, Vacancy
from storage.agendas import next_version
from storage.codec import Codec, Json, Undecodable
from storage.forms import AGENCY, RECRUITER, VACANCY
from storage.scripts import file_text, keep_files, published_files, put_file, script_text, versions
from storage.tables import agency, recruiters, scripts, vacancies


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyContents:
    """An agency's folder, checked and read."""

    agency: Agency
    recruiters: tuple[Recruiter, ...]
    vacancies: tuple[Vacancy, ...]
    scripts: Mapping[str, str]
    """YAML text by the script's name."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The folder's other files, letter for letter, by their paths in it."""


class ChangedMeanwhile(Exception):
    """The file is no longer as it was when its author looked; its path is the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publication changed; all empty where everything was so already."""

    agency: bool = False
    recruiters: tuple[str, ...] = ()
    """Ids, new and gone ones included."""
    vacancies: tuple[str, ...] = ()
    """Ids, new and closed ones included."""
    scripts: tuple[ScriptVersion, ...] = ()
    files: tuple[str, ...] = ()
    """Paths of files, tests among them, whose letters changed."""

    @property
    def changed(self) -> bool:
        """Whether there was anything new in what talks are held with."""
        return bool(self.agency or self.recruiters or self.vacancies or self.scripts)


def publish(
    connection: Connection, contents: AgencyContents, now: datetime, author: str = "", note: str = ""
) -> Published:
    """Make `contents` what new talks are held with. Talks under way keep their script's version.

    Recruiters who are no longer named become inactive, vacancies closed; nothing is deleted.
    """
    published = Published(
        recruiters=tuple(_publish_recruiters(connection, contents.recruiters)),
        vacancies=tuple(_publish_vacancies(connection, contents.vacancies)),
        scripts=tuple(_publish_scripts(connection, contents.scripts, now, author, note)),
        files=tuple(keep_files(connection, contents.files)) if contents.files else (),
        agency=_agency_differs(connection, contents.agency),
    )
    if published.changed:
        _publish_agency(connection, contents.agency, now)
    return published


def publish_phrases(
    connection: Connection, path: str, text: str, over: str, phrases: OwnPhrases, now: datetime
) -> None:
    """Make `phrases` what the agency understands beside what everybody does; `text` is the file that says so.

    `over` is the file as its author saw it. Raises ChangedMeanwhile.
    """
    owner = published_agency(connection)
    if owner is None or file_text(connection, path) != over:
        raise ChangedMeanwhile(path)
    put_file(connection, path, text)
    _publish_agency(connection, replace(owner, phrases=phrases), now)


def published_agency(connection: Connection) -> Agency | None:
    """The agency, once one has been published."""
    data = connection.scalar(select(agency.c.data))
    return AGENCY.decode(data) if data is not None else None


def published_contents(connection: Connection) -> AgencyContents | None:
    """What is published now, as a folder would hold it; None until something is."""
    owner = published_agency(connection)
    if owner is None:
        return None
    people = connection.execute(select(recruiters).where(recruiters.c.active).order_by(recruiters.c.number))
    jobs = connection.execute(select(vacancies).where(vacancies.c.open).order_by(vacancies.c.place))
    kept = published_files(connection)
    newest = {one.name: one.number for one in reversed(versions(connection))}
    texts = {name: script_text(connection, name, number) for name, number in newest.items()}
    return AgencyContents(
        agency=owner,
        recruiters=tuple(RECRUITER.decode(row.data) for row in people),
        vacancies=tuple(VACANCY.decode(row.data) for row in jobs),
        scripts={name: text for name, text in texts.items() if text is not None},
        files={path: text for path, text in kept.items() if not path.startswith("scripts/")},
    )


def pool_of(connection: Connection, recruiter: str) -> frozenset[str]:
    """The recruiters who share a vacancy, open or closed, with this one, and this one."""
    jobs = [VACANCY.decode(row.data) for row in connection.execute(select(vacancies.c.data))]
    return frozenset({recruiter}.union(*(job.recruiters for job in jobs if recruiter in job.recruiters)))


def _publish_recruiters(connection: Connection, wanted: Sequence[Recruiter]) -> list[str]:
    known = {row.id: row for row in connection.execute(select(recruiters))}
    number = max((row.number for row in known.values()), default=0)
    changed = []
    for recruiter in wanted:
        data, row = RECRUITER.encode(recruiter), known.get(recruiter.id)
        if row is None:
            number += 1
            values = {
                "id": recruiter.id,
                "number": number,
                "active": True,
                "agenda_version": 1,
                "busy": [],
                "data": data,
            }
            connection.execute(insert(recruiters).values(values))
        elif row.active and _same(RECRUITER, row.data, data):
            continue
        else:
            _change_recruiter(connection, recruiter.id, active=True, data=data)
        changed.append(recruiter.id)
    for id in [row.id for row in known.values() if row.active and row.id not in {one.id for one in wanted}]:
        _change_recruiter(connection, id, active=False)
        changed.append(id)
    return changed


def _change_recruiter(connection: Connection, id: str, **values: Json) -> None:
    connection.execute(update(recruiters).where(recruiters.c.id == id).values(agenda_version=next_version(), **values))


def _publish_vacancies(connection: Connection, wanted: Sequence[Vacancy]) -> list[str]:
    known = {row.id: row for row in connection.execute(select(vacancies))}
    named = {vacancy.id for vacancy in wanted}
    gone = [VACANCY.decode(row.data) for row in known.values() if row.open and row.id not in named]
    changed = []
    for place, vacancy in enumerate([*wanted, *(replace(vacancy, open=False) for vacancy in gone)]):
        values = {"place": place, "open": vacancy.open, "data": VACANCY.encode(vacancy)}
        row = known.get(vacancy.id)
        if row is None:
            connection.execute(insert(vacancies).values(id=vacancy.id, **values))
        elif (row.place, row.open) == (place, vacancy.open) and _same(VACANCY, row.data, values["data"]):
            continue
        else:
            connection.execute(update(vacancies).where(vacancies.c.id == vacancy.id).values(values))
        changed.append(vacancy.id)
    return changed


def _publish_scripts(
    connection: Connection, wanted: Mapping[str, str], now: datetime, author: str, note: str
) -> list[ScriptVersion]:
    newest = select(scripts.c.name, func.max(scripts.c.number).label("number")).group_by(scripts.c.name).subquery()
    here = (scripts.c.name == newest.c.name) & (scripts.c.number == newest.c.number)
    known = {row.name: row for row in connection.execute(select(scripts).join(newest, here))}
    versions = []
    for name, text in wanted.items():
        row = known.get(name)
        if row is not None and row.text == text:
            continue
        version = ScriptVersion(name, row.number + 1 if row else 1)
        connection.execute(
            insert(scripts).values(
                name=name, number=version.number, text=text, author=author, note=note, published_at=now
            )
        )
        versions.append(version)
    return versions


def _agency_differs(connection: Connection, wanted: Agency) -> bool:
    data = connection.scalar(select(agency.c.data))
    return data is None or not _same(AGENCY, data, AGENCY.encode(wanted))


def _publish_agency(connection: Connection, wanted: Agency, now: datetime) -> None:
    values = {"revision": secrets.token_hex(8), "published_at": now, "data": AGENCY.encode(wanted)}
    if connection.execute(update(agency).values(values)).rowcount == 0:
        connection.execute(insert(agency).values(id=1, **values))


def _same(form: Codec[Any], stored: Json, wanted: Json) -> bool:
    """Also in its order: the first language of a text is the one to fall back on.

    An earlier program may have written the same otherwise.
    """
    try:
        return json.dumps(form.encode(form.decode(stored))) == json.dumps(wanted)
    except Undecodable:
        return False
