"""Which messages wait for the end of quiet hours, and not for another try."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it leaves this empty: what it holds back holds up what comes behind."""
    op.add_column("outbox", sa.Column("held_until", Moment))


def downgrade() -> None:
    """What waits for the end of quiet hours waits on."""
    op.drop_column("outbox", "held_until")
