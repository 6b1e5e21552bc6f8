"""Whatever somebody does to the throttles, those who have a right to it get a call for help out."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.engine.asker import Asker, status
from tests.engine.carrier import Carrier
from tests.figures import Figure
from tests.proof.test_flood import flood
from tests.system.installation import System, running
from tests.system.wire import Wire
from trunkline.engine.quotas import Quotas

pytestmark = [pytest.mark.any_store, pytest.mark.alone, pytest.mark.timeout(180)]

OFFICE, HOME, STRANGER = "127.0.0.1", "127.0.0.2", "127.0.0.9"
PRIVATE = "10.1.2.3"  # where a phone behind a NAT believes that it is
HELP = 911
PATIENCE = 10.0  # seconds until a call for help is answered
SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"


class Taking(Carrier):
    """A carrier that takes every call, and notes what was dialled."""

    def __init__(self) -> None:
        super().__init__()
        self.dialled: list[str] = []
        self.asked = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        self.socket.settimeout(None)
        seen = set[str]()
        while True:
            data, self.server = self.socket.recvfrom(65536)
            text = data.decode()
            method, _, rest = text.partition(" ")
            if method == "INVITE":
                if (call := self.header(text, "Call-ID")) not in seen:
                    seen.add(call)
                    self.dialled.append(rest.partition(" ")[0].partition("@")[0])
                self.answer(text, "200 OK", SDP)
            elif method not in ("ACK", "SIP/2.0"):
                self.answer(text, "200 OK")
                self.asked.set()


@contextmanager
def office(folder: Path, *more: str) -> Iterator[tuple[System, Taking]]:
    carrier = Taking()
    with running(folder, "--demo", *more) as system:
        command = [sys.executable, "-m", "trunkline", "trunk", "set", "--host", f"127.0.0.1:{carrier.port}"]
        subprocess.run([*command, "--data", str(system.data)], check=True, capture_output=True)
        assert carrier.asked.wait(40)
        yield system, carrier


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, Taking]]:
    with office(tmp_path_factory.mktemp("throttles")) as made:
        yield made


Makes = Callable[..., Asker]


@pytest.fixture(scope="module")
def accounts(system: tuple[System, Taking]) -> list[dict[str, str]]:
    return [system[0].client.new_phone(1001 + n, f"020000000a{n:02x}") for n in range(8)]


def made(system: System, account: dict[str, str], host: str = OFFICE, **more: Any) -> Asker:
    said = {"user": account["user_name"], "password": account["password"], "domain": account["sip_domain"]} | more
    return Asker((OFFICE, system.sip), host=host, patience=PATIENCE, **said)


def helped(carrier: Taking, *phones: Asker) -> list[float]:
    """Seconds after which each had its call for help answered, which left as the number it is."""
    took = []
    for phone in phones:
        before, began = len(carrier.dialled), time.monotonic()
        answer = phone.dial(str(HELP), above=200)
        assert status(answer) == 200, answer
        took.append(time.monotonic() - began)
        assert carrier.dialled[before:] == [f"sip:{HELP}"]
        phone.hang_up(answer)
    return took


def told(took: list[float]) -> str:
    return f"{HELP} answered {len(took)} of {len(took)}, after {max(took):.1f} s at most"


@pytest.fixture
def phones(system: tuple[System, Taking], accounts: list[dict[str, str]]) -> Iterator[list[Asker]]:
    """One that is registered, one that is not, and one that is not and is elsewhere."""
    three = [made(system[0], accounts[n], host) for n, host in ((0, OFFICE), (1, OFFICE), (2, HOME))]
    assert status(three[0].register()) == 200
    yield three
    three[0].register(seconds=0)
    for each in three:
        each.close()


@pytest.mark.parametrize(
    ("kind", "host", "number", "rate"),
    [
        ("REGISTER", OFFICE, "1002", 4_000),
        ("REGISTER", "", "1002", 4_000),
        ("INVITE", STRANGER, "911", 2_000),
        ("INVITE", "", "911", 2_000),
    ],
    ids=["REGISTER of the office", "REGISTER of twenty hosts", "911 of a stranger", "911 of twenty strangers"],
)
def test_help_in_a_flood(
    system: tuple[System, Taking], phones: list[Asker], kind: str, host: str, number: str, rate: int, figure: Figure
) -> None:
    where = {OFFICE: "the office's own address", "": "twenty hosts"}.get(host, "one host")
    proof = 'Authorization: Digest username="1",realm="x",nonce="x",uri="sip:x",response="x"\r\n'
    with flood(kind, system[0].sip, host, number=number, header=proof * (kind == "REGISTER"), rate=rate):
        time.sleep(1)
        took = helped(system[1], *phones)
    figure(f"{rate:,} {kind} {number * (kind == 'INVITE')} a second from {where}", told(took))
    assert max(took) < PATIENCE


def test_help_where_a_line_is_closed(
    system: tuple[System, Taking], accounts: list[dict[str, str]], figure: Figure
) -> None:
    """Ten wrong passwords of its own line, and of its neighbours'; then its right one is refused, but not for help."""
    phone = made(system[0], accounts[3])
    with ExitStack() as stack:
        for account in accounts[3:8]:
            wrong = made(system[0], account, password="old")  # noqa: S106
            stack.callback(wrong.close)
            tries = [status(wrong.register()) for _ in range(11)]
            assert set(tries) <= {401, 403, 480}
        assert status(phone.register()) == 403
        figure("a line closed by ten wrong passwords", told(helped(system[1], phone, phone)))
        other = made(system[0], accounts[0])
        stack.callback(other.close)
        assert status(other.register()) == 200
        other.register(seconds=0)
    phone.close()


