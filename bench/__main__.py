"""`python3 run bench NAME ARGUMENTS` runs the measure of that name, the module beside this one; without a name those
that tell what this machine carries."""

import sys
from importlib import import_module
from pathlib import Path

MEASURES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))
"""Each has a `main(arguments) -> int` that gives the exit code."""
OF_THE_MACHINE = ("speed", "timers", "replicas")


def main(arguments: list[str]) -> int:
    """Runs the measure that the first argument names; 2 where there is none of that name."""
    if not arguments:
        return max(_run(name, []) for name in OF_THE_MACHINE)
    name, *rest = arguments
    if name not in MEASURES:
        print(f"usage: python3 run bench [NAME ARGUMENTS…]\nThere are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    return _run(name, rest)


def _run(name: str, arguments: list[str]) -> int:
    return int(import_module(f"bench.{name}").main(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
