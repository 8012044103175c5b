"""The outbox against a plain model, with senders that hang and die: in order, never lost, never twice but in doubt."""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, insert, select

from bot.events import DeliveryReported
from bot.model import Address, Conversation, ScriptVersion
from bot.outgoing import Notify, Outgoing, Purpose, Say
from storage import outbox
from storage.calling_off import drop_waiting
from storage.database import read, transact
from storage.dispatch import LEASE, RELEASE
from storage.outbox import Claimed
from storage.pen import Pen
from storage.posting import put
from storage.reports import report
from storage.tables import addresses, candidates
from storage.tables import outbox as rows
from tests.storage.machines import Ground, ground, try_out
from tests.storage.settings import WEDNESDAY

PEERS = ("1", "2")
STILL_OURS = LEASE - timedelta(seconds=10)
"""How long after a claim a sender may begin to send."""
SETTLED = ("sent", "refused", "delivered", "read")
"""What is open can come to each of them; what is settled only further along."""
REPORTS = {"queued": "sent", "sent": "sent", "delivered": "delivered", "read": "read", "failed": "refused"}


@dataclass
class Message:
    """What should be known of one message."""

    id: str
    recipient: str
    due: datetime
    status: str = "waiting"
    held: bool = False
    attempts: int = 0
    doubt: datetime | None = None

    def waits(self, now: datetime) -> bool:
        """Whether it waits for the end of quiet hours, and so holds up nobody."""
        return self.held and self.open and self.due > now

    @property
    def open(self) -> bool:
        return self.status not in SETTLED

    @property
    def sent(self) -> bool:
        return self.status in ("sent", "delivered", "read")

    def settle(self, status: str) -> None:
        further = SETTLED[SETTLED.index(self.status) + 1 :] if not self.open else SETTLED
        if status in further and self.status != "refused":
            self.status = status

    def claim(self, now: datetime) -> None:
        if self.status == "sending":  # whoever had it did not come back
            self.doubt = self.doubt or self.due - LEASE
        self.status, self.due, self.attempts, self.held = "sending", now + LEASE, self.attempts + 1, False


@dataclass
class Model:
    """The messages in the order in which they were decided, and what the platform has of each."""

    messages: dict[str, Message] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)

    def heads(self, now: datetime) -> list[Message]:
        """The first open one of each recipient but for those that wait for the morning, the longest due first."""
        first: dict[str, Message] = {}
        for message in self.messages.values():
            if message.open and not message.waits(now):
                first.setdefault(message.recipient, message)
        return sorted((message for message in first.values() if message.due <= now), key=lambda message: message.due)

    def before(self, id: str) -> list[Message]:
        """Those that its recipient should have got earlier."""
        mine = [message for message in self.messages.values() if message.recipient == self.messages[id].recipient]
        return mine[: [message.id for message in mine].index(id)]


WHICH = st.integers(0, 9)
NOTES = ("sent", "doubtful", "later", "refused")


