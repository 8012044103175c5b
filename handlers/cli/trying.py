"""What tries a script before anybody meets it, and looks at the talks that were held with it."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from handlers.cli.arguments import Folder

commands = typer.Typer()


@commands.command(short_help="Find mistakes in an agency's folder.")
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="The agency's folder; without one, the sample's.")
    ] = None,
) -> None:
    """Find every mistake in an agency's folder, and hold the talks in its tests/.

    Prints one line a mistake, as file:line: sentence. Exit code 1 where there is one.
    """
    from handlers.commands.check import run_check

    raise typer.Exit(run_check(folder))


@commands.command(short_help="Talk to a script in the terminal.")
def simulate(  # noqa: PLR0913, PLR0917 (an option each)
    script: Annotated[str | None, typer.Option(help="The script to talk to; without one, the first vacancy's.")] = None,
    folder: Annotated[Path | None, typer.Option(help="The agency's folder; without one, the sample's.")] = None,
    vacancy: Annotated[
        str | None, typer.Option(help="The vacancy to talk about; without one, the script's first.")
    ] = None,
    language: Annotated[str, typer.Option(help="The candidate's language, as nl or en.")] = "nl",
    at: Annotated[str | None, typer.Option(help="When the talk begins, as 2026-11-25T10:20; without it, now.")] = None,
    channel: Annotated[str, typer.Option(help="What it looks like: telegram, whatsapp or webchat.")] = "telegram",
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Add the talk to this file as a test, as tests/mine.yaml.")
    ] = None,
) -> None:
    """Talk to a script in the terminal, as a candidate, at your own clock.

    Type what a candidate would. Lines that begin with / are for you: /help names them.
    """
    from handlers.commands.simulate import run_simulate

    run_simulate(script=script, folder=folder, vacancy=vacancy, language=language, at=at, channel=channel, save=save)


@commands.command(short_help="The JSON Schema of scripts, for editors.")
def schema() -> None:
    """The JSON Schema of scripts: with it an editor completes and checks a script while you write it.

    Save it beside your scripts, and begin each with the line
    # yaml-language-server: $schema=script.schema.json
    """
    from handlers.manual import schema_text

    sys.stdout.write(schema_text())


@commands.command(short_help="What messages mean, as JSON lines.")
def understand() -> None:
    """What messages mean: JSON lines from standard input to standard output.

    In: {"id", "text", "at": "2026-11-23T10:00:00+01:00", "tz": "Europe/Amsterdam"}, and where known "lang", "asked"
    (opening, ask_moment, offer_slots, confirm, booked, any) and "offered" ([[start, end], …]).

    Out: {"id", "lang", "intent", "also", "windows", "exclude", "spans", "picked", "sure"}, in the same order.
    """
    from handlers.commands.understand import run_understand

    raise typer.Exit(run_understand(sys.stdin.buffer, sys.stdout, sys.stderr))


@commands.command(short_help="Try a draft on past talks.")
def replay(
    folder: Folder,
    last: Annotated[int, typer.Option(min=1, help="How many of the last talks.")] = 1000,
    script: Annotated[str | None, typer.Option(help="Only this script; without it, every one in the folder.")] = None,
) -> None:
    """Try a draft on past talks before anybody meets it: where it would have understood, led or booked otherwise.

    Each talk is held again, with the version that it had and with the folder's; nothing is sent, nothing is changed.
    Both are held as if no other call were booked, so moments may differ from those that were really agreed on.
    """
    from handlers.commands.replay import run_replay

    run_replay(folder, last, script)


@commands.command(short_help="How far talks came, and what was not understood.")
def funnel(
    by: Annotated[
        Literal["version", "vacancy", "channel", "language", "opening"] | None,
        typer.Option(help="Tell talks apart by this; without it, all in one line."),
    ] = None,
    script: Annotated[str | None, typer.Option(help="Only talks with this script.")] = None,
    days: Annotated[int, typer.Option(min=1, help="Talks that began in the last so many days.")] = 28,
) -> None:
    """How far talks came: approached, replied, interested, gave a moment, booked, answered; and where the rest stand.

    Read from the journal. Below it stands what was not understood, names and numbers replaced, the most frequent first.
    """
    from handlers.commands.funnel import run_funnel

    run_funnel(by, script, days)


@commands.command("talk-as-test", short_help="Print a past talk as a test.")
def talk_as_test(
    talk: Annotated[str, typer.Argument(metavar="TALK", help="The talk's id, as `belmoment replay` shows it.")],
    name: Annotated[str | None, typer.Option(help="What the test is called.")] = None,
) -> None:
    """Print a past talk as a test, names and numbers replaced; append it to a file in tests/.

    What it expects is what the newest published script does now: read it, and change what should be otherwise.
    """
    from handlers.commands.funnel import run_talk_as_test

    run_talk_as_test(talk, name)
