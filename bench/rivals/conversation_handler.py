"""python-telegram-bot's ConversationHandler with its PicklePersistence, holding a talk of eight messages.

Its answers are fixed words: it understands nothing, knows no agenda and books nothing. PORT, API and FILE come from
the environment; the web server is aiohttp, as everywhere here, and everything else is the library's own default.
"""

import json
import os
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from bench.loads.dialects import BOT, SECRET

STEPS = ("question", "interest", "moment", "other", "exact", "confirm", "thanks")
HEADER = "X-Telegram-Bot-Api-Secret-Token"

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    assert update.message is not None
    await update.message.reply_text("Zin om daar een keer kort over te bellen?")
    return 0


def _asks(number: int) -> Handler:
    """Keeps what was said at this step, answers, and goes on to the next one."""
    last = number == len(STEPS) - 1

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        assert context.user_data is not None
        context.user_data[STEPS[number]] = update.message.text
        await update.message.reply_text("booked" if last else f"Dank je. En dan: {STEPS[number + 1]}?")
        return ConversationHandler.END if last else number + 1

    return answer


def _application(file: str, api: str) -> "Application[Any, Any, Any, Any, Any, Any]":
    talk: ConversationHandler[ContextTypes.DEFAULT_TYPE] = ConversationHandler(
        entry_points=[CommandHandler("start", _start)],
        states={n: [MessageHandler(filters.TEXT & ~filters.COMMAND, _asks(n))] for n in range(len(STEPS))},
        fallbacks=[],
        name="talk",
        persistent=True,
    )
    builder = ApplicationBuilder().token(BOT).base_url(f"{api}/bot").persistence(PicklePersistence(file))
    application = builder.updater(None).job_queue(None).build()
    application.add_handler(talk)
    return application


def main() -> None:
    """Serves until it is stopped."""
    application = _application(os.environ["FILE"], os.environ["API"])

    async def called(request: web.Request) -> web.Response:
        if request.headers.get(HEADER) != SECRET:
            raise web.HTTPForbidden
        await application.process_update(Update.de_json(json.loads(await request.read()), application.bot))
        return web.Response()

    async def health(_: web.Request) -> web.Response:
        return web.Response(text="alive")

    async def begin(_: web.Application) -> None:
        await application.initialize()
        await application.start()

    async def end(_: web.Application) -> None:
        await application.stop()
        await application.shutdown()

    app = web.Application()
    app.add_routes([web.post("/webhooks/telegram", called), web.get("/health", health)])
    app.on_startup.append(begin)
    app.on_cleanup.append(end)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    main()
