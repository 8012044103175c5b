"""What was answered to requests that bear a key of their own, so that the same one counts once."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it takes no such requests."""
    op.create_table(
        "requests",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_requests"),
    )
    op.create_index("ix_requests_at", "requests", ["at"])


def downgrade() -> None:
    """Forgets it: a request that is sent again is carried out again."""
    op.drop_table("requests")
