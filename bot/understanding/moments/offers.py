"""Which of a message's moments are offered for the call, and whether what stands around them leaves that in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.understanding.moments.concluding import explained
from bot.understanding.moments.phrases import Phrased
from bot.understanding.moments.said import Days, Instant, Item, Mark, Shape, Times
from bot.understanding.moments.tokens import Kind, Token
from bot.understanding.moments.unclear import (
    JUDGES,
    THINGS,
    THIRDS,
    TIMES,
    about_call,
    after_a_point,
    doubtful,
    is_appointment,
    only_refuses,
    unknown,
)
from bot.understanding.moments.vocabulary import Vocabulary
from bot.understanding.moments.worded import OPENERS, Worded, on_the_clock, worded

_STORIES = frozenset({Kind.BYGONE, Kind.JOB})
_ASIDES = frozenset({Kind.WHEN, Kind.BYGONE, Kind.JOB, Kind.SOMEONE, Kind.HAVE, Kind.AFTER_THAT})
_ODD = _ASIDES | THINGS | OPENERS | TIMES | THIRDS | {Kind.NUMBER}

_OWN = frozenset({Kind.HAVE, Kind.SOMEONE, Kind.JOB, Kind.WORK, Kind.WHEN, Kind.LEAVE})
"""Beside these a time is that of what somebody does."""

_UNTIL = frozenset({Shape.UNTIL, Shape.RANGE})
_BECAUSE = 2


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
    excepted = _excepted(clauses, home)
    certain = not (after_a_point(clauses, home) or only_refuses(clauses, home))
    items: list[Item] = []
    past: list[Item] = []
    why = _whys(clauses, home)
    for n, clause in enumerate(clauses):
        if n in why:
            items += clause.held()[1:]
        elif n in left:
            items += left[n]
            past += clause.moments
        elif stories[n]:
            items += clause.joint
            past += clause.held()
        elif _presses(clauses, n, home):
            items += clause.joint
        elif (
            (answered and is_appointment(clause, home))
            or _is_contrasted(clauses, n, home)
            or n in excepted
            or _is_told(clauses, n, home)
        ):
            items += [*clause.held(), Mark(Kind.BUSY)]
        elif answered and (_is_about_now(clause, home) or _is_background(clauses, n, home)):
            items += clause.joint
        else:
            items += _without_circumstance(clause)
            clear = _is_refined(clauses, n) or _is_followed(clauses, n)
            certain = certain and (clear or not doubtful(clause, moments, home))
    return Offers(items, past, certain)


def _without_circumstance(clause: Worded) -> list[Item]:
    """What it says without the "busy" of "at nine, when both are at school", which explains its time on the clock."""
    if clause.since is None:
        return clause.held()
    return [
        phrase.said
        for phrase in clause.phrases
        if phrase.said is not None and not (phrase.start > clause.since and phrase.said == Mark(Kind.BUSY))
    ]


def _whys(clauses: Sequence[Worded], home: Vocabulary) -> set[int]:
    """The places of what only tells what comes before or after: "today up to four, after that I'm in the air"."""
    found = set()
    for n, clause in enumerate(clauses):
        if clause.joined_by(Kind.AFTER_THAT) is None or clause.moments:
            continue
        before = clauses[n - 1] if n else None
        beside = [clause, *([before] if before and not before.moments else [])]
        named = next((one for one in reversed(clauses[:n]) if one.moments), None)
        if named and _is_settled(named, home) and any(_tells(one, home) for one in beside):
            found.add(n)
    return found


def _is_settled(clause: Worded, home: Vocabulary) -> bool:
    """Whether its time stands by itself: it is no time of something else."""
    if (about_call(clause, home) or Kind.FINE in clause.kinds) and clause.kinds.isdisjoint({Kind.BUSY, Kind.WORK}):
        return True
    told = any(unknown(token, home) for token in clause.loose)
    return bool(home.filler) and not told and clause.kinds.isdisjoint(_OWN | JUDGES)


def _tells(clause: Worded, home: Vocabulary) -> bool:
    """Whether it says what they do, and nothing of a call."""
    if not clause.kinds.isdisjoint({Kind.FINE, Kind.ANY, Kind.EVERY, Kind.NOT}):
        return False
    if about_call(clause, home) and Kind.SOMEONE not in clause.kinds:
        return False
    busy = not clause.kinds.isdisjoint({Kind.BUSY, Kind.HAVE, Kind.LEAVE, Kind.WORK, Kind.JOB})
    return busy or any(unknown(token, home) for token in clause.loose)


def _is_about_now(clause: Worded, home: Vocabulary) -> bool:
    """Whether it tells what somebody is at now: "I'm on the train now", beside when it would suit."""
    now = all(isinstance(item, Instant) and item.kind is Kind.NOW for item in clause.moments)
    told = bool(home.filler) and Kind.FINE not in clause.kinds and not about_call(clause, home)
    return bool(clause.moments) and now and told and any(unknown(token, home) for token in clause.loose)


def _is_background(clauses: Sequence[Worded], n: int, home: Vocabulary) -> bool:
    """Whether it only tells until when they are at something: "7pm, I'm at football training until half past six"."""
    clause = clauses[n]
    ends = [item.end or item.start for item in clause.moments if isinstance(item, Times) and item.shape in _UNTIL]
    told = bool(home.filler) and any(unknown(token, home) for token in clause.loose)
    judged = not clause.kinds.isdisjoint(JUDGES | {Kind.FINE}) or about_call(clause, home)
    if not (told and ends) or judged or len(ends) < len(clause.moments):
        return False
    times = [item for other in (*clauses[:n], *clauses[n + 1 :]) for item in other.moments if isinstance(item, Times)]
    points = [item.start.readings[0] for item in times if item.start and item.shape in (Shape.POINT, Shape.AROUND)]
    return bool(points) and min(points) >= max(end.readings[0] for end in ends if end)


def _is_told(clauses: Sequence[Worded], n: int, home: Vocabulary) -> bool:
    """Whether something else is at that hour, as a later one suits: "crossfit at eleven, after twelve works"."""
    clause = clauses[n]
    judged = not clause.kinds.isdisjoint(JUDGES | OPENERS | {Kind.FINE, Kind.ALSO, Kind.RATHER, Kind.OR})
    if judged or about_call(clause, home) or not any(unknown(token, home) for token in clause.loose):
        return False
    hours = [item for item in clause.moments if isinstance(item, Times)]
    exact = hours and all(item.shape in (Shape.POINT, Shape.AROUND, Shape.RANGE) for item in hours)
    later = (one for one in clauses[n + 1 :] if one.timed and Kind.FINE in one.kinds and Kind.ALSO not in one.kinds)
    return bool(home.filler and exact) and any(_undated(one) for one in later)


def _undated(clause: Worded) -> bool:
    return not any(isinstance(item, Days) for item in clause.moments)


def _presses(clauses: Sequence[Worded], n: int, home: Vocabulary) -> bool:
    """Whether it says why there is a hurry: "as soon as possible, I have to give them an answer today"."""
    clause = clauses[n]
    hurried = any(isinstance(item, Instant) and item.kind is Kind.ASAP for one in clauses[:n] for item in one.moments)
    if not (hurried and clause.moments and home.filler) or not all(map(_is_date, clause.moments)):
        return False
    judged = Kind.FINE in clause.kinds or not JUDGES.isdisjoint(clause.kinds) or about_call(clause, home)
    why = Kind.HAVE in clause.kinds or clause.joined_by(Kind.BUT) == _BECAUSE
    return not judged and (why or any(unknown(token, home) for token in clause.loose))


def _is_contrasted(clauses: Sequence[Worded], n: int, home: Vocabulary) -> bool:
    """Whether something else is then, as a "but" and another time follow: "Sunday I play football, but Monday …"."""
    clause, after = clauses[n], next((later for later in clauses[n + 1 :] if later.loose or later.moments), None)
    if after is None or after.joined_by(Kind.BUT) != 0 or not home.filler or not all(map(_is_day, clause.moments)):
        return False
    plain = not after.moments or not JUDGES.isdisjoint(after.kinds) or not clause.moments
    judged = Kind.FINE in clause.kinds or not JUDGES.isdisjoint(clause.kinds) or about_call(clause, home)
    return not (plain or judged) and any(unknown(token, home) for token in clause.loose)


def _excepted(clauses: Sequence[Worded], home: Vocabulary) -> set[int]:
    """The places of what stands before an "any other time is fine": "Mondays I have class, any other time …"."""
    others = next((n for n, clause in enumerate(clauses) if _says_others(clause)), 0)
    return {
        n
        for n, clause in enumerate(clauses[:others])
        if clause.moments and (JUDGES | {Kind.FINE}).isdisjoint(clause.kinds) and _is_occasion(clause, home)
    }


def _says_others(clause: Worded) -> bool:
    """Whether it says that all else would suit, and not "the other days I can't"."""
    refuses = not {Kind.BUSY, Kind.NOT, Kind.NOT_BEFORE_IT}.isdisjoint(clause.kinds)
    return not refuses and any(isinstance(item, Mark) and item.of_others for item in clause.held())


def _is_occasion(clause: Worded, home: Vocabulary) -> bool:
    """Whether something is said to be then that is no call."""
    told = Kind.HAVE in clause.kinds or any(unknown(token, home) for token in clause.loose)
    return bool(home.filler) and told and not about_call(clause, home)


def _is_refined(clauses: Sequence[Worded], n: int) -> bool:
    """Whether the next clause says at what time a circumstance is: "when the kids are in bed, from half past eight"."""
    if n + 1 == len(clauses) or OPENERS.isdisjoint(clauses[n].kinds) or clauses[n].timed:
        return False
    after = clauses[n + 1]
    return after.timed and after.joined_by(Kind.COMMA) is not None and not any(map(_is_date, after.moments))


def _is_followed(clauses: Sequence[Worded], n: int) -> bool:
    """Whether it says until when or from when on something is, and the next clause goes from there."""
    told = (one for one in clauses[n + 1 :] if one.moments or one.loose or one.joined_by(Kind.AFTER_THAT) is not None)
    following = next(told, None)
    after = following.joined_by(Kind.AFTER_THAT) if following else None
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
    return any(_is_odd(token.kinds) if token.meanings else unknown(token, home) for token in tokens)


@cache
def _is_odd(kinds: frozenset[Kind]) -> bool:
    return not _ODD.isdisjoint(kinds)


def _is_story(clause: Worded, home: Vocabulary) -> bool:
    """Whether its moments lie in the past, or are those of the job."""
    if clause.open or _is_pay_now(clause) or (clause.counts and Kind.BUSY in clause.kinds and not clause.timed):
        return True
    if _STORIES.isdisjoint(clause.kinds) or not clause.moments:
        return False
    told = clause.loose[: clause.explained]
    if all(_STORIES.isdisjoint(token.kinds) for token in told):
        return False
    gone = [token.meanings[Kind.BYGONE].value for token in clause.loose if Kind.BYGONE in token.meanings]
    if 1 in gone:
        return True
    of_call = about_call(clause, home)
    return (Kind.JOB in clause.kinds and not of_call) or (0 in gone and not of_call and Kind.FINE not in clause.kinds)


def _is_pay_now(clause: Worded) -> bool:
    """Whether it tells what they earn now: "14.50 an hour is what I'm on now"."""
    now = all(isinstance(item, Instant) and item.kind is Kind.NOW for item in clause.moments)
    return bool(clause.moments) and now and Kind.MONEY in clause.kinds


def _says_when(clause: Worded, home: Vocabulary) -> bool:
    """Whether it answers when it would suit, whatever the others tell."""
    if not clause.moments or is_appointment(clause, home) or _is_about_now(clause, home):
        return False
    return Kind.FINE in clause.kinds or clause.timed or _is_plain(clause, home)


def _is_plain(clause: Worded, home: Vocabulary) -> bool:
    """Whether it names days and adds nothing: "Friday morning instead"."""
    judged = not (JUDGES | _ASIDES | OPENERS).isdisjoint(clause.kinds) or not any(map(_is_date, clause.moments))
    return bool(home.filler) and not judged and not any(unknown(token, home) for token in clause.loose)
