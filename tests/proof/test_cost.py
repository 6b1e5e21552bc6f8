"""What strangers can have us read takes no time, however it is made; and a call for help is answered meanwhile."""

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest

from tests.engine.asker import Asker
from tests.figures import Figure
from tests.ports import free_port
from tests.proof.test_throttles import OFFICE, PATIENCE, STRANGER, Taking, helped, made, office, told
from tests.system.installation import System
from trunkline.engine import keys, requirements, sdp, stack
from trunkline.engine.addresses import Address
from trunkline.engine.digest import Gate
from trunkline.engine.framing import Framer, Unframeable
from trunkline.engine.legs import Legs
from trunkline.engine.ports import Flow
from trunkline.engine.stars import starred
from trunkline.engine.trace import Passed, Trace, call_id_of
from trunkline.engine.transactions import Transactions
from trunkline.engine.trunks import Handed
from trunkline.exchange.plan import Dialling, Plan, Site

pytestmark = [
    pytest.mark.any_store,
    pytest.mark.alone,
    pytest.mark.timeout(180),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # of sockets that the stack tries
]

PLAN = Plan("acme", 1, sites={"site": Site("site", "Main", dialling=Dialling())})
MOST_TIMES = 100  # what a plain INVITE costs, and may cost at most; a packet that took a second would be thousands
ONCE = ("Via", "From", "To", "CSeq", "Call-ID", "Contact", "Max-Forwards")
HEADERS = (
    *ONCE,
    *("Route", "Record-Route", "Content-Type", "Content-Length", "Content-Disposition", "Content-Encoding"),
    *("Content-Transfer-Encoding", "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate"),
    *("Session-Expires", "Min-SE", "Supported", "Require", "Proxy-Require", "Allow", "Accept", "P-Asserted-Identity"),
    *("Remote-Party-ID", "Privacy", "Refer-To", "Referred-By", "Replaces", "Diversion", "CC-Diversion", "Reason"),
    *("User-Agent", "Server", "Also", "Expires", "Warning", "RSeq", "RAck", "Path", "Info-Package", "Cisco-GUID"),
    *("X-Other", "v", "f", "t", "m", "i", "c", "l", "k", "x", "e", "s", "a:b\r\nX"),
)
REPEATED = (
    *(" ", "\t", '"', ";", ",", "\\", "<", ">", "(", "=", "1", "/", "?", "@", ":", "[", "é", "a"),
    *(
        "sip/",
        "sip:",
        "\r\n ",
        "\r\n a",
        "a,",
        "a;",
        '\\"',
        "< ",
        "<a",
        "a=b,",
        'a="b",',
        "a=b;",
        ';a="',
        "&a=b",
        "%41",
    ),
    *(
        "<sip:a@b>,",
        '"a" <sip:a@b>,',
        "SIP/2.0/UDP h,",
        ";handling*0=x",
        " /",
        "1 ",
        ".1",
        "\r\na:",
        "\r\nv:SIP/2.0/UDP h",
    ),
)
BEFORE = (
    *("", "<", '"', "<sip:a@b>", '"x" <sip:a@b>', "SIP/2.0/UDP h", "Digest x=", 'Digest x="', "90", "1 INVITE", "sip:"),
    *("multipart/mixed;boundary=a", 'a/b;x="'),
)
AFTER = ("x", "", '"', ">", '">', "x>")
SIZES = (7_000, 16_000, 60_000)  # within all bounds, at them, and beyond


class Nobody:
    """A directory and a registrar that know no line."""

    def is_here(self, _: object) -> bool:
        return False

    def credentials(self, _: str) -> None:
        return None


class Mute:
    """A server that sends nothing."""

    transport = "udp"

    def send_to(self, *_: object) -> None:
        """Nobody is there."""

    def getSIPaddr(self) -> tuple[tuple[str, int], str]:  # noqa: N802
        return (OFFICE, 5060), self.transport


