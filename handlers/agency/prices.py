"""The text of prices.yaml -> what messages cost; and how many people may be written to first."""

import re
from collections.abc import Mapping

from bot.model import Inviting, Prices
from bot.outgoing import Category
from bot.prices import ELSEWHERE
from bot.yaml_lines import Node
from handlers.agency.fields import Notebook

PRICES = "prices.yaml"
_KEYS = ("currency", "message", "templates")
_INVITING = {"new_a_day": (1, 100_000), "rest_days": (1, 365)}


def read_prices(text: str, book: Notebook) -> Prices | None:
    """The price table; None where something is wrong, which stands in `book`."""
    if not (fields := book.document(text, _KEYS, _KEYS)):
        return None
    given = fields.fields
    currency, message = book.text(given.get("currency"), "currency"), _price(given.get("message"), "message", book)
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        book.note(fields.lines["currency"], f"currency must be three letters, as EUR, not {currency!r}.")
    if currency is None or message is None:
        return None
    return Prices(currency=currency, message=message, templates=_templates(given.get("templates"), book))


def read_inviting(node: Node | None, book: Notebook) -> Inviting:
    """What stands under `invitations` in agency.yaml; the usual where nothing does."""
    if node is None or not (fields := book.fields(node, "invitations", _INVITING)):
        return Inviting()
    read = {key: book.number(fields.fields.get(key), key, *bounds) for key, bounds in _INVITING.items()}
    return Inviting(**{key: number for key, number in read.items() if number is not None})


def _templates(node: Node | None, book: Notebook) -> Mapping[str, Mapping[str, float]]:
    if node is None or not (fields := book.fields(node, "templates")):
        return {}
    tables = {}
    for country, value in fields.fields.items():
        if country != ELSEWHERE and not re.fullmatch(r"[A-Z]{2}", country):
            book.note(
                fields.lines[country], f"{country!r} is no country; write its two letters, as NL, or {ELSEWHERE}."
            )
        if table := book.fields(value, country, tuple(Category)):
            prices = {name: _price(price, name, book) for name, price in table.fields.items()}
            tables[country] = {name: price for name, price in prices.items() if price is not None}
    return tables


def _price(node: Node | None, of: str, book: Notebook) -> float | None:
    text = book.text(node, of)
    if text is None or node is None:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,6})?", text):
        book.note(node.line, f"{of} must be a price, as 0.0046, not {text!r}.")
        return None
    return float(text)
