"""How often variants that are the same are told apart, looking every day: `python3 run bench experiments [RUNS]`."""

import random
from collections import Counter
from collections.abc import Sequence

from bot.experiment import ENOUGH, Block, evidence

DAYS, PEOPLE = 90, 30
RATES = (0.05, 0.2, 0.5)


def main(arguments: Sequence[str]) -> int:
    """Prints the share of false winners, then how often a true one is found; 1 where too many are false."""
    runs = int(arguments[0]) if arguments else 1000
    worst = 0.0
    for rate in RATES:
        false = share(runs, {"text": rate, "other": rate})
        worst = max(worst, false)
        print(f"A/A, {rate:.0%} answered: {false:.1%} false winners in {runs} runs of {DAYS} days, looked at each day")
    for better in (0.25, 0.3, 0.4):
        found = share(runs, {"text": 0.2, "other": better})
        print(f"A/B, 20% against {better:.0%} answered: told apart in {found:.0%} of the runs")
    return 1 if worst > 1 / ENOUGH else 0


def share(runs: int, rates: dict[str, float]) -> float:
    """In which share of runs a winner was declared on any day; seeded, so that it is the same each time."""
    chance = random.Random(20261130)  # noqa: S311 (no secret)
    return sum(_declared(chance, rates) for _ in range(runs)) / runs


def _declared(chance: random.Random, rates: dict[str, float]) -> bool:
    return any(found >= ENOUGH for found in evidence(_day(chance, rates) for _ in range(DAYS)))


def _day(chance: random.Random, rates: dict[str, float]) -> Block:
    people = Counter(chance.choice(list(rates)) for _ in range(PEOPLE))
    return {arm: (number, sum(chance.random() < rates[arm] for _ in range(number))) for arm, number in people.items()}
