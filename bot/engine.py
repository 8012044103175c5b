"""The one function that holds the conversation."""

from bot.context import Context, Decision
from bot.events import Event
from bot.model import Conversation


def decide(conversation: Conversation, event: Event, context: Context) -> Decision:
    """What follows from `event`; the same arguments always give the same decision."""
    raise NotImplementedError
