"""The `belmoment` command: names its parts and their options; each part is loaded only when it is called."""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer

from handlers.unusable import Unusable

app = typer.Typer(
    name="belmoment",
    help="Holds a recruiter's first conversation with a candidate on WhatsApp and Telegram, and books the call.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Folder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="The folder with agency.yaml, recruiters.yaml, vacancies.yaml, scripts/."),
]


@app.command(short_help="Try it: a sample agency in your browser.")
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


@app.command(short_help="The real thing: hold conversations.")
def serve() -> None:
    """The real thing: listens to WhatsApp and Telegram, and sends what is due.

    Reads its settings from the environment and from .env; stop it with Ctrl-C. Before the first start, publish your
    agency with `belmoment load FOLDER`.
    """
    from handlers.commands.serve import run_serve

    run_serve()


@app.command(short_help="Bring the database to this version's shape.")
def migrate() -> None:
    """Bring the database of BELMOMENT_DATABASE_URL to the shape that this version needs.

    On SQLite `belmoment serve` does so by itself. Twice changes nothing.
    """
    from handlers.commands.migrate import run_migrate

    run_migrate()


@app.command(short_help="What is wrong with this installation.")
def doctor(as_json: Annotated[bool, typer.Option("--json", help="For machines: one JSON object.")] = False) -> None:
    """What is wrong with this installation, and what to do about it: settings, database, platforms, mail, the server.

    Reads the same settings as `belmoment serve`, and changes nothing. Exit code 1 where something is wrong.
    """
    from handlers.commands.doctor import run_doctor

    raise typer.Exit(run_doctor(as_json))


@app.command(short_help="Publish an agency's folder.")
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


ScriptName = Annotated[str, typer.Argument(metavar="SCRIPT", help="The script's name, as first-contact.")]


@app.command(short_help="Which versions of the scripts were published.")
def versions(
    script: Annotated[str | None, typer.Argument(metavar="SCRIPT", help="Only this one; without it, all.")] = None,
) -> None:
    """Which versions of the scripts were published, the newest first: when, by whom and why.

    New talks are held with the newest; talks under way keep the one that they began with.
    """
    from handlers.commands.versions import run_versions

    run_versions(script)


@app.command(short_help="What differs between two versions of a script.")
def compare(
    script: ScriptName,
    old: Annotated[int | None, typer.Argument(help="The earlier version; without it, the one before.")] = None,
    new: Annotated[int | None, typer.Argument(help="The later version; without it, the newest.")] = None,
) -> None:
    """What differs between two versions of a script: sentence by sentence, in each language, then the ways."""
    from handlers.commands.versions import run_compare

    run_compare(script, old, new)


@app.command(short_help="Go back to an earlier version of a script.")
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


@app.command(short_help="Try a draft on past talks.")
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


@app.command(short_help="How far talks came, and what was not understood.")
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


@app.command("talk-as-test", short_help="Print a past talk as a test.")
def talk_as_test(
    talk: Annotated[str, typer.Argument(metavar="TALK", help="The talk's id, as `belmoment replay` shows it.")],
    name: Annotated[str | None, typer.Option(help="What the test is called.")] = None,
) -> None:
    """Print a past talk as a test, names and numbers replaced; append it to a file in tests/.

    What it expects is what the newest published script does now: read it, and change what should be otherwise.
    """
    from handlers.commands.funnel import run_talk_as_test

    run_talk_as_test(talk, name)


@app.command(short_help="Write what is published into a folder.")
def save(folder: Folder) -> None:
    """Write what is published into a folder, letter for letter, comments included: what `belmoment load` takes in.

    So an agency can keep its scripts in git, also where they are changed in the browser.
    """
    from handlers.commands.versions import run_save

    run_save(folder)


@app.command(short_help="Find mistakes in an agency's folder.")
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


@app.command(short_help="Talk to a script in the terminal.")
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


@app.command(short_help="The JSON Schema of scripts, for editors.")
def schema() -> None:
    """The JSON Schema of scripts: with it an editor completes and checks a script while you write it.

    Save it beside your scripts, and begin each with the line
    # yaml-language-server: $schema=script.schema.json
    """
    from handlers.manual import schema_text

    sys.stdout.write(schema_text())


@app.command(short_help="What messages mean, as JSON lines.")
def understand() -> None:
    """What messages mean: JSON lines from standard input to standard output.

    In: {"id", "text", "at": "2026-11-23T10:00:00+01:00", "tz": "Europe/Amsterdam"}, and where known "lang", "asked"
    (opening, ask_moment, offer_slots, confirm, booked, any) and "offered" ([[start, end], …]).

    Out: {"id", "lang", "intent", "also", "windows", "exclude", "spans", "picked", "sure"}, in the same order.
    """
    from handlers.commands.understand import run_understand

    raise typer.Exit(run_understand(sys.stdin.buffer, sys.stdout, sys.stderr))


Who = Annotated[
    str,
    typer.Argument(metavar="PERSON", help="telegram:12345, whatsapp:+31612345678, or a number as +31612345678."),
]


@app.command(short_help="Hand out all that is kept about a person.")
def export(
    who: Who, as_json: Annotated[bool, typer.Option("--json", help="For machines, with everything.")] = False
) -> None:
    """Hand out all that is kept about a person, as the law gives them a right to."""
    from handlers.commands.person import run_export

    run_export(who, as_json)


@app.command(short_help="Erase all that is kept about a person.")
def erase(
    who: Who, yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether you are sure.")] = False
) -> None:
    """Erase all that is kept about a person; what was counted stays counted.

    Candidates do the same themselves by writing "delete my data", in their own words.
    """
    from handlers.commands.person import run_erase

    run_erase(who, (lambda question: True) if yes else typer.confirm)


@app.command(short_help="Invite the people on a list.")
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


@app.command(short_help="What WhatsApp has approved.")
def templates() -> None:
    """What WhatsApp has approved of the messages that may go out when its 24 hours are over, and what they cost.

    Asks Twilio, and asks for approval where nobody did. Exit code 1 where one can't go out yet.
    """
    from handlers.commands.templates import run_templates

    raise typer.Exit(run_templates())


@app.command(short_help="Recruiters' own calendars: can they be read?")
def calendars() -> None:
    """Read every recruiter's own calendar once, and say how that went; nothing is changed.

    Prints, too, the secret address at which each recruiter's calls can be subscribed to. Exit code 1 where a calendar
    can't be read.
    """
    from handlers.commands.calendars import run_calendars

    raise typer.Exit(run_calendars())


user = typer.Typer(help="Who may sign in to the pages.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(user, name="user", short_help="Who may sign in to the pages.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What they type to sign in; an e-mail address does well.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password up and show it once.")]


@user.command("add", short_help="Make an account.")
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


@user.command("password", short_help="Give an account a new password.")
def user_password(name: Name, generate: Generate = False) -> None:
    """Give an account a new password; whoever is signed in with the old one is signed out."""
    from handlers.commands.user import run_user_password

    run_user_password(name, generate)


@user.command("remove", short_help="End an account.")
def user_remove(name: Name) -> None:
    """End an account; whoever is signed in with it is signed out."""
    from handlers.commands.user import run_user_remove

    run_user_remove(name)


@user.command("list", short_help="Show all accounts.")
def user_list() -> None:
    """Show all accounts, their roles and queues; never a password."""
    from handlers.commands.user import run_user_list

    run_user_list()


def main() -> None:
    """Runs the command. What a person can mend is one line a problem on standard error, and exit code 2."""
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


if __name__ == "__main__":
    main()
