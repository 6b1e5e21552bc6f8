"""Any name is rung, answered and read as it was; and none becomes a header, or a request, of its own."""

import random
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.baresip import baresip
from tests.engine.carrier import Carrier, Engine, Voice, engine
from tests.figures import Figure
from tests.phones import phone
from tests.system.test_office import account
from tests.system.wire import SDP, Wire
from trunkline.engine import addresses, repairs, stack
from trunkline.engine.addresses import LONGEST_NAME, Address, Caller
from trunkline.engine.framing import Framer

pytestmark = pytest.mark.any_store

CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF]))
# RFC 3261 section 25.1 to the letter, and one of its addresses.
QUOTED = r'"(?:[ \x21\x23-\x5b\x5d-\x7e\x80-\U0010ffff]|\\[\x00-\x09\x0b\x0c\x0e-\x7f])*"'
NAMED = re.compile(rf"({QUOTED})?\s*<sips?:[A-Za-z0-9+.%-]+@[A-Za-z0-9.-]+(?::[0-9]+)?(?:;[a-z]+=[a-z]+)*>")
PIECES = (
    *"\"\\<>@;,:%&=?/()[]{}#*!|~^`$' ",
    *(
        '"',
        "\\",
        '\\"',
        '"\\',
        "\\\\",
        ">,<",
        "<sip:x@y>",
        '" <sip:x@y>;tag=1',
        "%0d%0a",
        "\\r\\n",
        ";tag=",
        "anonymous",
    ),
    *"aZ09éßñøŁ中文한ひ",
    *(
        "שלום",
        "مرحبا",
        "\u202e",
        "\u200f",
        "e\u0301",
        "\u200d",
        "👩‍👩‍👧",
        "🇺🇳",
        "😀",
        "\ufeff",
        "\ufffd",
        "\ufffc",
        "\u00a0",
        "\u3000",
    ),
    *("Smith", "O'Neill", "Dr. ", " - ", "Müller"),
)
# What found.md and others would have had: a header, a request, another's number.
ATTACKS = (
    '"\r\n\r\nINVITE sip:+5311234567@h SIP/2.0\r\nVia:SIP/2.0/TCP a\r\nf:"',
    'B" <sip:x@a>\r\nP-Asserted-Identity: <sip:+18005550000@a>\r\nX-Forged:"',
    'a"\r\nX-Forged: 1',
    'a"\nX-Forged: 1',
    'a"\rX-Forged: 1',
    "a\r\n\tX-Forged: 1\r\n\r\nv=0\r\n",
    "a\x0bX-Forged: 1\x0cb\x1cc\x85X-Forged: 2\u2028X-Forged: 3\u2029d",
    'a\0" <sip:+18005550000@a>;x="',
    "Moreno\\",
    '\\"',
    '"',
    "a" * 5000,
)
HEADERS = {
    *("via", "max-forwards", "from", "to", "call-id", "cseq", "contact", "expires", "user-agent", "content-type"),
    *("content-length", "p-asserted-identity", "session-expires", "min-se", "supported", "allow"),
}


def names(count: int, seed: int, more: str = "") -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311
    for n in range(count):
        length = chance.randint(100, 600) if n % 50 == 49 else chance.randint(1, 14)
        yield "".join(chance.choice(chance.choice(((more or PIECES), PIECES))) for _ in range(length))


def kept(name: str) -> str:
    """What remains of a name on the wire, said once more in another way than the code says it."""
    plain = re.sub(f"[{re.escape(CONTROLS)}]", "", name).strip()
    while len(re.sub(r'(["\\])', r"\\\1", plain).encode()) > LONGEST_NAME:
        plain = plain[:-1]
    return plain.strip()


def read(said: str) -> str:
    """The name of an address that is written to the letter."""
    found = NAMED.fullmatch(said)
    assert found, said
    return re.sub(r"\\(.)", r"\1", (found[1] or '""')[1:-1])


