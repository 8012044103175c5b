"""What a window held back that was closed sooner than we knew goes once more, as the template that it bears."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, update

from bot.events import DeliveryReported
from bot.outgoing import Say
from bot.undelivered import Cause, cause_of
from storage.forms import OUTGOING
from storage.tables import outbox

UNNAMED = "?"
"""Where the platform did not tell which copy of ours it held back."""
WENT = ("sending", "doubtful", "sent")


def goes_as_template(connection: Connection, row: Row[Any], event: DeliveryReported) -> bool:
    """Whether the message waits again, or did already when this was reported of its first copy."""
    said = OUTGOING.decode(row.payload)
    if not isinstance(said, Say) or said.template is None:
        return False
    if said.closed:
        return said.closed == event.provider_id
    if cause_of(event.code) is not Cause.CLOSED or row.status not in WENT:
        return False
    again = replace(said, closed=event.provider_id or UNNAMED)
    values = {"status": "waiting", "due_at": event.at, "provider_id": None, "payload": OUTGOING.encode(again)}
    here = (outbox.c.conversation == row.conversation) & (outbox.c.id == row.id)
    connection.execute(update(outbox).where(here).values(values | {"reason": event.code}))
    return True
