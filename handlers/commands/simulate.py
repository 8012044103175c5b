"""`belmoment simulate`: a talk with a script in the terminal."""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO, assert_never
from zoneinfo import ZoneInfo

from bot.dictated import Dictated
from bot.model import CallStatus
from bot.outgoing import Invite, Notify, Outgoing, Say
from bot.simulator import Simulator
from handlers.agency.folder import BadFolder, read_folder, sample_folder
from handlers.agency.rehearsal import setting_of
from handlers.commands.when import read_length, read_moment
from handlers.house import load_house
from handlers.unusable import Unusable
from storage.agency import AgencyContents

CHANNELS = ("telegram", "whatsapp", "webchat")
CANDIDATE_PHONE = "+31687654321"
HELP = """\
Type what the candidate would. Lines that begin with / are for you:
  /tap N         tap button N
  /share NUMBER  share a phone number, as the channel's own button does
  /wait 2h30m    let time pass (also 1d, 15m); what the bot says on the way appears
  /at 10:20      let time pass until then (also 2026-11-25T10:20)
  /queue         the recruiter's queue
  /state         where the talk is
  /quit          end
"""


def run_simulate(  # noqa: PLR0913 (an option each)
    *,
    script: str | None,
    folder: Path | None,
    vacancy: str | None,
    language: str,
    at: str | None,
    channel: str,
    save: Path | None = None,
) -> None:
    """Talks until the input ends or says /quit; raises Unusable for an option that names nothing."""
    if channel not in CHANNELS:
        raise Unusable(f"There is no channel {channel!r}; there is {', '.join(CHANNELS)}.")
    contents = _contents(folder or sample_folder())
    setting = setting_of(contents, load_house(contents.agency.phrases), script=script, vacancy=vacancy)
    if language not in setting.script.languages:
        spoken = ", ".join(setting.script.languages)
        raise Unusable(f"The script {setting.script.name!r} does not speak {language!r}; it speaks {spoken}.")
    now = _begin(at, ZoneInfo(setting.agency.zone))
    # WhatsApp tells the number of who writes, the others do not.
    phone = CANDIDATE_PHONE if channel == "whatsapp" else None
    if save is None:
        Terminal(Simulator(setting, now, language, channel, phone), sys.stdout).talk(_typed(sys.stdin))
        return
    test = Dictated(setting, now, language, channel, phone)
    Terminal(test, sys.stdout).talk(_typed(sys.stdin))
    _keep(save, test.as_test(save.stem))


