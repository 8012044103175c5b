"""Until when somebody allowed us to keep their data."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it asks nobody; what it erases daily is what nobody allowed to keep."""
    op.add_column("candidates", sa.Column("keep_until", Moment))


def downgrade() -> None:
    """All goes after 28 days again."""
    op.drop_column("candidates", "keep_until")
