"""Logs: one line a turn, for machines where nobody looks on, and never a candidate's words, name or number."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Their info lines bear tokens, numbers and texts; the access log bears whatever somebody puts into an address.
TALKATIVE = ("httpx", "httpcore", "telegram", "twilio", "twilio.http_client", "aiosmtplib", "alembic", "apscheduler")
SILENT = ("aiohttp.access",)


def set_up_logs(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Sends every log line from `level` on to `stream`: readable on a terminal, JSON anywhere else."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_broke,
        first_line,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    _quieten()


def where_it_broke(logger: WrappedLogger, method: str, line: EventDict) -> Mapping[str, object]:
    """Puts an error's class and its places in our code into the line, without its message, which may hold a text."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)][-5:]
    return line


def first_line(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Cuts a message at its end of line: asyncio puts there what a task died of, and that may be a text."""
    line["event"] = str(line["event"]).partition("\n")[0]
    return line


def without_numbers(text: str) -> str:
    """The text without phone numbers and mail addresses, which platforms repeat in their complaints."""
    return re.sub(r"\S+@\S+|\+?\d[\d ()./-]{5,}\d", "…", text)


def _quieten() -> None:
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).disabled = True
