"""Where somebody says that they are for a while: "I'm in London till Friday", and what their clock shows until then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.understanding.moments.days import one_day
from bot.understanding.moments.said import Scene
from bot.understanding.moments.tokens import END, Kind, Token, Tokens, skip
from bot.understanding.moments.wall import on_clock
from bot.understanding.moments.zones import zone_called
from bot.understanding.understood import MomentReading, Stay
from bot.windows import Window, Windows, merge

_IN = frozenset({Kind.IN, Kind.AT, Kind.ON, Kind.THROUGH})
_UNTIL = frozenset({Kind.UNTIL, Kind.THROUGH})
_FILL = frozenset({Kind.THE, Kind.ON, Kind.AT, Kind.OF})
_PADDING = [END] * 12
_BETWEEN = 2
"""Words that may stand between a place and "until": "in London for work till Friday"."""


def stay(tokens: list[Token], scene: Scene) -> tuple[Stay, date, list[Token]] | None:
    """Where they are until when, that day, and the words without it; None where no such thing is said.

    "I'm in Portugal till the 20th, after that" rather says when the call would suit.
    """
    if Kind.AFTER_THAT in scene.said:
        return None
    padded = [*tokens, *_PADDING]
    ends = list(_ends(padded, len(tokens), scene))
    for i, token in enumerate(tokens):
        if Kind.PLACE in token.kinds and i and not _IN.isdisjoint(tokens[i - 1].kinds):
            zone = zone_called(token.meanings[Kind.PLACE].name)
            for begins, last, day in ends:
                first = min(i - 1, begins)
                near = 0 < begins - i <= 1 + _BETWEEN or 0 <= i - 1 - last <= _BETWEEN
                if near and zone != scene.zone:
                    return Stay(zone, on_clock(zone, day, 0)), day, [*tokens[:first], *tokens[max(i + 1, last) :]]
    return None


def _ends(tokens: Tokens, length: int, scene: Scene) -> Iterator[tuple[int, int, date]]:
    """Every "until" with a day: where its words begin and end, and the day."""
    for i in range(length):
        if not _UNTIL.isdisjoint(tokens[i].kinds):
            found = one_day(tokens, skip(tokens, i + 1, _FILL), scene)
            if found and len(found[0].dates) == 1:
                yield i, found[1], found[0].dates[0]


def on_both_clocks(away: MomentReading, home: MomentReading, stay: Stay, day: date, zone: ZoneInfo) -> MomentReading:
    """What was said, by the clock of where they are until they leave and by that of their own place from then on.

    On the day of leaving it may be either: then the reading is not sure.
    """

    def joined(before: Windows, after: Windows) -> Windows:
        early = (window for window in before if window.start < stay.until)
        late = (window for window in after if window.start >= stay.until)
        return merge(Window(w.start.astimezone(zone), w.end.astimezone(zone)) for w in (*early, *late))

    windows = joined(away.windows, home.windows)
    readings = tuple(joined(before, after) for before, after in zip(away.readings, home.readings, strict=False))
    picked = away.picked if away.windows and away.windows[0].start < stay.until else home.picked
    doubtful = any(window.start.astimezone(stay.zone).date() == day for window in windows)
    sure = (away.sure and home.sure and not doubtful) or not windows
    spans = tuple((start and start.astimezone(zone), end and end.astimezone(zone)) for start, end in away.spans)
    return replace(
        home,
        windows=windows,
        exclude=joined(away.exclude, home.exclude),
        preferred=joined(away.preferred, home.preferred),
        spans=spans,
        picked=picked,
        readings=readings if len(readings) == len(home.readings) and all(readings) else (),
        sure=sure,
        stay=stay,
    )
