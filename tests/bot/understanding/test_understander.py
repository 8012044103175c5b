"""A message is understood as a whole: language, intents, moment."""

from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.acting import alike
from bot.understanding.understander import LanguageTexts, Understander
from bot.understanding.understood import Asked, Intent, Understood
from bot.windows import Window
from handlers.languages import read_languages
from tests.bot.understanding.learnt import SLOTS, asked, texts, understood
from tests.learnt import encoder, understander


def test_an_empty_message_is_other_and_asked_about() -> None:
    assert understood(" ", asked()) == Understood(language="nl", intent=Intent.OTHER, sure=False)


@pytest.mark.parametrize(
    ("text", "question", "intent"),
    [
        ("ja", Asked.CONFIRM, Intent.AFFIRM),
        ("ja", Asked.OPENING, Intent.AFFIRM),
        ("nee", Asked.OPENING, Intent.DENY),
        ("nee", Asked.OFFER_SLOTS, Intent.NONE_OF_THESE),
        ("Wat verdien ik?", Asked.OPENING, Intent.NEED_MORE_INFO),
        ("wat verdien ik?", Asked.ASK_MOMENT, Intent.NEED_MORE_INFO),
        ("met wie spreek ik", Asked.OFFER_SLOTS, Intent.WHO_ARE_YOU),
        ("kun je me morgen bellen?", Asked.ASK_MOMENT, Intent.GIVE_TIME),
        ("kun je me morgen bellen?", Asked.OPENING, Intent.GIVE_TIME),
        ("bel me nu maar", Asked.OPENING, Intent.CALL_NOW),
        ("dinsdag kan ik niet", Asked.BOOKED, Intent.RESCHEDULE),
        ("tot dinsdag!", Asked.BOOKED, Intent.AFFIRM),
        ("zeg de afspraak maar af", Asked.BOOKED, Intent.CANCEL),
        ("ik ben 10 minuutjes later", Asked.BOOKED, Intent.RUNNING_LATE),
        ("de tweede graag", Asked.OFFER_SLOTS, Intent.PICK_OPTION),
        ("ik wil een mens spreken", Asked.ANY, Intent.HUMAN),
        ("stuur me liever een mailtje", Asked.ASK_MOMENT, Intent.PREFERS_EMAIL),
        ("kan het niet gewoon via de app", Asked.ASK_MOMENT, Intent.PREFERS_TEXT),
        ("nou bedankt he", Asked.BOOKED, Intent.THANKS),
        ("hoi hoi", Asked.OPENING, Intent.GREETING),
        ("heb al een baan, maar ik luister altijd", Asked.OPENING, Intent.ALREADY_EMPLOYED_BUT_OPEN),
        ("over een half jaar misschien", Asked.OPENING, Intent.MAYBE_LATER),
    ],
)
def test_a_plain_reply_means_what_it_says_after_its_question(text: str, question: Asked, intent: Intent) -> None:
    assert understood(text, asked(question)).intent is intent


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "hoi hoeveel betaalt dat dan"),
        ("en", "hello what does it pay then"),
        ("de", "hallo wieviel gibts denn dafür"),
        ("fr", "bonjour c'est payé combien du coup"),
        ("es", "buenas cuanto pagan mas o menos"),
    ],
)
def test_a_question_behind_a_hello_is_one_without_a_comma_too(language: str, text: str) -> None:
    said = understood(text, asked(Asked.OPENING, language))
    assert (said.intent, said.sure) == (Intent.NEED_MORE_INFO, True)


def test_yes_to_the_opening_is_interest_and_interest_is_yes() -> None:
    assert understood("ja", asked(Asked.OPENING)).also == (Intent.INTERESTED,)
    assert understood("ik ben geïnteresseerd", asked(Asked.OPENING)).also == (Intent.AFFIRM,)


def test_one_message_may_mean_several_things() -> None:
    said = understood("Lijkt me mooi! Hoeveel betaalt het? En bel me morgen om 3 uur maar", asked(Asked.OPENING))
    assert {said.intent, *said.also} >= {Intent.INTERESTED, Intent.NEED_MORE_INFO, Intent.GIVE_TIME}
    assert said.topics == ("pay",)
    assert len(said.moment.windows) == 1


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("wat is het salaris en kan ik thuiswerken?", ("pay", "remote")),
        ("is er een leaseauto bij?", ("car",)),
        ("Do I get a van?", ("car",)),
        ("wie hoch ist denn das Gehalt?", ("pay",)),
        ("il y a du télétravail ?", ("remote",)),
        ("¿qué turnos hay?", ("hours",)),
        ("wat houdt de functie precies in?", ("other",)),
        ("what's the pay and is there a canteen?", ("pay", "other")),
    ],
)
def test_a_question_about_the_job_names_its_topics(text: str, topics: tuple[str, ...]) -> None:
    assert understood(text, asked(Asked.OPENING, None)).topics == topics


