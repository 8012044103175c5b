"""Accounts of the people who use the pages, and the vain tries to sign in."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An older program that still runs beside it goes on: it leaves the new tables alone."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("recruiter", sa.Text),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name", name="uq_accounts_name"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("name_hash", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("again_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_again_at", "sign_ins", ["again_at"])


def downgrade() -> None:
    """Forgets both."""
    op.drop_table("sign_ins")
    op.drop_table("accounts")
