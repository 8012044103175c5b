"""Readings that are to be asked about whatever their words: what was said together does not fit together."""

from collections.abc import Sequence

from bot.understanding.moments.group import Group
from bot.understanding.moments.said import Claims, Scene
from bot.windows import Windows

_FEW = 6
_SOME = 2


def at_odds(said: Claims, wanted: Sequence[Group], windows: Windows, words: int, scene: Scene) -> bool:
    """Whether a time of no day stands beside a time of a day, or more days are left than anybody lists.

    "Mid March" may be all of an answer, and is clear then; `words` are those of the message.
    """
    if len(wanted) < _SOME and len(windows) <= scene.hours.horizon:
        return False
    undated = any(group.times and not (group.days or group.instants) for group in wanted)
    dated = any(group.times and group.days for group in wanted)
    if undated and dated and not said.any:
        return True
    days = {window.start.date() for window in windows if window.start.weekday() in scene.hours.working_days}
    alone = words <= _FEW
    return len(days) > scene.hours.horizon and not alone