def test_ten_thousand_names_by_the_encoder_the_stack_and_a_strict_reader(figure: Figure) -> None:
    count = 10_000
    for name in names(count, 1, CONTROLS):
        shown = Caller.shown(name, "1001", "office.example")
        written = str(stack.Address(name=shown.name, url=stack.Url(username=shown.user, host=shown.host)))
        assert read(written) == kept(name)
        assert Address.read(written).name == stack.Address(written).name == kept(name)
        # The whole of it, as a carrier would say it.
        said = addresses.quoted(name)
        packet = f"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: {said} <sip:b@c>;tag=1\r\n"
        packet += "To: <sip:a@b>\r\nCall-ID: i\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        request = stack.Request(repairs.text_of(packet.encode()))
        assert request.getHFBody("from").getUri().name == re.sub(f"[{re.escape(CONTROLS)}]", "", name).strip()
        answer = repairs.bytes_of(str(request.genResponse(200, "OK")))
        assert Framer().feed(answer) == [answer]
    figure("names tried by encoder, stack and a strict reader", f"{count:,}, all read as they were")


# Phones


@contextmanager
def beside(folder: Path, **environment: str) -> Iterator[tuple[Engine, Carrier]]:
    """An engine and its carrier."""
    carrier = Carrier()
    with closing(carrier.socket), engine(folder, carrier.port, **environment) as made:
        yield made, carrier.at(made)


HURRIED = "trunk_rate=60000"  # calls a minute: no carrier has as many, and none is to be refused here


class Listener:
    port, codec, keys = 9, "PCMU", 101


def handed(office: Engine, carrier: Carrier, number: str, count: int, seed: int) -> Iterator[str]:
    """Calls from random names that were answered; each ends when the next is asked for."""
    for name in names(count, seed):
        written = re.sub(r'(["\\])', r"\\\1", name)
        call = carrier.call(number, Voice.sdp(Listener), caller=f'"{written}" <sip:+12065550100@carrier.example>')
        call.answered()
        yield name
        assert call.ask("BYE").startswith("SIP/2.0 200")
        assert office.happens("record")["caller"]["name"] == name.strip()  # all of it, whatever fits the wire


def by_pjsip(folder: Path, count: int, seed: int) -> None:
    with (
        beside(folder, OFFICE="yes", QUOTAS=HURRIED) as (office, carrier),
        phone(folder, account(office, "12"), 1000, first_answer=200) as ben,
    ):
        ben.register()
        for name in handed(office, carrier, "+12125550102", count, seed):
            shown = ben.wait("CONFIRMED")["from"]
            assert read(shown) == kept(name), (name, shown)


def by_baresip(folder: Path, count: int, seed: int) -> None:
    with (
        beside(folder, OFFICE="yes", QUOTAS=HURRIED) as (office, carrier),
        baresip(folder, account(office, "11"), 1000) as ada,
    ):
        end = time.monotonic() + 20
        while '"line":"line-Ada"' not in (office.folder / "log").read_text():
            assert time.monotonic() < end, "it does not register"
            time.sleep(0.05)
        told = (event for event in ada.events() if event.get("type") in (None, "CALL_ESTABLISHED"))
        next(told)
        for name in handed(office, carrier, "+12125550101", count, seed):
            shown = next(told).get("peerdisplayname", "")
            assert re.sub(r"\\(.)", r"\1", shown) == kept(name), (name, shown)


PHONES = pytest.mark.parametrize("by", [by_pjsip, by_baresip])


@PHONES
def test_names_as_phones_show_them(tmp_path: Path, figure: Figure, by: Callable[[Path, int, int], None]) -> None:
    count = 150
    by(tmp_path, count, 2)
    figure(f"names rung, answered and read back {by.__name__.replace('_', ' ')}", f"{count} of {count}")


@pytest.mark.soak
@pytest.mark.timeout(1800)
@PHONES
def test_ten_thousand_names_as_phones_show_them(
    tmp_path: Path, figure: Figure, by: Callable[[Path, int, int], None]
) -> None:
    count = 10_000
    by(tmp_path, count, 3)
    figure(f"names rung, answered and read back {by.__name__.replace('_', ' ')}, soak", f"{count:,} of {count:,}")


