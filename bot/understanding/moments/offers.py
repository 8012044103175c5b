"""Which of a message's moments are offered for the call, and whether what stands around them leaves that in doubt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.phrases import Phrase, Phrased
from bot.understanding.moments.said import Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Token, Tokens
from bot.understanding.moments.vocabulary import Vocabulary

_JUDGES = frozenset(
    {Kind.BUSY, Kind.DONE, Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.ANY, Kind.EVERY, Kind.INSTEAD}
)
"""Words that say of a moment whether it suits, whatever stands beside them."""
_THINGS = frozenset({Kind.COUNTED, Kind.LABEL, Kind.MONEY, Kind.WORK})
"""What a word that is nothing else is about, and no call."""
_OPENERS = frozenset({Kind.WHEN, Kind.AFTER, Kind.BEFORE, Kind.UNTIL})
_OCCASIONS = frozenset({Kind.DONE, Kind.SOMEONE, Kind.HAVE, Kind.BUSY})
_TIMES = frozenset({Kind.CLOCK, Kind.DATE, Kind.WEEKDAY, Kind.DAY, Kind.FRACTION, Kind.WEEKEND, Kind.SAME_TIME})
_POINTERS = frozenset({Kind.THE, Kind.ARTICLE, Kind.MINE})
"""What stands before the name of a thing."""
_ASIDES = frozenset({Kind.WHEN, Kind.BYGONE, Kind.JOB, Kind.SOMEONE, Kind.HAVE, Kind.AFTER_THAT})
_ODD = _ASIDES | _THINGS | _OPENERS | _TIMES | {Kind.NUMBER}
_LAST_HOUR = 24
_FEW = 2
"""Unknown words that leave a time on the clock as it is."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a message says of the call."""

    items: list[Item]
    told: list[Item]
    """The moments of stories."""
    certain: bool


@dataclass(slots=True)
class _Clause:
    phrases: list[Phrase] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    """Its words that are no part of a moment."""
    kinds: set[Kind] = field(default_factory=set)
    """What those mean."""
    counts: bool = False
    """It names an amount of years or the like ("for six years")."""
    explained: int | None = None
    """How many of its words come before a "when" or "before" that only explains a time on the clock."""

    def moments(self) -> list[Item]:
        return [phrase.said for phrase in self.phrases if isinstance(phrase.said, Days | Times | Instant)]

    @property
    def joint(self) -> list[Item]:
        """What joins it to the one before."""
        return [item for item in self.held()[:1] if isinstance(item, Mark) and item.kind in ENDS]

    def held(self) -> list[Item]:
        return [phrase.said for phrase in self.phrases if phrase.said is not None]


def offers(said: Phrased, home: Vocabulary) -> Offers:
    """The moments without those of a story ("in March I finished school"), and whether the rest is clear."""
    if not _has_odd(said, home):
        return Offers(said.items(), [], certain=True)
    clauses = list(_clauses(said))
    stories = [_is_story(clause, home) for clause in clauses]
    told = [clause for clause, story in zip(clauses, stories, strict=True) if not story]
    moments = [moment for clause in told for moment in clause.moments()]
    answered = any(_says_when(clause, home) for clause in told)
    certain = not _after_a_point(clauses, home)
    items: list[Item] = []
    past: list[Item] = []
    for clause, story in zip(clauses, stories, strict=True):
        if story:
            items += clause.joint
            past += clause.held()
        elif answered and _is_appointment(clause, home):
            items += [*clause.held(), Mark(Kind.BUSY)]
        else:
            items += clause.held()
            certain = certain and not _doubtful(clause, moments, home)
    return Offers(items, past, certain)


def _has_odd(said: Phrased, home: Vocabulary) -> bool:
    """Whether any word beside the moments could make them something else than offers."""
    moments = [phrase for phrase in said.phrases if isinstance(phrase.said, Days | Times | Instant)]
    i = 0
    for phrase in moments:
        for token in said.tokens[i : phrase.start]:
            if _odd(token, home):
                return True
        i = phrase.end
    return any(_odd(token, home) for token in said.tokens[i : said.length])


def _odd(token: Token, home: Vocabulary) -> bool:
    return not _ODD.isdisjoint(token.kinds) if token.meanings else _unknown(token, home)


def _clauses(said: Phrased) -> Iterator[_Clause]:
    clause = _Clause()
    i = 0
    for phrase in (*said.phrases, Phrase(None, said.length, said.length)):
        _hear(clause, said.tokens[i : phrase.start])
        if isinstance(phrase.said, Mark):
            if phrase.said.kind in ENDS:
                yield clause
                clause = _Clause()
            else:
                _hear(clause, said.tokens[phrase.start : phrase.end])
        clause.phrases.append(phrase)
        counted = said.tokens[phrase.start : phrase.end] if phrase.said is None else ()
        clause.counts = clause.counts or any(Kind.COUNTED in token.meanings for token in counted)
        i = phrase.end
    yield clause


