"""Topics that wait until their person is in no other talk."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it skips who is in a talk, and begins nothing that waits."""
    op.create_table(
        "topics",
        sa.Column("candidate", sa.Text, nullable=False),
        sa.Column("vacancy", sa.Text, nullable=False),
        sa.Column("recruiter", sa.Text, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("candidate", "vacancy", name="pk_topics"),
    )


def downgrade() -> None:
    """What waits never begins: the list has to be taken in again."""
    op.drop_table("topics")
