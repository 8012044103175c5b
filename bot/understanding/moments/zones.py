"""Times that are said by another place's clock: "3pm UK time", "a las 5 de la tarde de Madrid"."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.understanding.moments.said import Scene
from bot.understanding.moments.tokens import Kind, Token
from bot.understanding.understood import MomentReading
from bot.windows import Window, Windows

_CLOCKED = frozenset({Kind.HOUR, Kind.PART, Kind.CLOCK, Kind.MERIDIEM, Kind.NUMBER})


def zone_called(name: str) -> ZoneInfo:
    """The zone of "america_new_york"; Greenwich's for "utc", and where nobody knows which one is meant."""
    area, _, city = name.partition("_")
    return ZoneInfo(f"{area.title()}/{city.title()}" if city else "UTC")


def named_zone(tokens: list[Token], scene: Scene) -> ZoneInfo | None:
    """The zone by whose clock a time is said; the candidate's where it shows the same, None where none is named."""
    if Kind.ZONE not in scene.said and Kind.PLACE not in scene.said:
        return None
    named = [token.meanings[Kind.ZONE].name for token in tokens if Kind.ZONE in token.meanings]
    named += [tokens[i].meanings[Kind.PLACE].name for i in range(2, len(tokens)) if _has_clock_of(tokens, i)]
    if not named:
        return None
    zone = zone_called(named[0])
    alike = scene.at.astimezone(zone).utcoffset() == scene.at.utcoffset() and named[0]
    return scene.zone if alike else zone


def _has_clock_of(tokens: list[Token], i: int) -> bool:
    """Whether the place at token `i` is that of a clock time: "15 h de Paris", "hora de Madrid"."""
    if Kind.PLACE not in tokens[i].meanings or Kind.OF not in tokens[i - 1].meanings:
        return False
    return not _CLOCKED.isdisjoint(tokens[i - 2].kinds)


def on_own_clock(away: MomentReading, own: MomentReading, zone: ZoneInfo) -> MomentReading:
    """What was said by the other place's clock, told by the candidate's; their own may have been meant, too."""

    def moved(windows: Windows) -> Windows:
        return tuple(Window(w.start.astimezone(zone), w.end.astimezone(zone)) for w in windows)

    spans = tuple((start and start.astimezone(zone), end and end.astimezone(zone)) for start, end in away.spans)
    windows, exclude = moved(away.windows), moved(away.exclude)
    readings = (windows, own.windows) if windows and own.windows and windows != own.windows else ()
    return replace(away, preferred=(), windows=windows, exclude=exclude, spans=spans, readings=readings, sure=False)
