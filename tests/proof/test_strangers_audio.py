"""Whose audio is heard at every stage of a call: that of the two who talk. Nobody else is heard, or sent anything."""

import os
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest

from tests.figures import Figure
from tests.system.installation import System, running
from tests.system.wire import Wire
from trunkline.engine.whose import SILENT

pytestmark = pytest.mark.any_store

FAR = ("127.0.0.50", "127.0.0.51")
RELAY = "127.0.0.1"
STRANGER = b"X"
DICE = SystemRandom()
STAGE = 0.4  # seconds
EACH = 0.005  # seconds between two packets of strangers to a port


def packet(number: int, source: int, mark: bytes) -> bytes:
    return struct.pack("!BBHII", 0x80, 0, number & 0xFFFF, (number * 160) & 0xFFFFFFFF, source) + mark * 160


class Phone(Wire):
    """One whose packets come from `host`, and that says that its audio is at `said`."""

    def __init__(self, system: System, account: dict[str, str], host: str, said: str, mark: bytes) -> None:
        super().__init__(system, account)
        self.socket.close()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(10)
        self.port = self.socket.getsockname()[1]
        self.host, self.said, self.mark = host, said, mark
        self.source, self.number = DICE.getrandbits(32), DICE.getrandbits(15)
        self.marks = Counter[bytes]()
        self.speaks, self.over = False, False
        self.relay: tuple[str, int] | None = None
        self.audio = _socket(host)
        self._running = threading.Thread(target=self._run, daemon=True)
        self._running.start()

    def move(self) -> None:
        """Its audio is at another port from now on."""
        before, self.audio = self.audio, _socket(self.host)
        before.close()

    def sdp(self, direction: str = "sendrecv") -> str:
        lines = ["v=0", f"o=- 1 {time.monotonic_ns()} IN IP4 {self.said}", "s=-", f"c=IN IP4 {self.said}", "t=0 0"]
        lines += [f"m=audio {self.audio.getsockname()[1]} RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000"]
        return "\r\n".join([*lines, f"a={direction}", ""])

    def speak_to(self, message: str) -> None:
        self.relay = RELAY, int(message.partition("m=audio ")[2].split()[0])

    def _run(self) -> None:
        while not self.over:
            audio = self.audio
            if self.speaks and self.relay:
                self.number += 1
                audio.sendto(packet(self.number, self.source, self.mark), self.relay)
            time.sleep(0.02)
            self.marks += received(audio)

    def close(self) -> None:
        self.over = True
        self._running.join()
        self.audio.close()
        self.leave()


def received(audio: socket.socket) -> Counter[bytes]:
    found = Counter[bytes]()
    while True:
        try:
            found[audio.recv(2048)[12:13]] += 1
        except OSError:
            return found


@dataclass
class Strangers:
    """They send to the ports of two phones: under sources of their own, and under those of the phones."""

    phones: tuple[Phone, Phone]
    far: list[socket.socket]
    near: list[socket.socket]  # at other ports of the phones' own hosts
    sent: int = 0
    got: Counter[bytes] = field(default_factory=Counter[bytes])

    def during(self, stage: str, *, near: bool, act: Callable[[], Any] = lambda: None) -> None:
        """While something happens, and for a while after."""
        for phone in self.phones:
            phone.marks.clear()
        over = threading.Event()
        sending = threading.Thread(target=self._send, args=(over, [*self.far, *(self.near if near else [])]))
        sending.start()
        act()
        time.sleep(STAGE)
        over.set()
        sending.join()
        time.sleep(0.1)
        for phone, other in (self.phones, self.phones[::-1]):
            assert STRANGER not in phone.marks, stage
            if phone.speaks and other.speaks:
                assert phone.marks[other.mark] > STAGE * 50 * 0.5, stage
        for each in (*self.far, *self.near):
            self.got += received(each)
        assert not self.got, stage

    def _send(self, over: threading.Event, sockets: list[socket.socket]) -> None:
        while not over.is_set():
            for phone in self.phones:
                for each in sockets if phone.relay else ():
                    known = DICE.random() < 0.5
                    number = phone.number + DICE.randrange(3) if known else DICE.getrandbits(16)
                    source = phone.source if known else DICE.getrandbits(32)
                    host, port = phone.relay or ("", 0)
                    each.sendto(packet(number, source, STRANGER), (host, port))
                    each.sendto(os.urandom(40), (host, port + 1))  # and where RTCP goes
                    self.sent += 2
            time.sleep(EACH)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("strangers"), "--demo") as system:
        yield system


@contextmanager
def phones(system: System, hosts: tuple[str, str], said: str, callee: int = 1002) -> Iterator[tuple[Phone, Phone]]:
    with ExitStack() as stack:
        made: list[Phone] = []
        for n, (host, mark) in enumerate(zip(hosts, (b"A", b"B"), strict=True)):
            account = system.client.new_phone(callee if n else 1001, os.urandom(6).hex())
            phone = stack.enter_context(closing(Phone(system, account, host, said or host, mark)))
            assert phone.register("MD5").startswith("SIP/2.0 200")
            made.append(phone)
        yield made[0], made[1]


@contextmanager
def strangers(ada: Phone, ben: Phone) -> Iterator[Strangers]:
    with ExitStack() as stack:
        places = [[*FAR], [ada.host, ben.host]]
        made = [[stack.enter_context(_socket(host)) for host in hosts] for hosts in places]
        yield Strangers((ada, ben), *made)


