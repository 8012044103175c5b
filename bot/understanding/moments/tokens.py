"""The words about time as typed tokens: what each of them may mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a word may be; the sections of a vocabulary bear these names."""

    # amounts
    NUMBER = "number"
    ORDINAL = "ordinal"
    DECIMAL = "decimal"
    ARTICLE = "article"
    SEVERAL = "several"
    # days
    WEEKDAY = "weekday"
    MONTH = "month"
    DAY = "day"
    DATE = "date"
    EASTER = "easter"
    WEEKEND = "weekend"
    AFTER_WEEKEND = "after_weekend"
    WEEKDAYS = "weekdays"
    WEEK = "week"
    WEEK_AFTER = "week_after"
    ONE_AFTER = "one_after"
    THIS = "this"
    THAT = "that"
    NEXT = "next"
    COMING = "coming"
    BEHIND = "behind"
    HENCE_WEEK = "hence_week"
    EVERY = "every"
    ANY = "any"
    # clock
    CLOCK = "clock"
    HOUR = "hour"
    FRACTION = "fraction"
    AFTER_HOUR = "after_hour"
    QUARTER = "quarter"
    PAST = "past"
    TO = "to"
    LESS = "less"
    MERIDIEM = "meridiem"
    NAMED = "named"
    PLURAL = "plural"
    ABOUT = "about"
    PART = "part"
    # operators
    AT = "at"
    ON = "on"
    IN = "in"
    OF = "of"
    THE = "the"
    AFTER = "after"
    BEFORE = "before"
    FROM = "from"
    UNTIL = "until"
    THROUGH = "through"
    BETWEEN = "between"
    BETWEEN_THEM = "between_them"
    AROUND = "around"
    ONWARDS = "onwards"
    OR_EARLIER = "or_earlier"
    BEGIN = "begin"
    MIDDLE = "middle"
    END = "end"
    HALF_OF = "half_of"
    REST = "rest"
    # lengths of time
    UNIT = "unit"
    LENGTH = "length"
    AHEAD = "ahead"
    HENCE = "hence"
    WITHIN = "within"
    FOR = "for"
    PLUS = "plus"
    SAME_TIME = "same_time"
    # moments beside the calendar
    NOW = "now"
    ASAP = "asap"
    LATER = "later"
    AFTER_THAT = "after_that"
    THEN_IS = "then_is"
    # what a clause says of its moments
    NOT = "not"
    NOT_BEFORE_IT = "not_before_it"
    EXCEPT = "except"
    FINE = "fine"
    BUSY = "busy"
    DONE = "done"
    LEAVE = "leave"
    LASTS = "lasts"
    INSTEAD = "instead"
    THAN = "than"
    ONLY = "only"
    ALSO = "also"
    DOUBT = "doubt"
    RATHER = "rather"
    FALLBACK = "fallback"
    OTHERWISE = "otherwise"
    ZONE = "zone"
    PLACE = "place"
    # what makes a moment something else than an offer
    WHEN = "when"
    BYGONE = "bygone"
    JOB = "job"
    SOMEONE = "someone"
    HAVE = "have"
    MINE = "mine"
    # joints
    AND = "and"
    OR = "or"
    COMMA = "comma"
    DASH = "dash"
    SLASH = "slash"
    STOP = "stop"
    BUT = "but"
    # what no moment is
    COUNTED = "counted"
    PER = "per"
    WORK = "work"
    MONEY = "money"
    LABEL = "label"
    # choosing
    OPTION = "option"
    EXTREME = "extreme"
    POLITE = "polite"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a word may mean."""

    value: int = 0
    name: str = ""
    doubtful: bool = False
    plural: bool = False


_SHARED: dict[frozenset[Kind], frozenset[Kind]] = {}
"""Each set of kinds that some token is of; there are few, and thousands of tokens."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase with all that it may mean; with no meaning, it says nothing about time."""

    text: str
    meanings: Mapping[Kind, Meaning] = field(default_factory=dict)
    glued: bool = False
    """No space stood before it."""
    kinds: frozenset[Kind] = field(init=False)
    """Of its meanings."""

    def __post_init__(self) -> None:
        kinds = frozenset(self.meanings)
        object.__setattr__(self, "kinds", _SHARED.setdefault(kinds, kinds))


END = Token("")
Tokens = Sequence[Token]


def value(token: Token, kind: Kind) -> int | None:
    """What the token is worth as that kind; None where it is not of it."""
    meaning = token.meanings.get(kind)
    return None if meaning is None else meaning.value


def skip(tokens: Tokens, i: int, kinds: frozenset[Kind], most: int = 3) -> int:
    """The place of the first token from `i` on that is of none of the kinds; at most `most` are passed over."""
    for j in range(i, i + most):
        if kinds.isdisjoint(tokens[j].meanings):
            return j
    return i + most


def unit(token: Token) -> str:
    """The unit of time that the token names, as "week"; empty where it names none."""
    meaning = token.meanings.get(Kind.UNIT)
    return meaning.name if meaning else ""


def ahead(token: Token) -> int | None:
    """How many weeks or months ahead the token points: "deze", "volgende", "komende"; None where it doesn't."""
    following = token.meanings.get(Kind.NEXT)
    if following:
        return following.value or 1
    return 1 if Kind.COMING in token.meanings else 0 if Kind.THIS in token.meanings else None
