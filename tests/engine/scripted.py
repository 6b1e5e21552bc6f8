"""The engine with an exchange that does what it is told: `scripted.py FOLDER PORT FIRST_RTP CARRIER_PORT`.

Every line of standard input is a list of wishes, `[["Play", "LEG", ["beep"], false], ...]`; what happens is told on
standard output, a line each. Who sends from the address of the carrier needs no password, so tests call by a trunk.

With OFFICE in the environment the exchange is the real one, of two people: 1001 and 1002, who have phones, mailboxes
and numbers, and two queues of the second, whose calls are recorded: 2001, and 2002 if the caller agrees. Then what is
told are the records. NAMED is the name of Ada and of the first queue, which then sends its calls outside. With SIPS it
speaks SIP over TLS there; QUOTAS says how many calls there may be, as `line=2`, DRAIN for how many seconds a stop waits
for them, and BEHIND after how many seconds it is known what was changed.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from tests import certificates
from trunkline import logs
from trunkline.engine import stack
from trunkline.engine.node import Listening, Node, Secure
from trunkline.engine.ports import Binding, Credentials, KeptLeg, Order, TrunkRow
from trunkline.engine.quotas import Quotas
from trunkline.engine.times import Times
from trunkline.exchange import exchange as exchanges
from trunkline.exchange import vocabulary
from trunkline.exchange.plan import (
    Address,
    Beeps,
    Dialling,
    Handling,
    Line,
    Mailbox,
    Member,
    Outbound,
    Outside,
    Plan,
    Queue,
    Site,
    Taping,
    Trunk,
    User,
    Voicemail,
)
from trunkline.exchange.vocabulary import (
    Happened,
    OptedOut,
    Party,
    PlanChanged,
    Record,
    Registered,
    Spend,
    Spent,
    Undisturbed,
    Wanted,
    WrappedUp,
)
from trunkline.store.blobs import Folder

FOLDER, PORT, RTP, CARRIER = Path(sys.argv[1]), *map(int, sys.argv[2:5])
CARRIER_HOST = os.environ.get("CARRIER_HOST", "127.0.0.1")
TELL = threading.Lock()


def tell(kind: str, said: Any) -> None:
    with TELL:
        print(json.dumps([kind, said]), flush=True)


class Exchange:
    """Wants what the test wants, when it is next told or woken."""

    deadline: float | None = None

    def __init__(self, plan: Plan) -> None:
        self.wanted: list[Wanted] = []

    def receive(self, happened: Happened, now: float) -> list[Wanted]:
        if not isinstance(happened, OptedOut | PlanChanged | Registered | Spent | Undisturbed):
            tell(type(happened).__name__, to_builtins(happened))
        return self.wake(now)

    def wake(self, now: float) -> list[Wanted]:
        wanted, self.wanted = self.wanted, []
        return wanted

    def open_record(self, call: str, now: float) -> Record | None:
        nobody = Party()
        return Record("r", call, "inbound", "external", "general", nobody, nobody, now, None, now, "connected")

    def open_records(self, now: float) -> list[Record]:
        return []


class Nothing:
    """What needs no store here: lines, plans, state, records, orders."""

    as_of: float | None = None

    def credentials(self, sip_user: str) -> Credentials | None:
        """Of 11 and 12, by the passwords `secret-11` and `secret-12`."""
        name = {"11": "Ada", "12": "Ben"}.get(sip_user)
        if not OFFICE or name is None:
            return None
        return Credentials("acme", f"line-{name}", f"device-{name}", "office.test", f"secret-{sip_user}")

    def plan(self, account_id: str) -> Plan:
        return RIVAL if account_id == "rival" else PLAN

    def plans(self) -> Sequence[Plan]:
        return [PLAN]

    def users(self, lines: Collection[str]) -> Collection[str]:
        return [user for user, name in (("11", "Ada"), ("12", "Ben")) if f"line-{name}" in lines]

    def domain(self, account_id: str) -> str:
        return "office.test"

    def trunks(self) -> Sequence[TrunkRow]:
        transport, sources = os.environ.get("CARRIER", "udp"), tuple(os.environ.get("SOURCES", "").split())
        accounts = os.environ.get("ACCOUNTS", "acme").split()
        names = {"acme": "trunk"}
        return [
            TrunkRow(names.get(each, f"trunk of {each}"), each, CARRIER_HOST, CARRIER, transport, sources)
            for each in accounts
        ]

    def emergency_numbers(self) -> frozenset[str]:
        return frozenset({"911"})

    def bindings(self) -> Sequence[Binding]:
        return []

    def undisturbed(self, account_id: str) -> Sequence[str]:
        return []

    def disturb(self, account_id: str, user: str, may: bool) -> None:
        tell("disturb", [user, may])

    def opted_out(self, account_id: str) -> Sequence[str]:
        return []

    def opt_out(self, account_id: str, member: str, out: bool) -> None:
        tell("opt_out", [member, out])

    def start(self) -> None:
        """All is known."""

    def stop(self) -> None:
        """There is nothing to be stopped."""

    def is_behind(self, users: Iterable[str], accounts: Iterable[str], *, plans: bool) -> bool:
        return bool(BEHIND)

    def take_up(
        self, users: Collection[str], accounts: Collection[str], then: Callable[[], None], *, plans: bool
    ) -> None:
        known = threading.Timer(BEHIND, then)
        known.daemon = True
        known.start()

    def gave_up(self, accounts: Iterable[str]) -> None:
        tell("gave up", [*accounts])

    def account_of(self, number: str, among: Iterable[str]) -> str | None:
        """Of two accounts, each has the numbers of one country."""
        found = {"+1": "acme", "+4": "rival"}.get(number[:2])
        return found if found in among else None

    def spent(self, account_id: str) -> Spent:
        return Spent(())

    def spend(self, account_id: str, spend: Spend) -> None:
        tell("spend", to_builtins(spend))

    def wrapped_up(self, account_id: str, told: WrappedUp) -> None:
        tell("wrapped up", to_builtins(told))

    def legs(self) -> Sequence[KeptLeg]:
        return []

    def placed(self, since: float) -> Sequence[Order]:
        return []

    def keep_legs(self, legs: Iterable[KeptLeg]) -> None:
        tell("kept", [leg.id for leg in legs])

    def close(self) -> None:
        """There is nothing to be stored."""

    def forget_legs(self, ids: Iterable[str]) -> None:
        tell("forgotten", [*ids])

    def bind(self, binding: Binding) -> None:
        """They are not kept."""

    def unbind(self, line: str, contacts: Iterable[str]) -> None:
        """They are not kept."""

    def write(self, records: Sequence[tuple[str, Record]]) -> None:
        for _, record in records:
            tell("record", to_builtins(record))


def user(n: int, name: str) -> User:
    number = f"+1212555010{n}"
    return User(
        id=name,
        extension_id=f"ext-{name}",
        number=1000 + n,
        name=os.environ.get("NAMED", name) if n == 1 else name,
        email=f"{name}@office.test",
        site_id="site",
        site_name="Main",
        direct_numbers=(number,),
        handling=Handling(ring_for=2, unanswered=Voicemail()),
        mailbox=Mailbox(longest=8, silence=3),
        outbound=Outbound(numbers=(number,)),
    )


def office() -> Plan:
    users = {each.id: each for each in (user(1, "Ada"), user(2, "Ben"))}
    lines = {f"line-{name}": Line(f"line-{name}", f"device-{name}", "softphone", name) for name in users}
    if os.environ.get("SECURED"):
        lines["line-Ben"] = replace(lines["line-Ben"], only_secured=True)
    dialled = {str(each.number): each.id for each in users.values()}
    dialled |= {each.direct_numbers[0]: each.id for each in users.values()}
    desk = Queue("desk", "ext-desk", 2001, "Desk", "site", "Main", members=(Member("Ben"),), taping=Taping())
    if name := os.environ.get("NAMED"):
        away = Outside("+13105550199")
        numbers = ("+12125550109",)
        shows = replace(desk.outbound, numbers=numbers)
        desk = replace(desk, name=name, members=(), overflow=away, direct_numbers=numbers, outbound=shows)
    asks = Taping("", consent=True, beeps=Beeps("beep_100", 2), or_no_call=True)
    advice = Queue("advice", "ext-advice", 2002, "Advice", "site", "Main", members=(Member("Ben"),), taping=asks)
    prompt = Queue("prompt", "ext-prompt", 2003, "Prompt", "site", "Main", members=(Member("Ben"),), phones_answer=True)
    dialled |= {"2001": "desk", "+12125550109": "desk", "2002": "advice", "2003": "prompt"}
    place = Address("1 Main St", "", "San Jos\u00e9", "CA", "95113", "US")
    site = Site("site", "Main", dialling=Dialling(), emergency=frozenset({"911"}), address=place)
    trunks = (Trunk("trunk"),)
    queues = {each.id: each for each in (desk, advice, prompt)}
    return Plan("acme", 1, users, lines, dialled, queues, sites={"site": site}, trunks=trunks)


BEHIND = float(os.environ.get("BEHIND", "0"))
OFFICE = bool(os.environ.get("OFFICE"))
PLAN = office() if OFFICE else Plan("acme", 1, sites={"us": Site("us", dialling=Dialling())})
RIVAL = Plan("rival", 1, sites={"uk": Site("uk", dialling=Dialling("44", "0", "00", frozenset({9, 10}), "GB"))})


def secure() -> Secure | None:
    if not (port := os.environ.get("SIPS")):
        return None
    certificate, key = certificates.make(FOLDER)
    return Secure("127.0.0.1", int(port), certificate, key)


def obey(node: Node) -> None:
    switch: Any = node.__dict__["_switch"]
    for line in sys.stdin:
        wanted = [getattr(vocabulary, name)(*map(whole, said)) for name, *said in json.loads(line)]
        stack.loop.callFromThread(lambda wanted=wanted: switch._do("acme", switch._exchange("acme"), wanted))


def whole(said: Any) -> Any:
    """Lists stand for tuples, objects for addresses."""
    if isinstance(said, dict):
        return Address(**said)  # pyright: ignore[reportUnknownArgumentType]
    return tuple(said) if isinstance(said, list) else said


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    logs.start("engine")
    run = FOLDER / "run"
    run.mkdir(exist_ok=True)
    program = (
        "import pathlib, sys; from trunkline.engine.relay import run; "
        f"run(pathlib.Path(sys.argv[1]), {RTP}, {RTP + 199}, '127.0.0.1', pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(run / "relay.sock"), str(FOLDER / "taken")]
    relay = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # it waits for signals itself, and is killed below
    while not (run / "doors.sock").exists():
        time.sleep(0.01)
    nothing: Any = Nothing()
    exchange: Any = exchanges.Exchange if OFFICE else Exchange
    times = Times.said(os.environ.get("TIMES", ""))
    listening = Listening("127.0.0.1", PORT, "127.0.0.1", run, FOLDER, secure())
    tell("relay", relay.pid)
    most = (each.partition("=") for each in os.environ.get("QUOTAS", "").split())
    quotas = Quotas(**{name: int(said) for name, _, said in most})
    drain = float(os.environ.get("DRAIN", "0"))
    node = Node(listening, nothing, nothing, nothing, nothing, Folder(FOLDER / "blobs"), times, exchange, quotas, drain)
    threading.Thread(target=obey, args=(node,), daemon=True).start()
    try:
        node.run()
    finally:
        relay.kill()
        relay.wait()


main()
