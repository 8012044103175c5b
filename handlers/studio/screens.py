"""What becomes of a message on each channel's screen: the same limits that live sending keeps."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.outgoing import Say
from handlers.channel import Refused
from handlers.plain_text import numbered
from handlers.telegram.limits import check
from handlers.whatsapp.shapes import LONGEST_TEXT, WINDOW, Shape, Variables, approvable, tappable, with_values

WINDOW_CLOSED = "window_closed"
TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A message as it is read there, and how it came: "" plainly, "list", "numbered", "template" …"""

    say: Say
    how: str = ""
    lost: str = ""
    """Why it does not arrive; empty where it does."""


def on_screen(channel: str, say: Say, now: datetime, heard_at: datetime | None) -> Screen:
    """The message at `now` to somebody who last wrote at `heard_at` (aware)."""
    match channel:
        case "whatsapp":
            return _on_whatsapp(say, now, heard_at)
        case "telegram":
            return _on_telegram(say)
        case _:
            return Screen(say=say)


def _on_whatsapp(say: Say, now: datetime, heard_at: datetime | None) -> Screen:
    say = replace(say, ask_phone="")  # WhatsApp tells the number of who writes, and has no button to share one
    if heard_at is None or now - heard_at >= WINDOW:
        return _as_template(say)
    if content := tappable(say):
        shape, values = content
        how = "list" if shape.kind == "twilio/list-picker" else ""
        return Screen(say=replace(say, text=_filled(shape, values)), how=how)
    plain = numbered(say.text, say.buttons)
    if len(plain) > LONGEST_TEXT:
        return Screen(say=say, lost=TOO_LONG)
    return Screen(say=replace(say, text=plain, buttons=()), how="numbered" if say.buttons else "")


def _as_template(say: Say) -> Screen:
    if say.template is None:
        return Screen(say=say, lost=WINDOW_CLOSED)
    shape, values = approvable(say, say.template)
    kept = say.buttons if "actions" in shape.content else ()
    return Screen(say=replace(say, text=_filled(shape, values), buttons=kept, card=None), how="template")


def _on_telegram(say: Say) -> Screen:
    try:
        check(say)
    except Refused:
        return Screen(say=say, lost=TOO_LONG)
    return Screen(say=say)


def _filled(shape: Shape, values: Variables) -> str:
    """The body as it is read."""
    return with_values(str(shape.content["body"]), values)
