"""How a platform brings us what a candidate does: Twilio's signed form, or Telegram's JSON."""

import json
from dataclasses import dataclass
from itertools import count
from typing import Protocol
from urllib.parse import urlencode

from handlers.whatsapp.signature import HEADER, signature

PUBLIC = "https://bench.invalid"
TOKEN = "a-token-for-the-bench"  # noqa: S105 (of nobody)
ACCOUNT = "AC" + 32 * "0"
SENDER = "+14155238886"
SECRET = "a-secret-for-the-bench"  # noqa: S105 (of nobody)
BOT = "1:bench"


@dataclass(frozen=True, slots=True)
class Call:
    """One webhook call, ready to go."""

    path: str
    headers: str
    body: bytes


class Dialect(Protocol):
    """A platform's."""

    def peer(self, number: int) -> str:
        """What the platform calls the candidate of that number."""
        ...

    def write(self, peer: str, text: str) -> Call:
        """The candidate writes."""
        ...

    def tap(self, peer: str, button: str) -> Call:
        """The candidate taps the button with this id."""
        ...


class TwilioDialect:
    """WhatsApp as Twilio calls."""

    path = "/webhooks/whatsapp"

    def __init__(self) -> None:
        self._ids = count(1)

    def peer(self, number: int) -> str:
        return f"+316{number:08}"

    def write(self, peer: str, text: str) -> Call:
        return self._call({"Body": text, "MessageType": "text"}, peer)

    def tap(self, peer: str, button: str) -> Call:
        return self._call({"Body": "ok", "ButtonPayload": button, "ButtonText": "ok", "MessageType": "button"}, peer)

    def _call(self, said: dict[str, str], peer: str) -> Call:
        form = {
            "SmsMessageSid": f"SM{next(self._ids):032x}",
            "NumMedia": "0",
            "ProfileName": "Noor de Vries",
            "SmsStatus": "received",
            "To": f"whatsapp:{SENDER}",
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "WaId": peer.removeprefix("+"),
            "AccountSid": ACCOUNT,
            "From": f"whatsapp:{peer}",
            "ApiVersion": "2010-04-01",
        } | said
        form["SmsSid"] = form["MessageSid"] = form["SmsMessageSid"]
        proof = signature(TOKEN, PUBLIC + self.path, form.items()).decode()
        headers = f"Content-Type: application/x-www-form-urlencoded\r\n{HEADER}: {proof}\r\n"
        return Call(self.path, headers, urlencode(form).encode())


class TelegramDialect:
    """Telegram as its servers call."""

    path = "/webhooks/telegram"
    headers = f"Content-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"

    def __init__(self) -> None:
        self._ids = count(1)

    def peer(self, number: int) -> str:
        return str(1_000_000 + number)

    def write(self, peer: str, text: str) -> Call:
        number = next(self._ids)
        who = {"id": int(peer), "first_name": "Noor", "last_name": "de Vries", "language_code": "nl"}
        message = {
            "message_id": number,
            "date": 1764000000,
            "from": who | {"is_bot": False},
            "chat": {"id": int(peer), "type": "private", "first_name": "Noor", "last_name": "de Vries"},
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return Call(self.path, self.headers, json.dumps({"update_id": number, "message": message}).encode())

    def tap(self, peer: str, button: str) -> Call:
        return self.write(peer, button)
