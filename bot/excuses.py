"""Whoever was kept waiting for an answer hears a word of excuse before it, once for each time that we were away."""

from dataclasses import replace
from datetime import timedelta

from bot.events import Blocked, Event, FromCandidate
from bot.model import Conversation
from bot.outgoing import Say
from bot.turn import Turn


def excused(turn: Turn, event: Event, before: Conversation) -> Turn:
    """The turn with the excuse ahead of the first thing that is said, where that comes late; `before` is the talk as
    it was before the event.

    Late by the platform's time: where it tells none, `event.at` is ours and nothing is late. Whoever wants nothing
    more from us is spared the excuse, too.
    """
    place = next((n for n, message in enumerate(turn.outgoing) if isinstance(message, Say)), None)
    if place is None or not isinstance(event, FromCandidate) or isinstance(event, Blocked):
        return turn
    answer = turn.outgoing[place]
    assert isinstance(answer, Say)
    comes_at = answer.not_before or turn.context.now
    patience = turn.context.rules.excuse_after
    if (
        comes_at - event.at <= patience
        or turn.candidate.stopped_at is not None
        or _is_old_news(event, before, patience)
    ):
        return turn
    excuse = Say(text=turn.phrase("kept_waiting"), not_before=answer.not_before)
    said = (*turn.outgoing[:place], excuse, *turn.outgoing[place:])
    return replace(turn, outgoing=said).note("excused")


def _is_old_news(event: Event, before: Conversation, patience: timedelta) -> bool:
    """Whether what we said last came after this was written, and was late for this or for what we answered with it: of
    all that was left lying, the first answer has the excuse."""
    said_at = before.said_at
    if said_at is None or said_at < event.at:
        return False
    return said_at - event.at > patience or (before.heard_at is not None and said_at - before.heard_at > patience)
