"""From a message on the phone to its words in the script."""

import json

from handlers.agency.folder import read_folder, sample_folder
from handlers.studio.trying import Casting, rehearse
from tests.demo_house import VACANCY, WEDNESDAY
from tests.handlers.offices import house


def words_behind(moves: list[dict[str, str]], language: str) -> list[str]:
    """The first line of the script's words behind each message that has some."""
    contents = read_folder(sample_folder())
    casting = Casting(vacancy=VACANCY, language=language, channel="telegram", now=WEDNESDAY)
    talk = rehearse(contents, house(), "first-contact", casting, json.dumps(moves))
    lines = contents.scripts["first-contact"].split("\n")
    return [lines[place - 1].strip() for place in talk.places.values()]


def test_each_message_of_the_script_leads_to_its_words_in_its_language() -> None:
    assert words_behind([{"text": "Gerade nicht"}], "de") == [
        "de: |-",
        "de: Alles gut. Schreib mir, wann immer es dir passt. Bis dahin lasse ich dich in Ruhe.",
    ]


def test_what_belmoment_says_by_itself_leads_nowhere() -> None:
    moves = [{"text": "yes please"}, {"text": "tomorrow at 2pm"}]
    assert words_behind(moves, "en") == [
        "en: |-",
        "en: Great. When would a call of about {minutes} minutes suit you? Just say it in your own words.",
    ]
