"""How each talk came about and on what ground, who has which number, and what each message goes out for."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PHONES = {
    "postgresql": "UPDATE candidates SET phone = data ->> 'phone'",
    "sqlite": "UPDATE candidates SET phone = json_extract(data, '$.phone')",
}


def upgrade() -> None:
    """An older program that still runs beside it goes on: it writes none of this, and an import misses its numbers."""
    op.add_column("candidates", sa.Column("phone", sa.Text))
    op.execute(PHONES[op.get_bind().dialect.name])
    op.create_index("ix_candidates_phone", "candidates", ["phone"])
    _origins()
    op.add_column("outbox", sa.Column("purpose", sa.Text))
    _partial("ix_outbox_nudges", "outbox", ["recipient"], "purpose = 'nudge'")
    _partial("ix_outbox_invitations", "outbox", ["sent_at"], "purpose = 'invitation'")


def downgrade() -> None:
    """Forgets it, proofs of consent included."""
    op.drop_index("ix_outbox_invitations", "outbox")
    op.drop_index("ix_outbox_nudges", "outbox")
    op.drop_column("outbox", "purpose")
    op.drop_table("origins")
    op.drop_index("ix_candidates_phone", "candidates")
    op.drop_column("candidates", "phone")


def _origins() -> None:
    words = ("candidate", "vacancy", "recruiter", "way", "source", "ground", "wording")
    op.create_table(
        "origins",
        sa.Column("conversation", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in words),
        sa.Column("words", sa.Text),
        sa.Column("agreed_at", Moment, nullable=False),
        sa.Column("due_at", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_origins"),
    )
    op.create_index("ix_origins_candidate", "origins", ["candidate"])
    _partial("ix_origins_due_at", "origins", ["due_at"], "due_at IS NOT NULL")
    _partial("ix_origins_invited_once", "origins", ["candidate", "vacancy"], "way <> 'door'", unique=True)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    here = sa.text(where)
    op.create_index(name, table, columns, unique=unique, postgresql_where=here, sqlite_where=here)
