"""Makes an intent and a moment that were read from one message fit each other."""

from dataclasses import replace
from datetime import datetime

from bot.understanding.heard import Heard
from bot.understanding.leaving import LEAVING
from bot.understanding.understood import Asked, Intent, MomentReading
from bot.understanding.wishes import THINKABLE

_ASIDE = LEAVING | {
    Intent.NOT_INTERESTED,
    Intent.WHO_ARE_YOU,
    Intent.CALL_NOW,
    Intent.PREFERS_TEXT,
    Intent.PREFERS_EMAIL,
    Intent.HUMAN,
    Intent.ABUSE,
}
"""What a time that was said beside it does not change."""

_UNTIMED = _ASIDE | {
    Intent.INTERESTED,
    Intent.ALREADY_EMPLOYED_BUT_OPEN,
    Intent.MAYBE_LATER,
    Intent.AFFIRM,
    Intent.DENY,
    Intent.GREETING,
    Intent.THANKS,
    Intent.CANCEL,
}
"""What a time does not change either where none was asked for."""

_TIMED = frozenset({Intent.GIVE_TIME, Intent.PICK_OPTION})
_MOVES = frozenset({Intent.GIVE_TIME, Intent.NONE_OF_THESE, Intent.PICK_OPTION, Intent.RESCHEDULE})
_KEEPS = frozenset({Intent.AFFIRM, Intent.THANKS, Intent.CANCEL, Intent.RUNNING_LATE})
_TAKES = frozenset({Intent.PICK_OPTION, Intent.GIVE_TIME, Intent.AFFIRM})
_ELSEWHERE = frozenset({Intent.NEED_MORE_INFO, Intent.MAYBE_LATER, Intent.RUNNING_LATE, Intent.CANCEL, Intent.DENY})
"""What a time beside it does not make a suitable time of, even asked when."""
_CLEARLY, _LIKELY = 0.6, 0.4


def fitted(
    heard: Heard, moment: MomentReading, asked: Asked, topics: tuple[str, ...], at: datetime | None = None
) -> Heard:
    """What was heard, now that it is known whether a moment was said, and which facts of a vacancy.

    `at` is when it was said: who names a later moment does not want to be called at once.
    """
    about_job = heard.intent is Intent.NEED_MORE_INFO and bool(topics) and heard.probability >= _CLEARLY
    later = heard.intent is Intent.CALL_NOW and at is not None and bool(moment.windows) and moment.windows[0].start > at
    if (heard.intent in _ASIDE and not later) or about_job:
        return _beside(heard, moment)
    if asked is Asked.BOOKED:
        return _booked(heard, moment)
    if asked is Asked.OFFER_SLOTS and moment.picked is not None:
        return _turned(heard, Intent.PICK_OPTION, moment, agrees=heard.intent in _TAKES or not _clear(heard))
    if moment.windows:
        return _timed(heard, moment, asked)
    # A time or a choice that can't be told is nothing to act on.
    return replace(heard, sure=False) if heard.intent in _TIMED else heard


def _booked(heard: Heard, moment: MomentReading) -> Heard:
    """After a booking, another time or one that no longer suits moves the call; "see you Tuesday" does not."""
    if heard.intent in _MOVES or (moment.exclude and heard.intent not in _KEEPS):
        kept = heard.intent is Intent.RESCHEDULE and (heard.sure or not moment.windows)
        agrees = _likely(heard, _MOVES) or bool(moment.exclude)
        moved = heard if kept else _turned(heard, Intent.RESCHEDULE, moment, agrees=agrees)
        return _beside(moved, moment)
    return heard


def _timed(heard: Heard, moment: MomentReading, asked: Asked) -> Heard:
    match asked:
        case Asked.OPENING | Asked.ANY:
            kept = heard.intent in _UNTIMED or (heard.sure and heard.intent is not Intent.GIVE_TIME)
        case Asked.OFFER_SLOTS:
            kept = heard.intent is Intent.NONE_OF_THESE or heard.intent is Intent.PICK_OPTION
        case Asked.CONFIRM:
            kept = heard.intent in {Intent.AFFIRM, Intent.DENY}
        case _:
            kept = False
    if not kept:
        # Asked when, people name times; elsewhere a time may be said by the way, as in "I work until 3 today".
        unasked = asked is not Asked.ASK_MOMENT
        agrees = _likely(heard, _MOVES) if unasked else heard.intent not in _ELSEWHERE or not _clear(heard)
        return _turned(heard, Intent.GIVE_TIME, moment, agrees=agrees)
    # A choice among the slots that can't be told is nothing to act on.
    return _beside(replace(heard, sure=heard.sure and heard.intent is not Intent.PICK_OPTION), moment)


def _turned(heard: Heard, intent: Intent, moment: MomentReading, *, agrees: bool) -> Heard:
    """The intent that the moment makes of it; as sure as the moment is, where the words agree and nobody may leave."""
    also = tuple(other for other in (heard.intent, *heard.also) if other is not intent)
    return replace(heard, intent=intent, also=also, sure=moment.sure and agrees and heard.leaving < THINKABLE)


def _likely(heard: Heard, intents: frozenset[Intent]) -> bool:
    return heard.intent in intents and heard.probability >= _LIKELY


def _clear(heard: Heard) -> bool:
    return heard.probability >= _CLEARLY


def _beside(heard: Heard, moment: MomentReading) -> Heard:
    """The intent as it was, and that a time was said beside it."""
    given = bool(moment.windows) and Intent.GIVE_TIME not in heard.also
    return replace(heard, also=(*heard.also, Intent.GIVE_TIME)) if given else heard
