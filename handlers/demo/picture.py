"""What the demo page shows at one moment: the phone, the queue and the news, as HTML parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from bot.model import Agency
from handlers.console.rendering import rendered
from handlers.console.wording import Wording
from handlers.live import Parts
from storage.queries import Line, Notification, QueuedCall

ON_ITS_WAY = ("waiting", "sending", "doubtful")
ARRIVED = ("sent", "delivered", "read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One frozen look at the demo; `next_timer` is when the bot will write by itself, if anything waits."""

    now: datetime
    lines: Sequence[Line]
    calls: Sequence[QueuedCall]
    news: Sequence[Notification]
    next_timer: datetime | None


def parts_of(picture: Picture, agency: Agency, wording: Wording) -> Parts:
    """The live parts of the page by name."""
    arrived = [line for line in picture.lines if line.from_candidate or line.status in ARRIVED]
    typing = any(line.status in ON_ITS_WAY for line in picture.lines)
    about = {"now": picture.now, "zone": agency.zone, "wording": wording}
    return {
        "clock": rendered("demo/clock.html", next_timer=picture.next_timer, **about),
        "thread": rendered("demo/thread.html", lines=arrived, **about),
        "typing": rendered("demo/typing.html", typing=typing, wording=wording),
        "replies": rendered("demo/replies.html", line=to_answer(arrived)),
        "summary": rendered("console/summary.html", calls=picture.calls, **about),
        "queue": rendered("console/calls.html", calls=picture.calls, demo=True, **about),
        "news": rendered("console/news.html", news=picture.news, **about),
    }


def to_answer(lines: Sequence[Line]) -> Line | None:
    """The last thing with something to tap that the bot said since the candidate last spoke."""
    since = takewhile(lambda line: not line.from_candidate, reversed(lines))
    return next((line for line in since if line.buttons or line.ask_phone), None)
