"""Words to moments of today: "nu", "zo snel mogelijk", "straks", "rest van de dag"."""

from datetime import datetime, timedelta
from itertools import takewhile

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import Instant, Scene
from bot.understanding.moments.tokens import Kind, Meaning, Tokens, skip, unit, value
from bot.understanding.moments.wall import day_span, moved, wall
from bot.understanding.understood import Span

Said = tuple[Instant, int]
BEGINS = frozenset({Kind.NOW, Kind.ASAP, Kind.REST, Kind.LATER})
"""The kinds of words that may stand first."""
_DAYS = frozenset({Kind.WEEKDAY, Kind.DAY, Kind.DATE, Kind.MONTH, Kind.WEEK, Kind.AFTER_WEEKEND})
"""Beside these "straight away" is said of a day and not of now."""
_ENDS = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT, Kind.AND})
_PERHAPS = 2
"""What a "là" is worth, which may speak of a day as well; 1 are words that say no more than why one is busy."""
_BESIDE = 4
"""Words between it and what keeps them busy."""


def right_now(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    """ "nu", "zo snel mogelijk", "straks", "rest van de dag"; None where none of them begins at token `i`."""
    call = timedelta(minutes=scene.hours.call)
    now = tokens[i].meanings.get(Kind.NOW)
    if now and now.doubtful and any(not _DAYS.isdisjoint(token.meanings) for token in tokens):
        return None
    if now and now.value and not _keeps_busy(tokens, i, now.value, scene):
        return None
    if now:
        return Instant(start=scene.at, end=moved(scene.at, call), spans=((scene.at, scene.at),), kind=Kind.NOW), i + 1
    if Kind.ASAP in tokens[i].meanings:
        return _asap(scene), i + 1
    if Kind.REST in tokens[i].meanings:
        return _rest_of_today(tokens, i, scene)
    later = tokens[i].meanings.get(Kind.LATER)
    return (_later(later, scene), i + 1) if later else None


def _keeps_busy(tokens: Tokens, i: int, word: int, scene: Scene) -> bool:
    """Whether it says when they are busy: "bin gerade auf Arbeit", "plutôt vendredi là je suis débordé"."""
    opens = i == 0 or not _ENDS.isdisjoint(tokens[i - 1].kinds)
    if Kind.BUSY not in scene.said or (word == _PERHAPS and not (opens or Kind.RATHER in scene.said)):
        return False
    after = takewhile(lambda token: _ENDS.isdisjoint(token.kinds), tokens[i + 1 : i + 1 + _BESIDE])
    before = takewhile(lambda token: _ENDS.isdisjoint(token.kinds), reversed(tokens[max(0, i - _BESIDE) : i]))
    return any(Kind.BUSY in token.kinds for token in (*after, *before))


def _asap(scene: Scene) -> Instant:
    """The rest of today's contact hours; once they are over, those of the next working day."""
    day = scene.today
    if day.weekday() not in scene.hours.working_days or scene.minute + scene.hours.shortest > scene.hours.closes:
        day = calendar.working_days_later(scene.today, 1, scene.hours.working_days)
    start = scene.at if day == scene.today else wall(scene, day, scene.hours.opens)
    spans: tuple[Span, ...] = ((scene.at, None), (scene.at, scene.at))
    return Instant(start=start, end=wall(scene, day, scene.hours.closes), spans=spans, kind=Kind.ASAP)


def _rest_of_today(tokens: Tokens, i: int, scene: Scene) -> Said | None:
    j = skip(tokens, i + 1, frozenset({Kind.OF, Kind.THE, Kind.THIS}))
    if unit(tokens[j]) != "day" and value(tokens[j], Kind.DAY) != 0:
        return None
    end = _today_at(scene, scene.hours.closes)
    return Instant(start=scene.at, end=end, spans=((scene.at, _today_at(scene, 1440)),), kind=Kind.REST), j + 1


def _later(later: Meaning, scene: Scene) -> Instant:
    start = moved(scene.at, timedelta(hours=1))
    closes = _today_at(scene, scene.hours.closes)
    end = closes if start + timedelta(minutes=scene.hours.shortest) <= closes else _today_at(scene, scene.hours.latest)
    spans: tuple[Span, ...] = ((start, end), day_span(scene, scene.today))
    return Instant(start=start, end=end, spans=spans, kind=Kind.LATER, doubtful=later.doubtful)


def _today_at(scene: Scene, minute: int) -> datetime:
    return wall(scene, scene.today, minute)