def _keep(path: Path, test: str) -> None:
    """At the end of the file: several talks can stand in one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{test}" if file.tell() else test)
    except OSError as error:
        raise Unusable(f"{path} can't be written: {(error.strerror or 'unknown reason').lower()}.") from None
    sys.stdout.write(f"The talk stands in {path} as a test; `belmoment check` plays it from now on.\n")


def _contents(folder: Path) -> AgencyContents:
    try:
        return read_folder(folder)
    except BadFolder as bad:
        raise Unusable(*map(str, bad.problems)) from None


def _begin(at: str | None, zone: ZoneInfo) -> datetime:
    now = datetime.now(UTC)
    if at is None:
        return now
    try:
        return read_moment(at, now, zone)
    except ValueError as wrong:
        raise Unusable(f"--at: {wrong}") from None


def _typed(source: TextIO) -> Iterable[str]:
    """The lines that come in; where nobody types, they are shown, so that the output can be read as a talk."""
    if source.isatty():
        import readline  # noqa: F401 (arrow keys and history in `input`)

        while True:
            try:
                yield input("> ")
            except EOFError:
                return
    for line in source:
        sys.stdout.write(f"> {line.rstrip()}\n")
        yield line


class Terminal:
    """Shows one simulated talk, and reads what is typed."""

    def __init__(self, simulator: Simulator, out: TextIO) -> None:
        self._simulator = simulator
        self._out = out
        self._zone = ZoneInfo(simulator.setting.agency.zone)
        self._commands: dict[str, Callable[[str], None]] = {
            "tap": self._tap,
            "share": self._share,
            "wait": lambda words: self._wait_until(self._simulator.now + read_length(words)),
            "at": lambda words: self._wait_until(read_moment(words, self._simulator.now, self._zone)),
            "queue": lambda words: self._queue(),
            "state": lambda words: self._state(),
            "help": lambda words: self._write(HELP),
        }

    def talk(self, lines: Iterable[str]) -> None:
        """From the candidate's arrival to /quit or the end of the lines."""
        setting = self._simulator.setting
        title = setting.vacancy.title.get(self._simulator.conversation.language, setting.vacancy.id)
        self._write(
            f"{setting.agency.name}: {title}. It is {self._told(self._simulator.now)}. /help says what you can do."
        )
        self._show(self._simulator.start())
        for line in lines:
            if line.strip() == "/quit":
                return
            self._do(line.strip())

    def _do(self, line: str) -> None:
        if not line.startswith("/"):
            if line:
                self._show(self._simulator.hear(line))
            return
        name, _, words = line[1:].partition(" ")
        if name not in self._commands:
            self._write(f"There is no /{name}; /help says what there is.")
            return
        try:
            self._commands[name](words.strip())
        except ValueError as wrong:
            self._write(str(wrong))

    def _tap(self, words: str) -> None:
        buttons = self._simulator.conversation.buttons
        if not words.isdecimal() or not 0 < int(words) <= len(buttons):
            raise ValueError(
                f"There are {len(buttons)} buttons to tap." if buttons else "There is no button to tap now."
            )
        self._show(self._simulator.tap(int(words)))

    def _share(self, words: str) -> None:
        self._show(self._simulator.share(words or CANDIDATE_PHONE))

    def _wait_until(self, then: datetime) -> None:
        if then < self._simulator.now:
            raise ValueError(f"It is {self._told(self._simulator.now)} already; time only goes ahead.")
        for at, outgoing in self._simulator.wait_until(then):
            self._show([outgoing], at)
        self._write(f"It is {self._told(self._simulator.now)}.")

    def _queue(self) -> None:
        call = self._simulator.conversation.call
        if call is None or call.status is not CallStatus.BOOKED:
            self._write("Nobody is to be called.")
            return
        recruiter = next(one for one in self._simulator.setting.recruiters if one.id == call.slot.recruiter)
        phone = self._simulator.candidate.phone or "no number yet"
        self._write(
            f"{self._told(call.slot.start)}-{call.slot.end.astimezone(self._zone):%H:%M}  {phone}  by {recruiter.name}"
        )

    def _state(self) -> None:
        talk = self._simulator.conversation
        self._write(
            f"step {talk.step}, {talk.status}, waits for {talk.pending}, speaks {talk.language}, turn {talk.turns}"
        )
        for name, answer in talk.answers.items():
            self._write(f"  {name}: {answer.value} ({answer.text!r})")
        for name, at in sorted(talk.timers.items(), key=lambda timer: timer[1]):
            self._write(f"  timer {name}: {self._told(at)}")

    def _show(self, outgoing: Sequence[Outgoing], at: datetime | None = None) -> None:
        time = (at or self._simulator.now).astimezone(self._zone)
        for message in outgoing:
            for number, line in enumerate(_lines(message)):
                self._write(f"{f'{time:%H:%M}' if number == 0 else '':5}  {line}")

    def _told(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%a %d %b %Y %H:%M}"

    def _write(self, text: str) -> None:
        self._out.write(f"{text.rstrip()}\n")
        self._out.flush()


def _lines(message: Outgoing) -> list[str]:
    match message:
        case Say():
            card = [f"[contact card: {message.card.name}, {message.card.phone}]"] if message.card else []
            buttons = [f"  [{number}] {button.title}" for number, button in enumerate(message.buttons, start=1)]
            share = [f"  [/share] {message.ask_phone}"] if message.ask_phone else []
            return [*message.text.splitlines(), *card, *buttons, *share]
        case Notify():
            return [f"=> {message.recruiter}: {message.subject}", *(f"   {line}" for line in message.text.splitlines())]
        case Invite():
            done = "out of" if message.cancelled else "into"
            return [f"=> {done} {message.recruiter}'s calendar: {message.summary}"]
        case _:
            assert_never(message)
