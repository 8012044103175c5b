"""Who is the same person by their number, and what is still to be erased at the platforms."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KNOWN = sa.text("number IS NOT NULL")


def upgrade() -> None:
    """Numbers that were vouched for before are learnt anew with each person's next message."""
    op.add_column("candidates", sa.Column("number", sa.Text))
    op.create_index("ix_candidates_number", "candidates", ["number"], postgresql_where=KNOWN, sqlite_where=KNOWN)
    op.create_table(
        "remains",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name="pk_remains"),
    )
    op.create_index("ix_remains_due_at", "remains", ["due_at"])


def downgrade() -> None:
    """What is still to be erased at the platforms stays there."""
    op.drop_table("remains")
    op.drop_index("ix_candidates_number", "candidates")
    op.drop_column("candidates", "number")
