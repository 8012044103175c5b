"""Tokens to what they say, in order: days, times of day, moments counted from now, and the marks between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.crossing import TO, crossing, may_cross, since, until
from bot.understanding.moments.days import BEGINS as BEGINS_DAYS
from bot.understanding.moments.days import OPENS_DAYS, days
from bot.understanding.moments.elided import with_hours, with_weeks
from bot.understanding.moments.lengths import BEGINS as BEGINS_LENGTH
from bot.understanding.moments.lengths import from_now
from bot.understanding.moments.limits import behind_day
from bot.understanding.moments.said import Days, Instant, Item, Mark, Scene, Times
from bot.understanding.moments.shifted import shifted
from bot.understanding.moments.soon import BEGINS as BEGINS_SOON
from bot.understanding.moments.soon import right_now
from bot.understanding.moments.times import BEGINS as BEGINS_TIMES
from bot.understanding.moments.times import times
from bot.understanding.moments.tokens import END, Kind, Token, Tokens, skip, value
from bot.understanding.moments.told import Told
from bot.understanding.moments.weeks_after import same_week, weeks_after

_MARKS = (
    Kind.NOT,
    Kind.NOT_BEFORE_IT,
    Kind.EXCEPT,
    Kind.FINE,
    Kind.BUSY,
    Kind.DONE,
    Kind.THEN_IS,
    Kind.INSTEAD,
    Kind.THAN,
    Kind.AFTER_THAT,
    Kind.BETWEEN_THEM,
    Kind.ANY,
    Kind.EVERY,
    Kind.OR,
    Kind.AND,
    Kind.SLASH,
    Kind.COMMA,
    Kind.BUT,
    Kind.STOP,
    Kind.FALLBACK,
)
_LIST = frozenset({Kind.AND, Kind.OR, Kind.DASH, Kind.THROUGH, Kind.SLASH, Kind.UNTIL, Kind.COMMA})
_NUMBERS = _LIST | {Kind.NUMBER, Kind.CLOCK, Kind.HOUR, Kind.POLITE, Kind.STOP, Kind.ARTICLE, Kind.FINE}
_NO_MOMENT = frozenset({Kind.COUNTED, Kind.MONEY, Kind.PER, Kind.UNIT, Kind.SEVERAL, Kind.WORK})
_THIRDS = frozenset({Kind.BEGIN, Kind.MIDDLE, Kind.END})
_CLOCKED = frozenset({Kind.NUMBER, Kind.CLOCK})
_BEFORE_HOUR = frozenset({Kind.DONE, Kind.INSTEAD})
"""Right behind these a number is an hour: "home at 5", "sorry, meant 11"."""
_BEFORE_DAY = frozenset({Kind.ON, Kind.THE, Kind.OF})
_DAY = frozenset({Kind.WEEKDAY, Kind.DAY})
_CLOSES = frozenset({Kind.STOP, Kind.COMMA})
_COURTESIES = frozenset({Kind.POLITE})
_SIDES = frozenset({Kind.AFTER, Kind.BEFORE})
_NAMES = frozenset({Kind.THE, Kind.ARTICLE, Kind.MINE})
_NAMED = 2
"""Words that stand between "before" and the name of what comes then."""
_NONE, _CLOSING = 2, 3
"""What a "no" is worth before what it denies, and behind it."""
_GREETED = 3
"""Words of a message that may begin with a greeting, at least."""
_MOST = 64
_LONGEST = 256
_PADDING = [END] * 12


class Phrase(NamedTuple):
    """What the tokens from `start` up to, and without, `end` say; None where it is an amount that is no moment."""

    said: Item | None
    start: int
    end: int


@dataclass(slots=True)
class Phrased:
    """What a message says about when, and the tokens that say it."""

    tokens: Tokens
    """With some empty ones behind the last."""
    length: int
    phrases: list[Phrase] = field(default_factory=list)
    reasons: bool = False
    """A "so" or a "because" is in it."""
    kinds: frozenset[Kind] = frozenset()
    """Of all its words."""

    def items(self) -> list[Item]:
        """All that is said, in order."""
        return [phrase.said for phrase in self.phrases if phrase.said is not None]


def phrases(tokens: list[Token], scene: Scene) -> Phrased:
    """What the tokens say, in order; after so many words nobody says anything new about when."""
    known = with_weeks(_without_greeting(tokens[:_LONGEST]), scene.said)
    known = with_hours(same_week(weeks_after(known, scene), scene.said), scene.said)
    length = len(known)
    padded = [*known, *_PADDING]
    found = Phrased(_thirds_beside_parts(padded, scene.said), length, kinds=scene.said)
    for phrase in _phrases(found.tokens, length, scene):
        found.phrases.append(phrase)
        if isinstance(phrase.said, Mark) and phrase.said.kind is Kind.BUT and phrase.said.value:
            found.reasons = True
        if len(found.phrases) == _MOST:
            break
    return found


def _without_greeting(tokens: list[Token]) -> list[Token]:
    """The tokens without the "Morning!" before what is said."""
    greets = len(tokens) > _GREETED and Kind.PART in tokens[0].kinds and tokens[1].text == "!"
    return tokens[2:] if greets else tokens


def _thirds_beside_parts(tokens: list[Token], said: frozenset[Kind]) -> list[Token]:
    """ "Laat op dinsdagavond" as "op dinsdag laat avond", "early tomorrow morning" as "tomorrow early morning"."""
    if _THIRDS.isdisjoint(said) or Kind.PART not in said:
        return tokens
    for i, token in enumerate(tokens):
        if token.meanings and not _THIRDS.isdisjoint(token.meanings):
            j = skip(tokens, i + 1, _BEFORE_DAY, 2)
            if not _DAY.isdisjoint(tokens[j].meanings) and Kind.PART in tokens[j + 1].meanings:
                tokens[i : j + 1] = [*tokens[i + 1 : j + 1], token]
    return tokens


class _Roles(NamedTuple):
    """What a word of some kinds may begin."""

    moment: bool
    until: bool
    since: bool
    length: bool
    days: bool
    times: bool
    soon: bool
    amount: bool
    clock_or_date: bool


@cache
def _roles(kinds: frozenset[Kind]) -> _Roles:
    moments = BEGINS_LENGTH | BEGINS_DAYS | OPENS_DAYS | BEGINS_TIMES | BEGINS_SOON | TO
    return _Roles(
        moment=not moments.isdisjoint(kinds),
        until=not TO.isdisjoint(kinds),
        since=Kind.FROM in kinds,
        length=not BEGINS_LENGTH.isdisjoint(kinds),
        days=not (BEGINS_DAYS | OPENS_DAYS).isdisjoint(kinds),
        times=not BEGINS_TIMES.isdisjoint(kinds),
        soon=not BEGINS_SOON.isdisjoint(kinds),
        amount=Kind.NUMBER in kinds or Kind.DECIMAL in kinds,
        clock_or_date=Kind.CLOCK in kinds and Kind.DATE in kinds,
    )


def _phrases(tokens: Tokens, length: int, scene: Scene) -> Iterator[Phrase]:
    i = 0
    bare = scene.bare and _only_numbers(tokens, length)
    before = bare
    crosses = may_cross(tokens, scene)
    told = Told()
    dated = corrects = False
    while i < length:
        token = tokens[i]
        if not token.meanings:
            corrects = False
            before = bare
            i += 1
            continue
        roles = _roles(token.kinds)
        across = crossing(tokens, i, scene) if crosses else None
        again = told.again(token)
        said = (again, i + 1) if again else None
        found = across or said or (_moment(tokens, i, scene, before, roles) if roles.moment else None)
        if found:
            later = told.later(tokens, i, found[1]) if isinstance(found[0], Instant) else None
            found = (later, found[1]) if later else found
            told.hear(found[0])
            yield Phrase(found[0], i, found[1])
            i = found[1]
            corrects = False
            dated = isinstance(found[0], Days)
            before = bare or dated or isinstance(found[0], Times)
            continue
        counted = _counted(tokens, i) if roles.amount else i
        if counted > i:
            yield Phrase(None, i, counted)
            i = counted
            continue
        mark = (
            (behind_day(tokens, i) if dated else None)
            or _closing_no(tokens, i)
            or _mark(token)
            or _after_all(tokens, i)
        )
        if mark and not (mark.kind is Kind.BUSY and _is_beside_event(tokens, i)):
            yield Phrase(mark, i, i + 1)
            dated = dated and mark.kind not in ENDS
        ends = not _CLOCKED.isdisjoint(tokens[i + 1].meanings) and (
            not _BEFORE_HOUR.isdisjoint(token.kinds) or _takes_back(tokens, i, told)
        )
        listed = Kind.THE in token.meanings or (mark is not None and mark.kind in _LIST)
        corrects = corrects or Kind.INSTEAD in token.meanings
        before = bare or ends or corrects or (before and listed)
        i += 1


def _only_numbers(tokens: Tokens, length: int) -> bool:
    """Whether the message is no more than "15", "3 of 4" or "I could do 4", or that with a courtesy."""
    return length <= 8 and all(not _NUMBERS.isdisjoint(token.kinds) for token in tokens[:length])


def _moment(tokens: Tokens, i: int, scene: Scene, bare: bool, roles: _Roles) -> tuple[Item, int] | None:
    across = (roles.until and until(tokens, i, scene)) or (roles.since and since(tokens, i, scene))
    if across:
        return across
    if roles.clock_or_date and not scene.hours_named and _reads_as_clock(tokens, i):
        return times(tokens, i, scene, bare=bare) or days(tokens, i, scene)
    return (
        (shifted(tokens, i, scene) or from_now(tokens, i, scene) if roles.length else None)
        or (days(tokens, i, scene) if roles.days else None)
        or (times(tokens, i, scene, bare=bare) if roles.times else None)
        or (right_now(tokens, i, scene) if roles.soon else None)
    )


def _reads_as_clock(tokens: Tokens, i: int) -> bool:
    """Whether "8.45" stands where a time does, although it could be a date: after "om", "at" or "tot"."""
    return not (i and Kind.ON in tokens[i - 1].meanings)


def _counted(tokens: Tokens, i: int) -> int:
    """Where the words go on after an amount that is no moment: "3 jaar", "2 or 3 years", "36 uur per week"."""
    if value(tokens[i], Kind.NUMBER) is None and Kind.DECIMAL not in tokens[i].meanings:
        return i
    j = i + 1
    if not _LIST.isdisjoint(tokens[j].meanings) and Kind.NUMBER in tokens[j + 1].meanings:
        j += 2
    end = skip(tokens, j, _NO_MOMENT, 3)
    if end == j or Kind.HOUR in tokens[j].meanings:
        return i
    return end + 2 if Kind.ARTICLE in tokens[end].meanings and Kind.UNIT in tokens[end + 1].meanings else end


def _mark(token: Token) -> Mark | None:
    kind = _marked(token.kinds)
    return _made(kind, token.meanings[kind].value) if kind else None


def _is_beside_event(tokens: Tokens, i: int) -> bool:
    """ "At eight before my shift", "um acht nach dem Training": what they do then is not at eight."""
    start = i
    while start > max(0, i - _NAMED) and not _NAMES.isdisjoint(tokens[start - 1].kinds):
        start -= 1
    return start > 0 and not _SIDES.isdisjoint(tokens[start - 1].kinds)


@cache
def _made(kind: Kind, value: int) -> Mark:
    return Mark(kind, value)


def _closing_no(tokens: Tokens, i: int) -> Mark | None:
    """The "no" of "Friday no, Monday yes", which is no "no" of "no meetings"."""
    closes = tokens[i].meanings.get(Kind.NOT)
    if closes is None or closes.value != _NONE or (tokens[i + 1].text and _CLOSES.isdisjoint(tokens[i + 1].kinds)):
        return None
    return Mark(Kind.NOT, _CLOSING)


def _takes_back(tokens: Tokens, i: int, told: Told) -> bool:
    """Whether it is the "no" of "at three, no four"."""
    no = value(tokens[i], Kind.NOT) or 0
    return no >= _NONE and told.times is not None and i > 0 and not _CLOSES.isdisjoint(tokens[i - 1].kinds)


def _after_all(tokens: Tokens, i: int) -> Mark | None:
    """The "after" or "before" that ends a clause: "driving from eight to nine, fine after"."""
    if tokens[i].kinds.isdisjoint(_SIDES):
        return None
    side = Kind.AFTER if Kind.AFTER in tokens[i].kinds else Kind.BEFORE
    courtesy = not tokens[i].meanings[side].doubtful and tokens[i + 1].kinds == _COURTESIES
    after = tokens[i + 1 + courtesy]
    ends = not after.text or not _CLOSES.isdisjoint(after.kinds)
    if not ends or (i and Kind.NOT in tokens[i - 1].kinds):
        return None
    return Mark(Kind.AFTER_THAT, int(side is Kind.BEFORE) + 2 * tokens[i].meanings[side].plural)


@cache
def _marked(kinds: frozenset[Kind]) -> Kind | None:
    return next((kind for kind in _MARKS if kind in kinds), None)