def test_the_slot_that_is_picked_is_read_with_the_intent() -> None:
    said = understood("de laatste", asked(Asked.OFFER_SLOTS))
    assert (said.intent, said.moment.picked, said.sure) == (Intent.PICK_OPTION, 2, True)
    assert said.moment.windows == SLOTS[2:]


def test_a_language_that_is_asked_for_is_understood_from_then_on() -> None:
    assert understood("can we do this in English?", asked(Asked.OPENING, "nl")).language == "en"


def test_a_language_without_words_for_moments_borrows_those_of_others() -> None:
    texts = read_languages()
    both = {"en": texts["en"], "de": LanguageTexts(intents=texts["de"].intents)}
    reader = Understander(both, understander().models, encoder())
    assert reader.understand("stopp", asked(Asked.OPENING, "de")) == Understood(language="de", intent=Intent.STOP)


@pytest.mark.parametrize(
    ("language", "text", "question", "intent"),
    [
        ("de", "klingt ganz gut, was zahlt ihr denn so?", Asked.OPENING, Intent.INTERESTED),
        ("de", "bin eigentlich zufrieden, aber red ma halt", Asked.OPENING, Intent.ALREADY_EMPLOYED_BUT_OPEN),
        ("de", "passt scho", Asked.CONFIRM, Intent.AFFIRM),
        ("de", "woher habts ihr meine nummer bitte", Asked.OPENING, Intent.WHO_ARE_YOU),
        ("de", "schreib mir lieber hier", Asked.ASK_MOMENT, Intent.PREFERS_TEXT),
        ("de", "ich will das gespräch nicht mehr, bitte streichen", Asked.BOOKED, Intent.CANCEL),
        ("fr", "je suis bien dans ma boîte mais je reste curieux", Asked.OPENING, Intent.ALREADY_EMPLOYED_BUT_OPEN),
        ("fr", "je vais voir", Asked.OPENING, Intent.MAYBE_LATER),
        ("fr", "passez-moi un vrai être humain", Asked.ANY, Intent.HUMAN),
        ("fr", "vous pouvez appeler là tout de suite", Asked.ASK_MOMENT, Intent.CALL_NOW),
        ("fr", "non merci ça ira", Asked.OPENING, Intent.DENY),
        ("fr", "j'aurai dix minutes de retard", Asked.BOOKED, Intent.RUNNING_LATE),
        ("es", "suena padre, ¿cuánto pagan?", Asked.OPENING, Intent.INTERESTED),
        ("es", "tengo chamba pero te escucho", Asked.OPENING, Intent.ALREADY_EMPLOYED_BUT_OPEN),
        ("es", "ya no quiero, cancélenlo", Asked.BOOKED, Intent.CANCEL),
        ("es", "pásame con alguien de verdad", Asked.ANY, Intent.HUMAN),
        ("es", "numero equivocado", Asked.OPENING, Intent.WRONG_PERSON),
        ("es", "así está perfecto", Asked.CONFIRM, Intent.AFFIRM),
    ],
)
def test_every_language_is_understood_as_its_speakers_write_it(
    language: str, text: str, question: Asked, intent: Intent
) -> None:
    said = understood(text, asked(question, language))
    assert (said.language, said.intent, said.sure) == (language, intent, True)


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("sorry, I don't speak Dutch. Sounds interesting though, tell me more please", "en", Intent.INTERESTED),
        ("can we do this in English? sounds good", "en", Intent.INTERESTED),
        ("Ich spreche kein Niederländisch. Klingt aber spannend, erzähl mal", "de", Intent.INTERESTED),
        ("désolé, je ne parle pas néerlandais. Ça m'intéresse beaucoup", "fr", Intent.INTERESTED),
    ],
)
def test_a_word_about_the_language_does_not_hide_what_is_said_beside_it(
    text: str, language: str, intent: Intent
) -> None:
    said = understood(text, asked(Asked.OPENING, "nl"))
    assert (said.language, said.intent, said.sure) == (language, intent, True)


def test_words_of_another_language_are_understood_in_the_known_one() -> None:
    said = understood("yes please", asked(Asked.OPENING, "nl"))
    assert (said.intent, said.sure) == (Intent.AFFIRM, True)


