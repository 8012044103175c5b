"""Turns templates into answers that a browser shows, and runs nothing in that is not ours."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.dossier import written
from bot.masking import masked
from bot.model import Texts
from bot.phones import readable
from bot.sayings import Sayings
from bot.undelivered import cause_of
from handlers.console.chat_links import chat_link
from handlers.console.wording import OF_CANDIDATES, Wording, preferred
from handlers.words import load_sayings

T = TypeVar("T")

HERE = Path(__file__).parent
ROOMS = {"console": HERE, "demo": HERE.parent / "demo", "studio": HERE.parent / "studio"}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Room(Protocol):
    """Some of the pages."""

    def routes(self) -> list[web.RouteDef]:
        """Where they are."""
        ...


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader([room / "templates" for room in ROOMS.values()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        by_day=by_day,
        cause=cause_of,
        platform_code=str.isdecimal,
        chat_link=chat_link,
        dossier=lambda facts: written(facts, _sayings()),
        capitalized=lambda text: text[:1].upper() + text[1:],
        date_in=date_in,
        in_language=in_language,
        initials=lambda name: "".join(word[0] for word in name.split() if word[0].isupper())[:2],
        iso=datetime.isoformat,
        masked=masked,
        readable=readable,
    )
    return templates


@cache
def _sayings() -> Sayings:
    return load_sayings()


def rendered(template: str, **values: object) -> str:
    """The template's HTML; every value is escaped."""
    return _templates().get_template(template).render(values)


def page(html: str, status: int = 200) -> web.Response:
    """A whole page, with the headers that keep it to itself."""
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)


def wording_for(request: web.Request) -> Wording:
    """The page's words, in the language that the browser asks for."""
    return Wording(preferred(request.headers.get("Accept-Language", "")))


def wording_for_candidate(request: web.Request) -> Wording:
    """The same where a candidate reads it: there are five."""
    return Wording(preferred(request.headers.get("Accept-Language", ""), OF_CANDIDATES))


def assets(room: str) -> web.RouteDef:
    """The room's styles and scripts, under `/static/<room>/`; browsers ask each time whether theirs is the last."""

    async def serve(request: web.Request) -> web.FileResponse:
        asset = ROOMS[room] / "static" / request.match_info["name"]
        if not asset.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(asset, headers={**HEADERS, "Cache-Control": "no-cache"})

    return web.get(rf"/static/{room}/{{name:(?:vendor/)?[a-z][a-z0-9-]*\.(?:css|js|svg)}}", serve)


def by_day(items: Iterable[T], attribute: str, zone: str) -> list[tuple[date, list[T]]]:
    """The items, which are in order of the moment in `attribute`, by their day in `zone`."""
    days = groupby(items, key=lambda item: date_in(getattr(item, attribute), zone))
    return [(day, list(dayful)) for day, dayful in days]


def date_in(moment: datetime, zone: str) -> date:
    """The date on the zone's calendar."""
    return moment.astimezone(ZoneInfo(zone)).date()


def in_language(texts: Texts, language: str) -> str:
    """The text in that language; else in English; else in whichever there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
