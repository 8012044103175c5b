"""What we keep, as tables. What grows bears its conversation's or candidate's id first in its key."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.moments import Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

WHERE = "where"
"""Of which rows alone an index is; told here, and made by the migrations.

Told to SQLAlchemy itself it would load both databases' dialects, of which each process needs one.
"""

agency = Table(
    "agency",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("revision", Text, nullable=False),  # random, new with every publication that changed anything
    Column("published_at", Moment, nullable=False),
    Column("data", JSON, nullable=False),
)

recruiters = Table(
    "recruiters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # for the constraint on overlapping calls
    Column("active", Boolean, nullable=False),
    Column("agenda_version", BigInteger, nullable=False),
    Column("busy", JSON, nullable=False),
    Column("chat", Text),  # the linked Telegram chat
    Column("link_code", Text, unique=True),
    Column("link_code_at", Moment),
    Column("data", JSON, nullable=False),
)

vacancies = Table(
    "vacancies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Integer, nullable=False),  # in the agency's own order
    Column("open", Boolean, nullable=False),
    Column("data", JSON, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),  # what is typed to sign in, in lower case
    Column("role", Text, nullable=False),
    Column("recruiter", Text),  # whose queue it is; none for those who make no calls
    Column("password", Text, nullable=False),  # hashed, never the password
    Column("epoch", Integer, nullable=False),  # rises with each new password, which ends every session
    Column("created_at", Moment, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("name_hash", Text, primary_key=True),  # hashed, so that made-up names are kept short
    Column("failures", Integer, nullable=False),
    Column("again_at", Moment, nullable=False, index=True),  # when the next try is heard
)

calendars = Table(
    "calendars",
    metadata,
    Column("recruiter", Text, primary_key=True),
    Column("read_at", Moment),  # when it could last be read
    Column("failing_since", Moment),  # none while it can be read
    Column("failures", Integer, nullable=False),  # in a row
    Column("told", Boolean, nullable=False),  # whether the recruiter knows that it can't be read
    Column("reason", Text),  # as they are told
)

scripts = Table(
    "scripts",
    metadata,
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    PrimaryKeyConstraint("name", "number"),
)

files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),  # in the agency's folder; scripts stand in their own table
    Column("text", Text, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("script", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("base", Integer, nullable=False),  # the newest version when it was begun
    Column("edit", Integer, nullable=False),  # rises with each saving, so that nobody saves over another
    Column("author", Text, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

doors = Table(
    "doors",
    metadata,
    Column("code", Text, primary_key=True),
    Column("vacancy", Text, nullable=False),
    Column("recruiter", Text, nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("vacancy", "recruiter", "source"),
)

candidates = Table(
    "candidates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("erase_at", Moment),  # when all of it goes, since they asked for that
    Column("number", Text),  # that a channel vouched for, in E.164
    Column("keep_until", Moment),  # that they allowed
    Column("bare", Boolean, nullable=False, server_default=false()),  # only that they said stop is left
    Column("phone", Text, index=True),  # as in data, to find a person by it on whichever channel
    Column("data", JSON, nullable=False),
)
Index(
    "ix_candidates_erase_at",
    candidates.c.erase_at,
    info={WHERE: "erase_at IS NOT NULL"},
)

Index(
    "ix_candidates_number",
    candidates.c.number,
    info={WHERE: "number IS NOT NULL"},
)

remains = Table(
    "remains",
    metadata,
    Column("channel", Text, nullable=False),
    Column("id", Text, nullable=False),  # the platform's own, of a message with somebody who was erased
    Column("tries", Integer, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    PrimaryKeyConstraint("channel", "id"),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("hash", Text, primary_key=True),  # of an address, under the secret key
    Column("at", Moment, nullable=False),
)

addresses = Table(
    "addresses",
    metadata,
    Column("channel", Text, nullable=False),
    Column("peer", Text, nullable=False),
    Column("candidate", Text, ForeignKey("candidates.id"), nullable=False, index=True),
    Column("heard_at", Moment),  # when this peer last wrote to us
    PrimaryKeyConstraint("channel", "peer"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate", Text, ForeignKey("candidates.id"), nullable=False, index=True),
    Column("vacancy", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("next_timer_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("person", Text),  # the recruiter who is to look at it
    Column("person_since", Moment),  # since when it waits for a person; none while it needs none
    Column("hoped_until", Moment),  # until when an earlier moment than the booked one would be welcome
    Column("data", JSON, nullable=False),
)
Index(
    "ix_conversations_person_since",
    conversations.c.person_since,
    info={WHERE: "person_since IS NOT NULL"},
)
Index(
    "ix_conversations_hoped_until",
    conversations.c.vacancy,
    conversations.c.hoped_until,
    info={WHERE: "hoped_until IS NOT NULL"},
)
Index(
    "ix_conversations_next_timer_at",
    conversations.c.next_timer_at,
    info={WHERE: "next_timer_at IS NOT NULL"},
)

origins = Table(
    "origins",
    metadata,
    Column("conversation", Text, primary_key=True),
    Column("candidate", Text, nullable=False, index=True),
    Column("vacancy", Text, nullable=False),
    Column("recruiter", Text, nullable=False),
    Column("way", Text, nullable=False),  # "door", "import" or "api"
    Column("source", Text, nullable=False),  # where we had them from, in words that they may read
    Column("ground", Text, nullable=False),  # on what the law lets us write
    Column("wording", Text, nullable=False),  # what they were shown before they agreed or wrote
    Column("words", Text),  # their own opening message, where they wrote first
    Column("agreed_at", Moment, nullable=False),
    Column("due_at", Moment),  # when we write first; none where they did
    Column("created_at", Moment, nullable=False),
)
Index(
    "ix_origins_due_at",
    origins.c.due_at,
    info={WHERE: "due_at IS NOT NULL"},
)
Index(
    "ix_origins_invited_once",
    origins.c.candidate,
    origins.c.vacancy,
    unique=True,
    info={WHERE: "way <> 'door'"},
)

topics = Table(
    "topics",
    metadata,
    Column("candidate", Text, nullable=False),  # who is in another talk
    Column("vacancy", Text, nullable=False),
    Column("recruiter", Text, nullable=False),  # who sees why it waits
    Column("created_at", Moment, nullable=False),
    Column("data", JSON, nullable=False),  # the invitation
    PrimaryKeyConstraint("candidate", "vacancy"),
)

calls = Table(
    "calls",
    metadata,
    Column("conversation", Text, ForeignKey("conversations.id"), nullable=False),
    Column("id", Text, nullable=False),
    Column("recruiter", Text, nullable=False),
    Column("recruiter_number", Integer, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("outcome", Text),  # how it went, once its recruiter has said so
    Column("impression", Text),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("conversation", "id"),
    Index(None, "recruiter", "ends_at"),
)

freed = Table(
    "freed",  # moments given back, until those who wished for them are asked
    metadata,
    Column("conversation", Text, nullable=False),
    Column("turn", Integer, nullable=False),  # in which it was given back
    Column("recruiter", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("freed_at", Moment, nullable=False),
    PrimaryKeyConstraint("conversation", "turn"),
)

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("conversation", Text),
    Column("outcome", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", Text),  # an error's class name, never anybody's words
    Column("kept_at", Moment, nullable=False),
    Column("body", JSON(none_as_null=True)),  # only of what no journal holds
)
Index(
    "ix_events_unsettled",
    events.c.outcome,
    events.c.kept_at,
    info={WHERE: "body IS NOT NULL"},
)

requests = Table(
    "requests",
    metadata,
    Column("key", Text, primary_key=True),  # hashed: what another system named its request
    Column("told", Text, nullable=False),  # what it asked, hashed
    Column("status", Integer, nullable=False),
    Column("answer", JSON, nullable=False),  # with nobody's name, number or words
    Column("at", Moment, nullable=False, index=True),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),  # until when a platform's own record was taken in
)

journal = Table(
    "journal",
    metadata,
    Column("conversation", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("turn", Integer, nullable=False),  # how many turns the talk has had after it
    Column("moved", Boolean, nullable=False),  # whether that turn is its own; else it only came after it
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("intent", Text),
    Column("step_before", Text, nullable=False),
    Column("step_after", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("notifies", Boolean, nullable=False),
    Column("body", JSON, nullable=False),
    Column("understood", JSON(none_as_null=True)),
    Column("outgoing", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    PrimaryKeyConstraint("conversation", "event"),
)
Index(
    "ix_journal_notifies",
    journal.c.kept_at,
    info={WHERE: "notifies"},
)

outbox = Table(
    "outbox",
    metadata,
    Column("conversation", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False, index=True),  # the order in which messages were decided
    Column("medium", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("recruiter", Text),
    Column("purpose", Text),  # of what goes to a candidate: see bot.outgoing.Purpose
    Column("status", Text, nullable=False),
    Column("due_at", Moment),  # when it may be taken up (again): not before, or the end of a lease; none when settled
    Column("held_until", Moment),  # put off to then, the end of quiet hours; it waits for that while this is `due_at`
    Column("attempts", Integer, nullable=False),
    Column("holder", Integer),  # which process claimed it last, where several may: see `storage.news`
    Column("doubt_since", Moment),  # when it was first perhaps sent, without our knowing; it stays once that is known
    Column("provider_id", Text),
    Column("reason", Text),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("payload", JSON, nullable=False),
    PrimaryKeyConstraint("conversation", "id"),
)
Index(
    "ix_outbox_open",
    outbox.c.recipient,
    outbox.c.seq,
    info={WHERE: "due_at IS NOT NULL"},
)
Index(
    "ix_outbox_due",
    outbox.c.due_at,
    outbox.c.seq,
    info={WHERE: "due_at IS NOT NULL"},
)
Index(
    "ix_outbox_told",
    outbox.c.recipient,
    outbox.c.provider_id,
    info={WHERE: "medium = 'telegram'"},
)
Index(
    "ix_outbox_nudges",
    outbox.c.recipient,
    info={WHERE: "purpose = 'nudge'"},
)
Index(
    "ix_outbox_invitations",
    outbox.c.sent_at,
    info={WHERE: "purpose = 'invitation'"},
)
