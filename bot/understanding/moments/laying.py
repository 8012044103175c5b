"""Days beside days in one group: a weekday and its week, "Friday 27 November", "end of next week, Thursday"."""

from bot.understanding.moments.days_beside import in_week, is_date_of, is_in, is_in_week, is_weekend_of, usual, within
from bot.understanding.moments.group import EITHER, PAUSES, Group
from bot.understanding.moments.said import Days, Shape
from bot.understanding.moments.tokens import Kind


def put_days(group: Group, item: Days, joint: Kind | None) -> None:
    """Lays the days beside those of the group: as more of them, as which of them, or as the week that they lie in."""
    last = group.days[-1] if group.days else None
    if last and item.week and joint not in EITHER and last.weekday is not None:
        group.days = [in_week(days, item) for days in group.days]
        group.scope = item
        return
    if item.weekday is not None and joint not in EITHER and last and last.week:
        group.scope = group.days.pop()
        last = None
    moved = in_week(item, group.scope) if item.weekday is not None and group.scope else item
    if moved is not item and moved.dates >= item.dates:  # "Thursday this week and Monday" is Monday to come
        item, last = moved, None
    if last and joint in PAUSES and is_weekend_of(item, last):
        group.days[-1] = item
        return
    if group.stretch and is_in(item, group.stretch):
        item, last = _of(item, group.stretch), None
    elif last and joint not in EITHER and is_in(item, last):
        group.stretch = last
        item = _of(item, last)
    if last and joint not in EITHER and (is_in_week(item, last) or is_in_week(last, item)):
        group.days[-1] = item if last.week else last
    elif last and joint not in EITHER and (is_date_of(last, item) or is_date_of(item, last)):
        group.days[-1] = item if item.weekday is None else last
    elif last and (joint is None or (joint is Kind.COMMA and within(item, last))):
        _narrow(group, last, item)
    else:
        group.days.append(item)


def _of(item: Days, stretch: Days) -> Days:
    """The weekday as that of the stretch in which it lies."""
    return item._replace(dates=tuple(day for day in stretch.dates if day.weekday() == item.weekday), others=())


def _narrow(group: Group, last: Days, item: Days) -> None:
    """Two days without a word between mean what they share: "vrijdag 27 november"."""
    if item.habit and last.habit and item.habit.isdisjoint(last.habit):
        group.days.append(item)
        return
    if item.habit is not None or last.habit is not None:
        group.days[-1] = usual(last, item) if item.habit is not None else usual(item, last)
        return
    if item.open is Shape.FROM and last.week and item.dates[0] < last.dates[0]:  # "the week after next from Tuesday"
        kept = tuple(day for day in last.dates if day.weekday() >= item.dates[0].weekday())
        group.days[-1] = item._replace(dates=kept)
        return
    shared = tuple(day for day in (*item.dates, *item.others) if day in last.dates or day in last.others)
    if shared:
        loose = item.loose and last.loose
        group.days[-1] = item._replace(dates=shared, others=(), loose=loose, open=item.open or last.open)
    else:
        group.days.append(item)
        group.doubtful = group.doubtful or last.weekday is None or item.weekday is None
