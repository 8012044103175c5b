"""How WhatsApp sees the numbers that we send from, as Twilio tells it: whether they are on, and how well liked."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from twilio.rest import Client

from handlers.channel import InDoubt, Refused, Sender, TryLater

API = "https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp&PageSize=50"
SOON = 30.0


async def senders(client: Client) -> Sequence[Sender]:
    """All of the account's. Raises TryLater, or Refused where the account may not ask."""
    try:
        response = await client.request_async("GET", API, headers={"Accept": "application/json"})
        answer = json.loads(response.text)
    except (InDoubt, ValueError) as error:
        raise TryLater(SOON, f"Twilio did not say how the senders are ({error})") from None
    if not response.ok:
        raise Refused(f"Twilio does not tell of the senders: {response.status_code}, error {answer.get('code')}")
    return [_sender(one) for one in answer.get("senders") or []]


def _sender(told: Mapping[str, Any]) -> Sender:
    rated = told.get("properties") or {}
    return Sender(
        number=str(told.get("sender_id") or "").removeprefix("whatsapp:"),
        status=str(told.get("status") or "").lower(),
        quality=str(rated.get("quality_rating") or "").lower(),
        limit=str(rated.get("messaging_limit") or ""),
    )
