"""What the buttons under a recruiter's message mean: what they do, and to which call or talk."""

from dataclasses import dataclass

from bot.events import Action
from bot.model import TOLD, CallOutcome

DESK = "desk"
"""What the id of each begins with, so that it is told from a candidate's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTap:
    """One button, as it was tapped."""

    action: Action
    about: str
    """A call's id; of a claim the conversation's."""
    outcome: CallOutcome | None = None

    @property
    def conversation(self) -> str:
        """Whose talk it is."""
        return self.about if self.action is Action.CLAIM else self.about.rpartition("-")[0]

    @property
    def call(self) -> str:
        """The call that was seen; empty for a claim, which means whatever is sought in that talk."""
        return "" if self.action is Action.CLAIM else self.about


def button_id(action: Action, about: str, outcome: CallOutcome | None = None) -> str:
    """At most 64 bytes, which is what a chat platform keeps."""
    return f"{DESK}.{outcome or action}.{about}"


def read_button(id: str) -> DeskTap | None:
    """What a tapped button means; None where it is none of a recruiter's."""
    desk, _, rest = id.partition(".")
    what, _, about = rest.partition(".")
    if desk != DESK or not about:
        return None
    if what in TOLD:
        return DeskTap(action=Action.CLOSE, about=about, outcome=CallOutcome(what))
    return DeskTap(action=Action(what), about=about) if what in list(Action) else None
