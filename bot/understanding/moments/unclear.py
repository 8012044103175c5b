"""What leaves in doubt whether a moment is one for the call: unknown words around it, or such as point elsewhere."""

from collections.abc import Sequence

from bot.understanding.moments.phrases import Phrased
from bot.understanding.moments.said import OPEN_ENDS, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Token, value
from bot.understanding.moments.vocabulary import Vocabulary
from bot.understanding.moments.worded import OPENERS, Worded, on_the_clock

JUDGES = frozenset(
    {Kind.BUSY, Kind.DONE, Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.ANY, Kind.EVERY, Kind.INSTEAD}
)
"""Words that say of a moment whether it suits, whatever stands beside them."""
THINGS = frozenset({Kind.COUNTED, Kind.LABEL, Kind.MONEY, Kind.WORK, Kind.PLACE})
"""What a word that is nothing else is about, and no call."""
TIMES = frozenset({Kind.CLOCK, Kind.DATE, Kind.WEEKDAY, Kind.DAY, Kind.FRACTION, Kind.WEEKEND, Kind.SAME_TIME})
THIRDS = frozenset({Kind.BEGIN, Kind.MIDDLE, Kind.END})
_REFUSES = frozenset({Kind.BUSY, Kind.NOT, Kind.NOT_BEFORE_IT})
_SUITS = frozenset({Kind.FINE, Kind.ANY, Kind.EVERY, Kind.EXCEPT})
_OCCASIONS = frozenset({Kind.DONE, Kind.SOMEONE, Kind.HAVE, Kind.BUSY})
_POINTERS = frozenset({Kind.THE, Kind.ARTICLE, Kind.MINE})
"""What stands before the name of a thing."""
_LAST_HOUR = 24
_THING = 1
"""What a word for having is worth that also says what: "at the dentist"."""
_LONG, _VERY_LONG = 13, 18
"""Words."""
_MANY = 4
"""Days and times in one message."""
_SO = 1
"""What a "but" is worth that concludes."""
_FEW = 2
"""Unknown words that leave a time on the clock as it is."""


def doubtful(clause: Worded, moments: Sequence[Item], home: Vocabulary) -> bool:
    """Whether its words leave in doubt when the call would suit."""
    own = clause.moments
    if moments and _circumstance(clause, home) and not any(map(on_the_clock, own or moments)):
        return True
    loose = clause.loose[: clause.explained]
    if not own and clause.joined_by(Kind.BUT) == _SO and home.filler and any(map(_unread_time, loose)):
        return True
    when_busy = {Kind.WHEN, Kind.BUSY} <= clause.kinds and clause.since is None
    if own and (_says_unread_time(loose) or Kind.BYGONE in clause.kinds or when_busy):
        return True
    strange = bool(own and home.filler) and not about_call(clause, home)
    return strange and (is_appointment(clause, home) or _is_of_others(clause, loose, home))


def only_refuses(clauses: Sequence[Worded], home: Vocabulary) -> bool:
    """Whether nothing is said to suit, and unknown words stand beside what does not: "ni idea, el 3° B no anda"."""
    named = [clause for clause in clauses if clause.moments]
    refuses = bool(home.filler) and all(_refuses(clause) for clause in named)
    strange = sum(unknown(token, home) for clause in named for token in clause.loose)
    explained = any(about_call(clause, home) or Kind.HAVE in clause.kinds for clause in named)
    return refuses and strange > 0 and not explained


def _refuses(clause: Worded) -> bool:
    opened = any(isinstance(item, Times) and item.shape in OPEN_ENDS for item in clause.moments)
    return not opened and _SUITS.isdisjoint(clause.kinds) and not _REFUSES.isdisjoint(clause.kinds)


