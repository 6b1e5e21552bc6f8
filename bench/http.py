"""Requests through the whole API: as a share of a bare uvicorn handler that returns the same bytes, and beside Prism,
which makes its answers up from the same contract.
"""

import asyncio
import json
import multiprocessing
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from tests.ports import free_port
from tests.system.installation import running

SECONDS, ROUNDS, CONNECTIONS = 1.5, 5, 8
CONTRACT = "src/trunkline/wire/contract.json"


class Case(NamedTuple):
    name: str
    method: str
    path: str
    bodies: tuple[str, ...]  # sent in turn
    answer: bytes
    goal: float  # share of a bare handler's rate


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "--demo", "--past", "1") as system:
        client = system.client
        token = client.log_in()
        headers = f"Authorization: Bearer {token}\r\n"
        for n in range(18):  # thirty users
            people(system, n)
        listing = client("GET", "/users?page_size=30")
        user = listing["users"][0]["id"]
        numbers = tuple(json.dumps({"extension_number": number}) for number in ("1001", "1901"))
        cases = (
            Case("list of 30 users", "GET", "/v2/phone/users?page_size=30", ("",), json.dumps(listing).encode(), 0.30),
            Case("validated PATCH", "PATCH", f"/v2/phone/users/{user}", numbers, b"", 0.20),
        )
        with prism() as mock:
            for case in cases:
                with bare(case.answer) as port:
                    rounds = [
                        (rate(system.http, case, headers), rate(port, case, headers), rate(mock, case, headers, ""))
                        for _ in range(ROUNDS)
                    ]
                shares = [ours / theirs for ours, theirs, _ in rounds]
                ours, theirs, mocked = rounds[-1]
                yield (
                    f"{case.name}: {statistics.median(shares):.2f} of a bare handler's rate "
                    f"({min(shares):.2f} to {max(shares):.2f}; goal {case.goal:.2f}); in the last round {ours:,.0f} "
                    f"a second, a bare handler {theirs:,.0f}, Prism {mocked:,.0f}"
                )


def people(system: Any, n: int) -> None:
    """One more phone user."""
    from trunkline.extensions import directory
    from trunkline.store.store import Place, Store

    store = Store(Place(system.data), "configuration")
    person = {"email": f"bench{n}@example.com", "first_name": "Bench", "last_name": f"Number{n:02}"}
    store.write("demo-account", lambda rows: directory.add(rows, **person).id).result()
    store.close()
    user = {
        "email": person["email"],
        "extension_number": str(4000 + n),
        "calling_plans": ["Pro"],
        "site_name": "London",
    }
    system.client("POST", "/users/batch", {"users": [user]})


class bare:  # noqa: N801
    """A uvicorn process whose one handler reads the body and sends bytes."""

    def __init__(self, answer: bytes) -> None:
        self._port = free_port()
        self._process = multiprocessing.Process(target=serve, args=(self._port, answer), daemon=True)

    def __enter__(self) -> int:
        self._process.start()
        time.sleep(0.7)
        return self._port

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def serve(port: int, answer: bytes) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200 if answer else 204, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    uvicorn.run(app, port=port, loop="uvloop", http="httptools", lifespan="off", log_level="error", access_log=False)


@contextmanager
def prism() -> Iterator[int]:
    """A mock server of our contract."""
    port = free_port()
    command = ["bench/prism/node_modules/.bin/prism", "mock", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen([*command, "--verboseLevel", "error", CONTRACT], stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def rate(port: int, case: Case, headers: str, prefix: str = "/v2") -> float:
    """Answers a second over a few kept connections. Prism serves the contract's paths without the prefix."""
    path = prefix + case.path.removeprefix("/v2")
    head = f"{case.method} {path} HTTP/1.1\r\nHost: x\r\n{headers}Content-Type: application/json\r\n"
    requests = [f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode() for body in case.bodies]
    return asyncio.run(_rate(port, requests))


async def _rate(port: int, requests: list[bytes]) -> float:
    end = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(_ask(port, requests, end) for _ in range(CONNECTIONS)))
    return sum(counts) / SECONDS


async def _ask(port: int, requests: list[bytes], end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < end:
        writer.write(requests[count % len(requests)])
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert head.startswith((b"http/1.1 200", b"http/1.1 204")), head
        length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0]) if b"content-length: " in head else 0
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count
