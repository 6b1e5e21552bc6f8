"""The exchange alone: what it decides a second, how it takes in a large plan, and how a long line is served.

A decision is what comes of one thing that the exchange is told. Seconds are those of one core
that did nothing else.
"""

import gc
import statistics
import time
from collections.abc import Iterator

from msgspec.structs import replace

from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import (
    Handling,
    Hours,
    Line,
    Mailbox,
    Member,
    Plan,
    Queue,
    Range,
    User,
    Voicemail,
)
from trunkline.exchange.vocabulary import (
    Answered,
    Arrived,
    Came,
    Contact,
    Left,
    PlanChanged,
    Played,
    Rang,
    Recorded,
    Registered,
    Release,
    Ring,
    Take,
)

PEOPLE, CALLS = 10_000, 20_000
CALLERS, AGENTS = 50, 10
ADDS = 5_000_000
NINE_TO_FIVE = Hours("America/New_York", ((Range(540, 1020),),) * 7)


def run() -> Iterator[str]:
    large = plan(PEOPLE)
    yield bare()
    yield adopted(large)
    yield from decided(large)
    yield offered()


def bare() -> str:
    """What this core does at nothing else, to hold the others against: on a shared one all of them are less."""
    begin, total = time.process_time(), 0
    for n in range(ADDS):
        total += n
    return f"a bare loop: {ADDS / (time.process_time() - begin) / 1e6:.0f} million additions/s"


def plan(people: int, *queues: Queue) -> Plan:
    users = {
        f"u{n}": User(
            f"u{n}",
            f"e{n}",
            1000 + n,
            f"Person {n}",
            f"p{n}@acme.example",
            "s",
            "Main",
            hours=NINE_TO_FIVE,
            handling=Handling(unanswered=Voicemail()),
            closed=Handling(unanswered=Voicemail()),
            mailbox=Mailbox(),
        )
        for n in range(people)
    }
    lines = {f"l{n}": Line(f"l{n}", f"d{n}", "phone", f"u{n}") for n in range(people)}
    found = Plan("acme", 1, users, lines, queues={each.id: each for each in queues})
    return replace(found, dialled={str(each.number): each.id for each in found.extensions()})


def adopted(large: Plan) -> str:
    begin = time.process_time()
    exchange = Exchange(large)
    started = time.process_time() - begin
    register(exchange, large)
    begin = time.process_time()
    exchange.receive(PlanChanged(replace(large, version=2)), 1)
    changed = time.process_time() - begin
    return (
        f"{PEOPLE:,} extensions: starts in {started * 1000:.0f} ms, "
        f"adopts a change in {changed * 1000:.0f} ms (goal 1 s)"
    )


def register(exchange: Exchange, known: Plan) -> None:
    for line in known.lines:
        exchange.receive(Registered(line, (Contact(line, line),)), 0)


def decided(large: Plan) -> Iterator[str]:
    for what, call in (("answered", answered), ("into a mailbox", recorded), ("given up", given_up)):
        exchange = Exchange(large)
        register(exchange, large)
        gc.collect()
        begin = time.process_time()
        decisions = sum(call(exchange, n) for n in range(CALLS))
        took = time.process_time() - begin
        yield f"calls {what}: {decisions / took:,.0f} decisions/s (goal 20,000)"


def dialled(exchange: Exchange, n: int) -> str:
    """The leg that rings. So many calls are up at once as there are in a busy office."""
    caller, callee = n % PEOPLE, (n * 7 + 1) % PEOPLE
    arrived = Arrived(str(n), f"{n}.0", f"l{caller}", str(1000 + callee), Contact(f"l{caller}", f"l{caller}"))
    wanted = exchange.receive(arrived, n)
    return next(each.leg for each in wanted if isinstance(each, Ring))


def answered(exchange: Exchange, n: int) -> int:
    leg = dialled(exchange, n)
    exchange.receive(Rang(leg), n + 0.1)
    exchange.receive(Answered(leg), n + 0.2)
    if n < 100:
        return 3
    exchange.receive(Left(f"{n - 100}.0"), n + 0.3)
    return 4


def recorded(exchange: Exchange, n: int) -> int:
    leg = dialled(exchange, n)
    exchange.receive(Rang(leg), n + 0.1)
    exchange.receive(Left(leg), n + 0.2)
    [take] = exchange.receive(Played(f"{n}.0"), n + 0.3)
    assert isinstance(take, Take)
    exchange.receive(Recorded(f"{n}.0", take.message, 5, "file"), n + 0.4)
    return 5


def given_up(exchange: Exchange, n: int) -> int:
    leg = dialled(exchange, n)
    exchange.receive(Rang(leg), n + 0.1)
    exchange.receive(Left(f"{n}.0"), n + 0.2)
    return 3


def offered() -> str:
    """Each agent who hangs up is offered the next caller by what they did: the phone rings in that very decision."""
    agents = tuple(Member(f"u{n}") for n in range(AGENTS))
    queue = Queue("q", "eq", 9001, "Queue", "s", "Main", members=agents, distribution="longest_idle", max_wait=1800)
    office = plan(AGENTS, queue)
    exchange = Exchange(replace(office, dialled={**office.dialled, "+12125550100": "q"}))
    register(exchange, office)
    times: list[float] = []
    ringing: list[Ring] = []
    gc.collect()  # of what the other figures left
    for n in range(CALLERS * 20):
        wanted = exchange.receive(Came(str(n), f"{n}.0", "t", "+12125550100", "+13105550177"), n / 1000)
        ringing += [each for each in wanted if isinstance(each, Ring)]
        if n >= CALLERS + AGENTS:
            serve(exchange, ringing, n / 1000, times)
    return (
        f"{CALLERS} callers, {AGENTS} agents: next offer {statistics.median(times) * 1000:.2f} ms after an agent "
        f"is free, slowest {max(times) * 1000:.1f} ms (goal 200 ms)"
    )


def serve(exchange: Exchange, ringing: list[Ring], now: float, times: list[float]) -> None:
    ring = ringing.pop(0)
    exchange.receive(Answered(ring.leg), now)
    begin = time.process_time()
    wanted = exchange.receive(Left(ring.leg), now)
    times.append(time.process_time() - begin)
    assert any(isinstance(each, Release) for each in wanted)
    following = [each for each in wanted if isinstance(each, Ring)]
    assert len(following) == 1, "the next caller is offered at once"
    ringing += following