# Attacks: names such as no door lets in any more, in rows that are there already


def header_names(message: str) -> set[str]:
    head, end, _ = message.partition("\r\n\r\n")
    assert end
    assert not re.search(r"\r(?!\n)|(?<!\r)\n|[^\r\n\x20-\x7e\u00a0-\u2027\u202a-\U0010ffff]", head)
    return {line.partition(":")[0].lower() for line in head.split("\r\n")[1:]}


def unforged(message: str, number: str) -> None:
    """What was meant to be sent, and nothing else."""
    assert message.startswith(f"INVITE sip:{number}@")
    assert header_names(message) <= HEADERS, message
    for name in ("From", "P-Asserted-Identity"):
        said = [line for line in message.split("\r\n") if line.startswith(f"{name}:")]
        assert len(said) == 1
        assert NAMED.fullmatch(said[0].partition(":")[2].partition(";tag=")[0].strip()), said
        assert "<sip:+12125550100@127.0.0.1" in said[0].rpartition('"')[2]


def dialled(running: Engine, call: str, n: int, name: str) -> None:
    """As for a person who dials, or a queue that sends a call on."""
    running.wants(["Dial", call, f"{call}.{n}", "trunk", "+13105550123", "+12125550100", name, ""])


def test_a_name_is_no_header_and_no_request_over_udp(tmp_path: Path, figure: Figure) -> None:
    with beside(tmp_path) as (running, carrier):
        call = carrier.call("+12125550100", SDP)
        came = running.happens("Came")
        for n, name in enumerate(ATTACKS, 1):
            dialled(running, came["call"], n, name)
            invite = carrier.receive("INVITE")
            unforged(invite, "+13105550123")
            carrier.answer(invite, "486 Busy")
            assert carrier.receive("ACK")
            assert running.happens("Refused")["leg"] == f"{came['call']}.{n}"
        running.wants(["Release", came["leg"], 404])
        call.answered(404)
    figure("names that would be headers or requests, over UDP", f"{len(ATTACKS)}; forged: 0")


class Stream:
    """A carrier at the other end of a connection that we make."""

    def __init__(self, server: socket.socket) -> None:
        self.connection, _ = server.accept()
        self.connection.settimeout(5)
        self.framer, self.come = Framer(), list[str]()

    def receive(self, start: str) -> str:
        while True:
            for n, text in enumerate(self.come):
                if text.startswith(start):
                    return self.come.pop(n)
            self.come += [message.decode() for message in self.framer.feed(self.connection.recv(65_536))]

    def answer(self, request: str, status: str) -> None:
        kept = [line for line in request.split("\r\n") if line.startswith(("Via", "From", "To", "Call-ID", "CSeq"))]
        self.send(f"SIP/2.0 {status}", *kept, "Content-Length: 0")

    def send(self, *lines: str, body: str = "") -> None:
        self.connection.sendall(("\r\n".join(lines) + f"\r\n\r\n{body}").encode())


@contextmanager
def by_tcp(folder: Path) -> Iterator[tuple[Engine, Stream]]:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        engine(folder, server.getsockname()[1], CARRIER="tcp") as running,
    ):
        server.settimeout(20)
        stream = Stream(server)
        stream.answer(stream.receive("OPTIONS"), "200 OK")
        with stream.connection:
            yield running, stream


def calls_by(stream: Stream, caller: str, n: int) -> None:
    stream.send(
        "INVITE sip:+12125550100@127.0.0.1 SIP/2.0",
        f"Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK{n}",
        f"From: {caller};tag=1",
        "To: <sip:+12125550100@127.0.0.1>",
        f"Call-ID: call-{n}",
        "CSeq: 1 INVITE",
        "Contact: <sip:carrier@127.0.0.1;transport=tcp>",
        "Content-Type: application/sdp",
        f"Content-Length: {len(SDP)}",
        body=SDP,
    )


