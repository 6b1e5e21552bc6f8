"""What is refused because it is more than anybody needs to say, and what is not."""

import socket
import time

import pytest

from tests.engine.carrier import Engine
from trunkline.engine import bounds, repairs
from trunkline.engine.addresses import LONGEST_DIALLED, LONGEST_READ, Address, dialled

pytestmark = pytest.mark.any_store

HEAD = (
    "Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK{0}\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: {0}\r\n"
)
NAME = '"a, b \\" c, \\\\" <sip:a@b>'


def packet(first: str, *headers: str, body: str = "", method: str = "OPTIONS") -> bytes:
    lines = "".join(f"{header}\r\n" for header in headers)
    head = HEAD.format(time.monotonic_ns())
    return f"{first}\r\n{head}CSeq: 1 {method}\r\n{lines}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def options(*headers: str) -> bytes:
    return packet("OPTIONS sip:x SIP/2.0", *headers)


TOO_LARGE = {
    "a long header": options("X: " + "a" * bounds.LONGEST_LINE),
    "a long header in many lines": options("X: a" + "\r\n a" * bounds.LONGEST_LINE),
    "many headers": options(*["a: b"] * bounds.MOST_VALUES),
    "many values": options("Contact: " + ",".join(["<sip:a@b>"] * bounds.MOST_VALUES)),
    "many named values": options("Contact: " + ",".join([NAME] * bounds.MOST_VALUES)),
    "a large head": options(*[f"X: {'a' * 4_000}"] * 5),
    "a large header before all others": options().replace(b"Via:", b"X: " + b"a" * 50_000 + b"\r\nVia:"),
    "a long first line": packet(f"OPTIONS sip:{'x' * bounds.LONGEST_LINE} SIP/2.0"),
}
TAKEN = {
    "many headers": options(*["a: b"] * 200),
    "commas in a name": options(f'Contact: "{"," * 1_000}" <sip:a@b>'),
    "a large body": packet("OPTIONS sip:x SIP/2.0", "c: a/b", body="a, b\r\n" * 9_000),
    "a token of an identity": options("Identity: " + "a" * 4_000),
}


@pytest.mark.parametrize("what", TOO_LARGE)
def test_too_much_is_not_read(what: str) -> None:
    with pytest.raises(bounds.TooLarge):
        repairs.text_of(TOO_LARGE[what])


@pytest.mark.parametrize("what", TAKEN)
def test_what_anybody_says_is(what: str) -> None:
    assert repairs.text_of(TAKEN[what])


def answer(engine: Engine, said: bytes, seconds: float = 5) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 0))
        own.settimeout(seconds)
        own.sendto(said, ("127.0.0.1", engine.sip))
        try:
            return own.recv(65_536).decode()
        except TimeoutError:
            return ""


@pytest.mark.parametrize("what", TOO_LARGE)
def test_a_request_of_too_much_is_told_so(what: str, running: Engine) -> None:
    said = answer(running, TOO_LARGE[what])
    assert said.startswith("SIP/2.0 513 Message Too Large\r\n")
    assert {"Via", "From", "To", "Call-ID", "CSeq"} <= {line.partition(":")[0] for line in said.splitlines()}


def test_nobody_is_answered_who_would_have_much_repeated_or_answers_himself(running: Engine) -> None:
    assert not answer(running, options(*["Via: SIP/2.0/UDP h"] * 3_000), 1)
    assert not answer(running, options().replace(b"sip:a@x", b"sip:a@x;" + b"a" * 50_000), 1)
    assert not answer(running, TOO_LARGE["many headers"].replace(b"OPTIONS sip:x SIP/2.0", b"SIP/2.0 200 OK"), 1)


@pytest.mark.parametrize("what", TAKEN)
def test_a_request_of_much_is_answered(what: str, running: Engine) -> None:
    assert answer(running, TAKEN[what]).startswith("SIP/2.0 200 ")


def test_too_many_parts_are_too_large_a_body(running: Engine) -> None:
    body = "--b\r\nContent-Type: application/isup\r\n\r\nx\r\n" * 40 + "--b--"
    headers = ("Contact: <sip:a@127.0.0.1>", "Content-Type: multipart/mixed;boundary=b")
    said = answer(running, packet("INVITE sip:911@x SIP/2.0", *headers, body=body, method="INVITE"))
    assert said.startswith("SIP/2.0 413 ")


def test_of_names_and_of_what_is_dialled_no_more_is_kept_than_anybody_needs() -> None:
    assert Address.read(f'"{"N" * 5_000}" <sip:a@b>').name == "N" * LONGEST_READ
    assert Address.read(f"{'N' * 5_000} <sip:a@b>").name == "N" * LONGEST_READ
    assert dialled(f"sip:{'7' * 4_000}@b") == "7" * LONGEST_DIALLED
