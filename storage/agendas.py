"""Recruiters' agendas as they stand: busy times, booked calls, and the version that turns with every change."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import randrange

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from bot.agenda import Agenda
from bot.model import CallStatus, Conversation
from bot.windows import Window, Windows
from storage.errors import Changed
from storage.forms import WINDOWS
from storage.premises import Premises
from storage.tables import calls, recruiters
from storage.worded import write

STILL_SEEN = timedelta(days=1)
"""How long a call stays in the agenda after its end."""
_Calls = dict[str, list[Window]]
LEAST_RISE, MOST_RISE = 2**20, 2**31

VERSIONS = select(recruiters.c.id, recruiters.c.agenda_version, recruiters.c.busy).where(
    recruiters.c.id.in_(bindparam("ids", expanding=True))
)
CALLS = (
    select(calls.c.recruiter, calls.c.starts_at, calls.c.ends_at, calls.c.status)
    .where(calls.c.recruiter.in_(bindparam("ids", expanding=True)))
    .where(calls.c.ends_at > bindparam("since"), calls.c.status != bindparam("without"))
    .order_by(calls.c.starts_at)
)
TURN = (
    update(recruiters)
    .where(recruiters.c.id == bindparam("recruiter"), recruiters.c.agenda_version == bindparam("version"))
    .values(agenda_version=bindparam("next"))
)


class Agendas:
    """The agendas that one transaction has looked at."""

    def __init__(
        self, connection: Connection, premises: Premises, now: datetime, remembered: dict[str, Agenda] | None = None
    ) -> None:
        """`remembered` are agendas as others have read them, by recruiter; what is read here is put there."""
        self._connection, self._premises, self._now = connection, premises, now
        self._remembered: dict[str, Agenda] = {} if remembered is None else remembered
        self._known: dict[str, Agenda] = {}

    def expect(self, vacancies: Iterable[str]) -> None:
        """Read the agendas that talks about these vacancies will ask for, all at once."""
        known = [self._premises.vacancies[id] for id in vacancies if id in self._premises.vacancies]
        self._read(list(dict.fromkeys(id for one in known for id in one.recruiters if id in self._premises.recruiters)))

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
        version = {"version": agenda.version, "next": agenda.version + _rise()}
        if write(self._connection, TURN, [{"recruiter": recruiter} | version]) != 1:
            raise Changed

    def _read(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        rows = self._connection.execute(VERSIONS, {"ids": ids}).all()
        # Taken at once: while we ask for the rest, another transaction may remember another version.
        known = {row.id: agenda for row in rows if (agenda := self._unchanged(row.id, row.agenda_version))}
        changed = [row for row in rows if row.id not in known]
        booked, spoken = self._calls([row.id for row in changed]) if changed else ({}, {})
        for row in changed:
            known[row.id] = self._remembered[row.id] = Agenda(
                recruiter=self._premises.recruiters[row.id],
                busy=WINDOWS.decode(row.busy),
                calls=tuple(booked.get(row.id, ())),
                spoken=tuple(spoken.get(row.id, ())),
                version=row.agenda_version,
            )
        self._known |= known

    def _unchanged(self, id: str, version: int) -> Agenda | None:
        """The agenda as it was last read, if it is still so, its recruiter included."""
        agenda = self._remembered.get(id)
        same = agenda and agenda.version == version and agenda.recruiter is self._premises.recruiters[id]
        return agenda if same else None

    def _calls(self, ids: Sequence[str]) -> tuple[_Calls, _Calls]:
        """Those that are booked, and those that are over, by recruiter."""
        asked = {"ids": ids, "since": self._now - STILL_SEEN, "without": CallStatus.CANCELLED}
        booked: _Calls = {}
        spoken: _Calls = {}
        for row in self._connection.execute(CALLS, asked):
            kind = booked if row.status == CallStatus.BOOKED else spoken
            kind.setdefault(row.recruiter, []).append(Window(row.starts_at, row.ends_at))
        return booked, spoken


def keep_busy(connection: Connection, recruiter: str, busy: Windows) -> bool:
    """When the recruiter's own calendar has no room; whether that is new. Raises LookupError."""
    stored = connection.scalar(select(recruiters.c.busy).where(recruiters.c.id == recruiter))
    if stored is None:
        raise LookupError(f"there is no recruiter {recruiter!r}")
    wanted = WINDOWS.encode(busy)
    if stored == wanted:
        return False
    values = {"busy": wanted, "agenda_version": next_version()}
    connection.execute(update(recruiters).where(recruiters.c.id == recruiter).values(values))
    return True


def next_version() -> ColumnElement[int]:
    """Of a recruiter's agenda, for a statement that turns it."""
    return recruiters.c.agenda_version + _rise()


def _rise() -> int:
    """By chance, so that a version whose transaction was undone is never met again with another content."""
    return randrange(LEAST_RISE, MOST_RISE)  # noqa: S311


def _concerned(talk: Conversation, premises: Premises) -> Sequence[str]:
    vacancy = premises.vacancies.get(talk.vacancy)
    about = [vacancy] if vacancy else premises.open_vacancies
    called = [talk.call.slot.recruiter] if talk.call else []
    return [*(id for one in about for id in one.recruiters), talk.recruiter, *called]
