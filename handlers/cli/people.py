"""What is done for, and to, single people and lists of them."""

import os
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()

Who = Annotated[
    str,
    typer.Argument(metavar="PERSON", help="telegram:12345, whatsapp:+31612345678, or a number as +31612345678."),
]


@commands.command(short_help="Hand out all that is kept about a person.")
def export(
    what: Annotated[
        str,
        typer.Argument(
            metavar="PERSON|FOLDER",
            help="telegram:12345, whatsapp:+31612345678, or a number as +31612345678; or a folder, as ./agency.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="For machines, with everything; of a person only.")] = False,
) -> None:
    """Hand out all that is kept about a person, as the law gives them a right to.

    Of a folder: write what is published into it, as `belmoment save` does.
    """
    if _is_folder(what):
        from handlers.commands.versions import run_save

        run_save(Path(what))
    else:
        from handlers.commands.person import run_export

        run_export(what, as_json)


@commands.command(short_help="Erase all that is kept about a person.")
def erase(
    who: Who, yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether you are sure.")] = False
) -> None:
    """Erase all that is kept about a person; what was counted stays counted.

    Candidates do the same themselves by writing "delete my data", in their own words.
    """
    from handlers.commands.person import run_erase

    run_erase(who, (lambda question: True) if yes else typer.confirm)


@commands.command(short_help="Invite the people on a list.")
def invite(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="The list, as a spreadsheet saves it: see docs/inviting.md.")
    ],
    preview: Annotated[
        bool, typer.Option("--preview", help="Only show what would be sent, when, and what it costs.")
    ] = False,
) -> None:
    """Invite the people on a list to talk, on WhatsApp: each line is checked, and each person is invited once.

    Lines to mend are listed with their reason and written to FILE.to-mend.csv; whoever is left in peace is named in
    FILE.skipped.csv. The columns: phone, name, language, vacancy, recruiter, zone, source, ground, consent,
    consented_at. Exit code 1 where a line has to be mended.
    """
    from handlers.commands.invite import run_invite

    raise typer.Exit(run_invite(file, preview))


def _is_folder(what: str) -> bool:
    """Whether that is written as a folder is, or is one; no person's address has a stroke in it."""
    return "/" in what or os.sep in what or Path(what).is_dir()
