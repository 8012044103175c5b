"""Looks at the settings: what they lack, and what does not fit together."""

from collections.abc import Iterator

from handlers.checkup.finding import Finding, mind, wrong
from handlers.settings import Settings


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """What there is to say; what makes settings unusable is told when they are read."""
    about = "settings"
    whatsapp = settings.twilio_account_sid is not None
    calls_us = whatsapp or (settings.telegram_bot_token is not None and settings.telegram_mode == "webhook")
    if settings.telegram_bot_token is None and not whatsapp:
        yield wrong(
            about,
            "No channel is set up.",
            "Nobody can write to the bot.",
            "Set TELEGRAM_BOT_TOKEN, or the TWILIO_ names for WhatsApp.",
        )
    if calls_us and not (settings.public_url or "").startswith("https://"):
        yield wrong(
            about,
            "BELMOMENT_PUBLIC_URL does not begin with https://.",
            "Telegram calls no other address, and what Twilio brings would travel open to be read.",
            "Put a server before Belmoment that ends TLS, and set the https address that it has.",
        )
    if settings.twilio_whatsapp_from and settings.twilio_messaging_service_sid:
        yield mind(
            about,
            "TWILIO_WHATSAPP_FROM and TWILIO_MESSAGING_SERVICE_SID are both set.",
            "The messaging service sends, and which of its senders it takes is Twilio's choice.",
            "Unset one of the two.",
        )
    if settings.secret_key is None:
        yield mind(
            about,
            "BELMOMENT_SECRET_KEY is not set.",
            "Whoever is signed in to the pages is signed out at each start, and replicas don't know each other's.",
            "Set it to a long random text, the same for all replicas.",
        )
    if settings.api_token is None:
        yield mind(about, "BELMOMENT_API_TOKEN is not set.", "The API for other systems is closed.")