def _socket(host: str) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((host, 0))
    made.setblocking(False)
    return made


def agree(asked: Phone, direction: str) -> None:
    """The other phone is asked for what the one wants, and agrees."""
    again = asked.receive("INVITE")
    asked.answer(again, "200 OK", asked.sdp(direction))
    asked.receive("ACK")


@pytest.mark.parametrize(
    ("hosts", "said"),
    [(("127.0.0.1", "127.0.0.1"), ""), (("127.0.0.7", "127.0.0.8"), "10.1.2.3")],
    ids=["without NAT", "behind NAT"],
)
def test_nobody_else_is_heard_at_any_stage_of_a_call(
    system: System, hosts: tuple[str, str], said: str, figure: Figure
) -> None:
    """Behind a NAT another port of the phone's own host cannot be told from the phone's before it sent something, or
    after it said that it is elsewhere now: there and then strangers come from other hosts only."""
    plain = not said
    with phones(system, hosts, said) as (ada, ben), strangers(ada, ben) as them:
        ada.call("1002", body=ada.sdp())
        invite = ben.invited()
        ben.speak_to(invite)
        them.during("ringing", near=plain)
        ben.answer(invite, "200 OK", ben.sdp())
        ben.receive("ACK")
        answer = ada.receive("SIP/2.0 200")
        ada.speak_to(answer)
        ada.go_on(answer, "ACK")
        them.during("answered, and silent", near=plain)
        ada.speaks = ben.speaks = True
        time.sleep(0.2)
        them.during("talking", near=True)

        def asks(method: str, direction: str, agreed: str) -> None:
            ada.go_on(answer, method, body=ada.sdp(direction))
            agree(ben, agreed)
            ada.receive("SIP/2.0 200")
            if method == "INVITE":
                ada.go_on(answer, "ACK")

        def holds() -> None:
            ada.speaks = ben.speaks = False
            asks("INVITE", "sendonly", "recvonly")

        def resumes() -> None:
            asks("INVITE", "sendrecv", "sendrecv")
            ada.speaks = ben.speaks = True

        them.during("on hold", near=True, act=holds)
        time.sleep(0.6)
        them.during("on hold for longer", near=True)
        them.during("resumed", near=True, act=resumes)
        them.during("refreshed by UPDATE", near=True, act=lambda: asks("UPDATE", "sendrecv", "sendrecv"))

        def presses() -> None:
            ada.go_on(answer, "INFO", body="5")
            ada.receive("SIP/2.0 415")  # `go_on` says that it is a description
            ada.go_on(answer, "OPTIONS")
            ada.receive("SIP/2.0 200")

        them.during("asked this and that", near=True, act=presses)
        ada.speaks = False
        ada.move()
        them.during("moving", near=plain, act=lambda: (resumes(), time.sleep(SILENT)))
        time.sleep(1)
        them.during("moved", near=True)
        ada.go_on(answer, "BYE")
        ada.receive("SIP/2.0 200")
        kind = "without NAT" if plain else "behind NAT"
        figure(
            f"strangers at the ports of a call, {kind}", f"{them.sent:,} packets in 10 stages, 0 heard, 0 sent to them"
        )


@pytest.mark.soak
def test_of_a_phone_behind_nat_whoever_spoke_first_is_kept_to(system: System, figure: Figure) -> None:
    """As an attacker did it: 200 packets a second for as long as the relay used to follow everybody."""
    with phones(system, ("127.0.0.7", "127.0.0.8"), "10.1.2.3") as (ada, ben), strangers(ada, ben) as them:
        ada.call("1002", body=ada.sdp())
        invite = ben.invited()
        ben.speak_to(invite)
        ben.answer(invite, "200 OK", ben.sdp())
        ben.receive("ACK")
        answer = ada.receive("SIP/2.0 200")
        ada.speak_to(answer)
        ada.go_on(answer, "ACK")
        ada.speaks = ben.speaks = True
        time.sleep(0.2)
        them.during("from the beginning", near=True, act=lambda: time.sleep(12))
        ada.go_on(answer, "BYE")
        ada.receive("SIP/2.0 200")
        figure("a call taken over in its first seconds", f"{them.sent:,} packets in 12 s, 0 heard, 0 sent to strangers")


def test_nothing_goes_to_a_third_host_before_it_sent(system: System, tmp_path: Path, figure: Figure) -> None:
    """A phone that names a victim as where it listens: music for one who waits is sent nowhere."""
    with (
        phones(system, ("127.0.0.1", "127.0.0.8"), "127.0.0.99", 1003) as (ada, _),
        closing(_socket("127.0.0.99")) as victim,
    ):
        body = ada.sdp().replace(str(ada.audio.getsockname()[1]), str(victim.getsockname()[1]))
        ada.call("2001", body=body)
        answer = ada.receive("SIP/2.0 200")
        ada.speak_to(answer)
        ada.go_on(answer, "ACK")
        time.sleep(1)
        assert not received(victim)
        ada.speaks = True
        time.sleep(1)
        assert sum(ada.marks.values()) > 20, "the music comes to where it sends from"
        assert not received(victim)
        ada.go_on(answer, "BYE")
        ada.receive("SIP/2.0 200")
        figure("music asked for at a third host", "0 packets in 2 s")
