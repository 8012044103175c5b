"""A contact card as a vCard 3.0, as phones and both platforms take it."""

from bot.outgoing import ContactCard

CONTENT_TYPE = "text/vcard"


def vcard(card: ContactCard) -> str:
    """The card's text, lines ended by CRLF."""
    first, _, last = card.name.partition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(last)};{_escaped(first)};;;",
        f"FN:{_escaped(card.name)}",
        f"ORG:{_escaped(card.organisation)}",
        f"TEL;TYPE=CELL,VOICE:{_escaped(card.phone)}",
    ]
    if card.email:
        lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(card.email)}")
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCARD"])


def _escaped(value: str) -> str:
    for sign in ("\\", ";", ","):
        value = value.replace(sign, "\\" + sign)
    return "\\n".join(value.splitlines())
