"""Which of a message's moments are offered for the call, and whether what stands around them leaves that in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.understanding.moments.concluding import explained
from bot.understanding.moments.phrases import Phrased
from bot.understanding.moments.said import Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Token
from bot.understanding.moments.vocabulary import Vocabulary
from bot.understanding.moments.worded import OPENERS, Worded, on_the_clock, worded

_JUDGES = frozenset(
    {Kind.BUSY, Kind.DONE, Kind.NOT, Kind.NOT_BEFORE_IT, Kind.EXCEPT, Kind.ANY, Kind.EVERY, Kind.INSTEAD}
)
"""Words that say of a moment whether it suits, whatever stands beside them."""
_THINGS = frozenset({Kind.COUNTED, Kind.LABEL, Kind.MONEY, Kind.WORK, Kind.PLACE})
"""What a word that is nothing else is about, and no call."""
_OCCASIONS = frozenset({Kind.DONE, Kind.SOMEONE, Kind.HAVE, Kind.BUSY})
_TIMES = frozenset({Kind.CLOCK, Kind.DATE, Kind.WEEKDAY, Kind.DAY, Kind.FRACTION, Kind.WEEKEND, Kind.SAME_TIME})
_POINTERS = frozenset({Kind.THE, Kind.ARTICLE, Kind.MINE})
"""What stands before the name of a thing."""
_STORIES = frozenset({Kind.BYGONE, Kind.JOB})
_ASIDES = frozenset({Kind.WHEN, Kind.BYGONE, Kind.JOB, Kind.SOMEONE, Kind.HAVE, Kind.AFTER_THAT})
_ODD = _ASIDES | _THINGS | OPENERS | _TIMES | {Kind.NUMBER}
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


def offers(said: Phrased, home: Vocabulary) -> Offers:
    """The moments without those of a story ("in March I finished school"), and whether the rest is clear."""
    if not (said.reasons or _has_odd(said, home)):
        return Offers(said.items(), [], certain=True)
    clauses = list(worded(said))
    left = explained(clauses)
    stories = [n not in left and _is_story(clause, home) for n, clause in enumerate(clauses)]
    told = [clause for n, clause in enumerate(clauses) if not stories[n] and n not in left]
    moments = [moment for clause in told for moment in clause.moments]
    answered = any(_says_when(clause, home) for clause in told)
    certain = not _after_a_point(clauses, home)
    items: list[Item] = []
    past: list[Item] = []
    for n, clause in enumerate(clauses):
        if n in left:
            items += left[n]
            past += clause.moments
        elif stories[n]:
            items += clause.joint
            past += clause.held()
        elif (answered and _is_appointment(clause, home)) or _is_contrasted(clauses, n, home):
            items += [*clause.held(), Mark(Kind.BUSY)]
        elif answered and _is_about_now(clause, home):
            items += clause.joint
        else:
            items += clause.held()
            clear = _is_refined(clauses, n) or _is_followed(clauses, n)
            certain = certain and (clear or not _doubtful(clause, moments, home))
    return Offers(items, past, certain)


def _is_about_now(clause: Worded, home: Vocabulary) -> bool:
    """Whether it tells what somebody is at now: "I'm on the train now", beside when it would suit."""
    now = all(isinstance(item, Instant) and item.kind is Kind.NOW for item in clause.moments)
    told = bool(home.filler) and Kind.FINE not in clause.kinds and not _about_call(clause, home)
    return bool(clause.moments) and now and told and any(_unknown(token, home) for token in clause.loose)


def _is_contrasted(clauses: Sequence[Worded], n: int, home: Vocabulary) -> bool:
    """Whether something else is then, as a "but" and another time follow: "Sunday I play football, but Monday …"."""
    clause, after = clauses[n], next((later for later in clauses[n + 1 :] if later.loose or later.moments), None)
    if after is None or after.joined_by(Kind.BUT) != 0 or not home.filler or not all(map(_is_day, clause.moments)):
        return False
    plain = not after.moments or not _JUDGES.isdisjoint(after.kinds) or not clause.moments
    judged = Kind.FINE in clause.kinds or not _JUDGES.isdisjoint(clause.kinds) or _about_call(clause, home)
    return not (plain or judged) and any(_unknown(token, home) for token in clause.loose)


def _is_refined(clauses: Sequence[Worded], n: int) -> bool:
    """Whether the next clause says at what time a circumstance is: "when the kids are in bed, from half past eight"."""
    if n + 1 == len(clauses) or OPENERS.isdisjoint(clauses[n].kinds) or clauses[n].timed:
        return False
    after = clauses[n + 1]
    return after.timed and after.joined_by(Kind.COMMA) is not None and not any(map(_is_date, after.moments))


def _is_followed(clauses: Sequence[Worded], n: int) -> bool:
    """Whether it says until when or from when on something is, and the next clause goes from there."""
    after = clauses[n + 1].joined_by(Kind.AFTER_THAT) if n + 1 < len(clauses) else None
    last = clauses[n].moments[-1] if after is not None and clauses[n].moments else None
    if not isinstance(last, Times):
        return False
    return last.shape in (Shape.UNTIL, Shape.RANGE) or (after == 1 and on_the_clock(last))


def _is_date(item: Item) -> bool:
    return isinstance(item, Days)


def _is_day(item: Item) -> bool:
    return isinstance(item, Days) or (isinstance(item, Times) and item.shape is Shape.PART)


def _has_odd(said: Phrased, home: Vocabulary) -> bool:
    """Whether any word beside the moments could make them something else than offers."""
    i = 0
    for phrase in said.phrases:
        if isinstance(phrase.said, Mark) or phrase.said is None:
            continue
        if i < phrase.start and _any_odd(said.tokens[i : phrase.start], home):
            return True
        i = phrase.end
    return i < said.length and _any_odd(said.tokens[i : said.length], home)


def _any_odd(tokens: Sequence[Token], home: Vocabulary) -> bool:
    return any(_is_odd(token.kinds) if token.meanings else _unknown(token, home) for token in tokens)


@cache
def _is_odd(kinds: frozenset[Kind]) -> bool:
    return not _ODD.isdisjoint(kinds)


def _is_story(clause: Worded, home: Vocabulary) -> bool:
    """Whether its moments lie in the past, or are those of the job."""
    if clause.counts and Kind.BUSY in clause.kinds and not clause.timed:
        return True
    if _STORIES.isdisjoint(clause.kinds) or not clause.moments:
        return False
    told = clause.loose[: clause.explained]
    if all(_STORIES.isdisjoint(token.kinds) for token in told):
        return False
    gone = [token.meanings[Kind.BYGONE] for token in clause.loose if Kind.BYGONE in token.meanings]
    if any(meaning.value for meaning in gone):
        return True
    about_call = _about_call(clause, home)
    return (Kind.JOB in clause.kinds and not about_call) or (
        bool(gone) and not about_call and Kind.FINE not in clause.kinds
    )


def _says_when(clause: Worded, home: Vocabulary) -> bool:
    """Whether it answers when it would suit, whatever the others tell."""
    if not clause.moments or _is_appointment(clause, home) or _is_about_now(clause, home):
        return False
    return Kind.FINE in clause.kinds or clause.timed or _is_plain(clause, home)


def _is_plain(clause: Worded, home: Vocabulary) -> bool:
    """Whether it names days and adds nothing: "Friday morning instead"."""
    judged = not (_JUDGES | _ASIDES | OPENERS).isdisjoint(clause.kinds) or not any(map(_is_date, clause.moments))
    return bool(home.filler) and not judged and not any(_unknown(token, home) for token in clause.loose)


def _is_appointment(clause: Worded, home: Vocabulary) -> bool:
    """Whether something else is then: "I have a funeral on Thursday"."""
    if (
        Kind.HAVE not in clause.kinds
        or (Kind.NOT in clause.kinds and not clause.timed)
        or not home.filler
        or _about_call(clause, home)
        or not clause.moments
    ):
        return False
    return clause.counts or any(_unknown(token, home) for token in clause.loose[: clause.explained])


def _doubtful(clause: Worded, moments: Sequence[Item], home: Vocabulary) -> bool:
    """Whether its words leave in doubt when the call would suit."""
    own = clause.moments
    if moments and _circumstance(clause, home) and not any(map(on_the_clock, own or moments)):
        return True
    loose = clause.loose[: clause.explained]
    if own and (any(map(_unread_time, loose)) or {Kind.WHEN, Kind.BUSY} <= clause.kinds):
        return True
    strange = bool(own and home.filler) and not _about_call(clause, home)
    return strange and (_is_appointment(clause, home) or _is_of_others(clause, loose, home))


def _is_of_others(clause: Worded, loose: Sequence[Token], home: Vocabulary) -> bool:
    """Whether it seems to say when something else happens, or what somebody else does."""
    kinds = frozenset(kind for token in loose for kind in token.kinds)
    if not _JUDGES.isdisjoint(kinds):
        return False
    unknown = sum(_unknown(token, home) for token in loose)
    if Kind.SOMEONE in kinds or (unknown and _of_a_thing(loose)):
        return True
    return Kind.FINE not in kinds and unknown > (_FEW if clause.timed else 0)


def _of_a_thing(loose: Sequence[Token]) -> bool:
    """Whether a thing does something in it: "the bus gets in at five"."""
    if len(loose) < _FEW or (loose[1].meanings and not _THINGS.issuperset(loose[1].meanings)):
        return False
    return not _POINTERS.isdisjoint(loose[0].meanings)


def _circumstance(clause: Worded, home: Vocabulary) -> bool:
    """Whether it names a time that only they know: "when the kids are in bed", "after my physio"."""
    opened = False
    for token in clause.loose:
        opened = opened or not OPENERS.isdisjoint(token.meanings)
        if opened and (_unknown(token, home) or not _OCCASIONS.isdisjoint(token.meanings)):
            return bool(home.filler)
    return False


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


def _about_call(clause: Worded, home: Vocabulary) -> bool:
    return any(token.text in home.about_call for token in clause.loose)


def _after_a_point(clauses: Sequence[Worded], home: Vocabulary) -> bool:
    """Whether something of unknown length comes first: "driving test at ten, after that I'm free"."""
    last: Worded | None = None
    for clause in clauses:
        begins = clause.phrases[0].said if clause.phrases else None
        if last and isinstance(begins, Mark) and begins.kind is Kind.AFTER_THAT:
            ends = last.moments[-1]
            lasts = bool(home.filler) and any(_unknown(token, home) for token in last.loose)
            return lasts and Kind.DONE not in last.kinds and isinstance(ends, Times) and ends.shape is Shape.POINT
        last = clause if clause.moments else last
    return False
