"""How long the engine has an INVITE before the called phone has it, beside a packet that is only thrown back; and how
long an agent of a queue is free before the phone rings again, while others wait.

Phones and measure are one process, which takes part in what is measured.
"""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.bank import Incoming, Station, bank, read
from tests.system.installation import System, running

RATE, CALLS = 10, 200  # calls a second, and in all
LOADERS = 4  # connections that ask the API, one request after another
CALLERS, AGENTS, ROUNDS = 50, 10, 1
WRAP_UP = 10  # seconds, the least that a queue can have
QUEUE = 2001
TALK, PATIENCE = 1.0, 120.0  # seconds


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "--demo") as system:
        accounts = [(str(1001 + n), system.client.new_phone(1001 + n, f"0200000004{n:02x}")) for n in range(12)]
        yield from asyncio.run(invites(system, accounts[:2]))
        extension = next(queue for queue in system.client("GET", "/call_queues")["call_queues"])
        staff(system, extension["id"], extension["extension_id"])
        yield asyncio.run(offers(system, accounts))


async def invites(system: System, accounts: Sequence[tuple[str, dict[str, str]]]) -> list[str]:
    bare = await thrown_back()
    quiet = await passed(system, accounts)
    stop = asyncio.Event()
    loaders = [asyncio.create_task(load(system, stop)) for _ in range(LOADERS)]
    busy = await passed(system, accounts)
    stop.set()
    asked = sum(await asyncio.gather(*loaders))
    return [
        f"a packet thrown back: {told(bare)}",
        f"INVITE in to INVITE out, {RATE} calls/s: {told(quiet)}; {ratio(quiet, bare)} of that",
        f"the same while the API answers {asked:,} requests: {told(busy)}; {ratio(busy, quiet)} of it without",
    ]


async def passed(system: System, accounts: Sequence[tuple[str, dict[str, str]]]) -> list[float]:
    """Seconds from when the caller's INVITE with its proof goes out until the called phone has one."""
    sent: list[float] = []
    times: list[float] = []
    seen: set[str] = set()  # calls; what is sent again does not count

    class Caller(Station):
        def _send(self, data: bytes) -> None:
            if data.startswith(b"INVITE ") and b"\r\nProxy-Authorization:" in data and read(data).call not in seen:
                seen.add(read(data).call)
                sent.append(time.perf_counter())
            super()._send(data)

    class Callee(Station):
        def datagram_received(self, data: bytes, addr: Any) -> None:
            if data.startswith(b"INVITE ") and read(data).call not in seen:
                seen.add(read(data).call)
                times.append(time.perf_counter() - sent.pop(0))
            super().datagram_received(data, addr)

    (_, mine), (number, theirs) = accounts
    server = ("127.0.0.1", system.sip)
    caller, callee = await Caller.at("1001", mine, server), await Callee.at(number, theirs, server, answer_after=0.01)
    try:
        assert [await each.register() for each in (caller, callee)] == [200, 200]
        calls: list[asyncio.Task[Any]] = []
        for _ in range(CALLS):
            calls.append(asyncio.create_task(caller.dial(number, 0.02)))
            await asyncio.sleep(1 / RATE)
        await asyncio.gather(*calls)
    finally:
        caller.close()
        callee.close()
    return times


async def thrown_back() -> list[float]:
    """The round trip of a packet to a socket of this process."""
    loop = asyncio.get_running_loop()
    came: asyncio.Queue[float] = asyncio.Queue()

    class Back(asyncio.DatagramProtocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport

        def datagram_received(self, data: bytes, addr: Any) -> None:
            self.transport.sendto(data, addr)

    class Mine(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: Any) -> None:
            came.put_nowait(time.perf_counter())

    there, _ = await loop.create_datagram_endpoint(Back, local_addr=("127.0.0.1", 0))
    here, _ = await loop.create_datagram_endpoint(Mine, remote_addr=there.get_extra_info("sockname"))
    times: list[float] = []
    for _ in range(CALLS):
        begin = time.perf_counter()
        here.sendto(b"x" * 800)
        times.append(await came.get() - begin)
    here.close()
    there.close()
    return times


async def load(system: System, stop: asyncio.Event) -> int:
    """How often the list of users was answered meanwhile."""
    token = system.client.log_in()
    head = f"GET /v2/phone/users?page_size=30 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", system.http)
    asked = 0
    while not stop.is_set():
        writer.write(head.encode())
        said = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in said.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.partition(b":")[2]))
        asked += 1
    writer.close()
    return asked


def staff(system: System, queue: str, extension: str) -> None:
    """Ten members who take one call after another, longest idle first."""
    client = system.client
    users = [client.user(1001 + n)["id"] for n in range(AGENTS)]
    known = {each["id"] for each in client("GET", f"/call_queues/{queue}/members")["call_queue_members"]}
    new = [{"id": id} for id in users if id not in known]
    client("POST", f"/call_queues/{queue}/members", {"members": {"users": new}})
    how = {"ring_mode": "longest_idle", "ring_duration": 15, "handle_multiple_calls": True}
    settings = {"call_distribution": how, "max_wait_time": 600, "wrap_up_time": WRAP_UP}
    body = {"sub_setting_type": "call_handling", "settings": settings}
    client("PATCH", f"/extension/{extension}/call_handling/settings/business_hours", body)


async def offers(system: System, accounts: Sequence[tuple[str, dict[str, str]]]) -> str:
    """From the end of an agent's wrap-up until the next caller's INVITE, while there are callers who wait."""
    freed: dict[str, float] = {}
    times: list[float] = []
    ringing = Counter[str]()
    most = 0

    class Agent(Station):
        """Hangs up after a while."""

        async def _take(self, call: Incoming) -> None:
            nonlocal most
            ringing[self.number] += 1
            most = max(most, ringing[self.number])
            if self.number in freed:
                times.append(time.perf_counter() - freed.pop(self.number))
            self._begin(self._leave(call))
            await super()._take(call)

        async def _leave(self, call: Incoming) -> None:
            await call.acknowledged.wait()
            await asyncio.sleep(TALK)
            ringing[self.number] -= 1
            freed[self.number] = time.perf_counter() + WRAP_UP
            invite, mine = call.invite, f"{call.invite['To']};tag={self.port}"
            target = invite["Contact"].partition("<")[2].partition(">")[0]
            await self._ask("BYE", target, invite.call, mine, invite["From"], "")
            call.over.set()

    server = ("127.0.0.1", system.sip)
    agents = [await Agent.at(number, account, server, answer_after=0.02) for number, account in accounts[:AGENTS]]
    try:
        assert {await each.register() for each in agents} == {200}
        async with bank(accounts[AGENTS:], server) as callers:
            calls = CALLERS + AGENTS * ROUNDS
            outcomes = await asyncio.gather(*(callers[n % 2].dial(str(QUEUE), PATIENCE) for n in range(calls)))
    finally:
        for each in agents:
            each.close()
    served = sum(outcome.status == 200 for outcome in outcomes)
    return (
        f"{CALLERS} callers wait, {AGENTS} agents: {served} of {calls} calls served, an agent's phone rings again "
        f"{told(times)} after its wrap-up (goal 200 ms); at most {most} at once at a phone"
    )


def told(times: Sequence[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    return f"{statistics.median(ours) / statistics.median(theirs):.1f} times"
