"""What a recruiter is told, as a message in their own chat."""

from bot.outgoing import Notify, Say

LONGEST_TEXT = 4096
"""Of a chat message on Telegram, where recruiters have theirs; candidates may write as much themselves."""


def chat_message(notify: Notify) -> Say:
    """The subject stands above the text, unless the text begins with it; what is too long for a chat is cut."""
    begins = notify.text.startswith(notify.subject)
    text = notify.text if begins else f"{notify.subject}\n\n{notify.text}".strip()
    cut = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
    return Say(text=cut, buttons=notify.buttons)
