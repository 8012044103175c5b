"""Everything that the house began with."""

import sqlalchemy as sa
from alembic import op

from storage.moments import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DUE = sa.text("due_at IS NOT NULL")
RINGS = sa.text("next_timer_at IS NOT NULL")
UNSETTLED = sa.text("body IS NOT NULL")
NOTIFIES = sa.text("notifies")

OVERLAPPING = """
EXISTS (
    SELECT 1 FROM calls
    WHERE recruiter_number = NEW.recruiter_number AND status = 'booked'
    AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at
    AND NOT (conversation = NEW.conversation AND id = NEW.id)
)
"""


def upgrade() -> None:
    """What changes."""
    _make_agency()
    _make_people()
    _make_conversations()
    _make_calls()
    _make_events()
    _make_outbox()


def downgrade() -> None:
    """There is nothing before these tables."""
    raise NotImplementedError("There is no way back from the first tables; restore a backup.")


def _make_agency() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("revision", sa.Text, nullable=False),
        sa.Column("published_at", Moment, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agency"),
    )
    op.create_table(
        "recruiters",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("agenda_version", sa.BigInteger, nullable=False),
        sa.Column("busy", sa.JSON, nullable=False),
        sa.Column("chat", sa.Text),
        sa.Column("link_code", sa.Text),
        sa.Column("link_code_at", Moment),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recruiters"),
        sa.UniqueConstraint("number", name="uq_recruiters_number"),
        sa.UniqueConstraint("link_code", name="uq_recruiters_link_code"),
    )
    op.create_table(
        "vacancies",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vacancies"),
    )
    op.create_table(
        "scripts",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("published_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", "number", name="pk_scripts"),
    )


def _make_people() -> None:
    op.create_table(
        "doors",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("vacancy", sa.Text, nullable=False),
        sa.Column("recruiter", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_doors"),
        sa.UniqueConstraint("vacancy", "recruiter", "source", name="uq_doors_vacancy_recruiter_source"),
    )
    op.create_table(
        "candidates",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
    )
    op.create_table(
        "addresses",
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("peer", sa.Text, nullable=False),
        sa.Column("candidate", sa.Text, nullable=False),
        sa.Column("heard_at", Moment),
        sa.PrimaryKeyConstraint("channel", "peer", name="pk_addresses"),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_addresses_candidate"),
    )
    op.create_index("ix_addresses_candidate", "addresses", ["candidate"])


def _make_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("candidate", sa.Text, nullable=False),
        sa.Column("vacancy", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("turns", sa.Integer, nullable=False),
        sa.Column("next_timer_at", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("touched_at", Moment, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name="fk_conversations_candidate"),
    )
    op.create_index("ix_conversations_candidate", "conversations", ["candidate"])
    _index_where("ix_conversations_next_timer_at", "conversations", ["next_timer_at"], RINGS)


def _make_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("recruiter", sa.Text, nullable=False),
        sa.Column("recruiter_number", sa.Integer, nullable=False),
        sa.Column("starts_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "id", name="pk_calls"),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name="fk_calls_conversation"),
    )
    op.create_index("ix_calls_recruiter_ends_at", "calls", ["recruiter", "ends_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE calls ADD CONSTRAINT no_two_calls_at_once EXCLUDE USING gist "
            "(int4range(recruiter_number, recruiter_number, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) "
            "WHERE (status = 'booked')"
        )
        return
    for when in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER no_two_calls_at_once_{when.lower()} BEFORE {when} ON calls "
            f"WHEN NEW.status = 'booked' AND {OVERLAPPING} "
            "BEGIN SELECT RAISE(ABORT, 'no two calls at once'); END"
        )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("kept_at", Moment, nullable=False),
        sa.Column("body", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    _index_where("ix_events_unsettled", "events", ["outcome", "kept_at"], UNSETTLED)
    op.create_table(
        "journal",
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("moved", sa.Boolean, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
        sa.Column("intent", sa.Text),
        sa.Column("step_before", sa.Text, nullable=False),
        sa.Column("step_after", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("notifies", sa.Boolean, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("understood", sa.JSON),
        sa.Column("outgoing", sa.JSON, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "event", name="pk_journal"),
    )
    _index_where("ix_journal_notifies", "journal", ["kept_at"], NOTIFIES)


def _make_outbox() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE outbox_seq")
    op.create_table(
        "outbox",
        sa.Column("conversation", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("medium", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("recruiter", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("due_at", Moment),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("provider_id", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("sent_at", Moment),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_seq", "outbox", ["seq"])
    _index_where("ix_outbox_open", "outbox", ["recipient", "seq"], DUE)
    _index_where("ix_outbox_due", "outbox", ["due_at", "seq"], DUE)


def _index_where(name: str, table: str, columns: list[str], condition: sa.TextClause) -> None:
    op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)