def after_a_point(clauses: Sequence[Worded], home: Vocabulary) -> bool:
    """Whether something of unknown length comes first: "driving test at ten, after that I'm free"."""
    last: Worded | None = None
    for clause in clauses:
        begins = clause.phrases[0].said if clause.phrases else None
        if last and isinstance(begins, Mark) and begins.kind is Kind.AFTER_THAT:
            ends = last.moments[-1]
            lasts = bool(home.filler) and any(unknown(token, home) for token in last.loose)
            return lasts and Kind.DONE not in last.kinds and isinstance(ends, Times) and ends.shape is Shape.POINT
        last = clause if clause.moments else last
    return False


def is_appointment(clause: Worded, home: Vocabulary) -> bool:
    """Whether something else is then: "I have a funeral on Thursday"."""
    if (
        Kind.HAVE not in clause.kinds
        or (Kind.NOT in clause.kinds and not clause.timed)
        or not home.filler
        or about_call(clause, home)
        or not clause.moments
    ):
        return False
    told = clause.loose[: clause.explained]
    return clause.counts or any(unknown(token, home) or value(token, Kind.HAVE) == _THING for token in told)


def _is_of_others(clause: Worded, loose: Sequence[Token], home: Vocabulary) -> bool:
    """Whether it seems to say when something else happens, or what somebody else does."""
    kinds = frozenset(kind for token in loose for kind in token.kinds)
    if not JUDGES.isdisjoint(kinds):
        return False
    strange = sum(unknown(token, home) for token in loose)
    if Kind.SOMEONE in kinds or (strange and _of_a_thing(loose)):
        return True
    return Kind.FINE not in kinds and strange > (_FEW if clause.timed else 0)


def _of_a_thing(loose: Sequence[Token]) -> bool:
    """Whether a thing does something in it: "the bus gets in at five"."""
    if len(loose) < _FEW or (loose[1].meanings and not THINGS.issuperset(loose[1].meanings)):
        return False
    return not _POINTERS.isdisjoint(loose[0].meanings)


def _circumstance(clause: Worded, home: Vocabulary) -> bool:
    """Whether it names a time that only they know: "when the kids are in bed", "after my physio"."""
    opened = False
    for token in clause.loose:
        opened = opened or not OPENERS.isdisjoint(token.meanings)
        if opened and (unknown(token, home) or not _OCCASIONS.isdisjoint(token.meanings)):
            return bool(home.filler)
    return False


def _says_unread_time(loose: Sequence[Token]) -> bool:
    """Whether a time or a part of one is left over: "thursday xx 3", the "ten" of "ten to twelve"."""
    return any(not THIRDS.isdisjoint(token.kinds) or _unread_time(token) for token in loose)


def _unread_time(token: Token) -> bool:
    number = token.meanings.get(Kind.NUMBER)
    if number and not number.doubtful:
        return 1 < number.value <= _LAST_HOUR
    return any(not meaning.doubtful for kind, meaning in token.meanings.items() if kind in TIMES)


def unknown(token: Token, home: Vocabulary) -> bool:
    """Whether the word is none that we know, or one for a thing."""
    if not token.meanings:
        return token.text not in home.filler and token.text not in home.about_call and token.text.isalpha()
    return THINGS.issuperset(token.meanings)


def rambles(said: Phrased, home: Vocabulary) -> bool:
    """Whether so much is told, in words that we don't know, that one such reading in five is wrong.

    By some 3,000 answers that others wrote.
    """
    if said.length < _LONG or not home.filler:
        return False
    words = [token for token in said.tokens[: said.length] if token.text[:1].isalnum()]
    length, strange = len(words), sum(unknown(token, home) for token in words)
    items = said.items()
    moments = sum(not isinstance(item, Mark) for item in items)
    kinds = {item.kind for item in items if isinstance(item, Mark)}
    only_refused = not _REFUSES.isdisjoint(kinds) and Kind.FINE not in kinds
    if length < _LONG or not strange:
        return False
    mixed = strange == _FEW and (moments >= _MANY or only_refused)
    return length >= _VERY_LONG or strange > _FEW or mixed


def about_call(clause: Worded, home: Vocabulary) -> bool:
    return any(token.text in home.about_call for token in clause.loose)
