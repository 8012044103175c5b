"""Drafts of scripts: one a script, shared by all who work on it; nobody saves over another unawares."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A script's text that is not published yet."""

    script: str
    text: str
    base: int
    """The newest version when it was begun; 0 where there was none."""
    edit: int
    """Rises with each saving, from 1 on."""
    author: str
    """Who saved it last."""
    saved_at: datetime


class SavedMeanwhile(Exception):
    """Somebody else saved or published since this draft was opened: `draft` as it is now; None where it is gone."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__("somebody else has saved this draft meanwhile")
        self.draft = draft


def draft_of(connection: Connection, script: str) -> Draft | None:
    """The draft as it is now; None where nobody has begun one."""
    row = connection.execute(select(drafts).where(drafts.c.script == script)).first()
    return Draft(**row._mapping) if row else None


def save_draft(connection: Connection, draft: Draft) -> Draft:
    """Keep the text; `draft.edit` is the number that its author saw, 0 where there was none. Raises SavedMeanwhile."""
    known = draft_of(connection, draft.script)
    if (known.edit if known else 0) != draft.edit:
        raise SavedMeanwhile(known)
    values = {"text": draft.text, "edit": draft.edit + 1, "author": draft.author, "saved_at": draft.saved_at}
    if known is None:
        connection.execute(insert(drafts).values(script=draft.script, base=draft.base, **values))
    else:
        connection.execute(update(drafts).where(drafts.c.script == draft.script).values(values))
    kept = draft_of(connection, draft.script)
    assert kept is not None
    return kept


def drop_draft(connection: Connection, script: str) -> None:
    """Its text is published, or wanted no more."""
    connection.execute(delete(drafts).where(drafts.c.script == script))
