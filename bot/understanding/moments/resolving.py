"""What was said, laid on the calendar and the contact hours: windows, exclusions and raw readings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.group import Group
from bot.understanding.moments.groups import groups
from bot.understanding.moments.hours import Hours
from bot.understanding.moments.said import Claims, Days, Scene, Shape, Times
from bot.understanding.moments.settling import Settled, narrowed, settle
from bot.understanding.moments.timeless import worth_keeping
from bot.understanding.moments.tokens import Kind
from bot.understanding.moments.twofold import other_reading
from bot.understanding.moments.wall import day_span, moved, on_clock, wall
from bot.understanding.understood import MomentReading, Span
from bot.windows import Window, Windows, merge, subtract

_MOST_SPANS = 32
_LONG_AWAY = timedelta(days=28)
_TIMELESS = frozenset({Kind.NOW, Kind.ASAP, Kind.LATER, Kind.BETWEEN})


class Resolved(NamedTuple):
    """A group on the calendar."""

    days: tuple[date, ...]
    windows: Windows
    spans: tuple[Span, ...]
    sure: bool


def resolve(claims: Claims, wanted: Sequence[Group], scene: Scene) -> MomentReading:
    """The windows of all that is wanted (the groups of `claims.wanted`), without what is refused."""
    wanted = worth_keeping(wanted, scene)
    refused = [group for said in claims.refused for group in groups(said)]
    if not wanted and not refused and not claims.whenever:
        return MomentReading()
    found = [_wanted(group, refused, claims.any, scene) for group in wanted]
    if not found:
        found = [_on_days(base_days(_whole_day(scene), scene), [_whole_day(scene)], (), scene)]
    exclude = _excluded(refused, found, scene) if refused else ()
    windows = found[0].windows if len(found) == 1 else merge(window for one in found for window in one.windows)
    windows = _long_enough(subtract(windows, exclude) if exclude else windows, scene)
    if not windows and (later := [_not_that_one(group, refused) for group in wanted]) != list(wanted):
        return replace(resolve(claims, later, scene), sure=False)
    if not windows and not wanted and exclude:
        # "I work Monday to Friday": when a call suits, only they can say.
        windows = () if any(map(_is_every_workday, refused)) else _after(exclude, scene)
        # Who is away for longer should be asked.
        found = [one._replace(sure=one.sure and exclude[-1].end < scene.at + _LONG_AWAY) for one in found]
    said = [span for one in found for span in one.spans]
    said += [span for group in refused for span in _resolved(group, (scene.today,), scene).spans]
    sure = bool(windows) and all(one.sure for one in found)
    readings = _readings(windows, exclude, wanted, scene) if windows and not sure else ()
    spans = tuple(dict.fromkeys(said))[:_MOST_SPANS]
    return MomentReading(windows=windows, exclude=exclude, spans=spans, readings=readings, sure=sure)


def _is_every_workday(group: Group) -> bool:
    return not group.times and any(days.habit is not None and days.habit >= calendar.WORKDAYS for days in group.days)


def _readings(windows: Windows, exclude: Windows, wanted: Sequence[Group], scene: Scene) -> tuple[Windows, ...]:
    """Both meanings of what has two."""
    other = other_reading(wanted, scene)
    if other is None:
        return ()
    others = _long_enough(subtract(_wanted(other, (), False, scene).windows, exclude), scene)
    return (windows, others) if others and others != windows else ()


def _not_that_one(group: Group, refused: Sequence[Group]) -> Group:
    """ "Jeudi vers 15h mais pas demain", on a Wednesday: the Thursday after."""
    days = [said for other in refused if not other.times for said in other.days if said.weekday is None]
    off = {day for said in days for day in said.dates}
    weekly = [said.weekday is not None and len(said.dates) == 1 and said.dates[0] in off for said in group.days]
    if not any(weekly):
        return group
    later = [
        said._replace(dates=tuple(day + 7 * calendar.DAY for day in said.dates)) if moves else said
        for said, moves in zip(group.days, weekly, strict=True)
    ]
    return replace(group, days=later)


def _whole_day(scene: Scene) -> Settled:
    return Settled(scene.hours.opens, scene.hours.closes, ())


def base_days(settled: Settled, scene: Scene) -> tuple[date, ...]:
    """The coming working days that "every" and "any" mean; today counts while enough of its window is left."""
    over = settled.end - max(settled.start, scene.minute) < scene.hours.shortest
    return calendar.next_working_days(scene.day(int(over)), scene.hours.horizon, scene.hours.working_days)


def _wanted(group: Group, refused: Sequence[Group], everything: bool, scene: Scene) -> Resolved:
    if group.instants or group.days:
        return _resolved(group, (), scene)
    meant = _day_of_another_part(group, refused)
    if meant and not everything:
        return _resolved(replace(group, days=meant), (), scene)
    settled = narrowed([settle(times, scene.hours) for times in group.times])
    if everything or any(_habit(times) for times in group.times):
        return _every(settled, scene)
    days_off = {day for other in refused for days in other.days for day in days.dates if not other.times}
    if (days_off or any(days.habit for other in refused for days in other.days)) and not all(s.point for s in settled):
        return _every(settled, scene)
    return _undated(settled, days_off, scene)


def _day_of_another_part(group: Group, refused: Sequence[Group]) -> list[Days]:
    """ "Tomorrow morning isn't possible, afternoon is": the day of which another part, or an hour, was refused."""
    hours = (Shape.POINT, Shape.AROUND, Shape.RANGE)
    if not all(said.shape is Shape.PART for times in group.times for said in times):
        timed = [o for o in refused if o.days and (any(map(o.has, hours)) or _lies_outside(group, o))]
        return timed[0].days if len(timed) == len(refused) == 1 else []
    dated = [other for other in refused if other.has(Shape.PART) and other.bounds().isdisjoint(group.bounds())]
    dated += [other for other in refused if other not in dated and any(map(other.has, hours))]
    return [days for other in dated for days in other.days]


def _lies_outside(group: Group, other: Group) -> bool:
    """ "Monday I'm busy all morning, from two is fine": an hour beside a part of the day that is refused."""
    starts = [said.start.readings[0] for times in group.times for said in times if said.start]
    parts = other.bounds()
    return bool(starts and parts) and not any(begin <= start < end for start in starts for begin, end in parts)


def _habit(times: Sequence[Times]) -> bool:
    """Whether times are said of every day: "'s avonds na 7", and not "om 9 uur 's ochtends"."""
    pointed = any(said.shape in (Shape.POINT, Shape.AROUND) for said in times)
    return any(said.habit for said in times) and not pointed


def _every(settled: Sequence[Settled], scene: Scene) -> Resolved:
    days = sorted({day for one in settled for day in base_days(one, scene)})[: scene.hours.horizon]
    return _on_days(days, settled, _time_spans(settled, (days[0],), scene), scene)


def _undated(settled: Sequence[Settled], days_off: set[date], scene: Scene) -> Resolved:
    """Times without a day: today while enough is left of them, else the next working day."""
    windows: list[Window] = []
    days: set[date] = set()
    for one in settled:
        likely = ((scene.offered_day,) if scene.offered_day else ()) + base_days(one, scene)
        day = next((day for day in likely if day not in days_off and _on_day(day, one, scene)), scene.day(1))
        windows += _on_day(day, one, scene)
        days.add(day)
    spans = _time_spans(settled, sorted(days | {scene.today}, reverse=True), scene)
    return Resolved(tuple(sorted(days)), merge(windows), spans, not any(one.doubtful for one in settled))


def _resolved(group: Group, fallback: Sequence[date], scene: Scene) -> Resolved:
    if group.instants:
        windows = merge(w for said in group.instants for w in said.windows or (Window(said.start, said.end),))
        spans = tuple(span for said in group.instants for span in said.spans)
        return Resolved((), windows, spans, not any(said.doubtful for said in group.instants))
    settled = narrowed([settle(times, scene.hours) for times in group.times])
    days = sorted({day for said in group.days for day in _dates(said, settled, scene)} or fallback)
    spans = tuple(span for said in group.days for span in _day_spans(said, settled, days, scene))
    made = _on_days(days, settled or [_whole_day(scene)], spans or _time_spans(settled, days, scene), scene)
    doubtful = group.doubtful or any(said.doubtful or _perhaps_today(said, settled, scene) for said in group.days)
    return Resolved(made.days, made.windows, made.spans, made.sure and not doubtful)


def _dates(said: Days, settled: Sequence[Settled], scene: Scene) -> tuple[date, ...]:
    if said.habit is None:
        return tuple(d for d in said.dates if not said.loose or d.weekday() in scene.hours.working_days)
    days = base_days(settled[0] if settled else _whole_day(scene), scene)
    weekend = [calendar.next_weekday(scene.today, day) for day in said.habit - scene.hours.working_days]
    return (*(day for day in days if day.weekday() in said.habit), *weekend)


def _perhaps_today(said: Days, settled: Sequence[Settled], scene: Scene) -> bool:
    """Whether today's own weekday was named and could still be today."""
    if scene.today not in said.others or said.weekday is None:
        return False
    return any(one.end - max(one.start, scene.minute) >= scene.hours.shortest for one in settled or [_whole_day(scene)])