class Reader:
    """All that reads what a stranger sends, as it is in the engine."""

    def __init__(self) -> None:
        nobody: Any = Nobody()
        self._gate = Gate(nobody, nobody, "trunkline", {OFFICE})
        config = {"_sip_address": OFFICE, "_sip_port": free_port(), "_sip_logger": stack.Silent()}
        self.transactions = Transactions(config, self._request)
        self._server = Mute()

    def _request(self, request: Any, _: Any) -> Any:
        method = request.getMethod()
        if method == "INVITE":
            Handed.of(request, PLAN)
        lacking = requirements.refusal(request)
        return lacking or self._gate.admit(request, as_proxy=method == "INVITE").answer, None, None

    def takes(self, packet: bytes) -> float:
        """Seconds of work. None is measured twice: the stack knows what it has seen."""
        source = stack.RemoteAddress((STRANGER, 5060), "udp")
        began = time.thread_time()
        self.transactions.handleIncoming(packet, source, self._server, stack.MonoTime())
        self._gate.brief(packet, STRANGER)
        return time.thread_time() - began


_numbers = count()


def message(first: str, method: str = "INVITE", *more: tuple[str, str], body: str = "") -> bytes:
    n = next(_numbers)
    headers = {
        "Via": f"SIP/2.0/UDP {STRANGER}:5060;branch=z9hG4bK{n}",
        "From": "<sip:a@x>;tag=1",
        "To": "<sip:b@x>",
        "Call-ID": f"c{n}",
        "CSeq": f"1 {method}",
        "Contact": f"<sip:a@{STRANGER}>",
        "Max-Forwards": "70",
    } | dict(more)
    lines = "".join(f"{name}: {said}\r\n" for name, said in headers.items())
    return f"{first}\r\n{lines}Content-Length: {len(body)}\r\n\r\n{body}".encode()[:65_000]


REQUESTS = tuple((f"{method} sip:a@x SIP/2.0", method) for method in ("INVITE", "REGISTER", "OPTIONS", "REFER"))
ALL = (*REQUESTS, ("SIP/2.0 200 OK", "INVITE"), ("SIP/2.0 302 Moved", "INVITE"))


