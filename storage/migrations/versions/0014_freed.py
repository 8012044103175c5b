"""Moments that were given back, and until when somebody hopes for an earlier one."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

HOPING = sa.text("hoped_until IS NOT NULL")


def upgrade() -> None:
    """An older program that still runs beside it keeps no hopes, and so nobody is asked about what it frees."""
    op.add_column("conversations", sa.Column("hoped_until", Moment))
    columns = ["vacancy", "hoped_until"]
    name = "ix_conversations_hoped_until"
    op.create_index(name, "conversations", columns, postgresql_where=HOPING, sqlite_where=HOPING)
    op.create_table(
        "freed",
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("recruiter", sa.Text, nullable=False),
        sa.Column("starts_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("freed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "turn", name="pk_freed"),
    )


def downgrade() -> None:
    """Nobody is asked any more."""
    op.drop_table("freed")
    op.drop_index("ix_conversations_hoped_until", "conversations")
    op.drop_column("conversations", "hoped_until")
