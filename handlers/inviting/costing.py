"""What a batch would send, when, and what it costs, added up while it is read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.context import Rules
from bot.inviting import OPENING
from bot.model import Agency
from bot.outgoing import Category
from bot.prices import country_of, price_of
from handlers.inviting.inviter import Answer
from handlers.inviting.telling import when
from storage.invitations import Fate

RULES = Rules()
MOST_DAYS = 10
MOST_SHOWN = 5


@dataclass(slots=True)
class Estimate:
    """Grows with each answer that is added; its size does not."""

    agency: Agency
    days: Counter[date] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By language and country."""
    unpriced: int = 0
    cost: float = 0.0
    nudges: float = 0.0
    """What two nudges to each of them would cost on top, where nobody answered."""
    reminders: float = 0.0
    """And the reminders of a call, where each booked one days ahead."""
    shown: list[str] = field(default_factory=list)

    def add(self, answer: Answer, line: int) -> None:
        """Count it where it would be sent."""
        one, verdict = answer.invitation, answer.verdict
        if one is None or verdict is None or verdict.at is None or verdict.fate is not Fate.INVITED:
            return
        self.days[verdict.at.astimezone(ZoneInfo(self.agency.zone)).date()] += 1
        self.kinds[one.language, country_of(one.address.peer) or "?"] += 1
        price = self._price(one.address.peer, Category.MARKETING)
        self.cost += price or 0.0
        self.nudges += (price or 0.0) * RULES.most_nudges
        self.reminders += (self._price(one.address.peer, Category.UTILITY) or 0.0) * len(RULES.reminders)
        self.unpriced += price is None
        if len(self.shown) < MOST_SHOWN:
            cost = self.money(price) if price is not None else "no price in the table"
            moment = when(verdict.at, one.zone)
            self.shown.append(f"  line {line}, {one.name or one.address.peer}: {moment}, {one.language}, {cost}")

    def lines(self) -> Iterator[str]:
        """The whole, in sentences."""
        total = self.days.total()
        if not total:
            return
        yield f"Outside WhatsApp's 24 hours, so each is a template: {OPENING}, category {Category.MARKETING}."
        for (language, country), number in sorted(self.kinds.items()):
            yield f"  {number:,} in {language} to {country}"
        yield "When:"
        ordered = sorted(self.days.items())
        for day, number in ordered[:MOST_DAYS]:
            yield f"  {day:%a %-d %b %Y}: {number:,}"
        if len(ordered) > MOST_DAYS:
            yield f"  … until {ordered[-1][0]:%a %-d %b %Y} ({len(ordered):,} days, {self._a_day} a day at most)"
        yield "The first of them:"
        yield from self.shown
        yield self._bill(total)

    @property
    def _a_day(self) -> str:
        return f"{self.agency.inviting.new_a_day:,}"

    def _bill(self, total: int) -> str:
        if self.agency.prices is None:
            return "What it costs is not known: put a price table into prices.yaml, in the agency's folder."
        missing = f", and {self.unpriced:,} whose country has no price in prices.yaml" if self.unpriced else ""
        return (
            f"Cost: {self.money(self.cost)} for {total - self.unpriced:,} templates{missing}, by prices.yaml.\n"
            f"At most {self.money(self.nudges)} more for two nudges each, where nobody answers, and "
            f"{self.money(self.reminders)} for the reminders, where each books a call days ahead. Answers cost extra.\n"
            "Check prices.yaml with your provider's list: nobody told us what you pay."
        )

    def _price(self, number: str, category: Category) -> float | None:
        return price_of(self.agency.prices, number, category) if self.agency.prices else None

    def money(self, amount: float) -> str:
        """As it is read."""
        currency = self.agency.prices.currency if self.agency.prices else ""
        return f"{currency} {amount:,.4f}" if amount < 1 else f"{currency} {amount:,.2f}"
