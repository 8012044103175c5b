"""Where a candidate's own chat opens."""

from storage.queries import QueuedCall


def chat_link(call: QueuedCall) -> str | None:
    """Where the candidate's own chat opens, on a phone or a desktop that has the app; None where there is no such."""
    match call.channel:
        case "whatsapp" if call.phone:
            return f"https://wa.me/{call.phone.removeprefix('+')}"
        case "telegram" if call.peer.isdecimal():
            return f"tg://user?id={call.peer}"
        case _:
            return None
