"""Since when an outgoing message is in doubt: from there on the platform's own list is looked through."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Older programs go on beside it: they leave the new column empty."""
    op.add_column("outbox", sa.Column("doubt_since", Moment))
