"""Groups of moments without those that say less than the others: "as soon as possible", "later" and "now"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.moments.group import Group
from bot.understanding.moments.said import Days, Scene, Shape
from bot.understanding.moments.tokens import Kind


def worth_keeping(wanted: Sequence[Group], scene: Scene) -> list[Group]:
    """Without "as soon as possible" and "later" where a day or time says more, and "now" where an end does."""
    if not any(group.instants for group in wanted):
        return list(wanted)
    said_more = any(group.days or group.times for group in wanted)
    kept = []
    from_now = False
    for n, said in enumerate(wanted):
        group = replace(said, days=[Days(dates=(scene.today,))]) if from_now and not said.days else said
        kinds = {instant.kind for instant in group.instants}
        ends = n + 1 < len(wanted) and _ends_what_begins_now(wanted[n + 1], scene)
        today = any(other.days and other.days[0].dates == (scene.today,) and not other.times for other in wanted)
        from_now = Kind.NOW in kinds and ends
        if from_now or (Kind.ASAP in kinds and said_more and Kind.FALLBACK not in scene.said):
            continue
        if Kind.LATER in kinds and said_more and not (today or _is_one_of(said, wanted, scene)):
            continue
        kept.append(group)
    later = any(instant.kind is Kind.LATER for group in kept for instant in group.instants)
    return [group for group in kept if not (later and group.days and not group.times)] if later else kept


def _is_one_of(later: Group, wanted: Sequence[Group], scene: Scene) -> bool:
    """Whether it stands beside other days: "later today or tomorrow before ten", and not "later, at four"."""
    others = [group for group in wanted if group is not later]
    dated = all(group.days and all(scene.today not in said.dates for said in group.days) for group in others)
    return dated and not later.times and not any(instant.doubtful for instant in later.instants)


def _ends_what_begins_now(group: Group, scene: Scene) -> bool:
    """Whether it is the "until five" of "from now until five", or the "until Friday"."""
    to_day = any(len(said.dates) > 1 and said.dates[0] == scene.today for said in group.days)
    return to_day or group.has(Shape.UNTIL) or any(said.kind is Kind.BETWEEN for said in group.instants)
