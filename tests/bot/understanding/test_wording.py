"""What differs only by the way of writing is the same to us."""

import pytest

from bot.understanding.wording import clauses, misspelt, name_words, named, pieces, sloppy, split, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STOP!!!", ("stop",)),
        ("Ja, prima 👍🏽", ("ja", "prima", "👍")),
        ("I’m in", ("i'm", "in")),
        ("om 14:30 of 16u?", ("om", "14:30", "of", "16", "u", "?")),
        ("mail ann@example.org of zie https://example.org/x", ("mail", "<mail>", "of", "zie", "<link>")),
        ("2️⃣", ("2",)),
        ("Ça m´intéresse", ("ca", "m'interesse")),
        ("MAÑANA sí", ("manana", "si")),
        ("", ()),
        (" \n\t …", ()),
    ],
)
def test_words_are_lower_case_and_free_of_punctuation_and_accents(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_a_known_name_stands_as_a_name_however_it_is_written() -> None:
    names = name_words(["Sam de Wit"])
    assert names == {"sam", "wit"}
    assert named("ik ben sam niet", names, {"ik", "ben", "niet"}, guess=False) == ("ik", "ben", "{name}", "niet")
    assert named("that's Sam's phone", names, {"that's", "phone"}, guess=False) == ("that's", "{name}'s", "phone")


def test_a_name_that_is_a_word_counts_only_with_its_capital() -> None:
    known = {"i", "will", "call", "this", "is"}
    assert named("i will call", {"will"}, known, guess=False) == ("i", "will", "call")
    assert named("this is Will", {"will"}, known, guess=False) == ("this", "is", "{name}")


def test_a_capital_inside_a_sentence_looks_like_a_name() -> None:
    known = {"ik", "ben", "niet", "morgen"}
    assert named("Morgen ben ik niet Joris", (), known, guess=True) == ("morgen", "ben", "ik", "niet", "{name?}")
    assert named("IK BEN NIET JORIS", (), known, guess=True) == ("ik", "ben", "niet", "joris")


def test_sloppy_writing_is_the_same_word() -> None:
    assert [sloppy("stopppp"), sloppy("dont"), sloppy("app")] == [sloppy("stop"), sloppy("don't"), sloppy("ap")]


@pytest.mark.parametrize(("said", "meant"), [("berihcten", "berichten"), ("unsubscibe", "unsubscribe")])
def test_a_long_word_may_be_misspelt(said: str, meant: str) -> None:
    assert misspelt(said, meant)


@pytest.mark.parametrize(
    ("said", "meant"), [("shop", "stop"), ("inschrijven", "uitschrijven"), ("contract", "contact")]
)
def test_another_word_is_another_word(said: str, meant: str) -> None:
    assert not misspelt(said, meant)


def test_a_message_falls_into_clauses() -> None:
    parts = clauses("Leuk! Wat verdient het? en kan het om 10.30, of later")
    assert split(parts, {"en"}) == [
        ("leuk",),
        ("wat", "verdient", "het", "?"),
        ("kan", "het", "om", "10.30"),
        ("of", "later"),
    ]


def test_a_message_falls_into_pieces_as_they_are_written() -> None:
    assert pieces("Hoi Sam, klinkt goed!! Om 10.30?") == ["Hoi Sam", " klinkt goed", " Om 10.30?"]
