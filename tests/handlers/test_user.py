"""`belmoment user`: accounts made, changed and ended at a command line."""

import re
import shutil
from pathlib import Path

import pytest

from handlers.console.passwords import SHORTEST
from tests.handlers.processes import Belmoment

PASSWORD = "drie woorden achter elkaar"


@pytest.fixture
def loaded(belmoment: Belmoment, agency_folder: Path) -> Belmoment:
    """With an agency that is published."""
    shutil.rmtree(agency_folder / "tests")
    assert belmoment("load", str(agency_folder)).returncode == 0
    return belmoment


def test_an_account_is_made_listed_changed_and_ended(loaded: Belmoment) -> None:
    made = loaded("user", "add", "Sanne@Example.org", "--recruiter", "sanne", stdin=f"{PASSWORD}\n")
    assert (made.stdout, made.stderr) == ("sanne@example.org can sign in at /queue, as recruiter.\n", "")
    generated = loaded("user", "add", "chef", "--role", "admin", "--generate").stdout
    assert re.fullmatch(r"chef can sign in at /queue, as admin\.\nPassword, shown this once: \S{20}\n", generated)
    assert loaded("user", "list").stdout == "chef               admin\nsanne@example.org  recruiter  queue of sanne\n"
    changed = loaded("user", "password", "sanne@example.org", stdin=f"{PASSWORD} anders\n")
    assert changed.stdout == "sanne@example.org has a new password, and is signed out everywhere.\n"
    assert loaded("user", "remove", "chef").stdout == "chef is gone, and signed out everywhere.\n"
    assert loaded("user", "list").stdout == "sanne@example.org  recruiter  queue of sanne\n"


def test_nobody_has_an_account_by_default(loaded: Belmoment) -> None:
    assert loaded("user", "list").stdout == "There is no account yet: belmoment user add NAME --role admin.\n"


UNUSABLE = (
    (["add", "sanne"], PASSWORD, "Whose queue is it? Add --recruiter with an id"),
    (["add", "sanne", "--recruiter", "nobody"], PASSWORD, "No recruiter nobody is published: see recruiters.yaml"),
    (["add", "taken", "--role", "ops"], PASSWORD, "There is an account taken already; `belmoment user password taken`"),
    (["add", " ", "--role", "ops"], PASSWORD, "The name must have 1 to 100 printable characters"),
    (["add", "ops", "--role", "chief"], PASSWORD, "Invalid value for '--role'"),
    (["add", "ops", "--role", "ops"], "x" * (SHORTEST - 1), f"at least {SHORTEST} characters"),
    (["add", "ops", "--role", "ops"], "aaaaaaaaaaaaaaaaa", "not the name, nor the same few characters"),
    (["add", "operations", "--role", "ops"], "Operations-2026", "not the name, nor the same few characters"),
    (["password", "nobody"], PASSWORD, "There is no account nobody. `belmoment user list` shows all."),
    (["remove", "nobody"], "", "There is no account nobody. `belmoment user list` shows all."),
)


def test_what_will_not_do_is_said_in_a_line(loaded: Belmoment) -> None:
    loaded("user", "add", "taken", "--role", "ops", stdin=f"{PASSWORD}\n")
    for arguments, password, sentence in UNUSABLE:
        said = loaded("user", *arguments, stdin=f"{password}\n")
        assert (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1)
        assert sentence in said.stderr
        assert not password.strip() or password not in said.stderr
    assert loaded("user", "list").stdout == "taken  ops\n"
