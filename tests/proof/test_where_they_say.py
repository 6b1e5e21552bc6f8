"""Whatever a phone or a carrier says of where it is to be reached: the call goes on, nothing goes anywhere else, and no
name is looked up."""

import select
import socket
import ssl
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.engine.carrier import Carrier, Engine, engine
from tests.engine.parties import Party, sdp, staged
from tests.figures import Figure
from tests.ports import WORKER, free_port
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store

THIRD = f"127.0.0.{77 + WORKER}"
PLACES = [
    "<sip:proxy.slow.example.net;lr>",
    "<sip:localhost:15190;lr>",
    "<sip:LOCALHOST;transport=TCP;lr>",
    "<tel:+13105550100>",
    "<urn:service:sos>",
    "<sips:proxy.example;lr>",
    "<sip:[2001:db8::1]:5060;lr>",
    f"<sip:{THIRD}>",
    f"<sip:{THIRD}:0;lr>",
    f"<sip:{THIRD}:99999;lr>",
    f"<sip:{THIRD};transport=tcp;lr>",
    f"<sip:{THIRD};transport=ws;lr>",
    f"<sip:{THIRD};transport=sctp;lr>",
    f"<sip:proxy.example;maddr={THIRD};lr>",
    f"<sip:{THIRD};lr>, <sip:b.example;lr>, <sip:c.example>",
    f"<sip:b.example>, <sip:{THIRD};lr>",
]
FORMS = [*(f"Record-Route: {place}" for place in PLACES), *(f"Contact: {place.split(', ')[0]}" for place in PLACES)]


class ThirdHost:
    """One that has nothing to do with the calls, and listens for SIP, and for audio."""

    def __init__(self, opened: ExitStack) -> None:
        kinds = (socket.SOCK_DGRAM, 5060), (socket.SOCK_STREAM, 5060), (socket.SOCK_DGRAM, 0)
        self._sockets = [opened.enter_context(socket.socket(socket.AF_INET, kind)) for kind, _ in kinds]
        for each, (_, port) in zip(self._sockets, kinds, strict=True):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            each.bind((THIRD, port))
        self._sockets[1].listen()
        self.audio: int = self._sockets[2].getsockname()[1]

    @property
    def has_heard(self) -> bool:
        return bool(select.select(self._sockets, [], [], 0)[0])


class Down:
    """A connection, to be used as a socket of UDP: a message goes in whole and comes out whole."""

    def __init__(self, connection: Any) -> None:
        self._connection, self._read = connection, b""
        self.getsockname, self.settimeout, self.close = (
            connection.getsockname,
            connection.settimeout,
            connection.close,
        )

    def sendto(self, data: bytes, _: object) -> None:
        self._connection.sendall(data)

    def recv(self, _: int) -> bytes:
        while (head := self._read.find(b"\r\n\r\n")) < 0:
            self._read += self._connection.recv(65_535)
        length = head + 4 + int(self._read[:head].lower().partition(b"content-length:")[2].split()[0])
        while len(self._read) < length:
            self._read += self._connection.recv(65_535)
        message, self._read = self._read[:length], self._read[length:]
        return message