def test_a_name_is_no_header_and_no_request_over_tcp(tmp_path: Path, figure: Figure) -> None:
    with by_tcp(tmp_path) as (running, stream):
        calls_by(stream, "<sip:+12065550100@carrier.example>", 0)
        came = running.happens("Came")
        for n, name in enumerate(ATTACKS, 1):
            dialled(running, came["call"], n, name)
            invite = stream.receive("INVITE")
            unforged(invite, "+13105550123")
            stream.answer(invite, "486 Busy")
            stream.receive("ACK")
            assert running.happens("Refused")["leg"] == f"{came['call']}.{n}"
        assert [each for each in stream.come if not each.startswith(("SIP/2.0 100", "OPTIONS"))] == []
        running.wants(["Release", came["leg"], 404])
        assert stream.receive("SIP/2.0 404")
    figure("names that would be headers or requests, over TCP", f"{len(ATTACKS)}; forged: 0")


def test_what_a_carrier_says_goes_to_no_other_as_a_header(tmp_path: Path, figure: Figure) -> None:
    """As it stands, escaped as it should be, and in quotes that do not end."""
    said = [name for name in ATTACKS if "\r\n" not in name and len(name) < 100]
    said = [*(f'"{name}" <sip:+12065550100@c>' for name in said), *(f"{name} <sip:+12065550100@c>" for name in said)]
    said += ['"abc\\" <sip:+12065550100@c>', '"a\\\r\\\nb" <sip:+12065550100@c>', '"\\\0" <sip:+12065550100@c>']
    called = 0
    with by_tcp(tmp_path) as (running, stream):
        for n, caller in enumerate(said):
            calls_by(stream, caller, n)
            if not stream.receive("SIP/2.0 ").startswith("SIP/2.0 100"):
                continue  # it could not be read
            called += 1
            came = running.happens("Came")
            dialled(running, came["call"], 1, came["name"])
            invite = stream.receive("INVITE")
            unforged(invite, "+13105550123")
            stream.answer(invite, "486 Busy")
            stream.receive("ACK")
            running.happens("Refused")
            running.wants(["Release", came["leg"], 404])
            assert header_names(stream.receive("SIP/2.0 404")) <= HEADERS
        assert [each for each in stream.come if not each.startswith(("SIP/2.0 100", "OPTIONS"))] == []
    assert called >= len(said) - 2
    figure("callers' names of a carrier that would be headers", f"{len(said)}, {called} calls went through; forged: 0")


@pytest.mark.parametrize("name", [*ATTACKS[:2], *ATTACKS[7:9], 'Ada "Q" \\ <Moreno>, 😀'], ids=range(5))
def test_names_of_people_that_are_stored_already(tmp_path: Path, name: str) -> None:
    """To a colleague's phone, which answers, and to a carrier."""
    with (
        beside(tmp_path, OFFICE="yes", NAMED=name.replace("\0", "\1")) as (made, carrier),
        phone(tmp_path, account(made, "12"), 1000, first_answer=200) as ben,
    ):
        ben.register()
        ada = Wire(made, account(made, "11"))
        ada.register("MD5")
        ada.call("1002")
        assert ada.receive("SIP/2.0 200")
        assert read(ben.wait("CONFIRMED")["from"]) == kept(name)
        ben.hang_up()
        ada.call("3105550123")
        invite = carrier.receive("INVITE")
        assert header_names(invite) <= HEADERS
        assert read(carrier.header(invite, "P-Asserted-Identity")) == kept(name)
        carrier.answer(invite, "486 Busy")
        ada.socket.close()


@pytest.mark.parametrize("name", [*ATTACKS[:2], 'Desk "Q" \\ <1>, 😀'], ids=range(3))
def test_names_of_queues_that_are_stored_already(tmp_path: Path, name: str) -> None:
    """A colleague's call to a queue goes on outside, in the name of the queue."""
    with beside(tmp_path, OFFICE="yes", NAMED=name) as (made, carrier):
        ada = Wire(made, account(made, "11"))
        ada.register("MD5")
        ada.call("2001")
        invite = carrier.receive("INVITE")
        assert header_names(invite) <= HEADERS
        assert read(carrier.header(invite, "P-Asserted-Identity")) == kept(name)
        carrier.answer(invite, "486 Busy")
        ada.socket.close()
