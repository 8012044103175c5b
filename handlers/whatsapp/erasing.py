"""Erasing at Twilio: every message with one person, and the pictures and voice notes in them."""

from typing import Any

from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.rest import Client

from handlers.channel import InDoubt, TryLater

PAGE = 500
SOON = 15.0
GONE = 404


async def forget(client: Client, sid: str) -> None:
    """Whoever this message was with: all that Twilio keeps of messages between them and the same sender goes.

    The message itself goes last, since the rest is found by it. Raises TryLater.
    """
    try:
        anchor = await client.messages(sid).fetch_async()
    except (TwilioRestException, TwilioServiceException) as error:
        if error.status == GONE:
            return
        raise _later(error) from None
    except (InDoubt, ValueError) as error:
        raise _later(error) from None
    try:
        for one in await _between(client, anchor.from_, anchor.to):
            if one.sid != sid:
                await _erase(client, one)
        await _erase(client, anchor)
    except (TwilioRestException, TwilioServiceException, InDoubt, ValueError) as error:
        raise _later(error) from None


async def _between(client: Client, one: str, other: str) -> list[Any]:
    there = await client.messages.list_async(from_=one, to=other, page_size=PAGE)
    back = await client.messages.list_async(from_=other, to=one, page_size=PAGE)
    return [*there, *back]


async def _erase(client: Client, message: Any) -> None:
    here = client.messages(message.sid)
    if message.num_media not in (None, "0"):
        for medium in await here.media.list_async():
            await _delete(here.media(medium.sid))
    await _delete(here)


async def _delete(resource: Any) -> None:
    try:
        await resource.delete_async()
    except (TwilioRestException, TwilioServiceException) as error:
        if error.status != GONE:
            raise


def _later(error: Exception) -> TryLater:
    # A message that is on its way still can't be deleted; a moment later it can.
    status = getattr(error, "status", None)
    return TryLater(SOON, f"Twilio erased not all of it ({status or type(error).__name__})")
