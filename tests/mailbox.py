"""A real SMTP server on loopback, which keeps what it takes and refuses what it is told to refuse."""

import asyncio
import email
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass
class Mailbox:
    """What came in. `answers` overrule the taking: by command ("RCPT", "DATA"), as "550 no such person"."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hang_up: bool = False
    """Close the line at DATA, before saying whether the letter was taken."""

    @property
    def url(self) -> str:
        """Its SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name for it)
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """One recipient."""
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        """One letter."""
        if self.hang_up:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "451 gone"
        if "DATA" in self.answers:
            return self.answers["DATA"]
        letter = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@asynccontextmanager
async def open_mailbox(user: str = "", password: str = "") -> AsyncIterator[Mailbox]:
    """A mailbox on a free port; with a user, only to those who know the password."""
    mailbox = Mailbox()

    def check(server: SMTP, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
        known = (given.login.decode(), given.password.decode()) == (user, password)
        return AuthResult(success=known, handled=False)

    loop = asyncio.get_running_loop()

    def serve() -> SMTP:
        asked: Any = {"authenticator": check, "auth_required": True, "auth_require_tls": False} if user else {}
        with warnings.catch_warnings(action="ignore"):  # that a password without TLS is unsafe
            return SMTP(mailbox, hostname="mailbox.example", enable_SMTPUTF8=True, loop=loop, **asked)

    server = await loop.create_server(serve, "127.0.0.1", 0)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