class OutboxMachine(RuleBasedStateMachine):
    """Claims stay in a sender's hand until it does something with them, if it ever does."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.ground.clear()
        self.database = ground.office.database
        self.now = WEDNESDAY
        self.model = Model()
        self.hands: list[Claimed] = []
        self.sent_by: set[tuple[str, int]] = set()
        self.claimed_at: dict[tuple[str, int], datetime] = {}
        self.overtaken: dict[tuple[str, int], set[str]] = {}
        self.turns = 0
        self._do(_acquaint)

    @initialize(number=st.integers(1, 3), told=st.booleans())
    def it_begins(self, number: int, told: bool) -> None:
        self._decide("1", number, quiet=False, told=told)

    @rule(peer=st.sampled_from(PEERS), number=st.integers(1, 3), quiet=st.booleans(), told=st.booleans())
    def something_is_decided(self, peer: str, number: int, quiet: bool, told: bool) -> None:
        self._decide(peer, number, quiet=quiet, told=told)

    @rule(limit=st.integers(1, 4))
    def somebody_claims(self, limit: int) -> None:
        expected = [message.id for message in self.model.heads(self.now)]
        claimed = self.ground.run(self._claim(limit))
        assert [one.id for one in claimed] == expected[:limit]
        self._noted(claimed)

    @rule()
    def three_claim_at_once(self) -> None:
        expected = {message.id for message in self.model.heads(self.now)}
        many = self.ground.run(self._claim_thrice())
        assert sorted(one.id for one in many) == sorted(expected)
        self._noted(many)

    @rule(which=WHICH, note=st.sampled_from(["sent", "doubtful", "none yet", "none"]))
    def it_goes_out(self, which: int, note: str) -> None:
        for claimed in self._hand(which):
            if self._sends(claimed):
                self._note(claimed, note)
            self.hands += [claimed] * (note == "none yet")

    @rule(which=WHICH, note=st.sampled_from(["later", "refused", "doubtful", "none"]))
    def it_does_not_go_out(self, which: int, note: str) -> None:
        for claimed in self._hand(which):
            self._note(claimed, note if (claimed.id, claimed.attempts) not in self.sent_by else "sent")

    @rule(which=WHICH, seconds=st.sampled_from([1, 61, 200]), note=st.sampled_from(NOTES))
    def a_sender_hangs_before_it_says_how_it_went(self, which: int, seconds: int, note: str) -> None:
        for claimed in self._hand(which):
            went = (claimed.id, claimed.attempts) in self.sent_by
            went = went or (note in ("sent", "doubtful") and self._sends(claimed))
            self.now += timedelta(seconds=seconds)
            self._noted(self.ground.run(self._claim(10)))
            if went:
                self._note(claimed, "doubtful" if note == "doubtful" else "sent")
            elif note != "sent":
                self._note(claimed, note)

    @rule(which=WHICH, told=st.lists(st.sampled_from(sorted(REPORTS)), min_size=1, max_size=3))
    def the_platform_reports(self, which: int, told: list[str]) -> None:
        went = [id for id, taken in self.model.taken.items() if taken]
        for id, status in [(went[which % len(went)], status) for status in told] if went else ():
            event = DeliveryReported(id="report", at=self.now, outgoing=id, status=status)
            self._do(partial(report, event=event))
            self.model.messages[id].settle(REPORTS[status])

    @rule(seconds=st.sampled_from([1, 5, 30, 61, 600, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(peer=st.sampled_from(PEERS))
    def they_write(self, peer: str) -> None:
        self._do(lambda connection: connection.execute(RELEASE, {"to": f"telegram:{peer}", "now": self.now}))
        for message in self._theirs(peer):
            if message.waits(self.now):
                message.due, message.held = self.now, False

    @rule(peer=st.sampled_from(PEERS))
    def they_say_stop(self, peer: str) -> None:
        self._do(lambda connection: drop_waiting(connection, f"candidate {peer}"))
        for message in self._theirs(peer):
            if message.status in ("waiting", "doubtful"):
                message.status = "refused"

    @invariant()
    def what_is_known_is_so(self) -> None:
        columns = select(rows.c.id, rows.c.status, rows.c.attempts, rows.c.doubt_since).order_by(rows.c.seq)
        kept = self.ground.run(read(self.database, lambda c: c.execute(columns).all()))
        assert [tuple(row) for row in kept] == [
            (message.id, message.status, message.attempts, message.doubt) for message in self.model.messages.values()
        ]

    def _decide(self, peer: str, number: int, *, quiet: bool, told: bool) -> None:
        self.turns += 1
        not_before = self.now + timedelta(hours=1) if quiet else None
        # Reminders, which go at any hour: the order is tried here, and not the sender's restraint.
        say = Say(text="", not_before=not_before, purpose=Purpose.REMINDER)
        outgoing: list[Outgoing] = [replace(say, text=f"{n}") for n in range(number)]
        outgoing += [Notify(recruiter="sanne", subject="A call", text="")] * told
        talk = _talk(peer, self.turns)
        self._do(lambda connection: _put(connection, talk, outgoing, self.now))
        for place in range(len(outgoing)):
            letter = place == number
            message = Message(
                id=f"{talk.id}-{self.turns}-{place}",
                recipient="mail:sanne@example.org" if letter else f"telegram:{peer}",
                due=self.now if letter or not_before is None else not_before,
                held=quiet and not letter,
            )
            self.model.messages[message.id] = message

    def teardown(self) -> None:
        """In the end everything that was not refused has gone out."""
        if sys.exc_info()[1] is not None:
            return
        while any(message.open for message in self.model.messages.values()):
            self.now += timedelta(hours=2)
            claimed = self.ground.run(self._claim(10))
            assert claimed
            self._noted(claimed)
            for one in claimed:
                assert self._sends(one)
                self._note(one, "sent")
        missing = [id for id, message in self.model.messages.items() if not self.model.taken[id] and message.sent]
        assert missing == []

    def _hand(self, which: int) -> list[Claimed]:
        """One of the claims that senders hold, which then is its no more; none where nothing waits."""
        if not self.hands:
            self._noted(self.ground.run(self._claim(3)))
        return [self.hands.pop(which % len(self.hands))] if self.hands else []

    def _noted(self, claimed: Sequence[Claimed]) -> None:
        """Each claim tells how often it was tried, and since when it is in doubt."""
        for one in claimed:
            message = self.model.messages[one.id]
            message.claim(self.now)
            assert (one.attempts, one.doubt_since) == (message.attempts, message.doubt)
            self.claimed_at[one.id, one.attempts] = self.now
            waiting = {other.id for other in self.model.before(one.id) if other.waits(self.now)}
            self.overtaken[one.id, one.attempts] = waiting
        self.hands += claimed

    def _sends(self, claimed: Claimed) -> bool:
        """Whether it goes out; a sender that comes too late leaves it to others, and none sends one claim twice."""
        if (claimed.id, claimed.attempts) in self.sent_by:
            return False
        if self.now >= self.claimed_at[claimed.id, claimed.attempts] + STILL_OURS:
            return False
        passed = self.overtaken[claimed.id, claimed.attempts]
        assert not any(message.open and message.id not in passed for message in self.model.before(claimed.id))
        assert claimed.doubt_since is not None or not self.model.taken[claimed.id]
        self.model.taken[claimed.id] += 1
        self.sent_by.add((claimed.id, claimed.attempts))
        return True

    def _note(self, claimed: Claimed, note: str) -> None:
        soon, message = self.now + timedelta(seconds=30), self.model.messages[claimed.id]
        ours = message.attempts == claimed.attempts
        match note:
            case "sent":
                self._do(lambda connection: outbox.sent(connection, claimed.id, "1", self.now))
                message.settle("sent")
            case "later":
                self._do(lambda connection: outbox.later(connection, claimed, soon, "429"))
                if ours and message.open:
                    message.status, message.due = "waiting", soon
            case "doubtful":
                self._do(lambda connection: outbox.doubtful(connection, claimed, self.now, soon, "500"))
                if ours and message.open:
                    message.status, message.due, message.doubt = "doubtful", soon, message.doubt or self.now
            case "refused":
                self._do(lambda connection: outbox.refused(connection, claimed, "blocked", self.now))
                if ours:
                    message.settle("refused")

    async def _claim(self, limit: int) -> Sequence[Claimed]:
        return await transact(self.database, lambda connection: outbox.claim(connection, self.now, limit))

    async def _claim_thrice(self) -> list[Claimed]:
        return [one for claimed in await asyncio.gather(*(self._claim(10) for _ in range(3))) for one in claimed]

    def _do(self, work: Callable[[Connection], object]) -> None:
        self.ground.run(transact(self.database, work))

    def _theirs(self, peer: str) -> list[Message]:
        return [message for message in self.model.messages.values() if message.recipient == f"telegram:{peer}"]


def _acquaint(connection: Connection) -> None:
    for peer in PEERS:
        candidate = f"candidate {peer}"
        connection.execute(insert(candidates).values(id=candidate, created_at=WEDNESDAY, data={}))
        connection.execute(insert(addresses).values(channel="telegram", peer=peer, candidate=candidate))


def _talk(peer: str, turns: int) -> Conversation:
    return Conversation(
        id=f"talk{peer}",
        address=Address("telegram", peer),
        candidate=f"candidate {peer}",
        script=ScriptVersion("short", 1),
        vacancy="driver",
        step="opening",
        language="en",
        turns=turns,
    )


def _put(connection: Connection, talk: Conversation, outgoing: Sequence[Outgoing], now: datetime) -> None:
    pen = Pen(connection)
    put(connection, pen, talk, outgoing, now)
    pen.flush()


def test_in_order_never_lost_and_never_twice_without_a_doubt(database_url: str) -> None:
    with ground(database_url) as base:
        try_out(lambda: OutboxMachine(base), database_url, steps=40)
