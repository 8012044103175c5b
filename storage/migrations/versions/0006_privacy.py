"""When a person's data goes, and of whom it has gone."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it writes neither column, and has nothing erased."""
    op.add_column("candidates", sa.Column("erase_at", Moment))
    op.add_column("candidates", sa.Column("bare", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_candidates_erase_at",
        "candidates",
        ["erase_at"],
        postgresql_where=sa.text("erase_at IS NOT NULL"),
        sqlite_where=sa.text("erase_at IS NOT NULL"),
    )
    op.create_table(
        "forgotten",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_forgotten"),
    )


def downgrade() -> None:
    """Forgets both, and of whom there is nothing left."""
    op.drop_table("forgotten")
    op.drop_index("ix_candidates_erase_at", "candidates")
    op.drop_column("candidates", "bare")
    op.drop_column("candidates", "erase_at")
