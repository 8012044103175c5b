"""What runs the house: try it, serve, prepare the database, look after it."""

import gc
from typing import Annotated

import typer

commands = typer.Typer()


@commands.command(short_help="Try it: a sample agency in your browser.")
def demo(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Serve the page here; without it, 8080 or any free port.")
    ] = None,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Try it: a sample agency in your browser, with a candidate's phone beside the recruiter's queue.

    Needs no account and keeps nothing: its data is gone when you stop it with Ctrl-C.
    """
    from handlers.commands.demo import run_demo

    run_demo(port, open_page)


@commands.command(short_help="The real thing: hold conversations.")
def serve() -> None:
    """The real thing: listens to WhatsApp and Telegram, and sends what is due.

    Reads its settings from the environment and from .env; stop it with Ctrl-C. Before the first start, publish your
    agency with `belmoment load FOLDER`.
    """
    gc.disable()  # what is loaded from here on stays; whoever serves turns the collector on again
    from handlers.commands.serve import run_serve

    run_serve()


@commands.command(short_help="Bring the database to this version's shape.")
def migrate() -> None:
    """Bring the database of BELMOMENT_DATABASE_URL to the shape that this version needs.

    On SQLite `belmoment serve` does so by itself. Twice changes nothing.
    """
    from handlers.commands.migrate import run_migrate

    run_migrate()


@commands.command(short_help="What is wrong with this installation.")
def doctor(as_json: Annotated[bool, typer.Option("--json", help="For machines: one JSON object.")] = False) -> None:
    """What is wrong with this installation, and what to do about it: settings, database, platforms, mail, the server.

    Reads the same settings as `belmoment serve`, and changes nothing. Exit code 1 where something is wrong.
    """
    from handlers.commands.doctor import run_doctor

    raise typer.Exit(run_doctor(as_json))
