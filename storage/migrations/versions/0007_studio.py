"""The files of an agency's folder as they were published, and drafts of scripts."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it knows neither table."""
    op.create_table(
        "files",
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_files"),
    )
    op.create_table(
        "drafts",
        sa.Column("script", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("edit", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("saved_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("script", name="pk_drafts"),
    )


def downgrade() -> None:
    """Forgets both."""
    op.drop_table("drafts")
    op.drop_table("files")
