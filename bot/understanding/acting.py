"""From probabilities to the meaning that the bot goes by, and whether it acts on that or asks."""

from collections.abc import Mapping

from bot.understanding.heard import Heard
from bot.understanding.understood import Asked, Intent

_SURE = 0.9
"""From this probability on the bot acts where a mistake would send somebody away, book, or pass over what was said."""
_SURE_ENOUGH = 0.7
"""From this probability on it acts where a mistake is soon put right."""
_LIGHT = frozenset(
    {
        Intent.CALL_NOW,
        Intent.GREETING,
        Intent.HUMAN,
        Intent.NEED_MORE_INFO,
        Intent.OTHER,
        Intent.PICK_OPTION,
        Intent.PREFERS_EMAIL,
        Intent.PREFERS_TEXT,
        Intent.RUNNING_LATE,
        Intent.THANKS,
        Intent.WHO_ARE_YOU,
    }
)
"""What is answered, read back, or brought to a person."""

_YES = frozenset({Intent.AFFIRM, Intent.INTERESTED, Intent.ALREADY_EMPLOYED_BUT_OPEN})
_OUT = frozenset({Intent.CANCEL, Intent.NOT_INTERESTED})
_OTHERWISE = frozenset({Intent.DENY, Intent.NONE_OF_THESE, Intent.RESCHEDULE})

_ALIKE: Mapping[Asked, tuple[frozenset[Intent], ...]] = {
    Asked.OPENING: (_YES, frozenset({Intent.DENY, Intent.NOT_INTERESTED, Intent.CANCEL})),
    Asked.ASK_MOMENT: (_OUT,),
    Asked.OFFER_SLOTS: (_YES, _OTHERWISE, _OUT),
    Asked.CONFIRM: (_YES, _OTHERWISE, _OUT),
    Asked.BOOKED: (
        frozenset({Intent.AFFIRM, Intent.INTERESTED, Intent.THANKS, Intent.GREETING}),
        _OUT,
        _OTHERWISE,
    ),
    Asked.ANY: (_YES, frozenset({Intent.DENY, Intent.NOT_INTERESTED})),
}
"""Intents that the bot answers alike: doubt between them is none."""


def ranked(probable: Mapping[Intent, float], asked: Asked) -> Heard:
    """The best intent, with the probability of all that are answered like it."""
    together = dict(probable)
    for group in _ALIKE.get(asked, ()):
        together |= dict.fromkeys(group, sum(probable[intent] for intent in group if intent in probable))
    best = max(probable, key=lambda intent: (together[intent], probable[intent]))
    bar = _SURE_ENOUGH if best in _LIGHT else _SURE
    return Heard(intent=best, sure=together[best] >= bar, probability=together[best])


def alike(one: Intent, other: Intent, asked: Asked) -> bool:
    """Whether the bot does the same for two intents after a question."""
    return one is other or any({one, other} <= group for group in _ALIKE.get(asked, ()))
