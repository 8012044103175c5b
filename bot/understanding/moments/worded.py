"""The clauses of a message with all of their words: the moments in them, and what stands around those."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.phrases import Phrase, Phrased
from bot.understanding.moments.said import Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Token, Tokens, value

OPENERS = frozenset({Kind.WHEN, Kind.AFTER, Kind.BEFORE, Kind.UNTIL})
"""What begins the name of a circumstance."""
_NOT_KNOWN = 2
"""What "I don't know yet" is worth among the words that leave a moment out."""


@dataclass(slots=True)
class Worded:
    """A clause."""

    phrases: list[Phrase] = field(default_factory=list)
    moments: list[Item] = field(default_factory=list)
    """Its days and times, in order."""
    timed: bool = False
    """A time on the clock is said in it."""
    loose: list[Token] = field(default_factory=list)
    """Its words that are no part of a moment."""
    kinds: set[Kind] = field(default_factory=set)
    """What those mean."""
    counts: bool = False
    """It names an amount of years or the like ("for six years")."""
    open: bool = False
    """Whether its moments suit is not known yet: "Monday I don't know yet"."""
    explained: int | None = None
    """How many of its words come before a "when" or "before" that only explains a time on the clock."""
    since: int | None = None
    """The place of that "when" in the message."""

    @property
    def joint(self) -> list[Mark]:
        """What joins it to the one before."""
        return [item for item in self.held()[:1] if isinstance(item, Mark) and item.kind in ENDS]

    def joined_by(self, kind: Kind) -> int | None:
        """The value of what joins it to the one before, where that is of the kind."""
        return next((mark.value for mark in self.joint if mark.kind is kind), None)

    def held(self) -> list[Item]:
        """All that it says, in order."""
        return [phrase.said for phrase in self.phrases if phrase.said is not None]


def worded(said: Phrased) -> Iterator[Worded]:
    """The clauses in order."""
    clause = Worded()
    i = 0
    for phrase in (*said.phrases, Phrase(None, said.length, said.length)):
        _hear(clause, said.tokens[i : phrase.start], i)
        if isinstance(phrase.said, Mark):
            if phrase.said.kind in ENDS:
                yield clause
                clause = Worded()
            else:
                _hear(clause, said.tokens[phrase.start : phrase.end], phrase.start)
        elif phrase.said is not None:
            clause.moments.append(phrase.said)
            clause.timed = clause.timed or on_the_clock(phrase.said)
        clause.phrases.append(phrase)
        counted = said.tokens[phrase.start : phrase.end] if phrase.said is None else ()
        clause.counts = clause.counts or any(Kind.COUNTED in token.meanings for token in counted)
        i = phrase.end
    yield clause


def _hear(clause: Worded, tokens: Tokens, first: int) -> None:
    for i, token in enumerate(tokens, first):
        if clause.explained is None and not OPENERS.isdisjoint(token.meanings) and clause.timed:
            clause.explained = len(clause.loose)
            clause.since = i if Kind.WHEN in token.meanings else None
        clause.open = clause.open or (bool(clause.moments) and value(token, Kind.BYGONE) == _NOT_KNOWN)
        clause.loose.append(token)
        clause.kinds.update(token.meanings)


def on_the_clock(item: Item) -> bool:
    """Whether it is a time, and no mere part of the day."""
    return isinstance(item, Instant) or (isinstance(item, Times) and item.shape is not Shape.PART)
