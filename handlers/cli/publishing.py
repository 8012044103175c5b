"""What publishes an agency's folder, and goes back to what was published."""

from typing import Annotated

import typer

from handlers.cli.arguments import Folder

commands = typer.Typer()

ScriptName = Annotated[str, typer.Argument(metavar="SCRIPT", help="The script's name, as first-contact.")]


@commands.command(short_help="Publish an agency's folder.")
def load(
    folder: Folder,
    new_links: Annotated[
        bool, typer.Option("--new-links", help="Make new one-time links for all recruiters; unused ones end.")
    ] = False,
    note: Annotated[str, typer.Option(help="Why: it stands with the new versions.")] = "",
    over: Annotated[
        bool, typer.Option("--over", help="Publish an older text over a newer one that was published elsewhere.")
    ] = False,
    unapproved: Annotated[
        bool, typer.Option("--unapproved", help="Publish although WhatsApp has not approved every template yet.")
    ] = False,
) -> None:
    """Check an agency's folder, then publish all of it or nothing; conversations that run keep their script.

    Prints the Telegram links by which candidates come in, and a one-time link for each recruiter who is new or
    changed. Loading the same folder twice changes nothing.
    """
    from handlers.commands.load import run_load

    run_load(folder, new_links, note, over=over, unapproved=unapproved)


@commands.command(short_help="Which versions of the scripts were published.")
def versions(
    script: Annotated[str | None, typer.Argument(metavar="SCRIPT", help="Only this one; without it, all.")] = None,
) -> None:
    """Which versions of the scripts were published, the newest first: when, by whom and why.

    New talks are held with the newest; talks under way keep the one that they began with.
    """
    from handlers.commands.versions import run_versions

    run_versions(script)


@commands.command(short_help="What differs between two versions of a script.")
def compare(
    script: ScriptName,
    old: Annotated[int | None, typer.Argument(help="The earlier version; without it, the one before.")] = None,
    new: Annotated[int | None, typer.Argument(help="The later version; without it, the newest.")] = None,
) -> None:
    """What differs between two versions of a script: sentence by sentence, in each language, then the ways."""
    from handlers.commands.versions import run_compare

    run_compare(script, old, new)


@commands.command(short_help="Go back to an earlier version of a script.")
def rollback(
    script: ScriptName,
    number: Annotated[int, typer.Argument(help="The version to go back to; `belmoment versions` lists them.")],
    note: Annotated[str, typer.Option(help="Why: it stands with the new version.")] = "",
) -> None:
    """Go back to an earlier version of a script: its text becomes the newest version, at once and everywhere.

    Talks under way keep the version that they began with.
    """
    from handlers.commands.versions import run_rollback

    run_rollback(script, number, note)


@commands.command(short_help="Write what is published into a folder.")
def save(folder: Folder) -> None:
    """Write what is published into a folder, letter for letter, comments included: what `belmoment load` takes in.

    So an agency can keep its scripts in git, also where they are changed in the browser.
    """
    from handlers.commands.versions import run_save

    run_save(folder)
