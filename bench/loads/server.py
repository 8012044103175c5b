"""`belmoment serve` as it is, but for the pace of sending: `python -m bench.loads.server` reads the same environment.

One WhatsApp sender may send eighty messages a second, so with one sender nothing else would be measured.
Where BENCH_VECTORS is 0 it understands as where the package of sentence vectors is not installed.
"""

import gc
import os

from handlers import postbag, vectors

VECTORS = "BENCH_VECTORS"


def do_without_vectors() -> None:
    """In this process, from now on."""
    assert "PACKAGE" in vars(vectors), "the vectors are looked for elsewhere now"
    vars(vectors)["PACKAGE"] = "belmoment_without_vectors"


if __name__ == "__main__":
    if os.environ.get(VECTORS) == "0":
        do_without_vectors()
    # One that was not lifted would pass for our own slowness.
    assert "usual_gates" in vars(postbag), "the pace is held elsewhere now"
    vars(postbag)["usual_gates"] = dict
    gc.disable()  # as the command does
    from handlers.commands.serve import run_serve

    run_serve()
