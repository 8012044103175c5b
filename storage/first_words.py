"""First words of ours that did not arrive, or of which nobody told that they did: that is not "no reply"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from bot.model import Candidate
from bot.outgoing import Purpose
from storage.forms import CANDIDATE
from storage.privacy import KEPT_FOR
from storage.tables import addresses, candidates, conversations, origins, outbox

NO_FAILURES = ("stopped", "they wrote first")
"""Why an invitation was held back, where that is as it should be."""
TELLING = "whatsapp:"
"""Where recipients are of whom the platform tells that they were reached; of others, silence says nothing."""
SILENT_AFTER = timedelta(days=1)
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """One invitation that nobody has read, as far as we know."""

    conversation: str
    person: Candidate
    vacancy: str
    recruiter: str
    at: datetime
    """When it was sent, or should have been."""
    code: str
    """The platform's, or our own word; empty where it went and nothing was heard of it since."""


def lost(connection: Connection, whose: Collection[str] | None, now: datetime) -> Sequence[Lost]:
    """These recruiters' (None: all), the newest first: refused ones, and those that were only sent a day ago.

    Whoever wrote since, on whichever channel, has lost nothing. What is older than all that we keep is nobody's work.
    """
    at = func.coalesce(outbox.c.sent_at, outbox.c.created_at)
    refused = (outbox.c.status == "refused") & outbox.c.reason.not_in(NO_FAILURES)
    told = (outbox.c.status == "sent") & outbox.c.recipient.startswith(TELLING)
    silent = told & (outbox.c.sent_at <= now - SILENT_AFTER)
    wrote = exists().where((addresses.c.candidate == candidates.c.id) & (addresses.c.heard_at >= at))
    columns = select(outbox, origins.c.vacancy, origins.c.recruiter.label("whose"), candidates.c.data.label("person"))
    joined = (
        outbox.join(conversations, conversations.c.id == outbox.c.conversation)
        .join(candidates, candidates.c.id == conversations.c.candidate)
        .join(origins, origins.c.conversation == outbox.c.conversation)
    )
    ours = (outbox.c.purpose == Purpose.INVITATION) & (at > now - KEPT_FOR)
    here = columns.select_from(joined).where(ours & (refused | silent) & ~wrote)
    found = here if whose is None else here.where(origins.c.recruiter.in_(whose))
    return [_lost(row) for row in connection.execute(found.order_by(outbox.c.seq.desc()).limit(MOST))]


def _lost(row: Row[Any]) -> Lost:
    return Lost(
        conversation=row.conversation,
        person=CANDIDATE.decode(row.person),
        vacancy=row.vacancy,
        recruiter=row.whose,
        at=row.sent_at or row.created_at,
        code=(row.reason or "unknown") if row.status == "refused" else "",
    )
