"""What a recruiter is told, as a message in their own chat."""

from bot.outgoing import Notify, Say


def chat_message(notify: Notify) -> Say:
    """The subject stands above the text, unless the text begins with it."""
    if notify.text.startswith(notify.subject):
        return Say(text=notify.text)
    return Say(text=f"{notify.subject}\n\n{notify.text}".strip())
