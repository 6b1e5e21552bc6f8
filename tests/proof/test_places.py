"""Connections that strangers hold, and open again and again, keep no call for help out; nor do calls that are forged in
a phone's name."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests import certificates
from tests.engine.asker import Asker, status
from tests.figures import Figure
from tests.ports import free_port
from tests.proof.test_throttles import OFFICE, Taking, helped, made, office, told
from tests.system.installation import System
from trunkline.engine.framing import Framer

pytestmark = [pytest.mark.any_store, pytest.mark.alone, pytest.mark.timeout(180)]

PATIENCE = 10.0  # seconds until a call for help is answered

# Connects to a port from so many hosts, and so often from each; says something or nothing; and does so again for as
# long as it may, if it is to come again, with those that are the oldest.
CROWD = """
import resource, socket, sys, time
port, hosts, each, again, said = int(sys.argv[1]), sys.argv[2].split(","), *map(int, sys.argv[3:5]), sys.argv[5]
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
def one(host):
    own = socket.socket()
    own.bind((host, 0))
    own.settimeout(5)
    own.connect(("127.0.0.1", port))
    own.setblocking(False)
    try:
        own.send(said.encode().decode("unicode_escape").encode("latin-1"))
    except OSError:
        pass
    return own
made = [one(host) for _ in range(each) for host in hosts]
def held(own):
    try:
        return own.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
print(sum(map(held, made)), flush=True)
end, count = time.monotonic() + 60, 0
while time.monotonic() < end:
    if not again:
        time.sleep(0.1)
        continue
    place = count % len(made)
    made[place].close()
    try:
        made[place] = one(hosts[place % len(hosts)])
    except OSError:
        pass
    count += 1
"""
REGISTER = (
    r"REGISTER sip:x SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.9:9;branch=z9hG4bKx\r\nFrom: <sip:x@x>;tag=1\r\n"
    r"To: <sip:x@x>\r\nCall-ID: x\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n"
)
HELP = REGISTER.replace("REGISTER sip:x", "INVITE sip:911@x").replace("1 REGISTER", "1 INVITE")
HELLO = r"\x16\x03\x01\x02\x00\x01"


class Stream:
    """A connection, as an asker wants its socket to be: whole messages, and none is said twice."""

    def __init__(self, host: str, server: tuple[str, int], secured: ssl.SSLContext | None) -> None:
        made = socket.create_connection(server, PATIENCE, (host, 0))
        self._socket = secured.wrap_socket(made, server_hostname=server[0]) if secured else made
        self._via = b"SIP/2.0/TLS" if secured else b"SIP/2.0/TCP"
        self._framer, self._came, self._said = Framer(), list[bytes](), b""
        self.getsockname, self.settimeout = self._socket.getsockname, self._socket.settimeout
        self.close = self._socket.close

    def sendto(self, said: bytes, _: object) -> None:
        if said != self._said:
            self._socket.sendall(said.replace(b"SIP/2.0/UDP", self._via))
        self._said = said

    def recv(self, size: int) -> bytes:
        while not self._came:
            if not (data := self._socket.recv(size)):
                raise ConnectionResetError
            self._came = self._framer.feed(data)
        return self._came.pop(0)


@dataclass
class Connected(Asker):
    secured: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self.socket: Any = Stream(self.host, self.server, self.secured)
        self.port = self.socket.getsockname()[1]


@dataclass
class Doors:
    system: System
    carrier: Taking
    ports: dict[str, int]
    accounts: list[dict[str, str]]
    trusted: ssl.SSLContext

    def phone(self, transport: str, n: int = 0, host: str = OFFICE) -> Asker:
        account = self.accounts[n]
        said: Any = {"user": account["user_name"], "password": account["password"], "domain": account["sip_domain"]}
        server = (OFFICE, self.ports[transport])
        secured = self.trusted if transport == "tls" else None
        return Connected(server, host=host, patience=PATIENCE, secured=secured, **said)


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    folder, sips = tmp_path_factory.mktemp("places"), free_port()
    certificate, key = certificates.make(folder)
    tls = ("--sips", f"{OFFICE}:{sips}", "--tls-cert", str(certificate), "--tls-key", str(key))
    with office(folder, *tls) as (system, carrier):
        accounts = [system.client.new_phone(1001 + n, f"020000000c{n:02x}") for n in range(3)]
        trusted = ssl.create_default_context(cafile=certificate)
        yield Doors(system, carrier, {"tcp": system.sip, "tls": sips}, accounts, trusted)


@contextmanager
def crowd(port: int, hosts: list[str], each: int, said: str = "", *, again: bool = False) -> Iterator[int]:
    """How many connections are held."""
    command = [sys.executable, "-c", CROWD, str(port), ",".join(hosts), str(each), str(int(again)), said]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def calls(doors: Doors, transport: str, *hosts: str) -> list[float]:
    """Of phones that connect now, two from each place."""
    took = list[float]()
    for host in hosts * 2:
        began = time.monotonic()
        phone = doors.phone(transport, 1, host)
        helped(doors.carrier, phone)
        took.append(time.monotonic() - began)
        phone.close()
    return took


@pytest.mark.parametrize("transport", ["tcp", "tls"])
@pytest.mark.parametrize(
    ("hosts", "each"),
    [([OFFICE], 500), ([f"127.0.5.{n + 1}" for n in range(21)], 480)],
    ids=["a neighbour", "twenty-one hosts"],
)
def test_help_while_silent_connections_are_held(
    doors: Doors, transport: str, hosts: list[str], each: int, figure: Figure
) -> None:
    registered = doors.phone(transport)
    assert status(registered.register()) == 200
    with crowd(doors.ports[transport], hosts, each) as held:
        took = calls(doors, transport, hosts[0], "127.0.0.30") + helped(doors.carrier, registered)
    registered.register(seconds=0)
    registered.close()
    where = "the office's own address" if len(hosts) == 1 else f"{len(hosts)} hosts"
    figure(f"{each * len(hosts):,} silent connections over {transport} from {where}", f"{held} held; {told(took)}")
    assert max(took) < PATIENCE


@pytest.mark.parametrize(
    ("transport", "what", "said"),
    [
        ("tcp", "silent", ""),
        ("tcp", "REGISTER", REGISTER),
        ("tcp", "911", HELP),
        ("tls", "silent", ""),
        ("tls", "half a greeting", HELLO),
    ],
)
def test_help_while_connections_come_again_and_again(
    doors: Doors, transport: str, what: str, said: str, figure: Figure
) -> None:
    """From the office's own address, as fast as they can."""
    registered = doors.phone(transport)
    assert status(registered.register()) == 200
    with crowd(doors.ports[transport], [OFFICE], 600, said, again=True):
        time.sleep(1)
        took = calls(doors, transport, OFFICE, "127.0.0.30") + helped(doors.carrier, registered)
    registered.register(seconds=0)
    registered.close()
    figure(f"connections over {transport} again and again from the office's own address, {what}", told(took))
    assert max(took) < PATIENCE


