"""Which of the offered slots was taken: "2", "de tweede", "the later one", "die van 3 uur", "Thursday's"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.understanding.moments.group import Group
from bot.understanding.moments.said import Scene, Shape, Times
from bot.understanding.moments.settling import settle
from bot.understanding.moments.tokens import END, Kind, Meaning, Token, value
from bot.windows import Windows

_DENIES = frozenset({Kind.NOT, Kind.EXCEPT})
_ENDS = frozenset({Kind.COMMA, Kind.STOP, Kind.BUT})
_OF_MONTH = frozenset({Kind.OF, Kind.MONTH, Kind.WEEKDAY})
_COURTESY = frozenset({Kind.POLITE, Kind.STOP, Kind.COMMA, Kind.THE, Kind.ARTICLE, Kind.LABEL, Kind.OPTION, Kind.FINE})
_LIST = frozenset({Kind.OR, Kind.AND, Kind.SLASH, Kind.NUMBER})
_BEHIND_IT = _COURTESY | _ENDS
_NAMES_SLOT = frozenset({Shape.POINT, Shape.AROUND, Shape.PART})

_CLOSE = Token("", {Kind.STOP: Meaning()})


@dataclass(frozen=True, slots=True)
class Pick:
    """The slot that was taken; without an index, one was meant and we can't tell which."""

    index: int | None
    listed: bool = False
    """It was taken by its place in the list: numbers in the message are no dates or times."""


def pick(tokens: Sequence[Token], wanted: Sequence[Group], offered: Windows, scene: Scene) -> Pick | None:
    """The slot that the words take, by its place in the list or by its time; None where they take none."""
    if not offered:
        return None
    places = dict.fromkeys(_places(tokens, offered, scene)) if len(offered) > 1 else {}
    chosen = places or dict.fromkeys(_by_time(wanted, offered, scene))
    if not chosen:
        return None
    return Pick(next(iter(chosen)) if len(chosen) == 1 else None, listed=bool(places))


def _places(tokens: Sequence[Token], offered: Windows, scene: Scene) -> Sequence[int | None]:
    """The places in the list that are taken, each as an index, None for one that could be several.

    A refusal goes for what its clause names behind it, or else before it: "not the first", "the first is no good".
    Where all that is named is refused, which of the others is taken can't be told.
    """
    every: list[int | None] = []
    taken: list[int | None] = []
    refusing = taken_back = spoken = False
    for i, token in enumerate((*tokens, _CLOSE)):
        if not _ENDS.isdisjoint(token.meanings):
            every += () if taken_back else taken
            taken, refusing, taken_back = [], False, False
        if not _DENIES.isdisjoint(token.meanings):
            # It goes for what was taken, unless something that it denies follows.
            refusing, taken_back = not (taken and value(token, Kind.NOT)), bool(taken)
        elif named := list(_place(tokens, i, offered, scene)):
            spoken = True
            if refusing:
                taken_back = False
            else:
                taken, taken_back = [*(() if taken_back else taken), *named], False
    return every or ([None] if spoken else [])


def _place(tokens: Sequence[Token], i: int, offered: Windows, scene: Scene) -> Iterator[int | None]:
    if i == len(tokens):
        return
    number = _listed(tokens, i, offered, scene)
    if number is not None and 1 <= number <= len(offered):
        yield number - 1
    extreme = tokens[i].meanings.get(Kind.EXTREME)
    if extreme and _is_one_of_them(tokens, i, extreme):
        yield _extreme(extreme.name, len(offered))


def _is_one_of_them(tokens: Sequence[Token], i: int, extreme: Meaning) -> bool:
    """Whether a word means a slot: "the later one", "the late one, please", and not "later" or "the late shift"."""
    named = i > 0 and Kind.THE in tokens[i - 1].meanings
    if extreme.doubtful:
        behind = tokens[i + 1] if i + 1 < len(tokens) else END
        return named and (behind is END or not _BEHIND_IT.isdisjoint(behind.meanings))
    return named or Kind.LATER not in tokens[i].meanings


def _listed(tokens: Sequence[Token], i: int, offered: Windows, scene: Scene) -> int | None:
    """The number in the list that stands at token `i`."""
    after = tokens[i + 1].meanings if i + 1 < len(tokens) else {}
    ordinal = value(tokens[i], Kind.ORDINAL)
    if ordinal and _OF_MONTH.isdisjoint(after):
        one = value(tokens[i + 1], Kind.NUMBER) == 1 if i + 1 < len(tokens) else False
        return None if _on_day(ordinal, offered, scene) and not one else ordinal
    meaning = tokens[i].meanings.get(Kind.NUMBER)
    number = meaning.value if meaning and not meaning.plural else None
    if number is None:
        return None
    if Kind.ORDINAL in after and not after[Kind.ORDINAL].value:
        return None if _on_day(number, offered, scene) else number
    labelled = i > 0 and Kind.OPTION in tokens[i - 1].meanings
    return number if labelled or _alone(tokens, i) else None


def _on_day(number: int, offered: Windows, scene: Scene) -> bool:
    """Whether a slot lies on the so-many-eth of the month, so that "de derde" would be its date."""
    return any(slot.start.astimezone(scene.zone).day == number for slot in offered)


def _alone(tokens: Sequence[Token], i: int) -> bool:
    """Whether numbers are all that the message says but for courtesies, and so no times."""
    others = (token for j, token in enumerate(tokens) if j != i)
    return len(tokens) <= 10 and all(not (_COURTESY | _LIST).isdisjoint(token.meanings) for token in others)


def _extreme(name: str, offered: int) -> int | None:
    match name:
        case "first":
            return 0
        case "last":
            return offered - 1
        case "middle":
            return offered // 2 if offered % 2 else None
        case "earlier":
            return 0 if offered == 2 else None
        case _:
            return 1 if offered == 2 else None


def _by_time(wanted: Sequence[Group], offered: Windows, scene: Scene) -> Iterator[int]:
    for group in wanted:
        if _names_slot(group):
            for index, slot in enumerate(offered):
                if _fits(group, slot.start.astimezone(scene.zone), scene):
                    yield index


def _names_slot(group: Group) -> bool:
    """Whether it is said of one slot: a week or an open end says which would do, and takes none."""
    stretch = any(said.loose for said in group.days) and not group.times
    named = all(any(said.shape in _NAMES_SLOT for said in times) for times in group.times)
    return named and not stretch and not group.instants


def _fits(group: Group, start: datetime, scene: Scene) -> bool:
    day = start.date()
    on_day = any(day in said.dates or day in said.others or _usual(said.habit, day.weekday()) for said in group.days)
    minute = start.hour * 60 + start.minute
    return (on_day or not group.days) and (not group.times or any(_at(times, minute, scene) for times in group.times))


def _usual(habit: frozenset[int] | None, weekday: int) -> bool:
    return habit is not None and weekday in habit


def _at(times: Sequence[Times], minute: int, scene: Scene) -> bool:
    settled = settle(times, scene.hours)
    if not settled.point:
        return any(start is not None and end is not None and start <= minute < end for start, end in settled.spans)
    slack = scene.hours.call if any(said.shape is Shape.AROUND for said in times) else 1
    return any(start is not None and abs(start - minute) < slack for start, _ in settled.spans)
