"""The room that touches the world: channels, clocks, pages and commands."""

import os

# Messages are short: threads that share out their arithmetic cost more than they save, most of all on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
