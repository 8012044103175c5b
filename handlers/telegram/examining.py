"""Asks Telegram how it sees the bot: whether it knows it, where it brings what people write, and what went wrong."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.checkup.asking import Answer, NoAnswer, asked, astray
from handlers.checkup.finding import Finding, mind, well, wrong
from handlers.logs import without_numbers
from handlers.telegram.channel import WEBHOOK_PATH

ABOUT = "telegram"
LATELY = timedelta(hours=1)
MANY = 100


async def examine_telegram(token: str, api_url: str, webhook: str | None, now: datetime) -> AsyncIterator[Finding]:
    """What there is to say. `webhook` is our public address where Telegram should call us; None where we poll."""
    try:
        known = await asked(f"{api_url}/bot{token}/getMe")
        if known.status != 200:
            yield _unknown(known)
            return
        about_it = await asked(f"{api_url}/bot{token}/getWebhookInfo")
    except NoAnswer as silent:
        yield wrong(
            ABOUT,
            f"Telegram can't be reached: {silent}.",
            "Nobody on Telegram is heard or answered.",
            "Look at this machine's way to the internet, and at TELEGRAM_API_URL.",
        )
        return
    yield well(ABOUT, f"Telegram knows this bot as @{known.body['result'].get('username', '?')}.")
    for finding in _of_webhook((about_it.body or {}).get("result", {}), webhook, now):
        yield finding
    late = astray(ABOUT, known, now)
    if late:
        yield late


def _unknown(answer: Answer) -> Finding:
    if answer.status in (401, 404):
        return wrong(
            ABOUT,
            "Telegram does not know the bot's token.",
            "Nobody on Telegram is heard or answered.",
            "Copy the token from @BotFather into TELEGRAM_BOT_TOKEN; one that was revoked is of no more use.",
        )
    return wrong(
        ABOUT,
        f"Telegram answered {answer.status} when asked for the bot.",
        "It may be down, or hold us back for a while.",
        "Try again in some minutes.",
    )


def _of_webhook(info: Mapping[str, Any], webhook: str | None, now: datetime) -> Iterator[Finding]:
    wanted = webhook + WEBHOOK_PATH if webhook else ""
    if info.get("url", "") != wanted:
        yield _elsewhere(wanted, bool(info.get("url")))
    failed = info.get("last_error_message")
    if failed and webhook:
        yield _failed(str(failed), datetime.fromtimestamp(info.get("last_error_date", 0), UTC), now)
    waiting = int(info.get("pending_update_count", 0))
    if waiting > MANY:
        yield wrong(
            ABOUT,
            f"{waiting} messages of people wait at Telegram.",
            "They are not answered yet; what is older than a day is lost.",
            "See that `belmoment serve` runs, and what /ready says.",
        )
    elif waiting:
        yield mind(ABOUT, f"{waiting} messages of people wait at Telegram at this moment.")


def _elsewhere(wanted: str, set_to_another: bool) -> Finding:
    if not wanted:
        return wrong(
            ABOUT,
            "Telegram brings what people write to a web address, while TELEGRAM_MODE is polling.",
            "This installation gets none of it.",
            "Start `belmoment serve`, which takes the address away. If it comes back, another program has the token: "
            "stop that, or have a new token made.",
        )
    where = "another address than ours" if set_to_another else "no address, while TELEGRAM_MODE is webhook"
    return wrong(
        ABOUT,
        f"Telegram brings what people write to {where}.",
        "This installation gets none of it.",
        "Start `belmoment serve`, which sets the address. Where it changes again, another program uses this token.",
    )


def _failed(message: str, at: datetime, now: datetime) -> Finding:
    said = f"Telegram could not deliver to us at {at:%Y-%m-%d %H:%M} UTC: {without_numbers(message)}."
    if now - at > LATELY:
        return mind(ABOUT, said, "It has been able to since, or nobody wrote.")
    return wrong(
        ABOUT,
        said,
        "What people write is late, or does not come.",
        "See that BELMOMENT_PUBLIC_URL leads to this server from outside, with a certificate that is valid.",
    )
