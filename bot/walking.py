"""From step to step, until one waits for the candidate."""

from bot.changing import replace
from bot.courtesies import closed_meanwhile
from bot.model import Pending
from bot.turn import Turn

MOST_STEPS = 50


class Lost(Exception):
    """The script goes round without ever asking anything."""


def begin(turn: Turn) -> Turn:
    """The talk starts at the script's first step; nothing heard so far answers anything.

    About a vacancy that is closed no talk starts: that is said.
    """
    languages = turn.context.script.languages
    if turn.language not in languages:
        turn = turn.now(language="en" if turn.language and "en" in languages else languages[0])
    if not turn.context.vacancy.open:
        return closed_meanwhile(turn)
    fresh = turn.now(pending=Pending.NOTHING, answers={}, offered=(), chosen=None, misses=0, nudges=0)
    return walk(fresh.go(turn.context.script.first))


def walk(turn: Turn) -> Turn:
    """Enters the steps that the turn goes to, one after the other."""
    for _ in range(MOST_STEPS):
        if not turn.goto:
            return turn
        step = turn.goto
        turn = turn.context.script.steps[step].enter(replace(turn.now(step=step), goto=""))
    raise Lost(f"script {turn.context.script.name!r} has no end at step {turn.conversation.step!r}")
