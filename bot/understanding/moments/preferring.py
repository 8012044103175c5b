"""Which of the moments that would do are liked best: "liefst dinsdag, anders woensdag", "Monday, but rather Friday"."""

from collections.abc import Sequence

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.phrases import Phrase, Phrased
from bot.understanding.moments.said import Days, Instant, Item, Mark
from bot.understanding.moments.tokens import Kind, Token

_AGAINST = frozenset({Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.BUSY, Kind.THAN, Kind.INSTEAD})


def preferred(said: Phrased) -> list[Item]:
    """What is said of the moments that are liked best; empty where all are alike, or something else is said of them."""
    if said.kinds.isdisjoint({Kind.RATHER, Kind.FALLBACK}) or not said.kinds.isdisjoint(_AGAINST):
        return []
    best = _before_fallback(said) or _beside_rather(said)
    rest = [phrase for phrase in said.phrases if phrase not in best and _is_moment(phrase)]
    if not rest or not any(map(_is_moment, best)):
        return []
    items = [phrase.said for phrase in best if phrase.said is not None]
    if any(isinstance(item, Days | Instant) for item in items):
        return items
    return [*(phrase.said for phrase in rest if isinstance(phrase.said, Days)), *items]


def _before_fallback(said: Phrased) -> list[Phrase]:
    """What comes before an "otherwise" behind which other moments follow."""
    place = _place(said.tokens, Kind.FALLBACK, said.length)
    before = [phrase for phrase in said.phrases if place is not None and phrase.start < place]
    return before if any(map(_is_moment, before)) else []


def _beside_rather(said: Phrased) -> list[Phrase]:
    """What a "preferably" speaks of: what follows on it in its clause, else what comes before it there."""
    place = _place(said.tokens, Kind.RATHER, said.length)
    if place is None:
        return []
    ends = [phrase.start for phrase in said.phrases if isinstance(phrase.said, Mark) and phrase.said.kind in ENDS]
    first = max((end for end in ends if end < place), default=-1)
    last = min((end for end in ends if end > place), default=said.length)
    clause = [phrase for phrase in said.phrases if first < phrase.start < last]
    after = [phrase for phrase in clause if phrase.start > place]
    return after if any(map(_is_moment, after)) else clause


def _place(tokens: Sequence[Token], kind: Kind, length: int) -> int | None:
    return next((i for i in range(length) if kind in tokens[i].kinds), None)


def _is_moment(phrase: Phrase) -> bool:
    return phrase.said is not None and not isinstance(phrase.said, Mark)
