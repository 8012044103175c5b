"""The agency as it is published now: read once, and kept in memory while its revision stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from bot.agenda import Agenda
from bot.context import Rules, Understand
from bot.model import Agency, Recruiter, ScriptVersion, Vacancy
from bot.sayings import Sayings
from bot.script import Script
from storage.forms import AGENCY, RECRUITER, VACANCY
from storage.habits import Learned
from storage.tables import agency, recruiters, scripts, vacancies

MOST_REVISIONS = 4
REVISION = select(agency.c.revision)


class NothingPublished(Exception):
    """There is no agency yet on whose behalf to speak: load its folder first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """All that is published, by id. It changes as a whole, with its revision."""

    agency: Agency
    recruiters: Mapping[str, Recruiter]
    """Those who left are still here, without opening hours."""
    numbers: Mapping[str, int]
    vacancies: Mapping[str, Vacancy]
    """In the agency's order, closed ones included."""
    newest: Mapping[str, ScriptVersion]
    """The newest version of each script by its name, in alphabetical order."""
    read_scripts: dict[ScriptVersion, Script] = field(default_factory=dict)

    @property
    def open_vacancies(self) -> tuple[Vacancy, ...]:
        """What somebody may choose from."""
        return tuple(vacancy for vacancy in self.vacancies.values() if vacancy.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the ledger needs from outside to decide."""

    understand: Understand
    prepare: Callable[[str], None] | None = None
    """Does beforehand what takes longest of understanding a text; None where nothing takes long."""
    sayings: Sayings
    read_script: Callable[[str], Script]
    """YAML text -> Script."""
    rules: Rules = field(default_factory=Rules)
    announces: bool = False
    """Whether other systems are told what happens: where nobody listens, nothing is kept for them."""
    known: dict[str, Premises] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By revision: a random name, so that what a rolled-back publication left here is never met again."""
    learned: Learned = field(default_factory=Learned, init=False, repr=False, compare=False)
    agendas: dict[str, Agenda] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By recruiter, as last read; good for as long as its version stands."""


def revision_of(connection: Connection) -> str | None:
    """Changes whenever something is published; None until something is."""
    revision: str | None = connection.scalar(REVISION)
    return revision


def premises_of(connection: Connection, house: House) -> Premises:
    """What is published in the picture that `connection` sees; raises NothingPublished."""
    revision = revision_of(connection)
    if revision is None:
        raise NothingPublished("No agency has been published yet; load its folder first.")
    known = house.known.get(revision)
    if known is None:
        while len(house.known) >= MOST_REVISIONS:
            house.known.pop(next(iter(house.known)))
        known = house.known[revision] = _read(connection)
    return known


def script_of(connection: Connection, house: House, premises: Premises, version: ScriptVersion) -> Script:
    """The script in the version that a talk has pinned; raises LookupError, or what its reader raises."""
    known = premises.read_scripts.get(version)
    if known is None:
        here = (scripts.c.name == version.name) & (scripts.c.number == version.number)
        text = connection.scalar(select(scripts.c.text).where(here))
        if text is None:
            raise LookupError(f"script {version.name!r} has no version {version.number}")
        known = premises.read_scripts[version] = house.read_script(text)
    return known


def newest_scripts(connection: Connection, house: House) -> Sequence[Script]:
    """The newest version of every script; none where nothing is published. Raises what its reader raises."""
    try:
        premises = premises_of(connection, house)
    except NothingPublished:
        return ()
    return [script_of(connection, house, premises, version) for version in premises.newest.values()]


def scripts_by_vacancy(connection: Connection, house: House) -> tuple[Premises, Mapping[str, Script]]:
    """What is published, and the newest script of each vacancy. Raises NothingPublished."""
    premises = premises_of(connection, house)
    newest = {name: script_of(connection, house, premises, version) for name, version in premises.newest.items()}
    return premises, {id: newest[job.script] for id, job in premises.vacancies.items() if job.script in newest}


def _read(connection: Connection) -> Premises:
    people = connection.execute(select(recruiters).order_by(recruiters.c.number)).all()
    newest = select(scripts.c.name, func.max(scripts.c.number)).group_by(scripts.c.name).order_by(scripts.c.name)
    jobs = connection.execute(select(vacancies).order_by(vacancies.c.open.desc(), vacancies.c.place))
    return Premises(
        agency=AGENCY.decode(connection.execute(select(agency.c.data)).scalar_one()),
        recruiters={row.id: RECRUITER.decode(row.data if row.active else row.data | {"hours": {}}) for row in people},
        numbers={row.id: row.number for row in people},
        vacancies={row.id: VACANCY.decode(row.data) for row in jobs},
        newest={name: ScriptVersion(name, number) for name, number in connection.execute(newest)},
    )
