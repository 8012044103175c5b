"""Takes portions of people: each row checked, its opening's approval asked for, then weighed together or invited."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model import Agency, Recruiter
from bot.script import Script
from handlers.inviting.readiness import Approving, Readiness
from handlers.inviting.rows import Desk, Wrong, checked
from handlers.inviting.saying import Told
from storage.database import Database, read, transact
from storage.invitations import Verdict, Weighing, invite, weigh
from storage.origins import Way
from storage.premises import House, scripts_by_vacancy
from storage.wanted import Invitation

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What becomes of one row: it is wrong, it can't go out yet, or it was weighed."""

    wrong: Sequence[Wrong] = ()
    hindrance: Told | None = None
    invitation: Invitation | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What of the agency is needed here."""

    agency: Agency
    desk: Desk
    scripts: Mapping[str, Script]
    """By vacancy."""
    recruiters: Mapping[str, Recruiter]


class Inviter:
    """Invites people in the name of what is published now. `key` hashes addresses, `platform` approves openings."""

    def __init__(
        self,
        *,
        database: Database,
        house: House,
        published: Published,
        key: bytes | None,
        platform: Approving | None,
    ) -> None:
        self._database, self._house, self.published = database, house, published
        self._readiness = Readiness(platform, house)
        self._weighing = Weighing(now=published.desk.now, key=key, inviting=published.agency.inviting)

    async def invite(self, rows: Sequence[Fields]) -> Sequence[Answer]:
        """What became of them, in their order."""
        answers = [await self._checked(row) for row in rows]
        wanted = _ready(answers)
        found = await transact(self._database, lambda c: invite(c, self._house, wanted, self._weighing))
        return _with(answers, found)

    async def weigh(self, rows: Sequence[Fields]) -> Sequence[Answer]:
        """What would become of them; nobody is invited. Of a whole list, the portions have to come one by one."""
        answers = [await self._checked(row) for row in rows]
        wanted = [answer.invitation for answer in answers if answer.invitation]
        found = await read(self._database, lambda c: weigh(c, self._house, wanted, self._weighing))
        verdicts = iter(found)
        return [replace(one, verdict=next(verdicts)) if one.invitation else one for one in answers]

    async def _checked(self, row: Fields) -> Answer:
        read_row = checked(row, self.published.desk)
        one = read_row.invitation
        if one is None:
            return Answer(wrong=read_row.wrong)
        script = self.published.scripts[one.vacancy]
        hindrance = await self._readiness.hindrance(script, one.language, named=bool(one.name))
        return Answer(invitation=one, hindrance=hindrance)


async def published(
    database: Database, house: House, now: datetime, way: Way, whose: Collection[str] | None = None
) -> Published:
    """What is published now, for who may write in the name of `whose` (None: anybody); raises NothingPublished."""
    premises, scripts = await read(database, lambda connection: scripts_by_vacancy(connection, house))
    desk = Desk(
        now=now,
        zone=premises.agency.zone,
        vacancies={id: vacancy for id, vacancy in premises.vacancies.items() if id in scripts},
        languages={id: script.languages for id, script in scripts.items()},
        way=way,
        whose=whose,
    )
    return Published(agency=premises.agency, desk=desk, scripts=scripts, recruiters=premises.recruiters)


def _ready(answers: Sequence[Answer]) -> Sequence[Invitation]:
    return [answer.invitation for answer in answers if answer.invitation and not answer.hindrance]


def _with(answers: Sequence[Answer], found: Sequence[Verdict]) -> Sequence[Answer]:
    verdicts = iter(found)
    return [replace(one, verdict=next(verdicts)) if one.invitation and not one.hindrance else one for one in answers]
