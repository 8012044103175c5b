import asyncio
from itertools import pairwise

from handlers.pacing import Gate, Pace


def test_three_at_once_then_one_a_second_in_a_chat() -> None:
    pace = Pace(overall=1_000_000)
    assert [round(pace.wait("anna", 100.0), 3) for _ in range(6)] == [0, 0, 0, 1, 2, 3]


def test_a_chat_that_rested_has_its_burst_again() -> None:
    pace = Pace(overall=1_000_000)
    for _ in range(3):
        pace.wait("anna", 100.0)
    assert [round(pace.wait("anna", 200.0), 3) for _ in range(4)] == [0, 0, 0, 1]


def test_thirty_a_second_over_all_chats() -> None:
    pace = Pace()
    waits = [pace.wait(f"chat {number}", 100.0) for number in range(61)]
    assert (round(waits[0], 3), round(waits[30], 3), round(waits[60], 3)) == (0, 1, 2)


def test_one_busy_chat_does_not_hold_up_another() -> None:
    pace = Pace(overall=1_000_000)
    for _ in range(100):
        pace.wait("anna", 100.0)
    assert round(pace.wait("ben", 100.0), 3) == 0


def test_chats_that_rest_are_forgotten() -> None:
    pace = Pace(overall=1_000_000_000)
    for number in range(20_001):
        pace.wait(f"chat {number}", float(number))
    assert len(pace._free_at) <= 10_001


def test_a_card_beside_its_text_takes_two_turns() -> None:
    pace = Pace(per_chat=1, burst=1, overall=10)
    assert [round(pace.wait("anna", 100.0, 2), 3), round(pace.wait("ben", 100.0), 3)] == [0, 0.2]
    assert round(pace.wait("anna", 100.0), 3) == 2


async def test_turns_that_all_came_while_we_were_held_up_are_still_taken_one_by_one() -> None:
    gate, time = Gate(Pace(overall=20)), asyncio.get_running_loop().time
    passed: list[float] = []

    async def send(number: int) -> None:
        await gate.pass_through(f"chat {number}")
        passed.append(time())

    sending = [asyncio.create_task(send(number)) for number in range(8)]
    await asyncio.sleep(0)
    held_until = time() + 0.5
    while time() < held_until:
        pass
    await asyncio.gather(*sending)
    assert all(later - earlier >= 0.049 for earlier, later in pairwise(passed))
