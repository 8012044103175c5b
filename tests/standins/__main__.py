"""Starts a stand-in by hand: `python -m tests.standins telegram --port 8081`."""

import argparse
import asyncio
import contextlib

from tests.standins import telegram, twilio
from tests.standins.control import telegram_control, twilio_control
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import TwilioStandIn


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.standins", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    bot = kinds.add_parser("telegram", help="the Bot API of one bot")
    bot.add_argument("--port", type=int, default=8081)
    bot.add_argument("--token", default=telegram.TOKEN)
    account = kinds.add_parser("twilio", help="the messages and content APIs of one account")
    account.add_argument("--port", type=int, default=8082)
    account.add_argument("--account", default=twilio.ACCOUNT)
    account.add_argument("--token", default=twilio.TOKEN)
    account.add_argument("--webhook", default="", help="what Twilio calls with incoming messages")
    wanted = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_telegram(wanted) if wanted.kind == "telegram" else _twilio(wanted))


async def _telegram(wanted: argparse.Namespace) -> None:
    standin = TelegramStandIn(token=wanted.token, port=wanted.port, live=True)
    telegram_control(standin)
    async with standin:
        _say(f"TELEGRAM_API_URL={standin.url}", f"TELEGRAM_BOT_TOKEN={wanted.token}")
        _say(f"""curl {standin.url}/control/start -d '{{"id": 42, "first_name": "Anna", "code": "V1"}}'""")
        _say(f"curl {standin.url}/control/sent")
        await asyncio.Event().wait()


async def _twilio(wanted: argparse.Namespace) -> None:
    standin = TwilioStandIn(
        account=wanted.account, token=wanted.token, webhook_url=wanted.webhook, port=wanted.port, live=True
    )
    standin.store.approves = True
    twilio_control(standin)
    async with standin:
        _say(f"TWILIO_API_URL={standin.url}", f"TWILIO_ACCOUNT_SID={wanted.account}")
        _say(f"TWILIO_AUTH_TOKEN={wanted.token}", f"TWILIO_WHATSAPP_FROM={twilio.SENDER}")
        _say(f"""curl {standin.url}/control/write -d '{{"number": "+31612345678", "text": "Hallo"}}'""")
        _say(f"curl {standin.url}/control/sent")
        await asyncio.Event().wait()


def _say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)  # noqa: T201 (it is started by hand)


if __name__ == "__main__":
    main()
