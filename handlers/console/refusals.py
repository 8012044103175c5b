"""What somebody reads whom a page turns away: a page like the others, in their language, with the way back."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from handlers.console.rendering import page, rendered, wording_for
from handlers.console.wording import words_in

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def decently(show: Handler) -> Handler:
    """The same, where a person looks at it; a program reads the bare sentence."""

    async def shown(request: web.Request) -> web.StreamResponse:
        try:
            return await show(request)
        except web.HTTPClientError as refusal:
            said = _said(refusal, request)
            if "text/html" not in request.headers.get("Accept", ""):
                refusal.text = said
                raise
            return page(
                rendered("console/refused.html", wording=wording_for(request), said=said), status=refusal.status
            )

    return shown


def _said(refusal: web.HTTPClientError, request: web.Request) -> str:
    """The sentence that it names, in the reader's language; its own where it bears one."""
    words = words_in(wording_for(request).language)
    text = "refused.too_large" if isinstance(refusal, web.HTTPRequestEntityTooLarge) else refusal.text or ""
    return words.get(text) or (words["refused.nothing"] if text.startswith(f"{refusal.status}:") else text)
