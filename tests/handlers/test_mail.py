"""Mail, handed in at a real SMTP server."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from bot.model import Recruiter
from bot.outgoing import Invite, Notify
from handlers.channel import InDoubt, Refused, TryLater
from handlers.mail import Mail
from handlers.mail_server import MailServer, read_mail_server
from tests.mailbox import Mailbox, open_mailbox

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
SANNE = Recruiter(
    id="sanne", name="Sanne de Wit, é", phone="+31612345678", zone="Europe/Amsterdam", hours={}, email="s@k.example"
)
NOTIFY = Notify(recruiter="sanne", subject="Nieuw gesprek", text="Anna, morgen om 15:00\n.\nSchrijft: “graag”")
INVITE = Invite(
    recruiter="sanne",
    uid="talk-1@belmoment",
    sequence=0,
    start=datetime(2026, 11, 26, 14, 0, tzinfo=UTC),
    end=datetime(2026, 11, 26, 14, 20, tzinfo=UTC),
    summary="Bellen: Anna",
    description="planner",
)


def mail(mailbox: Mailbox, **more: object) -> Mail:
    return Mail(replace(read_mail_server(mailbox.url), **{"sender": "bot@k.example", **more}), now=lambda: NOW)  # type: ignore[arg-type]


def text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").strip()


async def test_a_notification_arrives_as_it_was_written() -> None:
    async with open_mailbox() as mailbox:
        name = await mail(mailbox).send("talk-4-1", SANNE, NOTIFY)
    (letter,) = mailbox.letters
    assert mailbox.recipients == ["s@k.example"]
    assert (letter["Subject"], text(letter), letter["Message-ID"]) == (NOTIFY.subject, NOTIFY.text, name)
    assert (str(letter["From"]), str(letter["To"])) == ("Belmoment <bot@k.example>", '"Sanne de Wit, é" <s@k.example>')
    assert letter["Date"].datetime == NOW


async def test_a_second_copy_bears_the_same_name() -> None:
    async with open_mailbox() as mailbox:
        post = mail(mailbox)
        assert await post.send("talk-4-1", SANNE, NOTIFY) == await post.send("talk-4-1", SANNE, NOTIFY)


async def test_an_invitation_is_a_text_a_calendar_part_and_a_file() -> None:
    async with open_mailbox() as mailbox:
        await mail(mailbox).send("talk-4-2", SANNE, INVITE)
    (letter,) = mailbox.letters
    kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/calendar", "application/ics"]
    assert text(letter) == "Bellen: Anna\n2026-11-26 15:00-15:20 (Europe/Amsterdam)\n\nplanner"
    part = letter.get_body(("calendar",))
    assert part is not None
    assert part["Content-Type"].params["method"] == "REQUEST"
    (event,) = Calendar.from_ical(part.get_content()).events
    (attached,) = letter.iter_attachments()
    assert isinstance(attached, EmailMessage)
    assert Calendar.from_ical(attached.get_content()).events[0]["UID"] == event["UID"] == INVITE.uid


async def test_a_cancelled_call_is_mailed_as_a_cancellation() -> None:
    async with open_mailbox() as mailbox:
        await mail(mailbox).send("talk-4-2", SANNE, replace(INVITE, sequence=1, cancelled=True))
    part = mailbox.letters[0].get_body(("calendar",))
    assert part is not None
    assert part["Content-Type"].params["method"] == "CANCEL"


async def test_a_line_break_in_a_subject_makes_no_header() -> None:
    async with open_mailbox() as mailbox:
        await mail(mailbox).send("x-1-1", SANNE, replace(NOTIFY, subject="Gesprek\r\nBcc: eve@evil.example"))
    assert mailbox.letters[0]["Subject"] == "Gesprek Bcc: eve@evil.example"
    assert (mailbox.letters[0]["Bcc"], mailbox.recipients) == (None, ["s@k.example"])


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("RCPT", "550 no such person", Refused),
        ("RCPT", "450 try again", TryLater),
        ("DATA", "554 no", Refused),
        ("DATA", "452 full", TryLater),
    ],
)
async def test_what_the_server_answers_decides(step: str, answer: str, error: type[Exception]) -> None:
    async with open_mailbox() as mailbox:
        mailbox.answers[step] = answer
        with pytest.raises(error, match=answer[:3]):
            await mail(mailbox).send("x-1-1", SANNE, NOTIFY)
    assert mailbox.letters == []


async def test_a_line_that_breaks_while_sending_leaves_it_in_doubt() -> None:
    async with open_mailbox() as mailbox:
        mailbox.hang_up = True
        with pytest.raises(InDoubt):
            await mail(mailbox).send("x-1-1", SANNE, NOTIFY)


async def test_a_server_that_is_down_is_tried_later() -> None:
    async with open_mailbox() as mailbox:
        pass
    with pytest.raises(TryLater):
        await mail(mailbox).send("x-1-1", SANNE, NOTIFY)


async def test_the_user_of_the_address_signs_in() -> None:
    async with open_mailbox("bot@k.example", "sesame/@") as mailbox:
        right = f"smtp://bot%40k.example:sesame%2F%40@127.0.0.1:{mailbox.port}"
        await Mail(read_mail_server(right), now=lambda: NOW).send("x-1-1", SANNE, NOTIFY)
        with pytest.raises(TryLater, match="SMTP_URL"):
            wrong = read_mail_server(right.replace("sesame", "guess"))
            await Mail(wrong, now=lambda: NOW).send("x-1-2", SANNE, NOTIFY)
    assert [letter["From"].addresses[0].addr_spec for letter in mailbox.letters] == ["bot@k.example"]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer(host="mail.example", port=25, sender="belmoment@mail.example")),
        (
            "smtp://u:p@mail.example?starttls&from=bot@k.example",
            MailServer(host="mail.example", port=587, user="u", password="p", starttls=True, sender="bot@k.example"),
        ),
        (
            "smtps://bot%40k.example:p%3A@mail.example",
            MailServer(
                host="mail.example",
                port=465,
                user="bot@k.example",
                password="p:",
                tls=True,
                starttls=False,
                sender="bot@k.example",
            ),
        ),
    ],
)
def test_an_address_says_where_and_how(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:port"])
def test_an_address_that_says_nothing_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="must be written as smtp://"):
        read_mail_server(url)


def test_a_password_does_not_show() -> None:
    assert "sesame" not in repr(read_mail_server("smtp://u:sesame@mail.example"))
