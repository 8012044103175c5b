"""What a recruiter is told in a chat."""

from bot.outgoing import Notify, Say
from handlers.notify import chat_message


def test_the_subject_stands_above_the_text_unless_the_text_begins_with_it() -> None:
    assert chat_message(Notify(recruiter="sanne", subject="Noor", text="Hoi")) == Say(text="Noor\n\nHoi")
    assert chat_message(Notify(recruiter="sanne", subject="Noor", text="Noor: hoi")) == Say(text="Noor: hoi")


def test_a_candidate_who_writes_as_much_as_a_chat_holds_is_still_told_of() -> None:
    said = chat_message(Notify(recruiter="sanne", subject="Noor", text="x" * 4096)).text
    assert said == "Noor\n\n" + "x" * 4089 + "…"
    assert len(said) == 4096