def test_verdicts_on_a_line_that_is_tried_from_many_addresses(
    system: tuple[System, Taking], accounts: list[dict[str, str]], figure: Figure
) -> None:
    guessers = [made(system[0], accounts[2], f"127.0.2.{n + 1}", password="guess") for n in range(25)]  # noqa: S106
    began, answers = time.monotonic(), list[int]()
    while time.monotonic() < began + 3:
        answers += [status(guesser.register()) for guesser in guessers]
    for guesser in guessers:
        guesser.close()
    seconds, verdicts = time.monotonic() - began, len([answer for answer in answers if answer != 480])
    figure("a line tried from 25 addresses", f"{len(answers)} tries, {verdicts} verdicts in {seconds:.0f} s")
    assert verdicts <= 5 + seconds


FLOW = """
import socket, sys, threading, time
port = int(sys.argv[1])
one = (
    "REGISTER sip:x SIP/2.0\\r\\nVia: SIP/2.0/TCP 127.0.0.9:9;branch=z9hG4bK%d\\r\\nFrom: <sip:x@x>;tag=1\\r\\n"
    "To: <sip:x@x>\\r\\nCall-ID: %d\\r\\nCSeq: 1 REGISTER\\r\\nContact: <sip:x@x>\\r\\nContent-Length: 0\\r\\n\\r\\n"
)
made = []
for n in range(150):
    own = socket.socket()
    own.bind(("127.0.0.9", 0))
    own.connect(("127.0.0.1", port))
    own.setblocking(False)
    made.append(own)
print(len(made), flush=True)
count, end = 0, time.monotonic() + 30
while time.monotonic() < end:
    for own in made:
        count += 1
        try:
            own.send((one % (count, count)).encode())
        except OSError:
            pass
        try:
            own.recv(65536)
        except OSError:
            pass
    time.sleep(0.005)
"""


