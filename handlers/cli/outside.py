"""What looks at what lies outside: templates at WhatsApp, recruiters' calendars."""

import typer

commands = typer.Typer()


@commands.command(short_help="What WhatsApp has approved.")
def templates() -> None:
    """What WhatsApp has approved of the messages that may go out when its 24 hours are over, and what they cost.

    Asks Twilio, and asks for approval where nobody did. Exit code 1 where one can't go out yet.
    """
    from handlers.commands.templates import run_templates

    raise typer.Exit(run_templates())


@commands.command(short_help="Recruiters' own calendars: can they be read?")
def calendars() -> None:
    """Read every recruiter's own calendar once, and say how that went; nothing is changed.

    Prints, too, the secret address at which each recruiter's calls can be subscribed to. Exit code 1 where a calendar
    can't be read.
    """
    from handlers.commands.calendars import run_calendars

    raise typer.Exit(run_calendars())