FORGED = """
import os, socket, struct, sys, time
host, port, server, rate, user = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
began, count = time.monotonic(), 0
while time.monotonic() < began + 60:
    while count < (time.monotonic() - began) * rate:
        id = f"{os.getpid()}.{count}"
        said = (
            f"INVITE sip:911@a SIP/2.0\\r\\nVia: SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{id}\\r\\n"
            f"Max-Forwards: 70\\r\\nFrom: <sip:{user}@a>;tag=f\\r\\nTo: <sip:911@a>\\r\\nCall-ID: {id}\\r\\n"
            f"CSeq: 1 INVITE\\r\\nContact: <sip:{user}@{host}:{port}>\\r\\nContent-Length: 0\\r\\n\\r\\n"
        ).encode()
        udp = struct.pack("!HHHH", port, server, 8 + len(said), 0)
        there = socket.inet_aton(host), socket.inet_aton("127.0.0.1")
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(said), count & 65535, 0, 64, 17, 0, *there)
        raw.sendto(ip + udp + said, ("127.0.0.1", 0))
        count += 1
    time.sleep(0.001)
"""


def test_help_while_calls_for_it_are_forged_in_a_phone_s_name(doors: Doors, figure: Figure) -> None:
    rate = 4_000  # a second
    phone, other = (made(doors.system, doors.accounts[n]) for n in (0, 2))
    assert status(phone.register()) == 200
    phone.patience = other.patience = 32  # a transaction's life (RFC 3261 section 17.1.1.2)
    command = [sys.executable, "-c", FORGED, OFFICE, str(phone.port), str(doors.system.sip), str(rate), phone.user]
    process = subprocess.Popen(command)
    try:
        time.sleep(1)
        if process.poll() is not None:
            pytest.skip("no raw sockets here")
        took = list[float]()
        for each in (phone, other, phone):
            began = time.monotonic()
            answer = each.dial("911", above=200)
            assert status(answer) == 200, answer
            took.append(time.monotonic() - began)
            each.hang_up(answer)
    finally:
        process.kill()
        process.wait()
    phone.register(seconds=0)
    for each in (phone, other):
        each.close()
    figure(f"{rate:,} 911 a second forged from a registered phone's own port", told(took))
    assert max(took) < 32  # within one transaction: what is lost on the way in is said again
