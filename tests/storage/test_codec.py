"""What is kept comes back equal; what does not fit is told by its field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, time, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import (
    Address,
    Answer,
    Button,
    Call,
    Candidate,
    Conversation,
    Recruiter,
    ScriptVersion,
    Slot,
    Wish,
)
from bot.outgoing import Invite, Notify, Outgoing, Say
from bot.understanding.understood import Intent, MomentReading, Understood
from bot.windows import Window
from storage.codec import Codec, Undecodable, codec
from storage.forms import CANDIDATE, CONVERSATION, EVENT, EVENTS, OUTGOINGS, RECRUITER, UNDERSTOOD

ZONES = st.one_of(
    st.just(UTC), st.sampled_from(["Europe/Amsterdam", "Europe/Lisbon", "America/St_Johns", "UTC"]).map(ZoneInfo)
)
MOMENTS = st.datetimes(
    datetime(1990, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    datetime(2090, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    timezones=ZONES,
    allow_imaginary=False,
)
WINDOWS = st.lists(st.builds(Window, MOMENTS, MOMENTS), max_size=3).map(tuple)
ANSWERS = st.builds(Answer, at=MOMENTS)
SLOTS = st.builds(Slot, MOMENTS, MOMENTS)
HOURS = st.dictionaries(st.integers(0, 6), st.lists(st.tuples(st.times(), st.times()), max_size=3).map(tuple))
TALKS = st.builds(
    Conversation,
    answers=st.dictionaries(st.text(), ANSWERS),
    questions=st.lists(ANSWERS).map(tuple),
    wanted=st.builds(Wish, windows=WINDOWS, exclude=WINDOWS),
    hoped=WINDOWS,
    earlier=st.none() | SLOTS,
    offered=st.lists(SLOTS).map(tuple),
    chosen=st.none() | SLOTS,
    call=st.none() | st.builds(Call, slot=SLOTS),
    timers=st.dictionaries(st.text(), MOMENTS),
    heard_at=st.none() | MOMENTS,
    said_at=st.none() | MOMENTS,
    buttons=st.lists(st.builds(Button)).map(tuple),
)
MESSAGES = st.one_of(st.builds(Say), st.builds(Notify), st.builds(Invite, start=MOMENTS, end=MOMENTS))

TALK = Conversation(
    id="talk",
    address=Address("telegram", "1"),
    candidate="noor",
    script=ScriptVersion("short", 1),
    vacancy="driver",
    step="opening",
    language="nl",
)


def through_text(way: Codec[Any], value: object) -> object:
    """There and back, as the database keeps it."""
    return way.decode(json.loads(json.dumps(way.encode(value))))


@settings(max_examples=25)
@given(TALKS)
def test_every_conversation_comes_back(talk: Conversation) -> None:
    assert through_text(CONVERSATION, talk) == talk


@given(st.builds(Candidate, stopped_at=st.none() | MOMENTS))
def test_every_candidate_comes_back(candidate: Candidate) -> None:
    assert through_text(CANDIDATE, candidate) == candidate


@given(st.builds(Recruiter, hours=HOURS))
def test_every_recruiter_comes_back(recruiter: Recruiter) -> None:
    assert through_text(RECRUITER, recruiter) == recruiter


@pytest.mark.parametrize("kind", get_args(EVENTS))
def test_every_event_comes_back(kind: type) -> None:
    zoned: dict[Any, Any] = {datetime: MOMENTS, Slot: SLOTS}
    parts = {field.name: zoned[field.type] for field in fields(kind) if field.type in zoned}

    @given(st.builds(kind, **parts))
    def comes_back(event: object) -> None:
        back = through_text(EVENT, event)
        assert (type(back), back) == (kind, event)

    comes_back()


@given(st.lists(MESSAGES).map(tuple))
def test_every_message_comes_back(messages: tuple[Outgoing, ...]) -> None:
    assert through_text(OUTGOINGS, messages) == messages


@given(st.none() | st.builds(Understood, moment=st.builds(MomentReading, windows=WINDOWS, exclude=WINDOWS)))
def test_whatever_was_understood_comes_back(understood: Understood | None) -> None:
    assert through_text(UNDERSTOOD, understood) == understood


@given(SLOTS)
def test_a_moment_keeps_its_zone_and_which_of_two_hours_it_is(slot: Slot) -> None:
    back = codec(Slot).decode(codec(Slot).encode(slot))
    assert (str(back.start.tzinfo), back.start.utcoffset()) == (str(slot.start.tzinfo), slot.start.utcoffset())


def test_moments_are_kept_in_words_that_others_can_read() -> None:
    slot = Slot(
        datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 10, 20, tzinfo=ZoneInfo("Europe/Rome")), "a"
    )
    assert codec(Slot).encode(slot) == {
        "start": "2026-11-24T09:00:00+00:00",
        "end": "2026-11-24T10:20:00+01:00[Europe/Rome]",
        "recruiter": "a",
    }


def test_a_naive_moment_is_refused_both_ways() -> None:
    naive = datetime(2026, 11, 24, 9, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        codec(Slot).encode(Slot(naive, naive, "a"))
    with pytest.raises(Undecodable, match="start: 2026-11-24T09:00:00 has no time zone"):
        codec(Slot).decode({"start": "2026-11-24T09:00:00", "end": "2026-11-24T09:00:00+00:00", "recruiter": "a"})


def test_an_older_conversation_gets_the_defaults_of_newer_fields() -> None:
    stored = CONVERSATION.encode(TALK)
    for newer in ("rung", "questions", "wanted", "turns"):
        stored.pop(newer, None)
    assert CONVERSATION.decode(stored) == TALK


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"turns": "3"}, "turns: int expected, not str"),
        ({"turns": True}, "turns: int expected, not bool"),
        ({"status": "weird"}, "status: 'weird' is not a valid Status"),
        ({"address": {"channel": "telegram"}}, "address.peer: missing in Address"),
        ({"offered": {}}, "offered: a list expected, not dict"),
        ({"offered": [3]}, "offered.0: a mapping expected, not int"),
        ({"timers": {"nudge": 5}}, "timers.nudge: a moment expected, not int"),
        ({"timers": {"x": "2026-11-24T09:00:00+00:00[Mars/Base]"}}, "timers.x: No time zone found with key Mars/Base"),
    ],
)
def test_what_does_not_fit_is_told_by_its_field(changes: dict[str, object], told: str) -> None:
    with pytest.raises(Undecodable) as wrong:
        CONVERSATION.decode(CONVERSATION.encode(TALK) | changes)
    assert str(wrong.value) == told


def test_a_newer_programs_field_is_passed_by() -> None:
    assert CONVERSATION.decode(CONVERSATION.encode(TALK) | {"mood": "fine"}) == TALK


def test_what_is_empty_is_not_kept_so_that_an_older_program_reads_on() -> None:
    blank = Conversation(
        id="1",
        address=TALK.address,
        candidate="c",
        script=TALK.script,
        vacancy="v",
        step="",
        language="nl",
    )
    stored = CONVERSATION.encode(blank)
    assert set(stored) == {
        "id", "address", "candidate", "script", "vacancy", "step", "language", "status", "pending", "before", "wanted"
    }  # fmt: skip
    assert CONVERSATION.decode(stored) == blank


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Undecodable, match="candidate, step: missing in Conversation"):
        CONVERSATION.decode({k: v for k, v in CONVERSATION.encode(TALK).items() if k not in ("candidate", "step")})


def test_a_message_of_an_unknown_kind_is_named() -> None:
    with pytest.raises(Undecodable, match="type: 'sing' is none of say, notify, invite"):
        OUTGOINGS.decode([{"type": "sing"}])


@dataclass(frozen=True, kw_only=True)
class Oddments:
    """The kinds of value that our nouns do not all have."""

    zone: ZoneInfo
    length: timedelta
    share: float
    pair: tuple[str, int]
    by_intent: Mapping[Intent, int] = field(default_factory=dict)


def test_zones_lengths_pairs_and_enum_keys_come_back() -> None:
    oddments = Oddments(
        zone=ZoneInfo("Europe/Rome"),
        length=timedelta(minutes=90),
        share=0.5,
        pair=("a", 1),
        by_intent={Intent.STOP: 1, Intent.OTHER: 2},
    )
    assert through_text(codec(Oddments), oddments) == oddments


def test_what_can_not_be_kept_is_told_at_once() -> None:
    with pytest.raises(TypeError, match="can't be kept"):
        codec(complex)


def test_hours_keep_their_weekdays_as_numbers() -> None:
    hours = {0: ((time(9), time(12, 30)),), 4: ()}
    way = codec(Mapping[int, tuple[tuple[time, time], ...]])
    assert way.encode(hours) == {"0": [["09:00:00", "12:30:00"]], "4": []}
    assert way.decode(way.encode(hours)) == hours
