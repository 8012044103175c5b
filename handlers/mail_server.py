"""SMTP_URL: where mail is handed in, and in whose name."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """What SMTP_URL says. `starttls` None upgrades where the server offers it."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    starttls: bool | None = None
    sender: str


def read_mail_server(url: str) -> MailServer:
    """Reads smtp://user:password@host:587?starttls&from=bot@agency.example, or smtps://…; raises ValueError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(_MEND) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(_MEND)
    asked = parse_qs(parts.query, keep_blank_values=True)
    tls, starttls = parts.scheme == "smtps", "starttls" in asked
    return MailServer(
        host=parts.hostname,
        port=port or (465 if tls else 587 if starttls else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        starttls=False if tls else starttls or None,
        sender=_sender(parts, asked.get("from", [])),
    )


_MEND = "must be written as smtp://user:password@mail.example:587?starttls, or with smtps://"


def _sender(parts: SplitResult, asked: list[str]) -> str:
    user = unquote(parts.username or "")
    if asked:
        return asked[0]
    return user if "@" in user else f"belmoment@{parts.hostname}"
