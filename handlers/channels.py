"""The channels and the mail that the settings turn on; a platform's library is loaded only where it is on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.announcing import Announcing, Listener, keys_in
from handlers.mail import Mail
from handlers.mail_server import read_mail_server
from handlers.settings import Settings

if TYPE_CHECKING:
    from handlers.telegram.channel import Telegram
    from handlers.whatsapp.channel import WhatsApp


def telegram_of(settings: Settings, now: Callable[[], datetime]) -> Telegram | None:
    """Telegram, to be opened; None where it has no token."""
    if settings.telegram_bot_token is None:
        return None
    from handlers.telegram.channel import Telegram

    secret = settings.telegram_webhook_secret
    return Telegram(
        settings.telegram_bot_token.get_secret_value(),
        clock=now,
        secret=secret.get_secret_value() if secret else None,
        api_url=settings.telegram_api_url,
    )


def whatsapp_of(settings: Settings, now: Callable[[], datetime]) -> WhatsApp | None:
    """WhatsApp, to be opened; None where there is no Twilio account."""
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None or settings.public_url is None:
        return None
    from handlers.whatsapp.channel import TwilioAccount, WhatsApp

    account = TwilioAccount(
        sid=settings.twilio_account_sid,
        token=settings.twilio_auth_token.get_secret_value(),
        sender=settings.twilio_whatsapp_from or "",
        service=settings.twilio_messaging_service_sid or "",
        api_url=settings.twilio_api_url or "",
    )
    return WhatsApp(account, public_url=settings.public_url, clock=now)


def listeners_of(settings: Settings, now: Callable[[], datetime]) -> Announcing | None:
    """Who tells other systems what happens, to be opened; None where none listens."""
    if settings.webhook_url is None or settings.webhook_secret is None:
        return None
    keys = keys_in(settings.webhook_secret.get_secret_value())
    return Announcing(Listener(url=settings.webhook_url, keys=keys), now=now)


def mail_of(settings: Settings, now: Callable[[], datetime]) -> Mail | None:
    """The mail; None where there is no server."""
    if settings.smtp_url is None:
        return None
    return Mail(read_mail_server(settings.smtp_url.get_secret_value()), now=now)
