"""Days off as people write them: `holidays: DE-BY`, `days_off: [2026-12-24, 2026-12-28 to 2027-01-03]`."""

import re
from datetime import date

from bot.public_holidays import UnknownPlace, known_place
from bot.yaml_lines import Node
from handlers.agency.fields import Notebook

Days = tuple[date, date]
"""From the first day through the last."""


def read_holidays(node: Node | None, book: Notebook) -> str:
    """Whose public holidays are off, as "NL" or "DE-BY"; empty where nothing is written, or nothing right."""
    if node is None or (place := book.text(node, "holidays")) is None:
        return ""
    try:
        country, region = known_place(place)
    except UnknownPlace as unknown:
        book.note(node.line, str(unknown))
        return ""
    return f"{country}-{region}" if region else country


def read_days_off(node: Node | None, book: Notebook) -> tuple[Days, ...]:
    """Days and stretches of days, in the author's order; what can't be read is noted and left out."""
    read: list[Days] = []
    for line, text in book.words(node, "days_off"):
        first, _, last = (part.strip() for part in re.sub(r"\s+(to|-|–)\s+", "/", text).partition("/"))
        try:
            days = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            book.note(
                line, f"{text!r} is not a day or a stretch of days; write 2026-12-24, or 2026-12-24 to 2027-01-03."
            )
            continue
        if days[1] < days[0]:
            book.note(line, f"{text!r} ends before it begins; turn it round.")
            continue
        read.append(days)
    return tuple(read)
