"""Measures what Belmoment understands and what a machine carries; `python3 run bench NAME` asks for one measure."""

import os

# As `handlers` sets it; numpy is met before them here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
