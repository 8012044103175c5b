"""The content templates that a message needs on WhatsApp: what is fixed of it, and what stands in variables."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.model import Button
from bot.outgoing import Category, Say, Template

WINDOW = timedelta(hours=24)
"""How long after somebody wrote free words may go to them."""
LONGEST_BODY = 1024
LONGEST_TEXT = 1600
LONGEST_VALUE = 250
MOST_REPLIES, MOST_APPROVED_REPLIES, LONGEST_REPLY = 3, 10, 20
MOST_ITEMS, LONGEST_ITEM, LONGEST_DESCRIPTION, LONGEST_ID = 10, 24, 72, 200

LIST_LABEL = "☰"
"""On the button that opens a list: a message does not say its language."""

Variables = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One content template of Twilio's; equal ones share a name."""

    kind: str
    content: Mapping[str, Any]
    variables: tuple[str, ...] = ()
    language: str = "en"
    prefix: str = "belmoment"
    category: str = Category.UTILITY

    @property
    def name(self) -> str:
        """The friendly name, by which it is found again after a restart."""
        spelled = json.dumps([self.kind, self.content, self.language], sort_keys=True)
        return f"{self.prefix}_{hashlib.sha256(spelled.encode()).hexdigest()[:16]}"

    @property
    def request(self) -> dict[str, Any]:
        """What creates it. The samples are no one's words: reviewers at Twilio and Meta read them."""
        return {
            "friendly_name": self.name,
            "language": self.language,
            "variables": dict.fromkeys(self.variables, "example"),
            "types": {self.kind: self.content},
        }


@dataclass(slots=True)
class _Blanks:
    """Variables handed out one by one, each with its value."""

    values: dict[str, str] = field(default_factory=dict)

    def blank(self, value: str) -> str:
        name = str(len(self.values) + 1)
        self.values[name] = value
        return f"{{{{{name}}}}}"

    def body(self, text: str) -> str:
        # A value may have neither line breaks nor great length: lines are variables, their breaks the template's.
        lines = (_pieces(" ".join(line.split())) for line in text.strip().split("\n"))
        return "\n".join(" ".join(map(self.blank, pieces)) for pieces in lines)


def tappable(say: Say) -> tuple[Shape, Variables] | None:
    """The message with its buttons, for inside the 24 hours; nothing where WhatsApp can't show them."""
    buttons = say.buttons
    if not buttons or not say.text.strip() or len(say.text) > LONGEST_BODY or not _distinct(buttons):
        return None
    blanks = _Blanks()
    if len(buttons) <= MOST_REPLIES and _fit(buttons, LONGEST_REPLY):
        kind, content = "twilio/quick-reply", {"body": blanks.body(say.text), "actions": _replies(buttons, blanks)}
    elif len(buttons) <= MOST_ITEMS and _fit(buttons, LONGEST_ITEM):
        items = [_item(button, blanks) for button in buttons]
        kind, content = "twilio/list-picker", {"body": blanks.body(say.text), "button": LIST_LABEL, "items": items}
    else:
        return None
    return Shape(kind, content, tuple(blanks.values)), blanks.values


def approvable(say: Say, template: Template) -> tuple[Shape, Variables]:
    """The message as a template to be approved, for outside the 24 hours.

    Its buttons are kept where they are the same for everybody: titles can't vary in an approved template.
    """
    values = {str(number): " ".join(value.split()) for number, value in enumerate(template.values, start=1)}
    buttons = template.buttons or say.buttons
    # A title with figures is a moment; a template with one would have to be approved anew for every message.
    lasting = not any(sign.isdecimal() for button in buttons for sign in button.title)
    prefix = re.sub(r"[^a-z0-9]+", "_", template.name.lower()).strip("_")[:200] or "belmoment"
    if buttons and lasting and len(buttons) <= MOST_APPROVED_REPLIES and _distinct(buttons) and _fit(buttons, 20):
        actions = [{"type": "QUICK_REPLY", "title": button.title, "id": button.id} for button in buttons]
        kind, content = "twilio/quick-reply", {"body": template.body, "actions": actions}
    else:
        kind, content = "twilio/text", {"body": template.body}
    return Shape(kind, content, tuple(values), template.language, prefix, template.category), values


def filled(template: Template) -> str:
    """The words of a template as the candidate reads them."""
    return with_values(template.body, {str(number): value for number, value in enumerate(template.values, start=1)})


def with_values(body: str, values: Variables) -> str:
    """A body with its variables filled in, as it is read."""
    return re.sub(r"\{\{(\w+)\}\}", lambda blank: values.get(blank[1], blank[0]), body)


def _distinct(buttons: Sequence[Button]) -> bool:
    return len({button.id for button in buttons}) == len({button.title for button in buttons}) == len(buttons)


def _fit(buttons: Sequence[Button], title: int) -> bool:
    return all(
        0 < len(button.title.strip()) <= title
        and 0 < len(button.id) <= LONGEST_ID
        and len(button.description) <= LONGEST_DESCRIPTION
        for button in buttons
    )


def _replies(buttons: Sequence[Button], blanks: _Blanks) -> list[dict[str, str]]:
    return [
        {"type": "QUICK_REPLY", "title": blanks.blank(button.title.strip()), "id": blanks.blank(button.id)}
        for button in buttons
    ]


def _item(button: Button, blanks: _Blanks) -> dict[str, str]:
    item = {"item": blanks.blank(button.title.strip()), "id": blanks.blank(button.id)}
    return item | ({"description": blanks.blank(button.description)} if button.description.strip() else {})


def _pieces(line: str) -> list[str]:
    """A line cut at blanks into pieces that a variable takes; an empty one has none."""
    pieces: list[str] = []
    while len(line) > LONGEST_VALUE:
        cut = line.rfind(" ", 1, LONGEST_VALUE + 1)
        if cut < 0:
            break
        pieces.append(line[:cut])
        line = line[cut + 1 :]
    return [*pieces, line] if line else pieces
