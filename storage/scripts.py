"""Published versions of scripts: which there are, who published them and why, and who stands where in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.model import ScriptVersion, Status
from storage.tables import agency, conversations, files, scripts

UNDER_WAY = (Status.OPEN, Status.BOOKED, Status.WITH_HUMAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published version of a script."""

    name: str
    number: int
    author: str
    note: str
    published_at: datetime


class Overtaken(Exception):
    """Somebody else has published a version meanwhile: `newest`, None where there is none."""

    def __init__(self, newest: Version | None) -> None:
        super().__init__(f"version {newest.number} was published meanwhile" if newest else "there is no such version")
        self.newest = newest


def versions(connection: Connection, name: str | None = None) -> Sequence[Version]:
    """Every version of the script, or of all scripts, by name, the newest first."""
    wanted = select(scripts).order_by(scripts.c.name, scripts.c.number.desc())
    if name is not None:
        wanted = wanted.where(scripts.c.name == name)
    return [_version(row) for row in connection.execute(wanted)]


def newest_version(connection: Connection, name: str) -> Version | None:
    """The version that new talks are held with."""
    wanted = select(scripts).where(scripts.c.name == name).order_by(scripts.c.number.desc()).limit(1)
    row = connection.execute(wanted).first()
    return _version(row) if row else None


def script_text(connection: Connection, name: str, number: int) -> str | None:
    """What was published as this version, letter for letter."""
    here = (scripts.c.name == name) & (scripts.c.number == number)
    text: str | None = connection.scalar(select(scripts.c.text).where(here))
    return text


def publish_script(connection: Connection, version: Version, text: str, over: int) -> ScriptVersion:
    """Make `text` what new talks are held with, as `version`; `over` is the number that its author saw as the newest.

    Every process looks at the agency's revision in each transaction, so it is live with the next one everywhere.
    Raises Overtaken.
    """
    newest = newest_version(connection, version.name)
    if (newest.number if newest else 0) != over or version.number != over + 1:
        raise Overtaken(newest)
    values = {"name": version.name, "number": version.number, "text": text}
    told = {"author": version.author, "note": version.note, "published_at": version.published_at}
    connection.execute(insert(scripts).values(values | told))
    connection.execute(update(agency).values(revision=token_hex(8), published_at=version.published_at))
    return ScriptVersion(version.name, version.number)


def standing(connection: Connection, name: str) -> Mapping[tuple[int, str], int]:
    """How many talks under way stand where: by the version that they keep, and the step."""
    data = conversations.c.data
    number, step = data["script"]["number"].as_integer(), data["step"].as_string()
    here = conversations.c.status.in_(UNDER_WAY) & (data["script"]["name"].as_string() == name)
    counted = select(number, step, func.count()).where(here).group_by(number, step)
    return {(version, at or ""): talks for version, at, talks in connection.execute(counted)}


def went_back_unawares(connection: Connection, texts: Mapping[str, str]) -> Sequence[Version]:
    """The newest versions that these texts would undo: each is what an earlier version of its script said."""
    undone = []
    for name, text in texts.items():
        newest = newest_version(connection, name)
        earlier = select(scripts.c.number).where((scripts.c.name == name) & (scripts.c.text == text))
        numbers = set(connection.scalars(earlier))
        if newest and numbers and newest.number not in numbers:
            undone.append(newest)
    return undone


def published_files(connection: Connection) -> Mapping[str, str]:
    """Every file of the agency's folder as it was published, letter for letter, by its path in the folder."""
    kept = {row.path: row.text for row in connection.execute(select(files).order_by(files.c.path))}
    if not kept:
        return {}
    newest = {one.name: one for one in reversed(versions(connection))}
    texts = {name: script_text(connection, name, one.number) for name, one in newest.items()}
    return kept | {f"scripts/{name}.yaml": text for name, text in texts.items() if text is not None}


def keep_files(connection: Connection, wanted: Mapping[str, str]) -> Sequence[str]:
    """Keep these files of the folder, and no others; the paths of those that are new, changed or gone."""
    known = {row.path: row.text for row in connection.execute(select(files))}
    changed = [path for path in {**known, **wanted} if known.get(path) != wanted.get(path)]
    for path in changed:
        connection.execute(files.delete().where(files.c.path == path))
        if path in wanted:
            connection.execute(insert(files).values(path=path, text=wanted[path]))
    return sorted(changed)


def file_text(connection: Connection, path: str) -> str:
    """One of the folder's files as it was published; empty where it is not there."""
    return connection.scalar(select(files.c.text).where(files.c.path == path)) or ""


def put_file(connection: Connection, path: str, text: str) -> None:
    """Keep one of the folder's files; the others stay as they are."""
    connection.execute(files.delete().where(files.c.path == path))
    connection.execute(insert(files).values(path=path, text=text))


def add_to_file(connection: Connection, path: str, text: str) -> None:
    """Put `text` at the end of one of the folder's files, which is made where it is not there."""
    known = file_text(connection, path)
    put_file(connection, path, f"{known.rstrip()}\n\n{text}" if known else text)


def _version(row: Row[tuple[object, ...]]) -> Version:
    return Version(name=row.name, number=row.number, author=row.author, note=row.note, published_at=row.published_at)
