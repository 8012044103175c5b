"""What a window held back that was closed sooner than we knew goes once more, as the template that it bears."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from bot.events import DeliveryReported
from bot.outgoing import Say
from bot.undelivered import Cause, cause_of
from storage.forms import OUTGOING
from storage.tables import outbox

UNNAMED = "?"
"""Where the platform did not tell which copy of ours it held back."""
WENT = ("sending", "doubtful", "sent")
REPORTED_ON: Select[Any] = select(
    *(outbox.c[name] for name in ("conversation", "id", "medium", "status", "purpose")),
    outbox.c.payload["closed"].as_string().label("closed"),
)
"""What is looked at of a message when a platform tells of it: what it says is read where that matters alone."""


def goes_as_template(connection: Connection, row: Row[Any], event: DeliveryReported) -> bool:
    """Whether the message (as in `REPORTED_ON`) waits again, or did already when this was told of its first copy."""
    if row.closed:
        return bool(row.closed == event.provider_id)
    if cause_of(event.code) is not Cause.CLOSED or row.status not in WENT:
        return False
    here = (outbox.c.conversation == row.conversation) & (outbox.c.id == row.id)
    said = OUTGOING.decode(connection.scalar(select(outbox.c.payload).where(here)))
    if not isinstance(said, Say) or said.template is None:
        return False
    again = replace(said, closed=event.provider_id or UNNAMED)
    values = {"status": "waiting", "due_at": event.at, "provider_id": None, "payload": OUTGOING.encode(again)}
    connection.execute(update(outbox).where(here).values(values | {"reason": event.code}))
    return True
