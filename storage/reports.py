"""A platform's word on a message of ours: what it changes in the outbox, and whether the talk is to hear of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.events import DeliveryReported
from bot.outgoing import Purpose
from storage.dispatch import SAY
from storage.outbox import one_of, settle
from storage.resending import REPORTED_ON, goes_as_template

REPORTED: Mapping[str, str] = {
    "accepted": "sent",
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "refused",
    "undelivered": "refused",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A platform's word on a message of ours."""

    conversation: str
    matters: bool
    """Whether the talk should hear of it: it did not arrive, or it was our first word and did."""


def report(connection: Connection, event: DeliveryReported) -> Reported | None:
    """Take a platform's word on a message; None where the message is not ours."""
    ours = connection.execute(REPORTED_ON.where(one_of(event.outgoing))).first()
    if ours is None:
        return None
    if ours.medium == SAY and goes_as_template(connection, ours, event):
        return Reported(conversation=ours.conversation, matters=False)
    status = REPORTED.get(event.status)
    moved = status is not None and settle(connection, event.outgoing, status, event.at, event.code, event.provider_id)
    arrived = status in ("delivered", "read") and ours.purpose == Purpose.INVITATION
    matters = moved and ours.medium == SAY and (status == "refused" or arrived)
    return Reported(conversation=ours.conversation, matters=matters)
