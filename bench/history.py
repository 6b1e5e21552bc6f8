"""Call history at five million rows, on SQLite and on PostgreSQL: how quickly finished calls are written by the way
that the journal, its replay and the demo use, and what a page costs, however far back and whatever it is filtered by.

A row is a call or one of its elements; an answered call between two people is three. `BENCH_ROWS` says how many.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import create_engine, text

from trunkline import app, logs
from trunkline.api import contract
from trunkline.api.access import Grant
from trunkline.api.context import Installation
from trunkline.api.limits import PLANS, Limiter
from trunkline.api.pipeline import Api
from trunkline.exchange import history
from trunkline.exchange.vocabulary import Party, Record
from trunkline.records import writing
from trunkline.store import migrations
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store
from trunkline.store.tables import Account

ROWS = int(os.environ.get("BENCH_ROWS", "5_000_000"))
PEOPLE, DAYS, BATCH = 500, 60, 20_000
NOW = int(datetime(2026, 6, 30, tzinfo=UTC).timestamp())
FAR, ROUNDS = 10_000, 15
GOALS = {"SQLite": 20_000, "PostgreSQL": 30_000}  # rows a second


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield from measured("SQLite", Place(Path(folder)))
    command = [sys.executable, "tools/private_postgres.py", sys.executable, "-m", "bench.history"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield from map(str.rstrip, process.stdout)


def measured(name: str, place: Place) -> Iterator[str]:
    logs.start("bench", "critical")
    migrations.prepare(place)
    configuration, records = Store(place, "configuration"), Store(place, "records")
    configuration.write_any(lambda session: session.add(Account(id="bench", name="x", sip_domain="x"))).result()
    try:
        yield written(name, records)
        if place.url:
            settle(place.url)
        yield from pages(name, configuration)
    finally:
        configuration.close()
        records.close()


def settle(url: str) -> None:
    """What autovacuum does by itself within minutes: the planner learns what there is."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


# Writing


def written(name: str, records: Store) -> str:
    """Only the store's part is timed, not the making of the calls."""
    people, chance = [person(n) for n in range(PEOPLE)], random.Random(1)  # noqa: S311
    rows, took, worked, number = 0, 0.0, 0.0, 0
    calls = ROWS * 10 // 29  # one in ten is not answered and nobody's
    while number < calls:
        batch = [("bench", call(number + n, calls, people, chance)) for n in range(min(BATCH, calls - number))]
        number += len(batch)
        began, processor = time.perf_counter(), time.process_time()
        records.write_any(lambda session, batch=batch: writing.write(session, batch)).result()
        took += time.perf_counter() - began
        worked += time.process_time() - processor
        rows += sum(1 + len(record.elements) for _, record in batch)
    return (
        f"{name}: {rows:,} rows (calls and elements) written at {rows / took:,.0f} a second "
        f"(goal {GOALS[name]:,}); by our own processor time, which a busy machine does not change, {rows / worked:,.0f}"
    )


def person(n: int) -> Party:
    return Party(
        number=str(1000 + n),
        name=f"Person {n} of Example Company",
        extension=f"{n:022}",
        extension_id=f"x{n:021}",
        extension_type="user",
        email=f"person{n}@example.com",
        site_id=f"{n % 4:022}",
        site_name=f"Site {n % 4}",
        department=f"Department {n % 10}",
        device_type="Yealink T48S",
        private_ip=f"10.0.{n // 250}.{n % 250}",
        public_ip="192.0.2.1",
    )


def call(number: int, of: int, people: list[Party], chance: random.Random) -> Record:
    """Calls follow each other evenly over the days; a tenth is a wrong number with one element."""
    start = NOW - DAYS * 86400 + DAYS * 86400 * number / of
    key = str(int(start * 1000) << 20 | number % (1 << 20))
    caller, callee = chance.sample(people, 2)
    wrong = number % 10 == 0
    callee = Party(number=f"9{number % 10_000}") if wrong else callee
    answer, end = (None, start) if wrong else (start + 6, start + 6 + chance.randrange(1, 600))
    out = history.Part(0, "outgoing", "outbound", caller.extension, caller, callee, start, None, answer, end)
    inward = history.Part(0, "incoming", "inbound", callee.extension, caller, callee, start + 1, callee, answer, end)
    out.result, inward.result = "call_failed" if wrong else "connected", "answered"
    told = [out] if wrong else [out, inward]
    return history.record(key, "general", start, end, out.result, told, hold=0, messages=(), recordings=())


# Reading


def pages(name: str, store: Store) -> Iterator[str]:
    ask = asking(store)
    month = "from=2026-05-31&to=2026-06-29"
    for title, path, rows in (
        ("account's calls", f"/call_history?{month}", "call_history"),
        ("account's oldest list", f"/call_logs?{month}", "call_logs"),
    ):
        answer, token = ask(path), ""
        reached = 1
        while reached < FAR and answer["next_page_token"]:
            reached += 1
            token = f"&next_page_token={answer['next_page_token']}"
            answer = ask(path + token)
        first, following, far = rounds(ask, path, path + middle(ask, path), path + token)
        yield (
            f"{name}: {title}, page {reached:,} {far * 1000:.2f} ms, page 1 {first * 1000:.2f}, page 2 "
            f"{following * 1000:.2f}: {far / first:.2f} of page 1, {far / following:.2f} of page 2 (goal 1.25; "
            f"{answer['total_records']:,} in all)"
        )
        assert answer[rows]
    path = f"/call_history?{month}"
    nothing = ("call_results=busy", "directions=inbound", "department=Nobody", "number_types=byoc", "keyword=nobody")
    for query in nothing:
        first, none = rounds(ask, path, f"{path}&{query}")
        assert ask(f"{path}&{query}")["total_records"] == 0
        yield f"{name}: {query}, which matches nothing in 30 days: {none / first:.2f} of a first page (goal 5)"


def middle(ask: Callable[[str], Any], path: str) -> str:
    return f"&next_page_token={ask(path)['next_page_token']}"


def rounds(ask: Callable[[str], Any], *paths: str) -> list[float]:
    """Seconds for each, the middle one of several taken in turns."""
    times: list[list[float]] = [[] for _ in paths]
    for _ in range(ROUNDS):
        for path, found in zip(paths, times, strict=True):
            began = time.perf_counter()
            ask(path)
            found.append(time.perf_counter() - began)
    return [statistics.median(found) for found in times]


def asking(store: Store) -> Callable[[str], Any]:
    """The whole API but for HTTP."""
    said = contract.load()
    scopes = frozenset(scope for operation in said.operations.values() for scope in operation.scopes)

    async def grant(_: str) -> Grant:
        return Grant("bench", "bench", scopes, inf)

    installation = Installation(Seal(b"k" * 32), "192.0.2.1:5060", "http://x")
    handlers: Any = app.handlers
    api = Api(said, handlers, store, grant, Limiter(PLANS["off"]), b"k", installation, lambda: NOW)
    loop = asyncio.new_event_loop()

    def ask(path: str) -> Any:
        target, _, query = path.partition("?")
        scope = {"method": "GET", "path": f"/v2/phone{target}", "query_string": query.encode()}
        scope["headers"] = [(b"authorization", b"Bearer x")]
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        loop.run_until_complete(api(scope, receive, send))
        assert sent[0]["status"] == 200, sent
        return orjson.loads(sent[1]["body"])

    return ask


if __name__ == "__main__":  # beside the PostgreSQL that tools/private_postgres.py started
    for line in measured("PostgreSQL", Place(Path(), os.environ["TRUNKLINE_TEST_DATABASE"])):
        print(line, flush=True)
