"""A talk's words without what says whose they were: names, numbers and addresses become ones that nobody has."""

import re
from collections.abc import Iterable

NAME, NUMBER, MAIL = "Robin", "06 12345678", "robin@example.org"
MAILS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
LINKS = re.compile(r"(?:https?://|www\.)\S+")
NUMBERS = re.compile(r"\+?\d(?:[\s./()-]{0,2}\d){7,14}")
INTRODUCED = re.compile(
    r"\b((?:ik ben|ik heet|mijn naam is|hier|i am|i'm|my name is|this is|ich bin|ich heiße|mein name ist|je suis|"
    r"je m'appelle|soy|me llamo)\s+)([A-ZÀ-Þ][\w'’-]+(?:\s+(?:(?:van|de|der|den|von|du|la|el)\s+)*[A-ZÀ-Þ][\w'’-]+)*)",
    re.IGNORECASE,
)
LEAST_LETTERS = 3


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with every name of `names`, number, mail address and link replaced; moments stay."""
    text = MAILS.sub(MAIL, LINKS.sub("[link]", text))
    text = NUMBERS.sub(_number, text)
    text = INTRODUCED.sub(_introduced, text)
    for part in sorted({part for name in names for part in re.split(r"[\s-]+", name)}, key=len, reverse=True):
        if len(part) >= LEAST_LETTERS:
            text = re.sub(rf"\b{re.escape(part)}\b", NAME, text, flags=re.IGNORECASE)
    return re.sub(rf"{NAME}(?:\s+{NAME})+", NAME, text)


def _number(found: re.Match[str]) -> str:
    """A date such as 2026-11-26 is no telephone number."""
    return found[0] if re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}", found[0]) else NUMBER


def _introduced(found: re.Match[str]) -> str:
    """Only what begins with a capital is a name: "ik ben vrij" is none."""
    return f"{found[1]}{NAME}" if found[2][:1].isupper() else found[0]