def test_help_and_signs_of_life_while_strangers_connect_and_register(
    system: tuple[System, Taking], phones: list[Asker], figure: Figure
) -> None:
    process = subprocess.Popen([sys.executable, "-c", FLOW, str(system[0].sip)], stdout=subprocess.PIPE)
    try:
        assert process.stdout
        assert process.stdout.readline() == b"150\n"
        time.sleep(1)
        waits = []
        for _ in range(20):
            began = time.monotonic()
            assert status(phones[0].ask("OPTIONS", "sip:x")) == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.05)
        took = helped(system[1], *phones)
    finally:
        process.kill()
        process.communicate()
    waited = sorted(waits)[len(waits) // 2]
    figure("150 connections of a stranger, REGISTERs", f"OPTIONS answered after {waited * 1000:.0f} ms; {told(took)}")
    assert waited < 0.5


def test_what_was_captured_is_of_no_use(
    system: tuple[System, Taking], accounts: list[dict[str, str]], figure: Figure
) -> None:
    """Every request that a phone proved, said again by others with another target, from another host, from its own."""
    phone, thieves = made(system[0], accounts[0]), [made(system[0], accounts[0], host) for host in (STRANGER, OFFICE)]
    before, tried, let_in = len(system[1].dialled), 0, 0
    for number in ("4711", "911"):
        target = f"sip:{number}@{phone.domain}"
        proof = phone.proof(phone.ask("INVITE", target), "INVITE", target)
        answer = phone.ask("INVITE", target, proof, above=200)
        assert status(answer) == (404 if number == "4711" else 200)
        if number == "911":
            phone.hang_up(answer)
        for thief in thieves:
            for other in (
                target,
                f"sip:+19005551234@{phone.domain}",
                f"sip:1003@{phone.domain}",
                f"sip:911@{phone.domain}",
            ):
                tried += 1
                let_in += status(thief.ask("INVITE", other, proof)) not in (400, 407)
    figure("captured INVITEs said again", f"{let_in} of {tried} let in")
    assert let_in == 0
    assert len(system[1].dialled) == before + 1
    for each in (phone, *thieves):
        each.close()


def test_help_when_all_ports_are_taken(tmp_path: Path, figure: Figure) -> None:
    """Of 200 ports one phone has no more than its own line may; several have no more than what is not kept."""
    with office(tmp_path, "--rtp", "29000-29199") as (system, carrier), ExitStack() as stack:
        accounts = [system.client.new_phone(1001 + n, f"020000000b{n:02x}", mailbox=True) for n in range(6)]
        phones = [made(system, account) for account in accounts]
        for phone in phones:
            stack.callback(phone.close)
        greedy, neighbour, member, third, fourth, helpless = phones
        assert status(member.register()) == 200
        held = [status(greedy.dial("2001", above=180)) for _ in range(25)]
        assert set(held[:20]) <= {180, 183, 200}, held
        assert held[20:] == [486] * 5
        normal = neighbour.dial("1001", above=180)
        assert status(normal) in (180, 183, 200)
        others = [status(each.dial("2001", above=180)) for each in (third, fourth) for _ in range(20)]
        assert others[-1] == 503  # what is left is kept
        took = [each for _ in range(8) for each in _rung(carrier, helpless)]
        rows = f"one phone held {sum(each < 300 for each in held)} calls, then {told(took)}"
        figure("all of 200 media ports taken by calls that wait", rows)
        dropped = re.findall(r"call dropped for an emergency call", system.log.read_text())
        assert dropped


class Hidden(Wire):
    """A phone behind a NAT."""

    def again(self, packet: str) -> None:
        super().again(packet.replace(f"@{OFFICE}:{self.port}", f"@{PRIVATE}:{self.port}"))

    def talks(self, number: str) -> bool:
        answer = self.dial(number, body=SDP.replace(OFFICE, PRIVATE))
        while status(answer) < 200:
            answer = self.receive("SIP/2.0 ")
        self.go_on(answer, "ACK")
        return status(answer) == 200

    def take_calls(self) -> None:
        self.socket.settimeout(60)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):  # it is closed, or nobody calls any more
            while text := self.receive(""):
                if text.startswith("INVITE"):
                    self.answer(text, "200 OK", SDP.replace(OFFICE, PRIVATE), tag=os.urandom(3).hex())
                elif not text.startswith(("ACK", "SIP/2.0")):
                    self.answer(text, "200 OK")


@pytest.mark.parametrize("last", [29_199, 29_499])
def test_help_when_everybody_else_talks_behind_a_nat_and_one_calls_for_help_without_end(
    tmp_path: Path, figure: Figure, last: int
) -> None:
    """Six ports a leg, and nobody waits who could make room: what is kept is there, and one line does not use it up."""
    quotas = Quotas.of(29_000, last)
    with office(tmp_path, "--rtp", f"29000-{last}") as (system, carrier), ExitStack() as stack:
        many = quotas.kept // 2
        accounts = [system.client.new_phone(1001 + n, f"020000000c{n:02x}") for n in range(many + 6)]
        callers, callees = ([Hidden(system, each) for each in accounts[many + n :][:3]] for n in (0, 3))
        for phone in (*callers, *callees):
            stack.callback(phone.socket.close)
        for phone in callees:
            assert status(phone.register("MD5")) == 200
            phone.take_calls()
        talking = 0
        for caller in callers:
            while talking < quotas.legs and caller.talks(str(1004 + many + talking % 3)):
                talking += 1
        assert talking == (quotas.legs - quotas.kept) // 2
        greedy, *others = [made(system, each, named=PRIVATE) for each in accounts[:many]]
        for phone in (greedy, *others):
            stack.callback(phone.close)
        took = [each for _ in range(12) for each in _rung(carrier, greedy)]
        took += [each for phone in others for each in _rung(carrier, phone)]
        rows = f"{talking} calls talk, one line calls 12 times, {len(others)} others once: {told(took)}"
        figure(f"all of {last - 28_999} media ports taken by phones behind NAT", rows)
        assert max(took) < PATIENCE


def _rung(carrier: Taking, phone: Asker) -> list[float]:
    """It is not hung up: what is kept is used up, and then others make room."""
    before, began = len(carrier.dialled), time.monotonic()
    answer = phone.dial(str(HELP), above=200)
    assert status(answer) == 200, answer
    assert carrier.dialled[before:] == [f"sip:{HELP}"]
    return [time.monotonic() - began]
