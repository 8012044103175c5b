"""`belmoment serve` as it is, but for the clock: `python -m chaos.server` reads the same environment."""

import os
from pathlib import Path

from chaos.clock import SharedClock
from handlers.commands.serve import run_serve

CLOCK = "CHAOS_CLOCK"
"""Names the clock's file."""

if __name__ == "__main__":
    run_serve(SharedClock(Path(os.environ[CLOCK])))