class Phone(Wire):
    """Registered, by one of the transports."""

    def __init__(self, office: "Office", user: str, transport: str) -> None:
        account = {"user_name": user, "authorization_id": user, "password": f"secret-{user}"}
        super().__init__(office.engine, account | {"sip_domain": "office.test"})
        if transport != "udp":
            self.socket.close()
            port = office.sips if transport == "tls" else office.engine.sip
            plain = socket.create_connection(("127.0.0.1", port))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            made: Any = Down(context.wrap_socket(plain) if transport == "tls" else plain)
            made.settimeout(10)
            self.socket = made
            self.port = made.getsockname()[1]
        assert self.register("MD5").startswith("SIP/2.0 200")

    def picks_up(self, invite: str, where: str, body: str = SDP) -> None:
        kept = [line for line in invite.split("\r\n") if line.partition(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
        contact = [] if where.startswith("Contact") else [f"Contact: <sip:x@127.0.0.1:{self.port}>"]
        head = ["SIP/2.0 200 OK", *kept, f"To: {self.header(invite, 'To')};tag=t", *contact, where]
        head += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
        self.again("\r\n".join(head) + "\r\n\r\n" + body)


class Office:
    def __init__(self, made: Engine, carrier: Carrier, sips: int) -> None:
        self.engine, self.carrier, self.sips = made, carrier, sips

    @contextmanager
    def phones(self, transport: str) -> Generator[tuple[Phone, Phone]]:
        both = Phone(self, "11", transport), Phone(self, "12", transport)
        try:
            yield both
        finally:
            for each in both:
                each.leave()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, sips, carrier = tmp_path_factory.mktemp("places"), free_port(), Carrier()
    with engine(folder, carrier.port, OFFICE="yes", SIPS=str(sips), QUOTAS="line_rate=10000") as made:
        carrier.at(made)
        yield Office(made, carrier, sips)
    carrier.socket.close()


@pytest.fixture
def third() -> Iterator[ThirdHost]:
    with ExitStack() as opened:
        yield ThirdHost(opened)


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_a_phone_that_picks_up(office: Office, third: ThirdHost, figure: Figure, transport: str) -> None:
    """And that names another host for its audio, which hears nothing."""
    with office.phones(transport) as (ada, ben):
        slowest = 0.0
        for form in FORMS:
            ada.call("1002")
            began = time.monotonic()
            elsewhere = SDP.replace("c=IN IP4 127.0.0.1", f"c=IN IP4 {THIRD}").replace(
                "audio 9 ", f"audio {third.audio} "
            )
            ben.picks_up(ben.receive("INVITE"), form, elsewhere)
            ack = ben.receive("ACK")
            route = form.partition("Record-Route: ")[2]
            assert bool(ben.header(ack, "Route")) == bool(route), form
            answer = ada.receive("SIP/2.0 200")
            speaks_to(answer)
            ada.go_on(answer, "ACK")
            ada.go_on(answer, "BYE")
            ada.receive("SIP/2.0 200")
            ben.answer(ben.receive("BYE"), "200 OK")
            slowest = max(slowest, time.monotonic() - began)
        assert not third.has_heard
    assert slowest < 4
    figure(f"answers of a phone that name other places, over {transport}", f"{len(FORMS)} calls, 0 packets elsewhere")


def speaks_to(message: str) -> None:
    """A few packets of audio."""
    port = int(message.partition("m=audio ")[2].split()[0])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as audio:
        for number in range(5):
            audio.sendto(bytes([0x80, 0, 0, number]) + bytes(168), ("127.0.0.1", port))


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_a_phone_that_calls_and_one_that_calls_for_help(
    office: Office, third: ThirdHost, figure: Figure, transport: str
) -> None:
    """Its carrier names other places too."""
    carrier, helped = office.carrier, 0
    with office.phones(transport) as (ada, _):
        for form in FORMS:
            for number in ("911",) if form in FORMS[::2] else ("911", "13105550177"):
                carrier.forget()
                ada.call_for_help(number, form if form.startswith("Record-Route") else "X-Nothing: x")
                invite = carrier.receive("INVITE")
                answered_by(carrier, invite, form)
                assert carrier.receive("ACK")
                answer = ada.receive("SIP/2.0 200")
                ada.go_on(answer, "ACK")
                ada.go_on(answer, "BYE")
                ada.receive("SIP/2.0 200")
                carrier.answer(carrier.receive("BYE"), "200 OK")
                helped += number == "911"
        assert not third.has_heard
    figure(f"911 answered by a carrier that names other places, phone over {transport}", f"{helped} of {len(FORMS)}")


def answered_by(carrier: Carrier, invite: str, where: str) -> None:
    kept = [line for line in invite.split("\r\n") if line.partition(":")[0] in ("Via", "From", "Call-ID", "CSeq")]
    contact = [] if where.startswith("Contact") else [f"Contact: <sip:x@127.0.0.1:{carrier.port}>"]
    head = ["SIP/2.0 200 OK", *kept, f"To: {carrier.header(invite, 'To')};tag=t", *contact, where]
    head += ["Content-Type: application/sdp", f"Content-Length: {len(SDP)}"]
    carrier.socket.sendto(("\r\n".join(head) + "\r\n\r\n" + SDP).encode(), carrier.server)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_carrier(tmp_path: Path, third: ThirdHost, figure: Figure, transport: str) -> None:
    """That is called, refuses, and calls."""
    with staged(tmp_path / "stage", transport) as stage:
        for form in FORMS:
            places = [form, *([] if form.startswith("Contact") else [f"Contact: {stage.line.contact}"])]
            for status in ("200 OK", "486 Busy Here"):
                caller, packet, call = stage.comes()
                party, invite = stage.rings(call)
                said, of = stage.line.say, party.call
                kept = [f"{name}: {value}" for name in ("Via", "From", "Call-ID", "CSeq") for value in invite.all(name)]
                head = [f"SIP/2.0 {status}", *kept, f"To: {invite.one('To')};tag=t"]
                body = sdp() if status == "200 OK" else ""
                head += places
                head += ["Content-Type: application/sdp"] if body else []
                said("\r\n".join([*head, f"Content-Length: {len(body)}", "", body]))
                stage.running.eventually("Answered" if body else "Refused")
                stage.line.hear(lambda each, of=of: each.method == "ACK" and each.one("Call-ID") == of)
                if body:
                    stage.running.wants(["Release", f"{call}.1", 480])
                    stage.line.hear(lambda each, of=of: each.method == "BYE" and each.one("Call-ID") == of)
                stage.end()
                assert caller.final(packet).status == 480
        for form in (form for form in FORMS if not form.startswith(("Contact: <tel", "Contact: <urn"))):
            party = Party.calling(stage.line)
            more = {"contact": form} if form.startswith("Contact") else {}
            packet = party.send("INVITE", *([] if more else [form]), body=sdp(), **more)
            call = stage.running.eventually("Came")["call"]
            stage.calls.append(call)
            stage.running.wants(["Answer", f"{call}.0"])
            answer = party.final(packet)
            assert answer.status == 200, form
            party.learn(answer)
            party.acknowledge(answer)
            stage.running.wants(["Release", f"{call}.0", 480])
            stage.line.hear(lambda each, of=party.call: each.method == "BYE" and each.one("Call-ID") == of)
            stage.end()
        assert not third.has_heard
    figure(f"a carrier that names other places, over {transport}", f"{3 * len(FORMS)} calls, 0 packets elsewhere")


VIAS = [f"127.0.0.1:{{port}};rport={free}" for free in ("99999", "5", "abc", "0", "-1")] + [
    f"{THIRD};maddr={THIRD}",
    f"{THIRD}:99999",
    "name.slow.example.net:0;received=10.0.0.1;rport=7",
    "[2001:db8::1]",
]


def test_answers_go_back_to_where_the_request_came_from(office: Office, third: ThirdHost, figure: Figure) -> None:
    """A port that there cannot be once ended the thread that sends to everybody."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.settimeout(5)
        port = stranger.getsockname()[1]
        for n, via in enumerate(VIAS):
            said = f"SIP/2.0/UDP {via.format(port=port)};branch=z9hG4bKx{n}"
            lines = [
                "OPTIONS sip:x SIP/2.0",
                f"Via: {said}",
                "Max-Forwards: 70",
                "From: <sip:a@b>;tag=1",
                "To: <sip:x@b>",
            ]
            lines += [f"Call-ID: via-{n}", "CSeq: 1 OPTIONS", "Content-Length: 0", "", ""]
            stranger.sendto("\r\n".join(lines).encode(), ("127.0.0.1", office.engine.sip))
            answer = stranger.recv(8192).decode()
            assert answer.startswith(("SIP/2.0 200", "SIP/2.0 400")), via
            assert f"via-{n}" in answer
        assert not third.has_heard
    figure("answers to a Via that names another place", f"{len(VIAS)} came back to where it was sent from")
