"""After an outage: since when an outgoing message is in doubt, and how far a platform's own record was taken in."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it leaves the new things alone."""
    op.add_column("outbox", sa.Column("doubt_since", Moment))
    op.create_table(
        "marks",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def downgrade() -> None:
    """Forgets both."""
    op.drop_table("marks")
    op.drop_column("outbox", "doubt_since")
