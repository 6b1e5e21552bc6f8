"""What has been answered and what is over leaves nothing behind in memory."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.bank import bank
from tests.figures import Figure
from tests.proof.test_load import accounts
from tests.system.installation import System, running

REQUESTS, CONNECTIONS = 100_000, 4
# At this rate (a second) the first calls take longer than the minute for which the stack remembers: a steady state.
CALLS, RATE, TALK = 5_000, 8, 0.2  # TALK in seconds
FULL = 1_500  # calls after which there is no room for messages of more (`trunkline trace`)
SETTLED = 12  # seconds after the last call, until the stack has forgotten it
GROWTH = 1.07

pytestmark = [pytest.mark.soak, pytest.mark.any_store, pytest.mark.timeout(1200)]


def resident(system: System, name: str) -> int:
    """Kilobytes."""
    lines = Path(f"/proc/{system.child(name)}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


async def ask(system: System, request: bytes, count: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", system.http)
    for _ in range(count):
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith(b"http/1.1 200"), head
        await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
    writer.close()


def test_a_hundred_thousand_requests(tmp_path: Path, figure: Figure) -> None:
    with running(tmp_path, "--demo") as system:
        token, user = system.client.log_in(), system.client.user(1001)["id"]
        request = f"GET /v2/phone/users/{user} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()

        async def some(count: int) -> None:
            await asyncio.gather(*(ask(system, request, count // CONNECTIONS) for _ in range(CONNECTIONS)))

        check(system, ("api",), REQUESTS // 10, REQUESTS, some, figure)


def test_five_thousand_calls(tmp_path: Path, figure: Figure) -> None:
    with running(tmp_path, "--demo", "--call-rate-per-line", "600") as system:
        phones = accounts(system, 8)

        async def some(count: int) -> None:
            async with bank(phones, ("127.0.0.1", system.sip)) as stations:

                async def call(n: int) -> int:
                    await asyncio.sleep(n / RATE)
                    return (await stations[n % 4].dial(stations[4 + n % 4].number, TALK)).status

                statuses = await asyncio.gather(*(call(n) for n in range(count)))
                assert set(statuses) == {200}
            await asyncio.sleep(SETTLED)

        check(system, ("engine", "relay", "api"), FULL, CALLS, some, figure)


def check(
    system: System,
    names: tuple[str, ...],
    before: int,
    count: int,
    some: Callable[[int], Awaitable[None]],
    figure: Figure,
) -> None:
    """What so many left behind after those before."""

    async def run(count: int) -> None:
        await some(count)

    began = time.monotonic()
    asyncio.run(run(before))
    first = {name: resident(system, name) for name in names}
    asyncio.run(run(count - before))
    last = {name: resident(system, name) for name in names}
    told = ", ".join(f"{name} {first[name] / 1024:.0f} -> {last[name] / 1024:.0f} MB" for name in names)
    figure(f"memory after {count:,}", f"{told} in {time.monotonic() - began:.0f} s")
    assert all(last[name] <= first[name] * GROWTH for name in names), told