@pytest.mark.parametrize(
    ("text", "question", "language", "intent"),
    [
        ("ok klinkt goed", Asked.OPENING, "nl", Intent.INTERESTED),
        ("hi, I'd like that call after all", Asked.ANY, "en", Intent.INTERESTED),
        ("en met wie praat ik eigenlijk?", Asked.OPENING, "nl", Intent.WHO_ARE_YOU),
        ("en met wie praat ik eigenlijk?", Asked.ASK_MOMENT, "nl", Intent.WHO_ARE_YOU),
    ],
)
def test_a_reply_among_others_is_not_lost(text: str, question: Asked, language: str, intent: Intent) -> None:
    said = understood(text, asked(question, language))
    assert (said.intent, said.sure) == (intent, True)


def test_another_time_for_a_booked_call_moves_it_surely() -> None:
    said = understood("können wir das bitte auf freitag schieben", asked(Asked.BOOKED, "de"))
    assert (said.intent, said.sure) == (Intent.RESCHEDULE, said.moment.sure)


def test_without_any_language_there_is_no_understander() -> None:
    with pytest.raises(ValueError, match="at least one language"):
        Understander({})


def test_no_moment_is_read_where_no_language_has_words_for_it() -> None:
    texts = read_languages()
    reader = Understander({"nl": LanguageTexts(intents=texts["nl"].intents)}, understander().models, encoder())
    assert reader.understand("morgen om 3 uur", asked(Asked.ASK_MOMENT)).moment.windows == ()


@given(text=st.text(max_size=200), question=st.sampled_from(Asked), language=st.sampled_from(["nl", "en", "xx", None]))
def test_any_text_is_understood_as_something(text: str, question: Asked, language: str | None) -> None:
    said = understood(text, asked(question, language))
    assert said.language in {"nl", "en", "de", "fr", "es"}
    assert all(isinstance(window, Window) for window in said.moment.windows)
    assert said == understood(text, asked(question, language))


def test_one_endless_word_is_read_as_far_as_a_word_goes() -> None:
    assert understood("1" * 4096, asked()) == understood("1" * 80, asked())


def test_none_of_our_phrases_means_two_things_after_one_question() -> None:
    twofold = set()
    for language, text in texts().items():
        meant = defaultdict(set)
        for phrase in text.phrases:
            for question in phrase.asked:
                meant[phrase.said, question, Asked.ANY in phrase.asked].add(phrase.intent)
        twofold |= {(language, *found) for found, intents in meant.items() if not all_alike(sorted(intents), found[1])}
    assert twofold == set()


def all_alike(intents: Sequence[Intent], question: Asked) -> bool:
    return all(alike(intents[0], other, question) for other in intents)


@pytest.mark.parametrize("said", ["mira, al final no, gracias", "pues al final no"])
def test_a_no_that_may_be_to_the_slots_or_to_the_call_is_doubtful(said: str) -> None:
    heard = understood(said, asked(Asked.OFFER_SLOTS, "es"))
    assert (heard.intent in {Intent.NONE_OF_THESE, Intent.NOT_INTERESTED}, heard.sure) == (True, False)


@pytest.mark.parametrize(
    ("text", "language", "question"),
    [
        ("laat die afspraak maar zitten en laat mij voortaan met rust", "nl", Asked.BOOKED),
        ("forget about the call and never write to me again please", "en", Asked.BOOKED),
        ("den anruf brauchts nicht mehr und schreibt mir bitte auch nicht mehr", "de", Asked.BOOKED),
    ],
)
def test_who_leaves_in_one_clause_of_several_is_asked_at_least(text: str, language: str, question: Asked) -> None:
    heard = understood(text, asked(question, language))
    assert not heard.sure or heard.intent is Intent.STOP


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Verkeerd nummer? Nee hoor, je hebt de goede. Tien uur is prima", "nl"),
        ("Wrong number? Course not, you got me. Ten is fine", "en"),
        ("Falsche Nummer? Aber nein, ich bin es. Zehn Uhr passt", "de"),
        ("Mauvais numéro ? Mais non, c'est moi. Dix heures me va", "fr"),
        ("¿Número equivocado? Que no, soy yo. A las diez va bien", "es"),
    ],
)
def test_who_only_wonders_whether_we_have_the_wrong_number_is_kept(text: str, language: str) -> None:
    heard = understood(text, asked(Asked.CONFIRM, language))
    assert not heard.sure or heard.intent is not Intent.WRONG_PERSON
