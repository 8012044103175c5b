"""Twilio's record of messages, in and out: how one reads, and the list with its filters and pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from tests.standins.twilio_content import Button, TwilioRefusal

Json = dict[str, Any]

VERSION = "2010-04-01"
ERRORS = {
    21610: "Attempt to send to unsubscribed recipient",
    63005: "Channel did not accept given content",
    63016: "Failed to send freeform message because you are outside the allowed window",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message that Twilio keeps."""

    sid: str
    direction: str
    sender: str
    to: str
    body: str
    at: datetime
    status: str
    error: int | None = None
    callback: str = ""
    media: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    content: str = ""
    """The ContentSid that it was made from."""
    kind: str = ""
    """The content's type."""
    service: str = ""

    def now(self, status: str, error: int | None = None) -> "Message":
        """The same, further on its way."""
        return replace(self, status=status, error=error)


def shown(message: Message, account: str) -> Json:
    """The resource, as a request gives it back."""
    at = format_datetime(message.at.astimezone(UTC))
    here = f"/{VERSION}/Accounts/{account}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": account,
        "api_version": VERSION,
        "direction": message.direction,
        "from": message.sender,
        "to": message.to,
        "body": message.body,
        "status": message.status,
        "date_created": at,
        "date_updated": at,
        "date_sent": None if message.status in {"queued", "accepted"} else at,
        "error_code": message.error,
        "error_message": ERRORS.get(message.error) if message.error else None,
        "messaging_service_sid": message.service or None,
        "num_media": str(len(message.media)),
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "uri": f"{here}.json",
        "subresource_uris": {"media": f"{here}/Media.json"},
    }


def medium_sid(url: str) -> str:
    """Twilio's id of a picture or a voice note."""
    return f"ME{blake2b(url.encode(), digest_size=16).hexdigest()}"


def media_page(message: Message, account: str) -> Json:
    """What a message bears beside its words."""
    here = f"/{VERSION}/Accounts/{account}/Messages/{message.sid}/Media"
    media = [
        {
            "sid": medium_sid(url),
            "account_sid": account,
            "parent_sid": message.sid,
            "content_type": "application/octet-stream",
            "date_created": format_datetime(message.at.astimezone(UTC)),
            "date_updated": format_datetime(message.at.astimezone(UTC)),
            "uri": f"{here}/{medium_sid(url)}.json",
        }
        for url in message.media
    ]
    return {"media_list": media, "next_page_uri": None, "page": 0, "page_size": 50, "uri": f"{here}.json"}


def page(messages: Sequence[Message], query: Mapping[str, str], account: str) -> Json:
    """One page of the list, newest first."""
    found = [message for message in reversed(messages) if _matches(message, query)]
    size = min(int(query.get("PageSize", 50)), 1000)
    number = int(query.get("Page", 0))
    start, end = number * size, min((number + 1) * size, len(found))
    here = f"/{VERSION}/Accounts/{account}/Messages.json"

    def uri(page: int) -> str:
        return f"{here}?{urlencode(dict(query) | {'PageSize': size, 'Page': page})}"

    return {
        "messages": [shown(message, account) for message in found[start:end]],
        "first_page_uri": uri(0),
        "next_page_uri": uri(number + 1) if end < len(found) else None,
        "previous_page_uri": uri(number - 1) if number else None,
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(end - 1, start),
        "uri": uri(number),
    }


def _matches(message: Message, query: Mapping[str, str]) -> bool:
    if query.get("To", message.to) != message.to or query.get("From", message.sender) != message.sender:
        return False
    return all(
        compare(message.at.replace(microsecond=0), *_span(query[name]))
        for name, compare in COMPARISONS.items()
        if name in query
    )


COMPARISONS: dict[str, Callable[[datetime, datetime, datetime], bool]] = {
    "DateSent": lambda at, start, end: start <= at < end,
    "DateSent>": lambda at, start, end: at >= start,
    "DateSent<": lambda at, start, end: at < end,
}


def _span(value: str) -> tuple[datetime, datetime]:
    """The day or the second that a filter names, in UTC."""
    for spelling, length in (("%Y-%m-%dT%H:%M:%SZ", timedelta(seconds=1)), ("%Y-%m-%d", timedelta(days=1))):
        try:
            start = datetime.strptime(value, spelling).replace(tzinfo=UTC)
        except ValueError:
            continue
        return start, start + length
    raise TwilioRefusal(400, 20001, "Invalid DateSent")
