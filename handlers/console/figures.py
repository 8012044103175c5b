"""The page of figures: how calls go, each drawn, and each saying how it is counted."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.model import USUAL_ZONE, CallStatus
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import page, rendered, wording_for
from storage.accounts import Account
from storage.agency import published_agency
from storage.database import Database, read
from storage.figures import Figures, figures_of

Whose = Callable[[Account, str], Awaitable[Collection[str] | None]]
USUAL_HOURS = range(8, 19)
EARLY, LATE = 6, 22
STEPS = (2, 5, 15, 60, 24 * 60)
"""Minutes at which the bars of "from yes to booked" end; the last bar is all that took longer."""
STATUSES = tuple(CallStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One hour of the week: how many first tries were answered, of how many."""

    hour: int
    answered: int
    calls: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.answered / self.calls if self.calls else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePages:
    """Shows a recruiter their own figures or their team's, and a lead everybody's."""

    database: Database
    now: Callable[[], datetime]
    doorkeeper: Doorkeeper
    whose: Whose

    def routes(self) -> list[web.RouteDef]:
        """`/figures`."""
        return [web.get("/figures", self.doorkeeper.page(self.show))]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """A recruiter's own, or their pool's with `?of=pool`."""
        of, now = request.query.get("of", ""), self.now()
        whose = await self.whose(account, of)
        agency = await read(self.database, published_agency)
        zone = agency.zone if agency else USUAL_ZONE
        figures = await read(self.database, lambda connection: figures_of(connection, whose, now, zone))
        html = rendered(
            "console/figures.html",
            wording=wording_for(request),
            account=account,
            of=of,
            figures=figures,
            grid=grid(figures),
            took=took(figures.minutes),
            median=figures.minutes[len(figures.minutes) // 2] if figures.minutes else None,
            answered=sum(answered for answered, _ in figures.tried.values()),
            tried=sum(calls for _, calls in figures.tried.values()),
            most=max((sum(day.values()) for _, day in figures.week), default=0),
            total=sum(sum(day.values()) for _, day in figures.week),
            statuses=STATUSES,
            today=now,
            zone=zone,
        )
        return page(html)


def grid(figures: Figures) -> Sequence[tuple[int, Sequence[Cell]]]:
    """The hours of each weekday (Monday is 0); the usual ones, and others in which somebody was called."""
    hours = {hour for _, hour in figures.tried if EARLY <= hour <= LATE} | set(USUAL_HOURS)
    days = {day for day, _ in figures.tried} | set(range(5))
    return [(day, [_cell(figures.tried, day, hour) for hour in sorted(hours)]) for day in sorted(days)]


def took(minutes: Sequence[int]) -> Sequence[tuple[int | None, int]]:
    """How many took less than so many minutes, and no less than the step before; None is the last, without an end."""
    bars: list[tuple[int | None, int]] = []
    before = 0
    for step in STEPS:
        bars.append((step, sum(before <= one < step for one in minutes)))
        before = step
    return [*bars, (None, sum(one >= before for one in minutes))]


def _cell(tried: Mapping[tuple[int, int], tuple[int, int]], day: int, hour: int) -> Cell:
    answered, calls = tried.get((day, hour), (0, 0))
    return Cell(hour=hour, answered=answered, calls=calls)
