"""Where servers are born: a process that has imported everything, and forks one `belmoment serve` after the other.

A fresh interpreter takes two seconds of a core before it serves; over hundreds of kills that would be most of a run.
It reads a line of JSON for every birth, and writes one for every birth and every death. When nobody is there to read
them any more, it takes its children along.
"""

import gc
import json
import os
import select
import signal
import sys
import traceback
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from chaos.clock import SharedClock
from handlers import app
from handlers.clock import Beat
from handlers.commands import serve
from handlers.ears import Ears

CLOCK = "CHAOS_CLOCK"
"""Names the clock's file in a server's environment."""
BEAT_SECONDS = 0.25
"""Real ones: where the clock is fast, its beat is too."""
CHANNELS = ("handlers.telegram.channel", "handlers.whatsapp.channel")


def main() -> None:
    """Until standard input ends."""
    for channel in CHANNELS:
        import_module(channel)
    ears = Ears()  # what they learn from the package is the same for every server
    setattr(serve, "Ears", lambda *_: ears)  # noqa: B010 (the type checker refuses the plain words)
    setattr(app, "Beat", partial(Beat, seconds=BEAT_SECONDS))  # noqa: B010
    gc.collect()
    gc.freeze()  # the children share these pages as long as nobody counts in them
    bell, ringer = os.pipe()
    for end in (bell, ringer):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(ringer)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _tend(bell)


def _tend(bell: int) -> None:
    children: set[int] = set()
    heard = b""
    while True:
        ready, _, _ = select.select([0, bell], [], [])
        if bell in ready:
            os.read(bell, 1000)
            _bury(children)
        if 0 in ready:
            more = os.read(0, 65536)
            if not more:
                for child in children:
                    os.kill(child, signal.SIGKILL)
                return
            *lines, heard = (heard + more).split(b"\n")
            for line in lines:
                child = _bear(json.loads(line))
                children.add(child)
                _say(born=child)


def _bury(children: set[int]) -> None:
    while children:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        children.discard(child)
        _say(dead=child, status=os.waitstatus_to_exitcode(status))


def _say(**what: int) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def _bear(wanted: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _move_in(Path(wanted["log"]), wanted["environment"])
        serve.run_serve(SharedClock(Path(os.environ[CLOCK])))
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _move_in(log: Path, environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(log.parent)
    paper = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(paper, 1)
    os.dup2(paper, 2)


if __name__ == "__main__":
    main()
