"""What a message leaves of its own words: what it takes back, and what it adds only to explain."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile
from typing import cast

from bot.understanding.moments import dates as calendar
from bot.understanding.moments.said import OPEN_ENDS, Days, Instant, Item, Mark, Times
from bot.understanding.moments.tokens import Kind

_ENDS = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT})
_AGAINST = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.BUSY})
_NO = 2
"""What a "no" is worth that may deny what follows it."""
_NO_ALONE = 3
"""What a "no" is worth by itself."""
_PAUSES = frozenset({Mark(Kind.COMMA), Mark(Kind.STOP), Mark(Kind.STOP, 1)})
_CORRECTS = frozenset({Kind.THEN_IS, Kind.THAN, Kind.INSTEAD, Kind.NOT, Kind.EXCEPT})


def corrected(items: Sequence[Item], said: frozenset[Kind]) -> list[Item]:
    """The items that hold: without "then it's New Year's Eve", and without what came before a "no wait".

    `said`: the kinds of all words of the message.
    """
    if said.isdisjoint(_CORRECTS):
        return list(items)
    items = [item for n, item in enumerate(items) if not (n and _is(items[n - 1], Kind.EXCEPT) and _says_little(item))]
    items = _said_before(items)
    items = [Mark(Kind.INSTEAD) if _is_instead(items, n) else item for n, item in enumerate(items)]
    items = [Mark(Kind.INSTEAD, 1) if _takes_back(items, n) else item for n, item in enumerate(items)]
    held = _last_said(list(_without_rest_of_comparison(list(_without_events(items)))))
    return [_nothing(item, held[n + 1 : n + 2]) for n, item in enumerate(held)]


def _said_before(items: Sequence[Item]) -> list[Item]:
    """With the "I mean" of "Monday, no, Tuesday I mean" before the moment that it corrects by, without the "no"."""
    found: list[Item] = []
    for n, item in enumerate(items):
        meant = isinstance(item, Mark) and item.kind is Kind.INSTEAD and (item.value or _ends_two(items, n))
        if meant and n and _is_moment(items[n - 1]) and (n + 1 == len(items) or _is_end(items[n + 1])):
            k = len(found) - 1
            while k and _is_moment(found[k - 1]) and type(found[k - 1]) is not type(items[n - 1]):
                k -= 1
            while k and (_is_end(found[k - 1]) or _is(found[k - 1], Kind.NOT)):
                del found[k - 1]
                k -= 1
            found.insert(k, item)
        else:
            found.append(item)
    return found


def _ends_two(items: Sequence[Item], n: int) -> bool:
    """Whether it is the "sorry" that ends "at three uh four sorry"."""
    return n + 1 == len(items) and n > 1 and type(items[n - 1]) is type(items[n - 2]) is Times


def _says_little(item: Item) -> bool:
    """Of what follows on an "except": the "don't" of "except don't ring at two", the comma behind "during my nap"."""
    return _is(item, Kind.NOT) or _is(item, Kind.COMMA)


def _is_instead(items: Sequence[Item], n: int) -> bool:
    """Whether a "no" corrects the time before it by the one behind: "half past four no quarter to five"."""
    sides = (*items[max(0, n - 1) : n], *items[n + 1 : n + 2])
    times = len(sides) == 2 and all(isinstance(item, Times) for item in sides)
    return items[n] == Mark(Kind.NOT, _NO) and times


def _takes_back(items: Sequence[Item], n: int) -> bool:
    """Whether a "no" between pauses puts a moment in the place of the one before: "Monday, no, Tuesday"."""
    no = items[n]
    if not (isinstance(no, Mark) and no.kind is Kind.NOT) or n < 2 or items[n - 1] not in _PAUSES:
        return False
    apart = _is(items[n + 1] if n + 1 < len(items) else no, Kind.COMMA)
    if not (no.value == _NO_ALONE or (no.value == _NO and not apart) or (not no.value and apart)):
        return False
    k = n + 1 + apart
    k += k < len(items) and _is(items[k], Kind.FINE)
    before = next((item for item in reversed(items[: n - 1]) if not _is(item, Kind.STOP)), None)
    after, rest = [*takewhile(_is_moment, items[k:])], [*takewhile(lambda item: not _is_end(item), items[k + 1 :])]
    if before is None or isinstance(before, Mark) or not any(type(item) is type(before) for item in after):
        return False
    return not _judges([*takewhile(lambda item: not _is_end(item), reversed(items[: n - 1])), *rest])


def _nothing(item: Item, after: Sequence[Item]) -> Item:
    """ "Nothing before ten" is said of every day, the "nothing" of "de rien" and of "nothing tomorrow" is not."""
    of_days = isinstance(item, Mark) and item.kind is Kind.NOT and item.of_every_day
    return Mark(Kind.NOT, 2) if of_days and not (after and isinstance(after[0], Times)) else item


def _without_events(items: Sequence[Item]) -> Iterator[Item]:
    n = 0
    while n < len(items):
        if _is(items[n], Kind.THEN_IS):
            end = next((k for k in range(n + 1, len(items)) if _is_end(items[k])), len(items))
            if _only_an_event(items[n + 1 : end]):
                n = end
                continue
        else:
            yield items[n]
        n += 1


def _without_rest_of_comparison(items: Sequence[Item]) -> Iterator[Item]:
    """ "Rather Friday than Thursday", "Friday instead of Thursday" without the day that is liked less."""
    n = 0
    while n < len(items):
        compares = _compares(items, n)
        if not compares:
            yield items[n]
        elif n == 0 and any(map(_is_moment, items[(after := _after_moment(items, 1)) :])):
            n = after - 1
        elif 0 < n < len(items) - 1 and _is_compared(items, n) and _is_moment(items[n + 1]):
            n = next((k for k in range(n + 1, len(items)) if isinstance(items[k], Mark)), len(items)) - 1
        n += 1


def _after_moment(items: Sequence[Item], n: int) -> int:
    """Behind the moment at `n` that is liked less: "instead of Thursday, Friday"."""
    end = next((k for k in range(n, len(items)) if isinstance(items[k], Mark)), len(items))
    return end if end < len(items) and not _is(items[end], Kind.STOP) else len(items)


def _is_compared(items: Sequence[Item], n: int) -> bool:
    """Whether a moment stands before place `n`, or one with the "better" of "Friday is better than Thursday"."""
    better = _is(items[n - 1], Kind.FINE) and n > 1 and _is_moment(items[n - 2])
    return better or _is_moment(items[n - 1])


def _compares(items: Sequence[Item], n: int) -> bool:
    """Whether "als" or "que" follows on a "rather" here; "instead of" needs none."""
    item = items[n]
    return isinstance(item, Mark) and item.kind is Kind.THAN and (item.value > 0 or _says_rather(items[:n]))


def _says_rather(items: Sequence[Item]) -> bool:
    return any(_is(item, Kind.FINE) for item in items)


def _only_an_event(clause: Sequence[Item]) -> bool:
    """Whether it names at most a date of its own ("Christmas"), and no time, weekday or judgement."""
    return all(isinstance(item, Days) and item.weekday is None and item.habit is None for item in clause)


def _last_said(items: list[Item]) -> list[Item]:
    """ "Tomorrow at 3, no wait, Friday at 4" is Friday at 4; "tomorrow at 3, sorry, 4" is tomorrow at 4."""
    places = [n for n, item in enumerate(items) if _is(item, Kind.INSTEAD)]
    for n in reversed(places):
        before, after = items[:n], items[n + 1 :]
        if not any(map(_is_moment, before)):  # "sorry for the late reply, tomorrow …"
            continue
        misspoke = cast(Mark, items[n]).value > 0
        reason, rest = ((), ()) if misspoke else _after_a_reason(before, after)
        if rest and any(isinstance(item, Times) and item.shape in OPEN_ENDS for item in before):
            return list(rest)
        if rest and not _judges(before):
            refused = reason if any(isinstance(item, Times) for item in reason) else _without_ends(before)
            return [*refused, Mark(Kind.BUSY), Mark(Kind.STOP), *rest]
        first = list(takewhile(lambda item: not _is_end(item), after))
        named = first if any(map(_is_moment, first)) else after
        if _judges(before) or _judges(named) or not any(map(_is_moment, after)):
            continue
        dated = any(isinstance(item, Days | Instant) for item in after)
        hours = _hours_kept(items[n], before, after)
        after = _in_the_same_week(before, after)
        if hours:
            return _last_said([*after, *hours])
        kept = [] if dated else [item for item in before if not isinstance(item, Times | Instant)]
        while kept and _is(kept[-1], Kind.OR):  # "or wait"
            kept.pop()
        return _last_said([*kept, *after])  # what was kept may have been corrected before
    return [item for item in items if not _is(item, Kind.INSTEAD)]


def _in_the_same_week(before: Sequence[Item], after: Sequence[Item]) -> list[Item]:
    """ "Next week Thursday, no wait, Friday" is Friday of that week."""
    weeks = [week for item in before if isinstance(item, Days) and (week := _week_of(item))]
    n = next((n for n, item in enumerate(after) if isinstance(item, Days)), None)
    day = after[n] if n is not None else None
    if not weeks or n is None or not isinstance(day, Days) or day.weekday is None:
        return list(after)
    moved = weeks[-1] + day.weekday * calendar.DAY
    if moved <= day.dates[0] or any(isinstance(item, Days) and item.week for item in after):
        return list(after)
    return [*after[:n], day._replace(dates=(moved,), others=(), weekday=None), *after[n + 1 :]]


def _week_of(days: Days) -> date | None:
    """The Monday of the one week in which days lie that no bare weekday named."""
    if days.week or days.weekday is not None or not days.dates:
        return days.week
    monday = calendar.monday(days.dates[0])
    return monday if monday == calendar.monday(days.dates[-1]) else None


def _hours_kept(mark: Item, before: Sequence[Item], after: Sequence[Item]) -> Sequence[Item]:
    """ "Monday at ten, I mean Tuesday", "oh no, Tuesday I mean": who only misspoke keeps the hour."""
    misspoke = any(_is(item, Kind.INSTEAD) and cast(Mark, item).value for item in (mark, *after))
    if not misspoke or any(isinstance(item, Times | Instant) for item in after):
        return ()
    return [item for item in before if isinstance(item, Times)]


def _without_ends(items: Sequence[Item]) -> Sequence[Item]:
    end = len(items)
    while end and _is_end(items[end - 1]):
        end -= 1
    return items[:end]


def _after_a_reason(before: Sequence[Item], items: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """ "Tomorrow, no wait, I'm busy then. Friday": the reason why the first won't do, and what follows on it."""
    said = {day for item in before if isinstance(item, Days) for day in item.dates}
    ends = [n for n, item in enumerate(items) if _is_end(item) and n]
    for k, end in enumerate(ends or [len(items)]):
        reason, rest = items[:end], items[end:]
        if k and (any(isinstance(item, Times) for item in reason) or any(_is(item, Kind.FINE) for item in reason)):
            break
        named = [item for item in reason if _is_moment(item)]
        again = [item for item in named if isinstance(item, Days) and not said.isdisjoint(item.dates)]
        told = bool(again) if _judges(reason) else bool(named) and len(again) == len(named)
        if (told or (_judges(reason) and not named)) and any(map(_is_moment, rest)):
            return reason, rest
    return (), ()


def _judges(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Mark) and item.kind in _AGAINST for item in items)


def _is_moment(item: Item) -> bool:
    return not isinstance(item, Mark)


def _is(item: Item, kind: Kind) -> bool:
    return isinstance(item, Mark) and item.kind is kind


def _is_end(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind in _ENDS
