"""Words that may mean two moments: one short question with both as buttons, and which of them was meant."""

from datetime import datetime, timedelta

from bot import agenda
from bot.changing import replace
from bot.model import Pending, Wish
from bot.speaking import date_of, short_day, short_moment, slot_moment, zone_name
from bot.turn import Turn
from bot.understanding.understood import MomentReading
from bot.windows import Window, Windows, intersect, merge, subtract

POINT = timedelta(minutes=30)
AROUND = timedelta(hours=1)


def ask(turn: Turn, reading: MomentReading, exclude: Windows, text: str) -> Turn | None:
    """The question which was meant; None where the words have one meaning, or only one of theirs is free."""
    readings = sorted(subtract(windows, exclude) for windows in reading.readings)  # in the order of time
    free = [agenda.free_slots(turn.speakers, windows, exclude, turn.context.now) for windows in readings]
    if len(free) < 2 or not all(free) or free[0][0] == free[1][0]:
        return None
    wish = Wish(windows=merge(window for windows in readings for window in windows), exclude=exclude, text=text)
    slots = tuple(slots[0] for slots in free)
    return again(turn.now(wanted=replace(wish, readings=tuple(readings)), offered=slots))


def again(turn: Turn) -> Turn:
    """The same question, of the readings that are kept."""
    readings = turn.conversation.wanted.readings
    language, sayings = turn.language, turn.context.sayings
    exact = _by_the_clock(turn)
    moments = [_middle(windows[0]) if exact else windows[0].start for windows in readings]
    zoned = [(moment, turn.zone_at(moment)) for moment in moments]
    long, short = (slot_moment, short_moment) if exact else (date_of, short_day)
    said = [long(moment, zone, language, sayings) for moment, zone in zoned]
    titles = [short(moment, zone, language, sayings) for moment, zone in zoned]
    places = dict.fromkeys(zone_name(zone, language, sayings) for _, zone in zoned)
    name = "which_time" if exact else "which_day"
    text = turn.phrase(name, first=said[0], second=said[1], zone=" / ".join(places))
    buttons = [(f"slot{n}", title) for n, title in enumerate(titles)]
    return turn.now(pending=Pending.SLOTS, chosen=None).speak(text, *buttons).note("two_readings", text)


def asked(turn: Turn) -> bool:
    """Whether the talk waits for which of two readings was meant."""
    talk = turn.conversation
    return talk.pending == Pending.SLOTS and bool(talk.offered) and len(talk.wanted.readings) == len(talk.offered)


def named(turn: Turn, said: Windows) -> int | None:
    """The reading in which all lies that was said in answer ("the one next week", "in the evening"), if it is one."""
    shared = [bool(intersect(windows, said)) for windows in turn.conversation.wanted.readings]
    return shared.index(True) if shared.count(True) == 1 else None


def narrowed(turn: Turn, place: int, said: Windows = ()) -> MomentReading:
    """What is wanted, now that we know which reading was meant."""
    windows = turn.conversation.wanted.readings[place]
    return MomentReading(windows=intersect(windows, said) or windows)


def is_moment(turn: Turn, place: int) -> bool:
    """Whether that reading is a single moment, which was read out in full: then choosing it is a yes."""
    windows = turn.conversation.wanted.readings[place]
    return (
        len(windows) == 1 and windows[0].length <= POINT and windows[0].start == turn.conversation.offered[place].start
    )


def _by_the_clock(turn: Turn) -> bool:
    """Whether the readings differ by their time of day, or are single moments."""
    readings = turn.conversation.wanted.readings
    starts = [windows[0].start for windows in readings]
    dates = {start.astimezone(turn.zone_at(start)).date() for start in starts}
    return len(dates) == 1 or all(len(windows) == 1 and windows[0].length <= AROUND for windows in readings)


def _middle(window: Window) -> datetime:
    """What was said of a time that is about: "around eight" is half an hour to either side."""
    return window.start + window.length / 2 if window.length == AROUND else window.start
