"""Readings that are to be asked about whatever their words: what was said together does not fit together."""

from collections.abc import Sequence

from bot.understanding.moments.groups import Group
from bot.understanding.moments.said import Claims, Scene
from bot.windows import Windows


def at_odds(said: Claims, wanted: Sequence[Group], windows: Windows, scene: Scene) -> bool:
    """Whether a time of no day stands beside a time of a day, or more days are left than anybody lists."""
    undated = any(group.times and not (group.days or group.instants) for group in wanted)
    dated = any(group.times and group.days for group in wanted)
    if undated and dated and not said.any:
        return True
    several = len(wanted) > 1 or bool(said.refused)
    days = {window.start.date() for window in windows if window.start.weekday() in scene.hours.working_days}
    return several and len(days) > scene.hours.horizon