def _on_days(days: Iterable[date], settled: Sequence[Settled], spans: Sequence[Span], scene: Scene) -> Resolved:
    days = tuple(days)
    windows = tuple([window for day in days for one in settled for window in _on_day(day, one, scene)])
    windows = windows if len(settled) == 1 else merge(windows)
    return Resolved(days, windows, tuple(spans), not any(one.doubtful for one in settled))


def _on_day(day: date, settled: Settled, scene: Scene) -> Windows:
    """The window on that day, within the hours in which we call at all, and not before now."""
    if day < scene.today:
        return ()
    now = scene.minute if day == scene.today else 0
    found = _window(scene.zone, day, now, settled, scene.hours)
    return _from(found[0].start, found[0].end, scene) if now and found else found


@lru_cache(maxsize=4096)
def _window(zone: ZoneInfo, day: date, now: int, settled: Settled, hours: Hours) -> Windows:
    """Kept, as people name the same hours again and again."""
    starts = max(settled.start, hours.earliest)
    ends = min(settled.end, hours.latest)
    if settled.point and settled.start <= hours.latest:
        ends = settled.end
    elif not settled.point:
        starts = max(starts, now)
    if ends - starts < hours.shortest:
        return ()
    opens = on_clock(zone, day, starts)
    closes = moved(opens, timedelta(minutes=ends - starts)) if settled.point else on_clock(zone, day, ends)
    return (Window(opens, closes),) if opens < closes else ()


