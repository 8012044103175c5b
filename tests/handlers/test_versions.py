"""Versions of scripts, as the person at the command line has them."""

import shutil
from pathlib import Path

from tests.handlers.processes import Belmoment

LATER = "Helemaal goed. Schrijf me gerust"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that is published, letter for letter."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.yaml"))
        if path.is_file()
    }


def test_versions_are_listed_compared_taken_back_and_saved(
    belmoment: Belmoment, agency_folder: Path, tmp_path: Path
) -> None:
    script = agency_folder / "scripts/first-contact.yaml"
    first = script.read_bytes()
    # As an editor on Windows leaves it, with a comment at its end.
    (agency_folder / "recruiters.yaml").write_bytes(
        b"\xef\xbb\xbf" + (agency_folder / "recruiters.yaml").read_bytes().replace(b"\n", b"\r\n") + b"# the end"
    )
    assert belmoment("load", str(agency_folder), "--note", "the beginning").returncode == 0
    script.write_bytes(first.replace(LATER.encode(), b"Prima. Schrijf me gerust"))
    done = belmoment("load", str(agency_folder), "--note", "shorter")
    assert "Published script first-contact, version 2; talks under way keep theirs." in done.stdout

    listed = belmoment("versions", "first-contact").stdout.splitlines()
    assert [line.split("  ")[-1] for line in listed] == ["shorter", "the beginning"]
    assert belmoment("compare", "first-contact").stdout.splitlines() == [
        "first-contact: version 1 and version 2",
        "later › text (nl)",
        f"  - {LATER} als het beter uitkomt, ik val je verder niet lastig.",
        "  + Prima. Schrijf me gerust als het beter uitkomt, ik val je verder niet lastig.",
    ]

    # Byte for byte, comments, line ends and all; and loading what was saved changes nothing.
    saved = tmp_path / "saved"
    assert belmoment("save", str(saved)).returncode == 0
    assert contents(saved) == contents(agency_folder)
    assert belmoment("export", f"{tmp_path}/exported").returncode == 0
    assert contents(tmp_path / "exported") == contents(agency_folder)
    assert belmoment("load", str(saved)).stdout == "Nothing changed: all of it is published already.\n"

    back = belmoment("rollback", "first-contact", "1")
    assert (
        back.stdout == "Published script first-contact, version 3: what version 1 said. Talks under way keep theirs.\n"
    )
    belmoment("save", str(saved))
    assert (saved / "scripts/first-contact.yaml").read_bytes() == first
    assert belmoment("rollback", "first-contact", "1").returncode == 0  # its text is the newest, under another number


def test_a_folder_that_others_have_overtaken_is_not_published_unawares(
    belmoment: Belmoment, agency_folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(agency_folder, mine)
    belmoment("load", str(agency_folder))
    script = agency_folder / "scripts/first-contact.yaml"
    script.write_bytes(script.read_bytes().replace(LATER.encode(), b"Prima. Schrijf me gerust"))
    belmoment("load", str(agency_folder), "--note", "shorter")
    refused = belmoment("load", str(mine))
    assert refused.returncode == 2
    assert (
        "first-contact: this folder has an older text than version 2" in refused.stderr
        and "(shorter)" in refused.stderr
    )
    assert belmoment("load", str(mine), "--over").returncode == 0


def test_what_is_not_there_is_told_in_a_line(belmoment: Belmoment, agency_folder: Path) -> None:
    belmoment("load", str(agency_folder))
    nothing = "There is no version 9 of first-contact; `belmoment versions first-contact` lists them."
    for arguments, line in (
        (("versions", "frist-contact"), "There is no script 'frist-contact'; did you mean 'first-contact'?"),
        (("rollback", "first-contact", "9"), nothing),
        (("rollback", "first-contact", "1"), "Version 1 of first-contact is the newest already."),
        (("compare", "first-contact", "1", "9"), nothing),
    ):
        done = belmoment(*arguments)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{line}\n")
