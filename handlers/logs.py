"""Logs: one line a turn, for machines where nobody looks on, and never a candidate's words, name or number."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Their info lines bear tokens, numbers and texts; the access log bears whatever somebody puts into an address.
TALKATIVE = ("httpx", "httpcore", "telegram", "twilio", "twilio.http_client", "aiosmtplib", "alembic", "apscheduler")
SILENT = ("aiohttp.access",)


def set_up_logs(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Sends every log line from `level` on to `stream`: readable on a terminal, JSON anywhere else."""
    shared: list[Processor] = [
        one_to_grep_for,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_broke,
        first_line,
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    # Ours go straight out: by way of the library's, which are few, a line costs several times as much.
    structlog.configure(
        processors=[without_what_was_told, *shared, renderer],
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, Unfailing(stream))),
        wrapper_class=structlog.make_filtering_bound_logger(level),
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


class Unfailing:
    """A stream that takes what it can: on a full disk, or for a reader who went away, a lost line must end no work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes, if that can be."""
        with suppress(OSError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        """Flushes, if that can be."""
        with suppress(OSError):
            self._stream.flush()


def without_what_was_told(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Drops the line about an error of which a line of its own has told already, and may tell a hundred times more."""
    if getattr(_error_of(line.get("exc_info")), "told", False):
        raise structlog.DropEvent
    return line


def one_to_grep_for(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """Gives a turn and all that is sent because of it one `trace`: the conversation, and which turn of it."""
    if line.get("turn") is not None and line.get("conversation"):
        line["trace"] = f"{line['conversation']}-{line['turn']}"
    elif isinstance(line.get("outgoing"), str):
        line["trace"] = line["outgoing"].rpartition("-")[0]
    return line


def where_it_broke(logger: WrappedLogger, method: str, line: EventDict) -> Mapping[str, object]:
    """Puts an error's class and its places in our code into the line, without its message, which may hold a text."""
    error = _error_of(line.pop("exc_info", None))
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


def _error_of(given: object) -> object:
    return sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given


def _quieten() -> None:
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).disabled = True
