"""Secrets of calendars come from the environment or `.env`, by the name that the agency gave them, or from a file."""

from pathlib import Path

import pytest

from handlers.secret_files import secrets_beside
from handlers.settings import Settings
from tests.handlers.conftest import agency_folder, belmoment, surroundings
from tests.handlers.processes import Belmoment

__all__ = ["agency_folder", "belmoment", "surroundings"]


def test_a_secret_is_found_wherever_settings_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNA_CALDAV", "from the environment")
    (tmp_path / "ben").write_text("from a file\n")
    monkeypatch.setenv("BEN_CALDAV_FILE", str(tmp_path / "ben"))
    monkeypatch.setenv("CARL_CALDAV_FILE", str(tmp_path / "nothing"))
    (tmp_path / ".env").write_text("ANNA_CALDAV=from .env\nDORA_CALDAV=from .env\n")
    secret = secrets_beside(Settings)
    names = ("ANNA_CALDAV", "BEN_CALDAV", "CARL_CALDAV", "DORA_CALDAV", "EVA_CALDAV")
    assert [secret(name) for name in names] == ["from the environment", "from a file", None, "from .env", None]


def test_ops_are_told_which_calendar_can_not_be_read_and_why(belmoment: Belmoment, agency_folder: Path) -> None:
    recruiters = agency_folder / "recruiters.yaml"
    notice = "    notice_minutes"
    text = recruiters.read_text().replace(notice, f"    calendar: {{ics_from: SANNE_CALENDAR}}\n{notice}", 1)
    recruiters.write_text(text)
    assert belmoment("load", str(agency_folder)).returncode == 0
    looked = belmoment("calendars")
    assert (looked.returncode, looked.stderr) == (1, "")
    assert looked.stdout.splitlines() == [
        "Sanne de Wit: The address or password of your calendar isn't set; ask whoever runs Belmoment here. "
        "(unset (SANNE_CALENDAR))",
        "Calls can't be subscribed to: set BELMOMENT_SECRET_KEY.",
    ]
