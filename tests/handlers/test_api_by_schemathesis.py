"""The API and its own description, held against each other by a tool that tries what nobody would think of."""

import asyncio
import os
import sys
from pathlib import Path

from tests.handlers.offices import API_TOKEN, open_office
from tests.handlers.test_api import book

SEED = "20261130"
"""The same requests each time: what is found once is found again."""
EXAMPLES = "40"
SETTINGS = """
[[operations]]
include-path = "/api/candidates"
# No schema can say which vacancies there are, or which numbers ring: 422 tells it, field by field.
checks.positive_data_acceptance.expected-statuses = ["2xx", "409", "422", "429"]
"""


async def test_schemathesis_finds_nothing(sqlite_database_url: str, tmp_path: Path) -> None:
    async with open_office(sqlite_database_url) as office:
        await book(office)
        (tmp_path / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
        tried = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from schemathesis.cli import schemathesis; schemathesis()",
            "run",
            str(office.client.make_url("/api/openapi.json")),
            "--checks=all",
            f"--header=Authorization: Bearer {API_TOKEN}",
            f"--max-examples={EXAMPLES}",
            f"--seed={SEED}",
            "--generation-database=none",
            "--no-color",
            "--warnings=off",
            cwd=tmp_path,
            env=os.environ | {"COLUMNS": "120"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await tried.communicate()
        assert tried.returncode == 0, told.decode()
