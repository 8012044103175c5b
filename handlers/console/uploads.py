"""A file that a form of our own pages sends: written into a place that is gone once it was dealt with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from handlers.console.sessions import LONGEST_FORM, Sessions

LONGEST = 64 * 1024 * 1024
"""Some half a million people."""
MOST_PARTS = 16
"""Our own forms send three."""
NOT_WHOLE = (ValueError, LookupError, AssertionError, RuntimeError, HttpProcessingError)
"""What reading a form of several parts raises where it is none, or breaks off."""


@dataclass(slots=True, kw_only=True)
class Uploaded:
    """The form's fields, and the file where one was chosen."""

    place: Path
    name: str = ""
    """As its owner calls it."""
    file: Path | None = None
    fields: dict[str, str] = field(default_factory=dict)


@asynccontextmanager
async def uploaded(request: web.Request, sessions: Sessions, named: str) -> AsyncIterator[Uploaded]:
    """What the form sends, its file in the field `named`; the form's token has to come before the file."""
    with TemporaryDirectory(prefix="belmoment-") as place:
        made = Uploaded(place=Path(place))
        try:
            await _read(request, sessions, named, made)
        except NOT_WHOLE:
            raise web.HTTPBadRequest(text="refused.cut_off") from None
        _check(request, sessions, made)
        yield made


async def _read(request: web.Request, sessions: Sessions, named: str, made: Uploaded) -> None:
    parts = 0
    async for part in await request.multipart():
        parts += 1
        if parts > MOST_PARTS:
            raise web.HTTPRequestEntityTooLarge(max_size=MOST_PARTS, actual_size=parts)
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.name != named:
            made.fields[part.name] = (await part.read_chunk(LONGEST_FORM)).decode(errors="replace")
            continue
        _check(request, sessions, made)
        made.name = (part.filename or "")[-100:]
        made.file = await _kept(part, made.place / "list.csv") if part.filename else None


def _check(request: web.Request, sessions: Sessions, made: Uploaded) -> None:
    if not sessions.is_ours(request, made.fields):
        raise web.HTTPForbidden(text="refused.form")


async def _kept(part: BodyPartReader, path: Path) -> Path:
    with path.open("wb") as file:
        while piece := await part.read_chunk(1 << 16):
            if file.tell() + len(piece) > LONGEST:
                raise web.HTTPRequestEntityTooLarge(max_size=LONGEST, actual_size=file.tell() + len(piece))
            file.write(piece)
    return path
