"""English words about when, as windows; said on Wednesday 10 February 2027 at 10:20."""

import pytest

from tests.bot.understanding.moments.asking import line, read

PLAIN = {
    "tomorrow works": "11/2 09:00-18:00",
    "tomorrow evening at nine": "11/2 21:00-21:30",
    "Wednesday after next": "24/2 09:00-18:00",
    "from 4pm today to 5pm tomorrow": "10/2 16:00-18:00, 11/2 09:00-17:00",
    "by Friday noon": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-12:00",
    "early tomorrow morning": "11/2 09:00-10:00",
    "Thursday all day or Friday till noon": "11/2 09:00-18:00, 12/2 09:00-12:00",
    "Boxing Day at 11": "26/12 11:00-11:30",
    "the day after tomorrow at 1": "12/2 13:00-13:30",
    "this Friday afternoon": "12/2 12:00-18:00",
    "Monday next week at 9:30": "15/2 09:30-10:00",
    "March 2nd": "2/3 09:00-18:00",
    "the 22nd at noon": "22/2 12:00-12:30",
    "early next week": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "quarter past three": "10/2 15:15-15:45",
    "twenty to four": "10/2 15:40-16:10",
    "half past four on Friday": "12/2 16:30-17:00",
    "ten thirty tomorrow": "11/2 10:30-11:00",
    "4:45pm": "10/2 16:45-17:15",
    "1-3pm tomorrow": "11/2 13:00-15:00",
    "from 11 to 2": "10/2 11:00-14:00",
    "5ish": "10/2 16:30-17:30",
    "after 6": "10/2 18:00-21:00",
    "any time before noon on Friday": "12/2 09:00-12:00",
    "first thing on Monday": "15/2 09:00-10:00",
    "late afternoon": "10/2 16:00-18:00",
    "over lunch tomorrow": "11/2 12:00-13:30",
    "tonight after 7": "10/2 19:00-21:00",
    "in three quarters of an hour": "10/2 11:05-11:35",
    "in a couple of hours": "10/2 12:20-12:50",
    "later today": "10/2 11:20-18:00",
    "Thursday at 10 or Friday at 3": "11/2 10:00-10:30, 12/2 15:00-15:30",
    "Thursday or Friday between 1 and 2": "11/2 13:00-14:00, 12/2 13:00-14:00",
    "at 11 on Thursday or Monday": "11/2 11:00-11:30, 15/2 11:00-11:30",
    "I'm in a meeting until 4": "10/2 16:00-18:00",
    "I get off at 5:15": "10/2 17:15-21:00",
    "no later than 1pm": "10/2 10:20-13:00",
    "2-4 or after 5": "10/2 14:00-16:00, 10/2 17:00-21:00",
    "8 pm": "10/2 20:00-20:30",
    "Friday am": "12/2 09:00-12:00",
    "sat or sun": "13/2 09:00-18:00, 14/2 09:00-18:00",
    "after 3 tomorrow, all day Friday": "11/2 15:00-18:00, 12/2 09:00-18:00",
    "two weeks from Monday": "1/3 09:00-18:00",
    "in a week": "17/2 09:00-18:00",
    "until the end of the week": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "tmrw at 2": "11/2 14:00-14:30",
    "thurdsay at 2": "11/2 14:00-14:30",
}


@pytest.mark.parametrize(("text", "windows"), PLAIN.items())
def test_english_words_become_windows(text: str, windows: str) -> None:
    reading = read(text, "en")
    assert (line(reading.windows), reading.exclude, reading.picked, reading.sure) == (windows, (), None, True)


REFUSALS = {
    "afternoons, but not on Mondays": (
        "10/2 12:00-18:00, 11/2 12:00-18:00, 12/2 12:00-18:00, 16/2 12:00-18:00",
        "15/2 00:00-16/2 00:00",
    ),
    "I can't do Thursday but Friday works": ("12/2 09:00-18:00", "11/2 00:00-12/2 00:00"),
    "any time after 4 except Monday": (
        "10/2 16:00-18:00, 11/2 16:00-18:00, 12/2 16:00-18:00, 16/2 16:00-18:00",
        "15/2 00:00-16/2 00:00",
    ),
    "tomorrow, but not between 12 and 1": ("11/2 09:00-12:00, 11/2 13:00-18:00", "11/2 12:00-13:00"),
    "Monday works and Tuesday doesn't": ("15/2 09:00-18:00", "16/2 00:00-17/2 00:00"),
    "I can't do mornings or Fridays": (
        "10/2 12:00-18:00, 11/2 12:00-18:00, 15/2 12:00-18:00, 16/2 12:00-18:00",
        "10/2 10:20-12:00, 11/2 09:00-12:00, 12/2 00:00-13/2 00:00, 15/2 09:00-12:00, 16/2 09:00-12:00",
    ),
    "not before 10 or after 3": (
        "10/2 10:20-15:00, 11/2 10:00-15:00, 12/2 10:00-15:00, 15/2 10:00-15:00, 16/2 10:00-15:00",
        "",
    ),
}


@pytest.mark.parametrize(("text", "windows", "exclude"), [(text, *both) for text, both in REFUSALS.items()])
def test_english_refusals(text: str, windows: str, exclude: str) -> None:
    reading = read(text, "en")
    assert (line(reading.windows), line(reading.exclude), reading.sure) == (windows, exclude, True)
