"""`python3 run bench NAME ARGUMENTS`: runs the measure of that name, the module beside this one."""

import sys
from importlib import import_module
from pathlib import Path

MEASURES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))
"""Each has a `main(arguments) -> int` that gives the exit code."""


def main(arguments: list[str]) -> int:
    """Runs the measure that the first argument names; 2 where there is none."""
    if not arguments or arguments[0] not in MEASURES:
        print(f"usage: python3 run bench NAME ARGUMENTS…\nThere are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    name, *rest = arguments
    return int(import_module(f"bench.{name}").main(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
