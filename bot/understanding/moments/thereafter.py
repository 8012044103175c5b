"""What a "then" goes on from: "tot 5 werk ik, daarna", "I leave on Saturday, so before then"."""

from collections.abc import Sequence

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Claims, Clock, Days, Item, Mark, Scene, Shape, Times


def before_that(made: Claims, scene: Scene) -> None:
    """ "Ervoor", "davor": up to the time that was said last."""
    last = made.refused[-1] if made.refused else [item for item in made.wanted if not isinstance(item, Mark)]
    times = [item for item in last if isinstance(item, Times) and item.start]
    if not times:
        _days_before(last, made, scene)
        return
    if made.refused:
        made.wanted.extend(item for item in last if isinstance(item, Days))
    made.wanted = [item for item in made.wanted if item is not times[-1]]
    made.wanted.append(Times(shape=Shape.UNTIL, start=times[-1].start))


def after_that(made: Claims) -> None:
    """ "Daarna": from the end of what was said last."""
    wanted = [item for item in made.wanted if not isinstance(item, Mark)]
    if wanted and not made.refused_last and isinstance(wanted[-1], Times) and wanted[-1].shape is Shape.FROM:
        return
    last = made.refused[-1] if made.refused else wanted
    times = [item for item in last if isinstance(item, Times)]
    dates = [day for item in last if isinstance(item, Days) for day in item.dates]
    if made.refused and dates and not times:
        made.wanted.append(Days(dates=calendar.run(max(dates) + calendar.DAY, 7), loose=True, open=Shape.FROM))
    if not times or times[-1].shape is Shape.FROM:
        return
    after = off(times[-1])
    made.freed = [free for free in made.freed if free != after]  # what was only told is offered now
    if made.refused:
        made.wanted.extend(item for item in last if isinstance(item, Days))
    else:
        made.wanted = [item for item in made.wanted if item is not times[-1]]
    made.wanted.append(after)


def off(item: Times) -> Times:
    """From the end of those times on."""
    closing = Clock((item.bounds[1] % 1440,), told=True)
    return Times(shape=Shape.FROM, start=item.end or item.start or closing)


def _days_before(last: Sequence[Item], made: Claims, scene: Scene) -> None:
    """ "I leave for Spain on Saturday, so before then": the days up to the one that was said last."""
    days = [item for item in last if isinstance(item, Days)]
    if not days or len(days[-1].dates) != 1:
        return
    made.wanted = [item for item in made.wanted if item is not days[-1]]
    until = days[-1].dates[0] - calendar.DAY
    made.wanted.append(Days(dates=calendar.between(scene.today, until), loose=True, open=Shape.UNTIL))
