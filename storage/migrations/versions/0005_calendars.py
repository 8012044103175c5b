"""How the reading of each recruiter's own calendar goes."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it leaves the new table alone."""
    op.create_table(
        "calendars",
        sa.Column("recruiter", sa.Text, nullable=False),
        sa.Column("read_at", Moment),
        sa.Column("failing_since", Moment),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("recruiter", name="pk_calendars"),
    )


def downgrade() -> None:
    """Forgets it; the next reading begins anew."""
    op.drop_table("calendars")
