"""The published ways out are always found, and nothing else is taken for one."""

import pytest

from bot.understanding.leaving import Force, Leaving, WayOut
from bot.understanding.understood import Asked, Intent
from bot.understanding.wording import words
from tests.bot.understanding.learnt import asked, texts, understood


@pytest.mark.parametrize("question", list(Asked))
@pytest.mark.parametrize("known", ["nl", "en"])
def test_every_published_word_leaves_at_every_step(question: Asked, known: str) -> None:
    leaves = {
        (phrase, intent)
        for text in texts().values()
        for intent, ways in text.ways_out.items()
        for phrase in ways.alone
        if not any("{" in word for word in phrase)
    }
    heard = {(phrase, intent): understood(" ".join(phrase), asked(question, known)) for phrase, intent in leaves}
    missed = {case for case, said in heard.items() if (said.intent, said.sure) != (case[1], True)}
    assert missed == set()


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "Stop!!",
        "stopppp",
        "stop aub",
        "Stop please",
        "niet meer appen",
        "unsubscribe",
        "unsubscibe",
        "afmeldn aub",
        "Wil je stoppen met appen, stuur me niks meer",
        "please stop texting me",
        "STOP 🛑",
        "ok stop maar",
        "arrêtez svp",
        "Arretez de m'envoyer des messages",
        "ne m'écrivez plus jamais",
        "bitte nicht mehr anschreiben!",
        "lassen Sie mich endlich in Ruhe",
        "ya no me escriban por favor",
        "denme de baja de esto",
    ],
)
def test_stop_is_stop_however_it_is_written(text: str) -> None:
    said = understood(text, asked(Asked.OPENING))
    assert (said.intent, said.sure) == (Intent.STOP, True)


@pytest.mark.parametrize(
    "text",
    [
        "Verwijder mijn gegevens",
        "graag al mijn gegevens wissen aub",
        "please delete all my data",
        "bitte lösch alle meine daten",
        "effacez toutes mes données svp",
        "borren todos mis datos por favor",
    ],
)
def test_erase_is_more_than_stop(text: str) -> None:
    said = understood(text, asked(Asked.BOOKED))
    assert (said.intent, said.sure) == (Intent.ERASE, True)


@pytest.mark.parametrize(
    "text",
    [
        "u heeft het verkeerde nummer",
        "Ik ben geen Sam",
        "ik ben sam niet",
        "Sam woont hier niet",
        "I'm not Sam",
        "wrong number",
        "dit nummer is niet meer van sam",
        "nobody called Sam here",
        "ich bin nicht der Sam",
        "je ne suis pas Sam",
        "aquí no hay ningún Sam, número equivocado",
    ],
)
def test_a_wrong_person_is_known_by_the_name(text: str) -> None:
    said = understood(text, asked(Asked.OPENING))
    assert (said.intent, said.sure) == (Intent.WRONG_PERSON, True)


@pytest.mark.parametrize(
    "text",
    [
        "stop maar met zoeken, dit wil ik!",
        "ik stop om half vijf, daarna kan ik",
        "je hoeft niet te stoppen hoor, ik vind het leuk",
        "my bus stop is around the corner, call me at 4",
        "verwijder de tweede maar, ik neem de eerste",
        "ik ben geen ochtendmens, liever in de middag",
        "ik ben niet beschikbaar op maandag",
        "ik heb geen contract meer sinds maart",
        "please don't stop messaging me",
        "verkeerde knop, ik wilde ja zeggen",
        "hör auf zu suchen, ich nehm den job",
        "der Bus hält hier nicht, ruf um vier an",
        "arrêtez de chercher, je le prends",
        "j'arrête à cinq heures, après ça va",
        "ya no busquen, yo lo quiero",
        "el camión para en la esquina",
        "para mañana está bien",
        "no borren mis datos",
        "no dejen de escribirme",
    ],
)
@pytest.mark.parametrize("question", [Asked.OPENING, Asked.ASK_MOMENT, Asked.OFFER_SLOTS])
def test_nobody_is_let_go_by_mistake(text: str, question: Asked) -> None:
    said = understood(text, asked(question))
    assert not (said.sure and said.intent in (Intent.STOP, Intent.ERASE, Intent.WRONG_PERSON))


@pytest.mark.parametrize("text", ["stop texting me and ring me now", "stop met appen en bel me nu"])
def test_who_says_how_to_go_on_is_asked(text: str) -> None:
    said = understood(text, asked(Asked.ASK_MOMENT, None))
    assert (said.intent, said.sure) == (Intent.STOP, False)


@pytest.mark.parametrize("text", ["verwijder mijn nummer niet hoor", "stop", "wie is Joris?", "ik ben joris niet"])
def test_a_doubt_is_not_overheard(text: str) -> None:
    said = understood(text, asked(Asked.OPENING))
    assert not said.sure or said.intent in (Intent.STOP, Intent.WRONG_PERSON, Intent.WHO_ARE_YOU)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "stuur me geen berichten op facebook, die lees ik niet"),
        ("en", "don't message me on instagram, use this"),
        ("en", "please stop texting me on linkedin"),
        ("de", "schreiben sie mir nicht mehr auf xing, da schaue ich nie rein"),
        ("fr", "ne m'écrivez plus sur facebook, je n'y vais jamais"),
        ("es", "no me escribas más por instagram, casi ni entro"),
    ],
)
def test_who_ends_only_another_way_to_be_reached_is_not_let_go(language: str, text: str) -> None:
    assert not understood(text, asked(Asked.OPENING, language)).sure


@pytest.mark.parametrize("text", ["don't message me again", "stop texting me on this number"])
def test_who_ends_this_one_is(text: str) -> None:
    said = understood(text, asked(Asked.OPENING, "en"))
    assert (said.intent, said.sure) == (Intent.STOP, True)


def test_words_that_turn_a_phrase_round_make_it_doubtful() -> None:
    leaving = Leaving(texts())
    assert leaving.read(words("please stop texting me"), nameless=False) == WayOut(Intent.STOP, Force.PLAIN)
    assert leaving.read(words("please never stop texting me"), nameless=False) == WayOut(Intent.STOP, Force.DOUBTFUL)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("Geen interesse. Stop met appen!", Intent.STOP), ("Kein Interesse, löschen Sie meine Daten", Intent.ERASE)],
)
def test_a_no_in_another_clause_turns_nothing_round(text: str, intent: Intent) -> None:
    said = understood(text, asked(Asked.OPENING))
    assert (said.intent, said.sure) == (intent, True)


def test_an_unknown_name_is_a_doubt_where_we_know_none() -> None:
    assert understood("wie is joris?", asked(Asked.OPENING, names=())).intent is Intent.WRONG_PERSON
    assert not understood("wie is Joris?", asked(Asked.OPENING, names=())).sure
    assert understood("wie is Joris?", asked(Asked.OPENING, names=("Sam",))).intent is Intent.WHO_ARE_YOU