def hostile() -> Iterator[tuple[str, bytes]]:
    """Every header with every pattern, and in turn what stands around it and the message that it stands in."""
    turn = count()
    for size, header, pattern in product(SIZES, HEADERS, REPEATED):
        n = next(turn)
        said = BEFORE[n % len(BEFORE)] + pattern * (size // len(pattern)) + AFTER[n % len(AFTER)]
        first, method = ALL[n // 3 % len(ALL)]
        yield f"{header}: {said[:30]!r}, {size} bytes in {first}", message(first, method, (header, said))
    for size, pattern in product(SIZES, REPEATED):
        yield f"first line of {pattern!r}", message(f"INVITE {pattern * (size // len(pattern))} x")
        yield f"URI of {pattern!r}", message(f"INVITE sip:{pattern * (size // len(pattern))} SIP/2.0")
        for head in ("", "--a\r\n", "--a\r\nContent-Type: a", '--a\r\nContent-Disposition: a;x="'):
            body = head + pattern * (size // len(pattern)) + "\r\n\r\nx\r\n--a--"
            for type in ("multipart/mixed;boundary=a", "application/sdp", "a/b"):
                what = f"{type} of {head!r}, {pattern!r}"
                yield what, message("INVITE sip:a@x SIP/2.0", "INVITE", ("Content-Type", type), body=body)


def test_no_packet_takes_longer_than_many_plain_ones(figure: Figure) -> None:
    reader = Reader()
    plain = min(reader.takes(message(*REQUESTS[0])) for _ in range(50))
    worst, of, tried = 0.0, "", 0
    for what, packet in hostile():
        took, tried = reader.takes(packet), tried + 1
        for n in range(3):  # something else may have happened meanwhile
            if took > MOST_TIMES * plain / 2:
                took = min(took, reader.takes(packet.replace(b"Max-", b"X-%d: 1\r\nMax-" % n, 1)))
        worst, of = max((worst, of), (took, what))
    figure(f"{tried:,} packets made to be slow", f"{worst * 1000:.1f} ms at most; a plain INVITE {plain * 1000:.1f} ms")
    assert worst < MOST_TIMES * plain, of


ATTRIBUTES = ("a=x\r\n", "a=rtpmap:1 x\r\n", "a=crypto:1 x\r\n", "m=audio 9 RTP/AVP 0\r\n")


def description(text: str) -> None:
    sdp.parse(text[: sdp.LARGEST - 400] + "\r\nc=IN IP4 9.9.9.9\r\n" + "m=audio 9 RTP/AVP 0\r\n" * 16, secret=True)


def lines_of_a_description(text: str) -> None:
    said = text[: sdp.LARGEST // 5]
    sdp.parse(
        f"v=0\r\nc=IN IP4 {said}\r\nm=audio 9 RTP/AVP {said}\r\na=crypto:{said}\r\na=fingerprint:{said}", secret=True
    )


def pressed(text: str) -> None:
    keys.read("application/dtmf-relay", text[: keys.LONGEST])


def pressed_in_parts(text: str) -> None:
    keys.read(f'multipart/mixed;x="{text[:8000]}', text[: keys.LONGEST])


def address(text: str) -> None:
    Address.read(text)


def head_of_a_message(text: str) -> None:
    Framer().feed(message(text) + b"\r\n\r\n")


def body_that_comes_byte_by_byte(text: str) -> None:
    framer = Framer()
    framer.feed(f"INVITE sip:a@x SIP/2.0\r\na: {text}\r\nl: 200\r\n\r\n".encode())
    for _ in range(200):
        framer.feed(b"x")


READERS = (
    *(description, lines_of_a_description, pressed, pressed_in_parts, address, head_of_a_message),
    body_that_comes_byte_by_byte,
)


def test_what_is_read_in_a_call_takes_no_longer(figure: Figure) -> None:
    """By phones, which have proved who they are: descriptions, keys, where a call is to go instead, connections."""
    worst, of, tried = 0.0, "", 0
    for read, pattern, before, size in product(READERS, (*REPEATED, *ATTRIBUTES), BEFORE, (16_000, 60_000)):
        text, tried = before + pattern * (size // len(pattern)), tried + 1
        took = list[float]()
        while not took or (took[-1] > 0.01 and len(took) < 3):
            began = time.thread_time()
            with suppress(ValueError, sdp.Unusable, keys.Refused, Unframeable):
                read(text)
            took.append(time.thread_time() - began)
        worst, of = max((worst, of), (min(took), f"{read.__name__}: {text[:30]!r}"))
    figure(f"{tried:,} texts made to be slow", f"{worst * 1000:.1f} ms at most")
    assert worst < 0.05, of


# What operators see of it is made in the same interpreter, and no measure of the loop counts it


LEAKS = (
    *("a=", "sip:", "sip:a:b", "<sip:a:b", "<sip:a@b>", "pn-prid=", 'pn-prid="', "inline:", "k=\n", "a=crypto:1 x "),
    *("auth", "auth:", "Signal=1\n", "?a=b", "&auth=", "\r", "\n", "\r\n", "\r\n\r\n", "\r\na: b", "\n i: ", "a=\r\n"),
    *("From: sip:", "\r\nTo: sip:1001@x", "content-encoding:"),
)
LONGEST_LOOK = 0.05  # seconds


def seen(packet: bytes) -> float:
    """Seconds that it takes to keep a message, and to have it found and shown."""
    began = time.thread_time()
    starred(packet)
    call_id_of(packet)
    kept = Trace({}, Legs())
    kept.passes(Passed.now("received", Flow((STRANGER, 5060), "udp"), packet))
    kept.answer(number="1001")
    kept.answer()
    return time.thread_time() - began


def shown() -> Iterator[tuple[str, bytes]]:
    yield from hostile()
    heads = ("INVITE sip:a@x SIP/2.0", "INFO sip:a@x SIP/2.0", "MESSAGE sip:a@x SIP/2.0", "SIP/2.0 200 OK", "")
    for first, pattern, end in product(heads, (*LEAKS, *REPEATED), ("\r\n\r\n", "\n\n", "\r\nAuthorization: Digest ")):
        method = first.partition(" ")[0]
        said = f"{first}\r\nCSeq: 1 {method}{end}{pattern * (64_000 // len(pattern))}"
        yield f"{pattern!r} after {end!r} in {first}", said.encode()


def test_what_operators_see_of_a_packet_takes_no_longer(figure: Figure) -> None:
    worst, of, tried = 0.0, "", 0
    for what, packet in shown():
        took, tried = seen(packet), tried + 1
        for _ in range(3):
            if took > LONGEST_LOOK / 2:
                took = min(took, seen(packet))
        worst, of = max((worst, of), (took, what))
    figure(f"{tried:,} packets made to be slow to show", f"{worst * 1000:.1f} ms at most, {of}")
    assert worst < LONGEST_LOOK, of


# And the engine as a whole


SPACES = "<" + " " * 5_000 + "x"
TO_SEE = {
    "digest without an end": message("OPTIONS sip:a@x SIP/2.0", "OPTIONS", ("Authorization", "Digest " + "a" * 60_000)),
    "such a line": message("OPTIONS sip:a@x SIP/2.0", "OPTIONS", ("Authorization", "Digest " + "a" * 7_900)),
    "two such lines": message(
        "OPTIONS sip:a@x SIP/2.0", "OPTIONS", ("Authorization", "Digest " + "a" * 7_900), ("X", "sip:" * 1_900)
    ),
    "Call-ID of blanks": message("OPTIONS sip:1001@x SIP/2.0", "OPTIONS", ("Call-ID", "a" + " " * 60_000 + "b")),
    "passwords": message("OPTIONS sip:1001@x SIP/2.0", "OPTIONS", ("X", "sip:a:" * 10_000)),
}
ATTACKS = TO_SEE | {
    "From of blanks": message("OPTIONS sip:a@x SIP/2.0", "OPTIONS", ("From", SPACES)),
    "a stranger's response": message("SIP/2.0 200 OK", "INVITE", ("From", SPACES)),
    "first line": message("INVITE " + "sip/" * 12_000 + " x"),
    "Via of blanks": message("OPTIONS sip:a@x SIP/2.0", "OPTIONS", ("Via", "SIP/2.0/UDP h" + " " * 12_000 + "x")),
    "digest of blanks": message(
        "REGISTER sip:x SIP/2.0", "REGISTER", ("Authorization", "Digest x=" + " " * 7_000 + '"')
    ),
    "Content-Disposition": message(
        "INVITE sip:a@x SIP/2.0", "INVITE", ("Content-Disposition", 'a;x="' + ";" * 8_000), ("c", "a/b"), body="x"
    ),
    "3,400 Vias": message("INVITE sip:a@x SIP/2.0", "INVITE", ("a", "b" + "\r\nv:SIP/2.0/UDP h" * 3_400)),
    "240 Contacts": message("INVITE sip:a@x SIP/2.0", "INVITE", ("m", ",".join(["<sip:a@b;x=y>;q=1"] * 240))),
    "911 with 240 identities": message(
        "INVITE sip:911@x SIP/2.0", "INVITE", ("P-Asserted-Identity", ",".join(['"x" <sip:a@b>'] * 240))
    ),
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, Taking]]:
    """All that is read or sent is sent to a Homer too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as homer:
        homer.bind((OFFICE, 0))
        hep = "--hep", f"{OFFICE}:{homer.getsockname()[1]}"
        with office(tmp_path_factory.mktemp("cost"), *hep) as made:
            yield made


@pytest.fixture(scope="module")
def phones(running: tuple[System, Taking]) -> Iterator[list[Asker]]:
    """One that is registered, and one that is not; both are where the guesser is."""
    accounts = [running[0].client.new_phone(1001 + n, f"020000000d{n:02x}") for n in range(2)]
    two = [made(running[0], account) for account in accounts]
    assert two[0].register().startswith("SIP/2.0 200")
    yield two
    for each in two:
        each.close()


@contextmanager
def sending(system: System, host: str, rate: float, *packets: bytes) -> Generator[None]:
    """Each time as another message."""
    done = threading.Event()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
            own.bind((host, 0))
            began = time.monotonic()
            for n in count():
                own.sendto(packets[n % len(packets)].replace(b"z9hG4bK", b"z9hG4bK%d." % n), (OFFICE, system.sip))
                if done.wait(max(began + n / rate - time.monotonic(), 0)):
                    return

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_help_while_a_stranger_sends_what_is_slow_to_read(
    running: tuple[System, Taking], phones: list[Asker], figure: Figure
) -> None:
    """A thousand a second of each kind in turn, from one host, and one of each over TCP."""
    with sending(running[0], STRANGER, 1_000, *ATTACKS.values()):
        for packet in ATTACKS.values():
            with socket.create_connection((OFFICE, running[0].sip), source_address=(STRANGER, 0)) as own:
                own.sendall(packet.replace(b"/UDP", b"/TCP"))
        time.sleep(1)
        took = helped(running[1], *phones, phones[0])
    figure(f"1,000 packets a second of {len(ATTACKS)} slow kinds, of a stranger", told(took))
    assert max(took) < PATIENCE


def test_help_while_an_operator_looks_at_what_a_stranger_sent(
    running: tuple[System, Taking], phones: list[Asker], figure: Figure
) -> None:
    with sending(running[0], STRANGER, 500, *TO_SEE.values()):
        time.sleep(4)
        command = [sys.executable, "-m", "trunkline", "trace", "--data", str(running[0].data), "--number", "1001"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as looking:
            took = helped(running[1], *phones, phones[0])
            running[0].client("GET", "/users")
            assert looking.wait(60) == 0
    figure(f"an operator's trace while a stranger sends {len(TO_SEE)} kinds that are slow to show", told(took))
    assert max(took) < PATIENCE


@pytest.mark.parametrize("rate", [20, 60, 300])
def test_help_while_a_neighbour_answers_wrongly(
    running: tuple[System, Taking], phones: list[Asker], rate: int, figure: Figure
) -> None:
    """At the same address, to a fresh nonce."""
    guesser = Asker((OFFICE, running[0].sip), "nobody", "guess", "x", host=OFFICE, patience=PATIENCE)
    challenge = guesser.ask("INVITE", "sip:911@x", above=200)
    nonce = re.findall(r'nonce="([^"]+)"', challenge)[0]
    said = f'Digest username="nobody",realm="x",nonce="{nonce}",uri="sip:911@x",response="0"'
    wrong = message("INVITE sip:911@x SIP/2.0", "INVITE", ("Proxy-Authorization", said))
    with sending(running[0], OFFICE, rate, wrong):
        time.sleep(4)
        took = helped(running[1], phones[1], phones[1])
    guesser.close()
    figure(f"{rate} wrong answers a second of a neighbour, to 911", told(took))
    assert max(took) < PATIENCE


def test_strangers_do_not_fill_the_log(running: tuple[System, Taking], figure: Figure) -> None:
    log: Path = running[0].log
    before = log.stat().st_size
    sent = [message("OPTIONS sip:a@x SIP/2.0", "OPTIONS", ("From", "é" * size)) for size in (3_900, 30_000) * 60]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.8", 0))
        for packet in sent:
            own.sendto(packet, (OFFICE, running[0].sip))
            time.sleep(0.005)
    time.sleep(1)
    grown = log.stat().st_size - before
    figure(f"{len(sent)} packets that cannot be read, {sum(map(len, sent)):,} bytes", f"{grown:,} bytes of log")
    assert grown < 1_000 * len(sent)
