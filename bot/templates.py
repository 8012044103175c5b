"""The sentences that may have to go out when WhatsApp's window is closed, in the form that WhatsApp approves."""

import string
from collections.abc import Mapping

from bot.outgoing import Category, Template
from bot.sayings import Sayings
from bot.script import Script

TIMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "reminder_day": (("move", "button_move"), ("cancel", "button_cancel")),
    "reminder_soon": (("not_now", "button_not_now"), ("cancel", "button_cancel")),
    "calls_now": (("not_now", "button_not_now"), ("cancel", "button_cancel")),
    "other_caller": (("move", "button_move"), ("cancel", "button_cancel")),
    "closed_before_call": (("cancel", "button_cancel"),),
    "caller_gone": (),
    "closed_since": (("recruiter", "button_ask_recruiter"),),
    "waiting_for_call": (("called", "button_called"),),
    "thanks": (),
    "nudge": (),
    "nudge_phone": (),
    "missed_each_other": (),
    "not_convenient": (),
    "wrong_number": (),
    "earlier_free": (("earlier", "button_earlier"), ("keep_time", "button_keep_time")),
    "recruiter_moves": (),
    "recruiter_cancelled": (),
    "promise_missed": (),
    "knock": (),
}
"""What a timer or a recruiter has us say: by the sentence's name its buttons, (value, name of the title's sentence)."""

REVIVING = ("opening", "follow_up", "nudge", "nudge_phone")
"""What begins or revives a talk: WhatsApp takes it for marketing, and all else for utility."""


def as_template(name: str, language: str, wording: str, values: Mapping[str, str]) -> Template:
    """The wording with its `{values}` as `{{1}}`, `{{2}}` … in the order in which they first stand there."""
    order: dict[str, int] = {}
    body = ""
    for text, field, _, _ in string.Formatter().parse(wording):
        body += text
        if field is not None:
            body += f"{{{{{order.setdefault(field, len(order) + 1)}}}}}"
    filled = tuple(values.get(field, field) for field in order)
    category = Category.MARKETING if name in REVIVING else Category.UTILITY
    return Template(name=name, language=language, body=body.strip(), values=filled, category=category)


def wording_of(name: str, language: str, script: Script, sayings: Sayings) -> str:
    """A sentence with its `{values}` still open: the script's own wording, else Belmoment's."""
    own = script.phrases.get(name, {})
    return own.get(language) or sayings.texts[name][language]
