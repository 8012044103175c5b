"""A file that a form of our own pages sends: written into a place that is gone once it was dealt with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import BodyPartReader, web

from handlers.console.sessions import FORM_FIELD, LONGEST_FORM, Sessions

LONGEST = 64 * 1024 * 1024
"""Some half a million people."""
NOT_OURS = "This form is out of date. Go back, reload the page and send it again."


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
        async for part in await _parts(request):
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.name != named:
                made.fields[part.name] = (await part.read_chunk(LONGEST_FORM)).decode(errors="replace")
                continue
            if not sessions.is_ours(request, {FORM_FIELD: made.fields.get(FORM_FIELD, "")}):
                raise web.HTTPForbidden(text=NOT_OURS)
            made.name = (part.filename or "")[-100:]
            made.file = await _kept(part, made.place / "list.csv") if part.filename else None
        if not sessions.is_ours(request, made.fields):
            raise web.HTTPForbidden(text=NOT_OURS)
        yield made


async def _parts(request: web.Request) -> AsyncIterator[object]:
    try:
        reader = await request.multipart()
    except (ValueError, AssertionError):
        raise web.HTTPBadRequest(text="The form was not sent whole. Go back and send it again.") from None

    async def each() -> AsyncIterator[object]:
        while (part := await reader.next()) is not None:
            yield part

    return each()


async def _kept(part: BodyPartReader, path: Path) -> Path:
    with path.open("wb") as file:
        while piece := await part.read_chunk(1 << 16):
            if file.tell() + len(piece) > LONGEST:
                raise web.HTTPRequestEntityTooLarge(max_size=LONGEST, actual_size=file.tell() + len(piece))
            file.write(piece)
    return path
