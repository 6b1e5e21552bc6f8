"""Many calls at once, with audio, and none of them lost."""

import asyncio
from pathlib import Path

import pytest

from tests.bank import Outcome, bank
from tests.figures import Figure
from tests.system.installation import System, running

pytestmark = [pytest.mark.any_store, pytest.mark.alone]

PACKETS = 50  # a second


ASSISTED = 1007  # whose calls somebody else takes too: it is among those who call


def accounts(system: System, count: int) -> list[tuple[str, dict[str, str]]]:
    """A phone for each of the first extensions."""
    numbers = [ASSISTED, *(number for number in range(1001, 1001 + count) if number != ASSISTED)]
    return [(str(number), system.client.new_phone(number, f"02000000{number}")) for number in numbers]


async def calls_at_once(system: System, count: int, talk: float) -> tuple[list[Outcome], dict[bytes, int]]:
    """Six phones call six others, each several times at once; the outcomes, and what the called phones heard."""
    phones = accounts(system, 12)
    async with bank(phones, ("127.0.0.1", system.sip), audio=True) as stations:
        callers, callees = stations[:6], stations[6:]

        async def call(n: int) -> Outcome:
            await asyncio.sleep(n * 0.03)
            return await callers[n % 6].dial(callees[n // 6 % 6].number, talk + (count - n) * 0.03)

        outcomes = await asyncio.gather(*(call(n) for n in range(count)))
        await asyncio.sleep(0.5)
        heard: dict[bytes, int] = {}
        for station in callees:
            heard |= station.heard
        return outcomes, heard


def check(system: System, count: int, talk: float, figure: Figure) -> None:
    outcomes, heard = asyncio.run(calls_at_once(system, count, talk))
    assert [outcome.status for outcome in outcomes] == [200] * count
    sent = sum(outcome.sent for outcome in outcomes)
    assert sum(heard.values()) > 0.98 * sent
    assert len(heard) == count  # every caller was heard
    assert min(outcome.heard for outcome in outcomes) > 0.95 * talk * PACKETS
    rows = system.client.history(count)
    assert len(rows) == count
    assert {row["call_result"] for row in rows} == {"connected"}
    assert min(row["duration"] for row in rows) >= talk
    lost = 1 - sum(heard.values()) / sent
    figure(f"{count} calls at once, {talk:.0f} s of talk each", f"{count} rows, {lost:.2%} of {sent:,} packets lost")


def test_thirty_calls_at_once(tmp_path: Path, figure: Figure) -> None:
    with running(tmp_path, "--demo") as system:
        check(system, 30, 5, figure)


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_a_hundred_calls_at_once(tmp_path: Path, figure: Figure) -> None:
    with running(tmp_path, "--demo", "--rtp", "30000-31999") as system:  # six a leg, and a tenth is kept
        check(system, 100, 30, figure)
