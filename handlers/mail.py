"""Mail to a recruiter: a notification, or an invitation that calendar programs understand."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from bot.model import Recruiter
from bot.outgoing import Invite, Notify
from handlers.calendars.entries import calendar_text, method
from handlers.channel import InDoubt, Refused, TryLater
from handlers.mail_server import MailServer

AGAIN_SECONDS = 60.0
MISCONFIGURED_SECONDS = 300.0


class Mail:
    """Sends through one mail server. `now` gives the aware present."""

    def __init__(self, server: MailServer, *, now: Callable[[], datetime], seconds: float = 30.0) -> None:
        self._server = server
        self._now = now
        self._seconds = seconds

    async def send(self, id: str, recruiter: Recruiter, outgoing: Notify | Invite) -> str:
        """Send it, and return the Message-ID, which is made of the outbox `id`, so that a second copy is known as one.

        Raises Refused, TryLater or InDoubt.
        """
        letter = self._letter(id, recruiter, outgoing)
        smtp = await self._connected()
        try:
            await smtp.send_message(letter)
        except (SMTPException, OSError) as error:
            raise _judged(error) from error
        finally:
            with suppress(SMTPException, OSError):
                await smtp.quit(timeout=1)
            smtp.close()
        return str(letter["Message-ID"])

    async def _connected(self) -> SMTP:
        server = self._server
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.starttls,
            timeout=self._seconds,
        )
        try:
            await smtp.connect()
        except SMTPAuthenticationError as error:
            raise TryLater(MISCONFIGURED_SECONDS, "the mail server refuses the user or password of SMTP_URL") from error
        except (SMTPException, OSError, ValueError) as error:
            raise TryLater(AGAIN_SECONDS, f"the mail server can't be reached ({type(error).__name__})") from error
        return smtp

    def _letter(self, id: str, recruiter: Recruiter, outgoing: Notify | Invite) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = Address("Belmoment", addr_spec=self._server.sender)
        letter["To"] = Address(_one_line(recruiter.name), addr_spec=recruiter.email)
        letter["Date"] = format_datetime(self._now())
        letter["Message-ID"] = f"<{id}@{self._server.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        match outgoing:
            case Notify():
                letter["Subject"] = _one_line(outgoing.subject)
                letter.set_content(outgoing.text)
            case Invite():
                self._invite(letter, recruiter, outgoing)
            case _:
                assert_never(outgoing)
        return letter

    def _invite(self, letter: EmailMessage, recruiter: Recruiter, invite: Invite) -> None:
        letter["Subject"] = _one_line(invite.summary)
        letter.set_content(f"{invite.summary}\n{_when(invite, recruiter.zone)}\n\n{invite.description}\n")
        entry = calendar_text(invite, recruiter, self._server.sender, self._now())
        # Mail programs act on the part; what is attached serves those that only open files.
        letter.add_alternative(entry, subtype="calendar", params={"method": method(invite)})
        letter.add_attachment(entry.encode(), maintype="application", subtype="ics", filename="call.ics")


def _when(invite: Invite, zone: str) -> str:
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (invite.start, invite.end))
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M} ({zone})"


def _one_line(text: str) -> str:
    """A header is one line; a line break in it would begin another header."""
    return " ".join(text.split())


def _judged(error: Exception) -> Refused | TryLater | InDoubt:
    """What a failure means once the server was reached."""
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, SMTPResponseException):
        reason = f"the mail server answered {error.code}"
        if 500 <= error.code < 600:
            return Refused(reason, code=str(error.code))
        return TryLater(AGAIN_SECONDS, reason)
    return InDoubt(f"the mail server did not say whether it took the letter ({type(error).__name__})")