def _from(start: datetime, end: datetime, scene: Scene) -> Windows:
    start = max(start, scene.at)
    return (Window(start, end),) if start < end else ()


def _long_enough(windows: Windows, scene: Scene) -> Windows:
    shortest = timedelta(minutes=scene.hours.shortest)
    return tuple([window for window in windows if window.end - window.start >= shortest])


def _after(exclude: Windows, scene: Scene) -> Windows:
    """All that would do when everything near was refused: the working days that follow."""
    day = exclude[-1].end.date()
    days = (day + ahead * calendar.DAY for ahead in range(7))
    working = [found for found in days if found.weekday() in scene.hours.working_days]
    return subtract(_on_days(working, [_whole_day(scene)], (), scene).windows, exclude)


def _excluded(refused: Sequence[Group], found: Sequence[Resolved], scene: Scene) -> Windows:
    near = base_days(_whole_day(scene), scene)
    said = sorted({day for one in found for day in one.days}) or near
    starts = [window.start for one in found for window in one.windows if window.start > scene.at]
    soonest = min(starts, default=scene.at + _LONG_AWAY)
    return merge(window for group in refused for window in _refusal(group, said, near, soonest, scene))


def _refusal(
    group: Group, said: Sequence[date], near: Sequence[date], soonest: datetime, scene: Scene
) -> Iterable[Window]:
    """`soonest`: when it would suit; "not now, in ten minutes" rules out no more than ten."""
    if group.instants:
        timeless = (one for one in group.instants if one.kind in _TIMELESS)
        yield from (Window(one.start, min(one.end, soonest) if one.kind is Kind.NOW else one.end) for one in timeless)
        return
    settled = [settle(times, scene.hours) for times in group.times] or [Settled(0, 1440, ())]
    days = [day for days in group.days for day in _refused_days(days, said, near)] if group.days else said
    for day in days:
        for one in settled:
            yield from _from(wall(scene, day, one.start), wall(scene, day, one.end), scene)


def _refused_days(days: Days, said: Sequence[date], near: Sequence[date]) -> Iterable[date]:
    if days.habit is None and days.open is Shape.UNTIL:
        # Who is away "jusqu'à lundi" is back on Monday.
        return (day for day in days.dates if day not in days.others)
    if days.habit is None:
        return (*days.dates, *days.others)
    return sorted(day for day in {*said, *near} if day.weekday() in days.habit)


def _day_spans(said: Days, settled: Sequence[Settled], days: Sequence[date], scene: Scene) -> Iterable[Span]:
    dates = said.dates or tuple(days[:1])
    if settled:
        yield from _time_spans(settled, (*dates[:7], *said.others[:7]), scene)
        return
    if dates and said.open is Shape.FROM:
        yield wall(scene, dates[0], 0), None
    elif dates and said.open is Shape.UNTIL:
        yield None, wall(scene, dates[-1] + calendar.DAY, 0)
    elif dates:
        yield day_span(scene, dates[0], dates[-1])
    if said.others:
        yield day_span(scene, said.others[0], said.others[-1])


def _time_spans(settled: Sequence[Settled], days: Sequence[date], scene: Scene) -> tuple[Span, ...]:
    def at(day: date, minute: int | None) -> datetime | None:
        return None if minute is None else wall(scene, day, minute)

    return tuple((at(day, start), at(day, end)) for day in days[:7] for one in settled for start, end in one.spans)
