"""A step that asks a question and waits for the answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.handing_over import MOST_MISSES, missed
from bot.model import Answer, Pending, Texts
from bot.spot import Spot
from bot.steps.spoken import Spoken, read_nudge
from bot.steps.step import Reading
from bot.turn import ABOUT_THE_CALL, Heard, Turn, in_language
from bot.understanding.understood import Intent

ANSWERS = ("text", "number", "choice")
MOST_CHOICES = 10
TITLE_LENGTH = 20
LONGEST_VALUE = 48
"""Bytes, of the 64 that Telegram gives a button's id."""
NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer: its button, the intents that mean the same, and where it leads."""

    value: str
    title: Texts
    intents: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Spoken):
    """Asks one question. The answer is a text, a number, or one of a few choices.

    ```yaml
    licence:
      kind: ask
      answer: choice
      text:
        nl: Heb je een rijbewijs?
        en: Do you have a driving licence?
      choices:
        "yes": {title: {nl: Ja, en: "Yes"}, intents: [affirm], next: call}
        "no": {title: {nl: Nee, en: "No"}, intents: [deny], next: call}
    ```

    Without `choices`, `next` says where the talk goes on; a number can have `least` and `most`. `again` is a shorter
    text for when the question is put once more. `variants` are other ways to say `text`, and each person reads one of
    them; `nudge` is said once to somebody who does not answer, in place of Belmoment's own:

    ```yaml
    licence:
      kind: ask
      answer: text
      text: {nl: Welk rijbewijs heb je?, en: Which driving licence do you have?}
      variants:
        warmer: {nl: "Mag ik vragen welk rijbewijs je hebt?", en: "May I ask which driving licence you have?"}
      nudge:
        after: 4h
        text: {nl: Heb je al kunnen kijken?, en: Have you had a chance to look?}
      next: call
    ```
    """

    keys: ClassVar = (*Spoken.keys, "answer", "choices", "next", "least", "most", "again", "nudge")
    required: ClassVar = ("text", "answer")

    answer: str
    choices: tuple[Choice, ...]
    next: str
    least: int | None
    most: int | None
    again: Texts

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        answer = at["answer"].one_of(ANSWERS, "text")
        choices = tuple(_read_choice(value, choice, reading) for value, choice in at["choices"].pairs())
        _check_way_on(spot, answer, choices, at["next"].present)
        return cls(
            name=name,
            line=spot.line,
            answer=answer,
            choices=choices,
            next=at["next"].text(),
            least=at["least"].number(),
            most=at["most"].number(),
            again=at["again"].texts(reading.languages, reading.variables),
            nudge=read_nudge(at["nudge"], reading),
            **cls.spoken(at, reading),
        )

    def enter(self, turn: Turn) -> Turn:
        asking = turn.now(pending=Pending.ANSWER, misses=0, buttons=())
        return self._ask(self.compared(asking), self.words(turn))

    def repeat(self, turn: Turn) -> Turn:
        again = turn.fill(in_language(self.again, turn.language)) if self.again else self.words(turn)
        return self._ask(turn.now(pending=Pending.ANSWER), again)

    def hear(self, turn: Turn, heard: Heard) -> Turn:
        match self.answer:
            case "choice":
                choice = self.choice_in(heard)
                if choice is None and _only_greets(heard):
                    return self.repeat(turn)
                return self._keep(turn, heard, choice.value, choice.next) if choice else missed(turn, self._once_more)
            case "number":
                number = self._number(heard.text)
                return self._keep(turn, heard, number, self.next) if number else missed(turn, self._once_more)
            case _:
                return self._keep(turn, heard, heard.text, self.next)

    def is_answered(self, heard: Heard) -> bool:
        return self.choice_in(heard) is not None

    def leads_to(self) -> Iterator[str]:
        yield from (choice.next for choice in self.choices)
        if self.next:
            yield self.next

    def texts(self) -> Iterator[Texts]:
        yield from Spoken.texts(self)
        if self.again:
            yield self.again
        yield from (choice.title for choice in self.choices)

    def _ask(self, turn: Turn, words: str) -> Turn:
        titles = ((choice.value, in_language(choice.title, turn.language)) for choice in self.choices)
        return turn.speak(words, *titles)

    def choice_in(self, heard: Heard) -> Choice | None:
        """The answer that these words mean, or this tap."""
        if heard.tap:
            return next((choice for choice in self.choices if choice.value == heard.tap), None)
        if heard.understood is None:
            return None
        meant = (heard.understood.intent, *heard.understood.also)
        if not heard.understood.sure:
            # A moment is as good as a yes: it is read back before it counts.
            meant = (Intent.GIVE_TIME,) if heard.understood.moment.windows else ()
        return next((choice for intent in meant for choice in self.choices if intent in choice.intents), None)

    def _number(self, text: str) -> str:
        found = NUMBER.search(text)
        if not found:
            return ""
        number = float(found.group().replace(",", "."))
        low_enough = self.most is None or number <= self.most
        return f"{number:g}" if low_enough and (self.least is None or number >= self.least) else ""

    def _keep(self, turn: Turn, heard: Heard, value: str, way: str) -> Turn:
        answer = Answer(value=value, text=heard.text, at=heard.at, event=heard.event)
        answers = {**turn.conversation.answers, self.name: answer}
        return turn.now(answers=answers, misses=0, pending=Pending.NOTHING).note("answered", self.name).go(way)

    def _once_more(self, turn: Turn, misses: int) -> Turn:
        return self.repeat(turn.say("not_understood" if misses < MOST_MISSES else "not_understood_twice"))


def _only_greets(heard: Heard) -> bool:
    """Whether it is no more than a "hello", which is no misunderstanding: they are asked again."""
    said = heard.understood
    return said is not None and said.sure and said.intent == Intent.GREETING and not said.also


def _read_choice(value: str, spot: Spot, reading: Reading) -> Choice:
    if value in ABOUT_THE_CALL or not 1 <= len(value.encode()) <= LONGEST_VALUE:
        spot.problem(
            f"A choice can't be named “{value}”: give it a short word, other than {', '.join(ABOUT_THE_CALL)}."
        )
    at = spot.fields(("title", "intents", "next"), ("title", "next"))
    title = at["title"].texts(reading.languages, longest=TITLE_LENGTH)
    known = tuple(intent.value for intent in Intent)
    intents = tuple(Spot.one_of(item, known, "") for item in at["intents"].items())
    return Choice(value=value, title=title, intents=intents, next=at["next"].text())


def _check_way_on(spot: Spot, answer: str, choices: tuple[Choice, ...], has_next: bool) -> None:
    if answer == "choice" and not choices:
        spot.problem(f"{spot.name} asks for a choice but has no “choices”; add them.")
    if answer != "choice" and not has_next:
        spot.problem(f"{spot.name} needs “next”: where does the talk go on?")
    if len(choices) > MOST_CHOICES:
        spot.problem(f"{spot.name} has {len(choices)} choices; {MOST_CHOICES} is the most that a channel can show.")
