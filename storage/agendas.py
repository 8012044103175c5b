"""Recruiters' agendas as they stand: busy times, booked calls, and the version that turns with every change."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.agenda import Agenda
from bot.model import CallStatus, Conversation
from bot.windows import Window, Windows
from storage.errors import Changed
from storage.forms import WINDOWS
from storage.premises import Premises
from storage.tables import calls, recruiters

STILL_SEEN = timedelta(days=1)
"""How long a call stays in the agenda after its end."""

VERSIONS = select(recruiters.c.id, recruiters.c.agenda_version, recruiters.c.busy).where(
    recruiters.c.id.in_(bindparam("ids", expanding=True))
)
BOOKED = (
    select(calls.c.recruiter, calls.c.starts_at, calls.c.ends_at)
    .where(calls.c.recruiter.in_(bindparam("ids", expanding=True)))
    .where(calls.c.ends_at > bindparam("since"), calls.c.status == bindparam("status"))
    .order_by(calls.c.starts_at)
)
TURN = (
    update(recruiters)
    .where(recruiters.c.id == bindparam("recruiter"), recruiters.c.agenda_version == bindparam("version"))
    .values(agenda_version=bindparam("version") + 1)
)


class Agendas:
    """The agendas that one transaction has looked at."""

    def __init__(self, connection: Connection, premises: Premises, now: datetime) -> None:
        self._connection, self._premises, self._now = connection, premises, now
        self._known: dict[str, Agenda] = {}

    def of_talk(self, talk: Conversation) -> tuple[Agenda, ...]:
        """Of the vacancy's recruiters, in the vacancy's order; then of those whose name or call the talk bears already.

        A talk about no vacancy yet gets those of all open ones.
        """
        ids = dict.fromkeys(id for id in _concerned(talk, self._premises) if id in self._premises.recruiters)
        self._read([id for id in ids if id not in self._known])
        return tuple(self._known[id] for id in ids)

    def turn(self, recruiter: str) -> None:
        """Something in it changes: its version rises; raises Changed where somebody was first."""
        agenda = self._known.pop(recruiter)
        turned = self._connection.execute(TURN, {"recruiter": recruiter, "version": agenda.version})
        if turned.rowcount != 1:
            raise Changed

    def _read(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        booked = self._booked(ids)
        for row in self._connection.execute(VERSIONS, {"ids": ids}):
            self._known[row.id] = Agenda(
                recruiter=self._premises.recruiters[row.id],
                busy=WINDOWS.decode(row.busy),
                calls=booked.get(row.id, ()),
                version=row.agenda_version,
            )

    def _booked(self, ids: Sequence[str]) -> Mapping[str, Windows]:
        asked = {"ids": ids, "since": self._now - STILL_SEEN, "status": CallStatus.BOOKED}
        booked: dict[str, list[Window]] = {}
        for row in self._connection.execute(BOOKED, asked):
            booked.setdefault(row.recruiter, []).append(Window(row.starts_at, row.ends_at))
        return {id: tuple(windows) for id, windows in booked.items()}


def keep_busy(connection: Connection, recruiter: str, busy: Windows) -> bool:
    """When the recruiter's own calendar has no room; whether that is new. Raises LookupError."""
    stored = connection.scalar(select(recruiters.c.busy).where(recruiters.c.id == recruiter))
    if stored is None:
        raise LookupError(f"there is no recruiter {recruiter!r}")
    wanted = WINDOWS.encode(busy)
    if stored == wanted:
        return False
    values = {"busy": wanted, "agenda_version": recruiters.c.agenda_version + 1}
    connection.execute(update(recruiters).where(recruiters.c.id == recruiter).values(values))
    return True


def _concerned(talk: Conversation, premises: Premises) -> Sequence[str]:
    vacancy = premises.vacancies.get(talk.vacancy)
    about = [vacancy] if vacancy else premises.open_vacancies
    called = [talk.call.slot.recruiter] if talk.call else []
    return [*(id for one in about for id in one.recruiters), talk.recruiter, *called]
