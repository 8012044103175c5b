"""A vocabulary is checked before it is used."""

import pytest

from bot.understanding.moments.hours import PARTS
from bot.understanding.moments.reader import MomentReader
from bot.understanding.moments.tokens import Kind
from bot.understanding.moments.vocabulary import VocabularyFault, read_vocabulary
from bot.understanding.understood import Asked, Question
from tests.bot.understanding.moments.asking import AMSTERDAM, VOCABULARIES, line, local


def test_every_fault_of_a_vocabulary_is_named_at_once() -> None:
    with pytest.raises(VocabularyFault) as raised:
        read_vocabulary("xx", {"wochentage": {0: ["montag"]}, "month": {"may": ["mai"]}, "day": {0: "heute"}})
    assert str(raised.value) == (
        "xx: no such section: wochentage; "
        "month: 'may' is not a value with a list of spellings; "
        "day: '0' is not a value with a list of spellings"
    )


def test_a_word_that_stands_for_unknown_words_is_a_fault() -> None:
    with pytest.raises(VocabularyFault):
        read_vocabulary("xx", {"day": {0: ["heute"]}, "written_as": {"heuteabend": "gestern nacht"}})


def test_a_part_of_the_day_without_hours_is_a_fault() -> None:
    vocabulary = read_vocabulary("xx", {"part": {"siesta": ["siesta"]}})
    with pytest.raises(VocabularyFault):
        MomentReader({"xx": vocabulary})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_parts_that_a_language_names_have_hours(language: str) -> None:
    made = [tokens for known in VOCABULARIES[language].phrases.values() for _, tokens in known]
    named = {token.meanings[Kind.PART].name for tokens in made for token in tokens if Kind.PART in token.meanings}
    assert named <= PARTS.keys()


def test_another_language_is_another_file() -> None:
    german = read_vocabulary(
        "de",
        {
            "number": {1: ["ein"], 3: ["drei"]},
            "weekday": {1: ["dienstag"], 3: ["donnerstag"]},
            "part": {"nachmittag": ["nachmittag"]},
            "hour": ["uhr"],
            "fraction": {-30: ["halb"]},
            "at": ["um"],
            "after": ["nach"],
            "or": ["oder"],
            "compounds": [["weekday", "part"]],
        },
    )
    reader = MomentReader({"de": german})
    question = Question(at=local("2027-02-10T10:20"), zone=AMSTERDAM, asked=Asked.ASK_MOMENT)
    read = {text: line(reader.read(text, "de", question).windows) for text in ("Dienstagnachmittag", "halb drei")}
    assert read == {"Dienstagnachmittag": "16/2 13:00-18:00", "halb drei": "10/2 14:30-15:00"}
    assert line(reader.read("Dienstag oder Donnerstag nach 15 Uhr", "de", question).windows) == (
        "11/2 15:00-18:00, 16/2 15:00-18:00"
    )
