"""The second reading of what may mean two things: "next Friday", "Monday" said on a Monday, "at eight", 3/4."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.moments.group import Group
from bot.understanding.moments.hours import Hours
from bot.understanding.moments.said import Clock, Days, Scene, Shape, Times

_POINTS = (Shape.POINT, Shape.AROUND)


def other_reading(wanted: Sequence[Group], scene: Scene) -> Group | None:
    """The only group of a message with its second meaning; None where it has none, or more than one could differ."""
    if len(wanted) != 1 or wanted[0].instants:
        return None
    group = wanted[0]
    days = [said for said in group.days if said.others]
    if len(group.days) == 1 and days:
        return replace(group, days=[_other_days(days[0])], doubtful=False)
    times = [said for together in group.times for said in together if said.start and said.shape in _POINTS]
    if len(group.times) == 1 and len(times) == 1 and len(group.days) <= 1:
        return _at_another_hour(group, times[0], scene.hours)
    return None


def _other_days(said: Days) -> Days:
    return said._replace(dates=said.others, others=(), week=None, weekday=None, doubtful=False)


def _at_another_hour(group: Group, said: Times, hours: Hours) -> Group | None:
    assert said.start
    first, *others = said.start.readings
    early, late = hours.earliest - hours.call, hours.latest
    minute = next((minute for minute in others if early <= minute < late and minute != first), None)
    if minute is None:
        return None
    changed = said._replace(start=Clock((minute,), told=True))
    return replace(group, times=[[changed if one is said else one for one in group.times[0]]])
