"""How each call went, and the recruiter's impression."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it leaves the new columns empty."""
    op.add_column("calls", sa.Column("outcome", sa.Text))
    op.add_column("calls", sa.Column("impression", sa.Text))


def downgrade() -> None:
    """Forgets both."""
    op.drop_column("calls", "impression")
    op.drop_column("calls", "outcome")
