"""A step that chooses the way by what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.spot import Spot
from bot.steps.step import Reading, Step
from bot.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Step):
    """Goes one way or another by an earlier answer, a fact of the vacancy or the talk's language. Says nothing.

    ```yaml
    by_licence:
      kind: branch
      on: answer licence
      when:
        "yes": call
        "no": no_licence
      else: call
    ```

    `on` is `answer STEP`, `fact TOPIC` or `language`. A number is compared with `when` keys such as `">= 32"`.
    """

    keys: ClassVar = ("kind", "on", "when", "else")
    required: ClassVar = ("on", "when", "else")

    on: tuple[str, str]
    when: Mapping[str, str]
    otherwise: str

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        at = spot.fields(cls.keys, cls.required)
        what, _, which = at["on"].text("language").partition(" ")
        if what not in ("answer", "fact", "language") or (what != "language") != bool(which):
            at["on"].problem("“on” can be “answer STEP”, “fact TOPIC” or “language”.")
        when = {key: value.text() for key, value in at["when"].pairs()}
        return cls(name=name, line=spot.line, on=(what, which), when=when, otherwise=at["else"].text())

    def enter(self, turn: Turn) -> Turn:
        known = self._known(turn)
        return turn.go(next((step for test, step in self.when.items() if _fits(known, test)), self.otherwise))

    def leads_to(self) -> Iterator[str]:
        yield from self.when.values()
        yield self.otherwise

    def _known(self, turn: Turn) -> str:
        what, which = self.on
        if what == "answer":
            answer = turn.conversation.answers.get(which)
            return answer.value if answer else ""
        return turn.variables().get(which, "") if what == "fact" else turn.language


def _fits(known: str, test: str) -> bool:
    for sign in (">=", "<=", ">", "<"):
        if test.startswith(sign):
            return _compare(known, sign, test.removeprefix(sign))
    return known == test


def _compare(known: str, sign: str, bound: str) -> bool:
    try:
        left, right = float(known), float(bound)
    except ValueError:
        return False
    return {">=": left >= right, "<=": left <= right, ">": left > right, "<": left < right}[sign]
