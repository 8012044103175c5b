"""What no handler can do anything with is turned away before it."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def turn_away(request: web.Request, handler: Handler) -> web.StreamResponse:
    """404 or 400 for a zero in the address, which no database takes; 400 for a body that does not arrive as it says."""
    if "\0" in request.path:
        raise web.HTTPNotFound
    if any("\0" in part for pair in request.query.items() for part in pair):
        raise web.HTTPBadRequest(text="An address holds no zero characters (%00).\n")
    try:
        return await handler(request)
    except web.RequestPayloadError:
        raise web.HTTPBadRequest(text="The body did not arrive whole, or is not encoded as it says.\n") from None
