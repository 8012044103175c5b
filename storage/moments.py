"""Moments as text and as columns; always aware."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


def text_of(moment: datetime) -> str:
    """ISO 8601 with offset, and the zone's name where it has one: "2026-11-24T14:30:00+01:00[Europe/Amsterdam]".

    Raises ValueError for a naive one.
    """
    if moment.tzinfo is UTC:
        return moment.isoformat()
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no time zone")
    key = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else None
    return f"{moment.isoformat()}[{key}]" if key else moment.isoformat()


def moment_of(text: str) -> datetime:
    """The moment of `text_of`, in its zone again; raises ValueError or TypeError."""
    if not isinstance(text, str):
        raise TypeError(f"a moment expected, not {type(text).__name__}")
    iso, _, key = text.partition("[")
    moment = datetime.fromisoformat(iso)
    if moment.tzinfo is None:
        raise ValueError(f"{iso} has no time zone")
    return moment.astimezone(ZoneInfo(key.rstrip("]"))) if key else moment


class Moment(TypeDecorator[datetime]):
    """A column of moments: kept and given back in UTC, whichever zone they came in; a naive one is a ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """What each value goes through; SQLite's driver gets text, as SQLAlchemy would write it in twice the time."""
        return _for_sqlite if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On its way in."""
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """On its way out."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _for_sqlite(value: datetime | None) -> str | None:
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _in_utc(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError(f"{value!r} has no time zone")
    return value.astimezone(UTC)