def _hear(clause: _Clause, tokens: Tokens) -> None:
    for token in tokens:
        if clause.explained is None and not _OPENERS.isdisjoint(token.meanings) and _is_timed(clause):
            clause.explained = len(clause.loose)
        clause.loose.append(token)
        clause.kinds.update(token.meanings)


def _is_story(clause: _Clause, home: Vocabulary) -> bool:
    """Whether its moments lie in the past, or are those of the job."""
    if clause.counts and Kind.BUSY in clause.kinds and not _is_timed(clause):
        return True
    if clause.kinds.isdisjoint((Kind.BYGONE, Kind.JOB)) or not clause.moments():
        return False
    gone = [token.meanings[Kind.BYGONE] for token in clause.loose if Kind.BYGONE in token.meanings]
    if any(meaning.value for meaning in gone):
        return True
    about_call = _about_call(clause, home)
    return (Kind.JOB in clause.kinds and not about_call) or (
        bool(gone) and not about_call and Kind.FINE not in clause.kinds
    )


def _says_when(clause: _Clause, home: Vocabulary) -> bool:
    """Whether it answers when it would suit, whatever the others tell."""
    said = bool(clause.moments()) and (Kind.FINE in clause.kinds or _is_timed(clause))
    return said and not _is_appointment(clause, home)


def _is_appointment(clause: _Clause, home: Vocabulary) -> bool:
    """Whether something else is then: "I have a funeral on Thursday"."""
    if Kind.HAVE not in clause.kinds or not home.filler or _about_call(clause, home) or not clause.moments():
        return False
    return any(_unknown(token, home) for token in clause.loose[: clause.explained])


def _doubtful(clause: _Clause, moments: Sequence[Item], home: Vocabulary) -> bool:
    """Whether its words leave in doubt when the call would suit."""
    own = clause.moments()
    if moments and _circumstance(clause, home) and not any(map(_on_the_clock, own or moments)):
        return True
    loose = clause.loose[: clause.explained]
    if own and (any(map(_unread_time, loose)) or {Kind.WHEN, Kind.BUSY} <= clause.kinds):
        return True
    strange = bool(own and home.filler) and not _about_call(clause, home)
    return strange and (_is_appointment(clause, home) or _is_of_others(clause, loose, home))


def _is_of_others(clause: _Clause, loose: Sequence[Token], home: Vocabulary) -> bool:
    """Whether it seems to say when something else happens, or what somebody else does."""
    kinds = frozenset(kind for token in loose for kind in token.kinds)
    if not _JUDGES.isdisjoint(kinds):
        return False
    unknown = sum(_unknown(token, home) for token in loose)
    if Kind.SOMEONE in kinds or (unknown and _of_a_thing(loose)):
        return True
    return Kind.FINE not in kinds and unknown > (_FEW if _is_timed(clause) else 0)


def _of_a_thing(loose: Sequence[Token]) -> bool:
    """Whether a thing does something in it: "the bus gets in at five"."""
    if len(loose) < _FEW or (loose[1].meanings and not _THINGS.issuperset(loose[1].meanings)):
        return False
    return not _POINTERS.isdisjoint(loose[0].meanings)


def _circumstance(clause: _Clause, home: Vocabulary) -> bool:
    """Whether it names a time that only they know: "when the kids are in bed", "after my physio"."""
    opened = False
    for token in clause.loose:
        opened = opened or not _OPENERS.isdisjoint(token.meanings)
        if opened and (_unknown(token, home) or not _OCCASIONS.isdisjoint(token.meanings)):
            return bool(home.filler)
    return False


def _is_timed(clause: _Clause) -> bool:
    return any(map(_on_the_clock, clause.moments()))


def _on_the_clock(item: Item) -> bool:
    return isinstance(item, Instant) or (isinstance(item, Times) and item.shape is not Shape.PART)


def _unread_time(token: Token) -> bool:
    number = token.meanings.get(Kind.NUMBER)
    if number and token.text.isdigit():
        return number.value <= _LAST_HOUR
    return any(not meaning.doubtful for kind, meaning in token.meanings.items() if kind in _TIMES)


def _unknown(token: Token, home: Vocabulary) -> bool:
    """Whether the word is none that we know, or one for a thing."""
    if not token.meanings:
        return token.text not in home.filler and token.text not in home.about_call and token.text.isalpha()
    return _THINGS.issuperset(token.meanings)


def _about_call(clause: _Clause, home: Vocabulary) -> bool:
    return any(token.text in home.about_call for token in clause.loose)


def _after_a_point(clauses: Sequence[_Clause], home: Vocabulary) -> bool:
    """Whether something of unknown length comes first: "driving test at ten, after that I'm free"."""
    last: _Clause | None = None
    for clause in clauses:
        begins = clause.phrases[0].said if clause.phrases else None
        if last and isinstance(begins, Mark) and begins.kind is Kind.AFTER_THAT:
            ends = last.moments()[-1]
            lasts = bool(home.filler) and any(_unknown(token, home) for token in last.loose)
            return lasts and Kind.DONE not in last.kinds and isinstance(ends, Times) and ends.shape is Shape.POINT
        last = clause if clause.moments() else last
    return False
