"""What several commands are given."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="The folder with agency.yaml, recruiters.yaml, vacancies.yaml, scripts/."),
]
