"""A step that chooses the way by what is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from bot.spot import Spot
from bot.steps.arms import drawn, named_well, noted
from bot.steps.step import Reading, Step
from bot.turn import Turn

WAYS = ("on", "when", "else")
"""What decides, where no variants do."""
LEAST = 2


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
    With `variants` in their place each person goes one of several ways, always the same, and the studio tells which of
    them leads to more answered calls:

    ```yaml
    how_much_first:
      kind: branch
      variants:
        at_once: call
        licence_first: licence
    ```
    """

    keys: ClassVar = ("kind", *WAYS, "variants")
    either: ClassVar = (WAYS, ("variants",))
    holds_as: ClassVar = {"variants": "when"}

    on: tuple[str, str] = ("", "")
    when: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    """The step to which each leads."""

    @classmethod
    def read(cls, name: str, spot: Spot, reading: Reading) -> Self:
        if "variants" in dict(spot.pairs()):
            return cls._read_variants(name, spot)
        at = spot.fields(cls.keys, WAYS)
        what, _, which = at["on"].text("language").partition(" ")
        if what not in ("answer", "fact", "language") or (what != "language") != bool(which):
            at["on"].problem("“on” can be “answer STEP”, “fact TOPIC” or “language”.")
        when = {key: value.text() for key, value in at["when"].pairs()}
        return cls(name=name, line=spot.line, on=(what, which), when=when, otherwise=at["else"].text())

    @classmethod
    def _read_variants(cls, name: str, spot: Spot) -> Self:
        at = spot.fields(cls.keys, ("variants",))
        for key in WAYS:
            if at[key].present:
                at[key].problem(f"“{key}” decides nothing where “variants” do; take one of them out.")
        ways = {one: way.text() for one, way in named_well(at["variants"].pairs()).items()}
        if len(ways) < LEAST:
            at["variants"].problem("One way alone can't be compared with anything; add another variant.")
        return cls(name=name, line=spot.line, variants=ways)

    def enter(self, turn: Turn) -> Turn:
        if self.variants:
            arm = drawn(turn, self.name, tuple(self.variants))
            return noted(turn, self.name, arm).go(self.variants[arm])
        known = self._known(turn)
        return turn.go(next((step for test, step in self.when.items() if _fits(known, test)), self.otherwise))

    def leads_to(self) -> Iterator[str]:
        yield from self.variants.values()
        yield from self.when.values()
        if self.otherwise:
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
