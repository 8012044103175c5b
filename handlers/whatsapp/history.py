"""What Twilio's list of messages knows: what came in while we were away, and what of ours went out."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from bot.events import Event
from handlers.channel import TryLater
from handlers.whatsapp.reading import CHANNEL, PREFIX, read_message

PAGE = 500
SOON = 30.0
CLOCKS_DIFFER = timedelta(hours=1)
"""A doubt bears the time of whichever process had the message, and Twilio's list bears Twilio's."""


async def missed(client: Client, *, sender: str, since: datetime) -> list[Event]:
    """What people sent to `sender` (empty for any of ours) since then, oldest first, under the ids that webhooks give.

    A tap has lost its button's id and is a message with the title; a picture has lost its kind. Raises TryLater.
    """
    records = await _messages(client, since, **({"to": sender} if sender else {}))
    inbound = [record for record in records if record.direction == "inbound" and record.from_.startswith(PREFIX)]
    return [_event(record) for record in inbound]


async def copies(
    client: Client, *, to: str, texts: Sequence[str], since: datetime, earlier: Collection[str]
) -> list[str]:
    """Twilio's ids of what we sent to `to` around then or later in one of these wordings, but for those of `earlier`.

    Oldest first. Raises TryLater.
    """
    wanted = {_words(text) for text in texts}
    ours = await _ours(client, to, since)
    return [one.sid for one in ours if _words(one.body or "") in wanted and one.sid not in earlier]


async def cards(client: Client, *, to: str, since: datetime, earlier: Collection[str]) -> list[str]:
    """Twilio's ids of the contact cards that we sent to `to` around then or later, behind all those of `earlier`.

    Oldest first. Raises TryLater.
    """
    ours = await _ours(client, to, since)
    begins = max((place for place, one in enumerate(ours, start=1) if one.sid in earlier), default=0)
    return [one.sid for one in ours[begins:] if one.num_media not in (None, "0")]


async def _ours(client: Client, to: str, since: datetime) -> list[Any]:
    records = await _messages(client, since - CLOCKS_DIFFER, to=to)
    return [record for record in records if record.direction != "inbound"]


async def _messages(client: Client, since: datetime, **which: str) -> list[Any]:
    # Twilio's client writes the time without its zone; Twilio reads UTC.
    after = since.astimezone(UTC)
    try:
        records: list[Any] = await client.messages.list_async(date_sent_after=after, page_size=PAGE, **which)
    except (TwilioException, ValueError):
        raise TryLater(SOON, "Twilio did not give the list of messages") from None
    # Twilio gives the newest first and dates to the second: what is of the same second keeps its order.
    return sorted((one for one in reversed(records) if _time(one) >= after.replace(microsecond=0)), key=_time)


def _event(record: Any) -> Event:
    form = {"From": record.from_, "Body": record.body or "", "NumMedia": record.num_media or "0"}
    return read_message(form, event=f"{CHANNEL}:{record.sid}", at=_time(record))


def _time(record: Any) -> datetime:
    when: datetime | None = record.date_sent or record.date_created
    assert when is not None, "Twilio dates every message"
    return when


def _words(text: str) -> str:
    return " ".join(text.split())
