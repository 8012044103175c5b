"""Which process has a message that is on its way, so that no other takes it up while that one lives."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes by the lease alone, as before."""
    op.add_column("outbox", sa.Column("holder", sa.Integer))


def downgrade() -> None:
    """Back to the lease alone."""
    op.drop_column("outbox", "holder")
