"""Who may sign in to the pages."""

from typing import Annotated, Literal

import typer

commands = typer.Typer(help="Who may sign in to the pages.", rich_markup_mode=None, no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What they type to sign in; an e-mail address does well.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password up and show it once.")]


@commands.command("add", short_help="Make an account.")
def user_add(
    name: Name,
    role: Annotated[
        Literal["recruiter", "ops", "admin"],
        typer.Option(help="recruiter: own and team's calls; ops: scripts and all calls; admin: everything."),
    ] = "recruiter",
    recruiter: Annotated[
        str | None, typer.Option(help="Whose queue it is: an id from recruiters.yaml. A recruiter needs one.")
    ] = None,
    generate: Generate = False,
) -> None:
    """Make an account. Asks for the password twice; without a terminal it is read from one line of standard input."""
    from handlers.commands.user import run_user_add
    from storage.accounts import Role

    run_user_add(name, Role(role), recruiter, generate)


@commands.command("password", short_help="Give an account a new password.")
def user_password(name: Name, generate: Generate = False) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    from handlers.commands.user import run_user_password

    run_user_password(name, generate)


@commands.command("remove", short_help="End an account.")
def user_remove(name: Name) -> None:
    """End an account; whoever is signed in with it is signed out."""
    from handlers.commands.user import run_user_remove

    run_user_remove(name)


@commands.command("list", short_help="Show all accounts.")
def user_list() -> None:
    """Show all accounts, their roles and queues; never a password."""
    from handlers.commands.user import run_user_list

    run_user_list()
