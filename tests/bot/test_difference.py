"""Two versions of a script, compared sentence by sentence."""

from bot.difference import Change, differences, told, withdrawn
from bot.reader import read_script
from tests.bot.talking import SCRIPT

TEXT = SCRIPT.read_text("utf-8")
OLD = read_script(TEXT)


def test_a_changed_sentence_is_shown_in_its_language_and_nothing_else_is() -> None:
    new = read_script(TEXT.replace("Helemaal goed. Schrijf me gerust", "Prima. Schrijf me gerust"))
    (change,) = differences(OLD, new)
    assert (change.where, change.language) == (("steps", "later", "text"), "nl")
    assert told(change) == [
        "later › text (nl)",
        "  - Helemaal goed. Schrijf me gerust als het beter uitkomt, ik val je verder niet lastig.",
        "  + Prima. Schrijf me gerust als het beter uitkomt, ik val je verder niet lastig.",
    ]


def test_a_way_that_leads_elsewhere_is_shown() -> None:
    new = read_script(TEXT.replace("next: later", "next: no_interest"))
    assert differences(OLD, new) == (
        Change(where=("steps", "opening", "choices", "later", "next"), before="later", after="no_interest"),
    )


def test_comments_and_layout_are_no_difference() -> None:
    assert differences(OLD, read_script(f"# another comment\n{TEXT}")) == ()


def test_a_step_that_is_gone_is_withdrawn() -> None:
    gone = TEXT[: TEXT.index("  later:\n    kind")] + TEXT[TEXT.index("  no_interest:\n    kind") :]
    new = read_script(gone.replace("next: later", "next: no_interest"))
    assert withdrawn(OLD, new) == ("later",)
