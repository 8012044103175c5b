"""Which talks a person is to look at, and which notice a recruiter replies to."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITS = sa.text("person_since IS NOT NULL")
TOLD = sa.text("medium = 'telegram'")


def upgrade() -> None:
    """An older program that still runs beside it hands over as before; what it hands over is not in the inbox."""
    op.add_column("conversations", sa.Column("person", sa.Text))
    op.add_column("conversations", sa.Column("person_since", Moment))
    op.create_index(
        "ix_conversations_person_since",
        "conversations",
        ["person_since"],
        postgresql_where=WAITS,
        sqlite_where=WAITS,
    )
    op.create_index("ix_outbox_told", "outbox", ["recipient", "provider_id"], postgresql_where=TOLD, sqlite_where=TOLD)
    # Those who wait already: since when, nobody kept; not before their talk last moved.
    op.execute("UPDATE conversations SET person_since = touched_at WHERE status = 'with_human'")


def downgrade() -> None:
    """The talks stay with the person that they are with."""
    op.drop_index("ix_outbox_told", "outbox")
    op.drop_index("ix_conversations_person_since", "conversations")
    op.drop_column("conversations", "person_since")
    op.drop_column("conversations", "person")
