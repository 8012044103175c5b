"""The `belmoment` command: names its parts and their options; each part is loaded only when it is called."""

import sys
from io import TextIOWrapper

import typer

from handlers.cli import accounts, outside, people, publishing, running, trying
from handlers.unusable import Unusable

app = typer.Typer(
    name="belmoment",
    help="Holds a recruiter's first conversation with a candidate on WhatsApp and Telegram, and books the call.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (running, publishing, trying, people, outside):
    app.add_typer(part.commands)
app.add_typer(accounts.commands, name="user", short_help="Who may sign in to the pages.")


def main() -> None:
    """Runs the command. What a person can mend is one line a problem on standard error, and exit code 2."""
    # structlog would load it for coloured tracebacks, which we don't print: 4 MB, and 0.1 s of each start.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of old may lack a letter; that ends no command
            stream.reconfigure(errors="replace")
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="belmoment", standalone_mode=False)
    except Unusable as unusable:
        _leave(unusable.lines)
    except typer.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        # Typer's own complaints about how a command was called have no public base class.
        if not hasattr(error, "format_message"):
            raise
        sentence = error.format_message().rstrip(".")
        _leave([f"{sentence}{'' if sentence.endswith('?') else '.'} See belmoment --help."])
    sys.exit(code if isinstance(code, int) else 0)


def _leave(lines: "list[str] | tuple[str, ...]") -> None:
    for line in lines:
        print(line, file=sys.stderr)
    sys.exit(2)
