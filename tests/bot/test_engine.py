"""The talk, held as a candidate holds it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine import decide
from bot.events import Action, Blocked, ContactShared, MediaReceived, MessageReceived, RecruiterActed, Tapped
from bot.model import Pending, Status
from bot.outgoing import Say
from bot.reader import read_script
from bot.windows import Window
from tests.bot.conftest import MakePhone
from tests.bot.talking import AMSTERDAM, MONTEUR, RUI, SANNE, SCRIPT, WEDNESDAY, Phone


def test_the_first_message_says_who_writes_for_whom_and_how_to_stop(phone: Phone) -> None:
    said = phone.start()
    assert all(word in said for word in ("digitale assistent", "Kade", "Sanne", "servicemonteur", "stop"))
    assert phone.buttons == ["Ja graag", "Nu even niet", "Nee dank je"]


def test_from_yes_to_a_booked_call(phone: Phone) -> None:
    phone.start()
    assert "Wanneer" in phone.tap("Ja graag")
    said = phone.write("morgen na drieën")
    assert "donderdag 26 november, 15:00" in said
    assert phone.buttons == ["do 26 nov 15:00", "do 26 nov 16:00", "do 26 nov 17:00"]
    assert "Op welk nummer" in phone.write("2")
    said = phone.write("06 12345678")
    assert "morgen, donderdag 26 november, om vier uur 's middags (16:00, Nederlandse tijd)" in said
    assert "+31 20 123 4567" in said
    card = next(message.card for message in phone.heard if isinstance(message, Say) and message.card)
    assert (card.name, card.phone, card.organisation) == ("Sanne de Wit", "+31201234567", "Kade")
    assert phone.booked == "2026-11-26 16:00"
    assert phone.notified == ["Gesprek met +31 6 12345678: donderdag 26 november om 16:00 (Nederlandse tijd)"]
    assert [(invite.uid, invite.sequence, invite.cancelled) for invite in phone.invites] == [("talk-1", 0, False)]


def test_the_whole_talk_in_english(english: Phone) -> None:
    assert "digital assistant" in english.start()
    assert "When would" in english.write("sure, tell me more, sounds interesting")
    assert "Is that right?" in english.write("tomorrow at 2pm")
    assert "Which number" in english.write("yes")
    assert "tomorrow, Thursday 26 November, at two o'clock in the afternoon (14:00, Dutch time)" in english.write(
        "+44 7400 123456"
    )
    assert english.booked == "2026-11-26 14:00"


def test_a_known_number_is_not_asked_for(a_phone: MakePhone) -> None:
    phone = a_phone(phone="+31612345678")
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen om 14:00")
    assert "op +31 6 12345678" in phone.tap("Ja, klopt")


def test_a_moment_given_with_the_yes_is_not_asked_for_again(phone: Phone) -> None:
    phone.start()
    assert "Klopt dat?" in phone.write("ja leuk, bel me morgen om 14:00 maar")


def test_a_number_given_early_is_kept(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen om 14:00 op 0612345678")
    assert "Staat genoteerd" in phone.write("ja")


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("de", "ruf mich bitte an, meine Nummer ist 0171 2345678", "+491712345678"),
        ("en", "please call me, my number is 07400 123456", "+447400123456"),
        ("es", "llámame por favor, mi número es 612 34 56 78", "+34612345678"),
        ("nl", "bel me maar, mijn nummer is 06 12345678", "+31612345678"),
    ],
)
def test_a_number_without_a_country_code_is_of_their_own_country_or_of_one_that_speaks_their_language(
    a_phone: MakePhone, language: str, said: str, number: str
) -> None:
    phone = a_phone(language)
    phone.start()
    phone.write(said)
    assert phone.talk.candidate.phone == number


def test_where_nothing_is_free_the_nearest_are_offered_and_the_wish_is_kept(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    assert "ligt er het dichtst bij" in phone.write("morgenavond om half negen")
    assert phone.talk.conversation.wanted.unmet
    assert all(slot.start.hour >= 15 for slot in phone.talk.conversation.offered)
    phone.write("1")
    phone.write("0612345678")
    assert "Toen was er niets vrij" in next(m.description for m in phone.invites)


def test_a_slot_that_was_taken_meanwhile_is_said_so_and_others_are_offered(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen om 14:00")
    two = phone.talk.conversation.chosen
    assert two
    phone.talk.busy = (Window(two.start, two.start + timedelta(hours=1)),)
    said = phone.tap("Ja, klopt")
    assert "door iemand anders genomen" in said
    assert phone.buttons
    assert not phone.booked


def test_a_slot_that_has_passed_is_said_so(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen na drieën")
    phone.wait(days=9)
    said = phone.write("1")
    assert "inmiddels voorbij" in said
    assert phone.buttons


def test_none_of_these_asks_again_and_what_was_ruled_out_stays_so(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen na drieën")
    offered = phone.talk.conversation.offered
    assert "Wanneer" in phone.write("nee, geen van die momenten")
    phone.write("morgenmiddag")
    assert not set(offered) & set(phone.talk.conversation.offered)


@pytest.mark.parametrize(
    ("gap", "language"), [({"hours": 1}, "nl"), ({"hours": 25}, "en"), ({"days": 9}, "nl"), ({"days": 60}, "en")]
)
def test_the_talk_goes_on_after_a_while_with_a_line_of_recap(
    a_phone: MakePhone, gap: dict[str, float], language: str
) -> None:
    phone = a_phone(language)
    phone.start()
    phone.tap("Ja graag" if language == "nl" else "Yes, please")
    phone.wait(**gap)
    said = phone.write("morgen om 14:00" if language == "nl" else "tomorrow at 14:00")
    assert said.startswith("We hadden het over" if language == "nl" else "We were talking about")
    assert phone.talk.conversation.pending in (Pending.CONFIRM, Pending.SLOTS)


def test_without_a_gap_there_is_no_recap(phone: Phone) -> None:
    phone.start()
    assert "We hadden het over" not in phone.write("ja leuk")


def test_moving_keeps_the_call_until_the_new_moment_is_agreed(phone: Phone) -> None:
    phone.book()
    assert "blijft staan" in phone.tap("Verzetten")
    assert phone.booked == "2026-11-26 14:00"
    phone.write("vrijdag om 10 uur")
    said = phone.write("ja")
    assert said.startswith("Verzet")
    assert phone.booked == "2026-11-27 10:00"
    assert [(invite.uid, invite.sequence) for invite in phone.invites] == [("talk-1", 1)]
    assert f"{phone.talk.conversation.timers['reminder_soon'].astimezone(AMSTERDAM):%d %H:%M}" == "27 09:50"


def test_a_call_that_is_moved_to_its_own_time_was_moved_all_the_same(phone: Phone) -> None:
    phone.book()
    phone.tap("Verzetten")
    assert "donderdag 26 november, om twee uur 's middags (14:00" in phone.write("morgen om 14:00")
    assert phone.tap("Ja, klopt").startswith("Verzet")
    assert phone.booked == "2026-11-26 14:00"


def test_a_move_to_another_recruiter_takes_it_off_the_first_ones_calendar(phone: Phone) -> None:
    phone.book()
    phone.write("kan het ook morgen om 18:00?")
    phone.write("ja")
    call = phone.talk.conversation.call
    assert call and call.slot.recruiter == "rui"
    assert [(i.recruiter, i.uid, i.sequence, i.cancelled) for i in phone.invites] == [
        ("sanne", "talk-1", 1, True),
        ("rui", "talk-1", 1, False),
    ]


def test_cancelling_frees_the_slot_and_the_recruiter_knows(phone: Phone) -> None:
    phone.book()
    assert "afgezegd" in phone.tap("Afzeggen")
    assert phone.notified == ["Afgezegd, +31 6 12345678"]
    assert [(i.uid, i.sequence, i.cancelled) for i in phone.invites] == [("talk-1", 1, True)]
    assert not phone.talk.conversation.timers
    assert not phone.booked


def test_after_a_cancelled_call_a_new_one_has_a_new_id(phone: Phone) -> None:
    phone.book()
    phone.tap("Afzeggen")
    phone.tap("Ander moment")
    phone.write("vrijdag om 10 uur")
    phone.write("ja")
    assert [invite.uid for invite in phone.invites] == ["talk-2"]


def test_reminders_come_a_day_and_ten_minutes_ahead_and_thanks_afterwards(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("vrijdag om 10 uur")
    phone.write("ja")
    phone.write("0612345678")
    talk = phone.talk
    passed = talk.wait_until(WEDNESDAY + timedelta(days=4))
    heard = [(at.astimezone(WEDNESDAY.tzinfo), said) for at, said in passed if isinstance(said, Say)]
    assert [f"{at:%a %H:%M}" for at, _ in heard] == ["Thu 10:00", "Fri 09:50", "Fri 10:50"]
    assert [said.template.name for _, said in heard if isinstance(said, Say) and said.template] == [
        "reminder_day",
        "reminder_soon",
        "thanks",
    ]
    assert talk.conversation.status == Status.DONE


def test_a_cancelled_call_has_no_reminder(phone: Phone) -> None:
    phone.book()
    phone.tap("Afzeggen")
    assert phone.wait(days=3) == ""


def test_at_most_two_nudges_and_none_in_quiet_hours(phone: Phone) -> None:
    phone.start()
    heard = phone.talk.wait_until(WEDNESDAY + timedelta(days=60))
    moments = [at.astimezone(WEDNESDAY.tzinfo) for at, _ in heard]
    assert len(moments) == 2
    assert all(8.5 <= at.hour + at.minute / 60 < 20 and at.weekday() != 6 for at in moments)


def test_whoever_owes_only_a_number_is_asked_for_that(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("vrijdag om 10 uur")
    phone.tap("Ja, klopt")
    assert "alleen je nummer ontbreekt" in phone.wait(days=1)


def test_a_nudge_that_rings_late_in_quiet_hours_waits_for_the_morning(phone: Phone) -> None:
    phone.start()
    due = phone.talk.conversation.timers["nudge"]
    phone.talk.now = due.astimezone(WEDNESDAY.tzinfo).replace(hour=23)
    assert phone.wait(minutes=1) == ""
    assert phone.talk.conversation.timers["nudge"].astimezone(WEDNESDAY.tzinfo).strftime("%a %H:%M") == "Fri 08:30"
    assert phone.wait(days=1)


def test_after_a_nudge_the_buttons_still_work(phone: Phone) -> None:
    phone.start()
    phone.wait(days=1)
    assert "Wanneer" in phone.tap("Ja graag")


@pytest.mark.parametrize("said", ["stop", "STOP!", "stop ermee", "unsubscribe"])
def test_stop_stops_everything_with_one_confirmation(phone: Phone, said: str) -> None:
    phone.book()
    assert phone.write(said).count("geen berichten meer") == 1
    assert phone.talk.candidate.stopped_at == phone.talk.now
    assert not phone.booked
    assert phone.write("hoi, ben je er nog?") == ""
    assert phone.wait(days=60) == ""


def test_only_the_person_can_lift_a_stop(phone: Phone) -> None:
    phone.start()
    phone.write("stop")
    assert phone.write("ja leuk") == ""
    assert "digitale assistent" in phone.write("start")


def test_wrong_person_is_never_written_to_again(phone: Phone) -> None:
    phone.start()
    assert "verkeerde" in phone.write("je hebt het verkeerde nummer, ik ken jullie niet")
    assert phone.talk.conversation.status == Status.STOPPED
    assert phone.wait(days=60) == ""


def test_who_is_this_is_answered_and_the_talk_goes_back(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    said = phone.write("wie ben jij eigenlijk? ben je een bot?")
    assert "computerprogramma" in said and "28 dagen" in said and "Wanneer" in said
    assert phone.talk.conversation.pending == Pending.MOMENT


def test_a_question_about_the_job_is_answered_from_the_facts(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    said = phone.write("wat verdien ik daar?")
    assert said.startswith("€ 3.000 tot € 3.600") and "Wanneer" in said


@pytest.mark.parametrize(
    ("language", "text", "again"),
    [
        ("nl", "Hoi, wat schuift het?", "Zin in een kort belletje"),
        ("en", "Hi, what does it pay?", "Would you be up for a short call"),
        ("de", "Hallo, was verdient man da?", "Hast du Lust auf ein kurzes Telefonat"),
        ("fr", "Bonjour, c'est payé combien ?", "Un court appel"),
        ("es", "Hola, ¿cuánto pagan?", "¿Te gustaría una llamada corta"),
    ],
)
def test_a_hello_beside_a_question_is_no_riddle(a_phone: MakePhone, language: str, text: str, again: str) -> None:
    phone = a_phone(language)
    phone.start()
    pay, asked = phone.write(text).split("\n\n")
    assert pay.startswith("€ 3") and asked.startswith(again)


@pytest.mark.parametrize(
    ("language", "hello", "again"),
    [
        ("nl", "hoi", "Zin in een kort belletje over de vacature servicemonteur?"),
        ("en", "hello", "Would you be up for a short call about the service engineer job?"),
        ("de", "Hallo", "Hast du Lust auf ein kurzes Telefonat über die Stelle „servicemonteur“?"),
    ],
)
def test_whoever_only_says_hello_is_asked_again(a_phone: MakePhone, language: str, hello: str, again: str) -> None:
    phone = a_phone(language)
    phone.start()
    assert phone.write(hello) == again


def test_a_question_that_the_facts_do_not_cover_reaches_the_dossier(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    assert "Ik zet je vraag klaar" in phone.write("krijg ik een auto van de zaak?")
    phone.write("morgen om 14:00")
    phone.write("ja")
    phone.write("0612345678")
    assert "Vroeg: “krijg ik een auto van de zaak?” (nog te beantwoorden)" in phone.invites[0].description


def test_of_two_questions_the_one_that_the_facts_leave_open_reaches_the_recruiter(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    said = phone.write("wat verdien ik? en is er een ondernemingsraad?")
    assert "€ 3.000 tot € 3.600" in said and "zet je vraag klaar" in said
    assert [question.value for question in phone.talk.conversation.questions] == [""]


def test_asked_for_a_human_the_bot_says_when_and_is_silent(phone: Phone) -> None:
    phone.start()
    said = phone.write("ik wil een echt mens spreken")
    assert "uiterlijk vandaag, woensdag 25 november" in said
    assert phone.write("hallo?") == ""
    assert phone.notified == ["candidate schreef"]
    back = RecruiterActed(id="r1", at=phone.talk.now, conversation="talk", recruiter="sanne", action=Action.HAND_BACK)
    phone.talk.happen(back)
    assert phone.talk.conversation.status == Status.OPEN


def test_a_block_is_an_opt_out_without_a_word(phone: Phone) -> None:
    phone.book()
    said = phone.talk.happen(Blocked(id="b", at=phone.talk.now, address=phone.talk.candidate.address))
    assert not [message for message in said if isinstance(message, Say)]
    assert phone.talk.candidate.stopped_at
    assert not phone.booked


def test_a_contact_counts_only_where_it_is_the_senders_own(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen om 14:00")
    phone.tap("Ja, klopt")
    address = phone.talk.candidate.address
    other = ContactShared(id="c1", at=phone.talk.now, address=address, number="31687654321", own=False)
    assert "iemand anders" in phone._keep(phone.talk.happen(other))
    own = ContactShared(id="c2", at=phone.talk.now, address=address, number="31612345678", own=True)
    assert "op +31 6 12345678" in phone._keep(phone.talk.happen(own))


def test_a_number_beside_a_question_is_kept_and_the_question_stands(phone: Phone) -> None:
    phone.start()
    assert phone.write("mijn nummer is 06 12345678").startswith("Dank je, dat nummer geef ik door.")
    assert (phone.buttons[0], phone.talk.conversation.misses) == ("Ja graag", 0)
    phone.tap("Ja graag")
    phone.write("morgen om 14:00")
    assert "op +31 6 12345678" in phone.write("ja")


@pytest.mark.parametrize(
    "said",
    ["bel me liever op 06 87654321", "ik heb een nieuw nummer, 0687654321", "mijn nummer is veranderd: 0687654321"],
)
def test_who_will_call_hears_of_another_number(phone: Phone, said: str) -> None:
    phone.book()
    assert phone.write(said.format("0687654321")) == (
        "Dank je, dat nummer geef ik door.\n\n"
        "Je gesprek met Sanne staat op morgen, donderdag 26 november, om twee uur 's middags (14:00, Nederlandse tijd)."
    )
    assert phone.notified == ["Nieuw nummer van +31 6 87654321"]
    (entry,) = phone.invites
    assert (entry.sequence, "+31 6 87654321" in entry.description) == (1, True)
    assert phone.booked == "2026-11-26 14:00"


def test_a_wrong_number_with_the_right_one_is_asked_about(phone: Phone) -> None:
    phone.book()
    assert phone.write("verkeerd nummer, het is 0687654321") == "Heb ik de verkeerde voor me?"
    assert phone.booked


def test_a_recruiters_number_is_not_taken_for_theirs(phone: Phone) -> None:
    phone.book()
    phone.write("dus jullie bellen vanaf +31 20 123 4567?")
    assert phone.talk.candidate.phone == "+31612345678"


def test_somebody_elses_contact_leaves_the_question_where_it_was(phone: Phone) -> None:
    phone.start()
    address = phone.talk.candidate.address
    other = ContactShared(id="c1", at=phone.talk.now, address=address, number="31687654321", own=False)
    assert phone._keep(phone.talk.happen(other)).startswith("Dank je. Ik kan alleen tekst lezen.")
    assert phone.buttons[0] == "Ja graag"


def test_who_comes_in_again_while_a_call_moves_reads_what_is_open(phone: Phone) -> None:
    phone.book()
    phone.write("kan het vrijdag om 15:00?")
    assert phone.start().endswith("vrijdag 27 november om drie uur 's middags (15:00, Nederlandse tijd). Klopt dat?")


def test_who_comes_in_again_after_a_doubtful_stop_goes_on(phone: Phone) -> None:
    phone.book()
    phone.write("misschien moet je maar stoppen denk ik")
    assert phone.talk.conversation.pending == Pending.SAFETY
    assert phone.start().startswith("Je gesprek met Sanne staat op morgen")
    phone.write("ok")
    assert phone.booked


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "bel me vrijdag maar terug"),
        ("en", "call me back tomorrow"),
        ("en", "I want to cancel, call me on Friday at 3 pm instead"),
        ("de", "ruf mich später zurück"),
        ("de", "rufen Sie mich Freitag zurück"),
        ("fr", "rappelez-moi vendredi"),
        ("es", "llámame el viernes"),
    ],
)
def test_who_wants_to_be_called_back_then_keeps_the_call_until_that_is_agreed(
    a_phone: MakePhone, language: str, said: str
) -> None:
    phone = a_phone(recruiters=(replace(SANNE, languages=("nl", "en", "de", "fr", "es")),))
    phone.talk.punctual = False
    phone.book()
    phone.talk.conversation = replace(phone.talk.conversation, language=language)
    phone.write(said)
    assert (phone.booked, phone.talk.conversation.moving) == ("2026-11-26 14:00", True)


def test_a_number_that_is_none_is_asked_for_again(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen om 14:00")
    phone.tap("Ja, klopt")
    assert "kan ik niet lezen" in phone.write("061234")
    assert phone.notified == []
    assert "Zonder nummer" in phone.write("liever niet eigenlijk")
    assert phone.notified == ["candidate wordt niet goed begrepen"]
    assert phone.talk.conversation.pending == Pending.PHONE
    phone.write("061")
    assert phone.talk.conversation.status == Status.WITH_HUMAN


def test_an_old_button_moves_nothing(phone: Phone) -> None:
    phone.start()
    old = phone.talk.conversation.buttons[2]
    phone.tap("Ja graag")
    assert "eerder bericht" in phone.tap_on(old)
    assert phone.talk.conversation.pending == Pending.MOMENT


def test_a_double_tap_says_nothing_new(phone: Phone) -> None:
    phone.start()
    button = phone.talk.conversation.buttons[0]
    phone.tap("Ja graag")
    assert phone.tap_on(button) == ""


def test_a_recovered_tap_is_known_by_its_title(phone: Phone) -> None:
    phone.start()
    tap = Tapped(id="t", at=phone.talk.now, address=phone.talk.candidate.address, title="Ja graag")
    assert "Wanneer" in phone._keep(phone.talk.happen(tap))


def test_a_voice_message_gets_a_fitting_word_and_the_question_again(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    voice = MediaReceived(id="v", at=phone.talk.now, address=phone.talk.candidate.address, kind="voice")
    said = phone._keep(phone.talk.happen(voice))
    assert "spraakberichten" in said and "Wanneer" in said


def test_not_understood_three_times_brings_a_person(phone: Phone) -> None:
    phone.start()
    phone.tap("Ja graag")
    assert "niet goed begrepen" in phone.write("blorp fnuik")
    waits = []
    for _ in range(2):
        phone.write("blorp fnuik")
        waits.append((phone.talk.conversation.pending, phone.talk.conversation.status, phone.notified))
    assert waits == [
        (Pending.SLOTS, Status.OPEN, ["candidate wordt niet goed begrepen"]),
        (Pending.NOTHING, Status.WITH_HUMAN, ["candidate wordt niet begrepen"]),
    ]


def test_a_question_that_is_answered_in_riddles_is_asked_once_more_and_then_a_person_takes_over(phone: Phone) -> None:
    phone.start()
    assert phone.write("blorp fnuik").startswith("Dat heb ik niet helemaal begrepen.")
    assert phone.notified == []
    assert phone.write("blorp fnuik").startswith("Sorry, ik begrijp het nog niet. Wil je liever een mens spreken")
    assert phone.notified == ["candidate wordt niet goed begrepen"]
    assert phone.write("blorp fnuik") == "Ik kom er niet uit, sorry. Sanne leest mee en antwoordt je hier zelf."
    assert phone.notified == ["candidate wordt niet begrepen"]
    assert phone.talk.conversation.status is Status.WITH_HUMAN


def test_a_vacancy_closed_meanwhile_is_said_plainly(a_phone: MakePhone) -> None:
    phone = a_phone()
    phone.start()
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(MONTEUR, open=False))
    assert "gesloten" in phone.write("ja leuk")
    assert phone.notified == ["candidate schreef"]


def test_the_talk_goes_on_in_the_language_that_they_use(phone: Phone) -> None:
    phone.start()
    assert "When would" in phone.write("sorry, I don't speak Dutch. Sounds interesting though, tell me more please")
    assert phone.talk.candidate.language == "en"


def test_whoever_asks_for_another_language_hears_the_question_in_it(phone: Phone) -> None:
    phone.start()
    said = phone.write("can we speak English?")
    assert "digital assistant" in said and "didn't" not in said
    phone.tap("Yes, please")
    assert phone.write("auf Deutsch bitte").startswith("Wann")


def test_a_recruiter_who_cancels_lets_the_candidate_choose_anew(phone: Phone) -> None:
    phone.book()
    off = RecruiterActed(id="r", at=phone.talk.now, conversation="talk", recruiter="sanne", action=Action.CANCEL)
    assert "toch niet bellen. Sorry daarvoor." in phone._keep(phone.talk.happen(off))
    assert phone.buttons and not phone.booked


def test_the_same_arguments_give_the_same_decision(phone: Phone) -> None:
    phone.start()
    talk = phone.talk
    tap = Tapped(id="t", at=talk.now, address=talk.candidate.address, title="Ja graag")
    context = talk._context()
    assert decide(talk.conversation, tap, context) == decide(talk.conversation, tap, context)


def test_a_recruiter_of_another_zone_reads_the_moment_on_their_own_clock(a_phone: MakePhone) -> None:
    phone = a_phone(recruiters=(RUI, SANNE), phone="+31612345678")
    phone.start()
    phone.tap("Ja graag")
    phone.write("morgen om 14:00")
    phone.tap("Ja, klopt")
    assert phone.notified == ["Call with +31 6 12345678: Thursday 26 November at 13:00 (Portuguese time)"]
    assert "For the candidate: Thursday 26 November at 14:00 (Dutch time)" in phone.invites[0].description


def test_what_a_recruiter_does_in_the_night_is_told_in_the_morning(phone: Phone) -> None:
    phone.book()
    phone.talk.now = WEDNESDAY.replace(hour=22)
    off = RecruiterActed(id="r", at=phone.talk.now, conversation="talk", recruiter="sanne", action=Action.CANCEL)
    said = [message for message in phone.talk.happen(off) if isinstance(message, Say)]
    assert said
    assert {f"{message.not_before:%d %H:%M}" for message in said} == {"26 07:30"}


def test_a_late_answer_waits_for_the_morning_and_a_quick_one_does_not(phone: Phone) -> None:
    phone.start()
    evening = WEDNESDAY.replace(hour=21)
    phone.talk.now = evening
    assert [message.not_before for message in phone.talk.hear("ja leuk") if isinstance(message, Say)] == [None]
    phone.talk.now = evening + timedelta(hours=1)
    late = MessageReceived(id="late", at=evening, address=phone.talk.candidate.address, text="vrijdag om 10 uur")
    assert [f"{m.not_before:%d %H:%M}" for m in phone.talk.happen(late) if isinstance(m, Say)] == ["26 07:30"]


def test_no_talk_begins_about_a_closed_vacancy(a_phone: MakePhone) -> None:
    phone = a_phone(vacancy=replace(MONTEUR, open=False))
    for said in (phone.start(), phone.write("hallo?"), phone.start()):
        assert "gesloten" in said
        assert "Zin om" not in said


def test_a_fact_that_the_vacancy_lost_meanwhile_leaves_a_talk_going(a_phone: MakePhone) -> None:
    naming = SCRIPT.read_text("utf-8").replace("{vacancy} voor {employer}", "{vacancy} voor {car}")
    assert "servicemonteur voor …." in a_phone(script=read_script(naming)).start()


def test_a_number_shared_too_late_books_no_call_about_a_closed_vacancy(phone: Phone) -> None:
    phone.start()
    phone.write("morgen om 14:00")
    assert "Op welk nummer" in phone.tap("Ja, klopt")
    phone.talk.setting = replace(phone.talk.setting, vacancy=replace(MONTEUR, open=False))
    shared = ContactShared(
        id="c", at=phone.talk.now, address=phone.talk.candidate.address, number="+31612345678", own=True
    )
    phone.talk.happen(shared)
    assert (phone.booked, phone.talk.conversation.status) == ("", Status.DONE)


def test_a_wording_of_the_scripts_own_that_cannot_be_filled_gives_way_to_ours(a_phone: MakePhone) -> None:
    lines = "".join(f"    {language}: Dag {{slots}}\n" for language in ("nl", "en", "de", "fr", "es"))
    phone = a_phone(script=read_script(f"{SCRIPT.read_text('utf-8')}\nphrases:\n  goodbye_stop:\n{lines}"))
    phone.start()
    assert phone.write("stop").startswith("Goed, je krijgt geen berichten meer.")


@pytest.mark.parametrize(
    ("said", "asked", "told"),
    [
        ("ik ben toch geen Fietje", "Heb ik de verkeerde voor me?", "Verkeerde persoon"),
        ("mijn gegevens niet wissen of wel", "al je gegevens wissen?", "Wis de gegevens van candidate"),
        ("stop, wacht even", "Zal ik stoppen met berichten sturen?", "candidate wil geen berichten meer"),
    ],
)
def test_what_is_feared_is_asked_and_a_yes_is_that(phone: Phone, said: str, asked: str, told: str) -> None:
    phone.start()
    assert asked in phone.write(said)
    phone.write("ja")
    assert phone.talk.conversation.status == Status.STOPPED
    assert phone.notified == [told]


def test_whether_to_stop_is_asked_once_and_the_question_holds_beside_other_messages(phone: Phone) -> None:
    phone.start()
    old = phone.talk.conversation.buttons[0]
    phone.write("mijn gegevens niet wissen of wel")
    assert phone.tap_on(old) == "Die knop hoort bij een eerder bericht."
    assert "wis nu alles wat ik van je heb" in phone.tap("Ja, wis alles")


@pytest.mark.parametrize("change", ["nothing", "untitled", "language"])
def test_a_tap_on_stop_is_never_lost_however_the_talk_went_on(phone: Phone, change: str) -> None:
    phone.start()
    phone.write("stop, wacht even")
    stop = phone.talk.conversation.buttons[0]
    assert (stop.id, stop.title) == ("call.stop", "Ja, stop")
    phone.write("nee hoor, morgen om 14 uur")
    if change == "language":
        # As it was sent before it was given an id that lasts.
        phone.write("could we do this in English please?")
        stop = replace(stop, id="2.stop")
    phone.tap_on(replace(stop, title="") if change == "untitled" else stop)
    assert phone.talk.conversation.status == Status.STOPPED


def test_whoever_said_no_to_stopping_goes_on_at_the_moment_that_they_name(phone: Phone) -> None:
    phone.start()
    phone.write("vrijdag om 10 uur")
    assert "Zal ik stoppen" in phone.write("stop, wacht even")
    said = phone.write("nee, ik bedoelde donderdag om 10 uur")
    assert said.startswith("Goed, dan gaan we verder.")
    assert "donderdag 26 november, om tien uur 's ochtends (10:00" in said


def test_while_a_stop_is_in_doubt_no_reminder_goes_out(phone: Phone) -> None:
    phone.book()
    phone.write("stop, wacht even")
    assert phone.wait(days=2) == ""
    assert phone.booked == "2026-11-26 14:00"


def test_interest_in_writing_only_brings_a_person_who_writes(phone: Phone) -> None:
    phone.start()
    said = phone.write("klinkt leuk, maar bellen lukt me niet, kun je het mailen?")
    assert "Ik vraag Sanne om je te schrijven" in said
    assert phone.notified == ["candidate schrijft liever"]


def test_whoever_does_not_mind_which_slot_hears_the_first_read_back(phone: Phone) -> None:
    phone.start()
    phone.write("morgenmiddag na drie uur")
    assert "donderdag 26 november, om drie uur 's middags (15:00" in phone.write("maakt niet uit")
    assert phone.buttons == ["Ja, klopt", "Ander moment"]


def test_where_nothing_was_free_whoever_does_not_mind_hears_the_nearest(phone: Phone) -> None:
    phone.start()
    assert "Dan lukt het helaas niet" in phone.write("morgen om 8 uur 's avonds")
    assert phone.buttons[-1] == "do 26 nov 18:00"
    assert "donderdag 26 november, om zes uur 's avonds (18:00" in phone.write("maakt niet uit")


def test_whoever_works_all_day_is_told_what_comes_nearest(phone: Phone) -> None:
    phone.start()
    said = phone.write("overdag werk ik gewoon, dus alleen s avonds na achten")
    assert "Dan lukt het helaas niet" in said
    assert "woensdag 25 november, 18:00" in said


def test_a_no_that_may_mean_the_slots_or_the_call_is_asked_about(phone: Phone) -> None:
    phone.start()
    phone.write("morgenochtend")
    assert "ander moment, of liever geen gesprek" in phone.write("ach nee laat maar zitten")
    phone.tap("Geen gesprek")
    assert phone.talk.conversation.status == Status.DECLINED


def test_a_no_in_doubt_can_still_become_another_moment(phone: Phone) -> None:
    phone.start()
    phone.write("morgenochtend")
    phone.write("ach nee laat maar zitten")
    assert "Wanneer komt het je wel uit?" in phone.tap("Ander moment")
    assert "vrijdag 27 november om tien uur 's ochtends (10:00" in phone.write("vrijdag om 10 uur")


def test_a_time_without_a_day_moves_the_call_on_its_own_day(phone: Phone) -> None:
    phone.book()
    assert "donderdag 26 november, om vier uur 's middags (16:00" in phone.write("kan het ook om 16:00 uur?")


def test_whoever_declined_and_says_hello_later_may_still_call(phone: Phone) -> None:
    phone.start()
    phone.write("nee dank je, geen interesse")
    phone.wait(days=9)
    assert "mocht je nog willen bellen" in phone.write("hallo")
    assert "Klopt dat?" in phone.write("maandag om 10 uur")


def test_after_a_call_a_new_wish_is_a_new_call_and_moves_nothing(phone: Phone) -> None:
    phone.book()
    phone.wait(days=2)
    assert phone.talk.conversation.status == Status.DONE
    phone.write("kan ik je maandag om 10 uur nog eens spreken?")
    said = phone.write("ja")
    assert "Staat genoteerd" in said
    assert [(invite.uid, invite.sequence) for invite in phone.invites] == [("talk-2", 0)]
