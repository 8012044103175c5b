"""`python -m handlers.cli`, where the `belmoment` command is not installed."""

from handlers.cli import main

main()
