"""What a message costs: before it is sent, so that people can decide."""

import phonenumbers

from bot.model import Prices
from bot.outgoing import Category

ELSEWHERE = "other"


def country_of(number: str) -> str:
    """The country of an E.164 number, as "NL"; empty where nobody can tell."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        return ""


def price_of(prices: Prices, number: str, category: Category | None) -> float | None:
    """For one message to `number`: a template of that category, or free text where it is None.

    None where the table has no price for that country.
    """
    if category is None:
        return prices.message
    table = prices.templates.get(country_of(number)) or prices.templates.get(ELSEWHERE, {})
    return prices.message + table[category] if category in table else None
