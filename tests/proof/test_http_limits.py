"""What strangers send over HTTP to hold memory, connections or the loop: it is bounded, and others are answered."""

import json
import select
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.figures import Figure
from tests.system.installation import System, running
from trunkline.api import connections
from trunkline.api.oauth.signin import BETWEEN, OF_ONE_ADDRESS

pytestmark = [pytest.mark.any_store, pytest.mark.alone]

SILENT = 1_500  # connections
SLOWEST = 1.0  # seconds for an answer to somebody else meanwhile
HELD = 20_000_000  # bytes of memory that an attack may take


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("http"), "--demo") as system:
        yield system


@pytest.fixture
def connect(system: System) -> Iterator[Callable[[], socket.socket]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(socket.create_connection(("127.0.0.1", system.http), 30))


Connect = Callable[[], socket.socket]


def answer(connection: socket.socket) -> tuple[int, Any]:
    """Status and body of the next answer; 0 for a connection that ends without."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        if not (byte := connection.recv(1)):
            return 0, None
        head += byte
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return int(head.split()[1]), json.loads(connection.recv(length, socket.MSG_WAITALL))


def send(connection: socket.socket, data: bytes) -> None:
    """As much of it as is taken."""
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(data)


def memory(system: System) -> int:
    status = Path(f"/proc/{system.child('api')}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


@contextmanager
def others_are_answered(system: System, figure: Figure, what: str, within: float = SLOWEST) -> Iterator[None]:
    """Somebody asks after the health of the system all the time, each time anew."""
    took: list[float] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            begun = time.monotonic()
            with socket.create_connection(("127.0.0.1", system.http), 30) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert answer(connection)[0] == 200
            took.append(time.monotonic() - begun)
            over.wait(0.05)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()
    figure(f"{what}: slowest answer to /healthz meanwhile", f"{max(took) * 1000:.0f} ms of {len(took)}")
    assert max(took) < within


GET = b"GET /v2/phone/users HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
TOO_MUCH = {
    "a header of 80 MB": (GET + b"A: ", b"a" * 1_000_000, 80, 431),
    "headers without end": (GET, b"A: b\r\n" * 1000, 500, 431),
    "an address of 20 MB": (b"GET /", b"a" * 1_000_000, 20, 414),
    "a query of 20 MB": (b"GET /v2/phone/users?a=", b"a" * 1_000_000, 20, 414),
    "a method without end": (b"", b"A" * 100_000, 10, 400),
    "empty lines without end": (b"", b"\r\n" * 50_000, 10, 431),
    "a body of 20 MB": (POST + b"Content-Length: 20000000\r\n\r\n", b"a" * 1_000_000, 20, 413),
    "a body of 20 MB in chunks": (POST + CHUNKED, b"f4240\r\n" + b"a" * 1_000_000 + b"\r\n", 20, 400),
    "chunks of one byte": (POST + CHUNKED, b"1\r\na\r\n" * 10_000, 200, 400),
    "a trailer of 20 MB": (POST + CHUNKED + b"0\r\nA: ", b"a" * 1_000_000, 20, 431),
    "a chunk that is long to name": (POST + CHUNKED + b"1;", b"a" * 1_000_000, 20, 431),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_more_than_may_be_sent_is_refused_and_not_held(
    what: str, system: System, connect: Connect, figure: Figure
) -> None:
    begins, piece, pieces, status = TOO_MUCH[what]
    before = memory(system)
    connection = connect()
    send(connection, begins)
    for _ in range(pieces):
        send(connection, piece)
    held = memory(system) - before
    figure(f"{what}: memory held", f"{max(held, 0) / 1e6:.0f} MB")
    assert held < HELD
    found, told = answer(connection)
    assert found == status
    assert told in (
        {"code": status, "message": connections.SAID[status]},
        {"reason": "Bad Request", "error": "invalid_request"},
    )
    assert connection.recv(1) == b""  # one answer, and the end


@pytest.mark.parametrize("what", ["a body that says how long it is", "a body in chunks"])
def test_a_body_that_is_too_large_is_refused_by_the_api_in_its_own_words(
    what: str, system: System, connect: Connect
) -> None:
    token = system.client.log_in()
    connection = connect()
    head = f"POST /v2/phone/devices HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    head += "Content-Type: application/json\r\n"
    if what == "a body in chunks":
        send(connection, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        send(connection, b"1e8481\r\n" + b"a" * 2_000_001 + b"\r\n0\r\n\r\n")
    else:
        send(connection, f"{head}Content-Length: 2000000\r\nExpect: 100-continue\r\n\r\n".encode())  # nothing follows
    assert answer(connection) == (413, {"code": 413, "message": "Request body is too large."})


def test_what_a_request_may_have_it_may_have(system: System, connect: Connect) -> None:
    token = system.client.log_in()
    connection = connect()
    more = b"".join(b"x-%d: %s\r\n" % (n, b"a" * 100) for n in range(90))
    for _ in range(3):  # on one connection
        send(connection, b"GET /v2/phone/users?next_page_token=%s HTTP/1.1\r\nHost: x\r\n" % (b"a" * 16_000))
        send(connection, b"Authorization: Bearer " + token.encode() + b"\r\n" + more + b"\r\n")
        assert answer(connection)[0] == 400  # no such page
    several = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 10
    send(connection, several)
    for _ in range(10):
        assert answer(connection)[0] == 200


def test_silent_connections_and_half_requests_keep_nobody_out(system: System, connect: Connect, figure: Figure) -> None:
    with others_are_answered(system, figure, f"{SILENT} silent connections and half requests"):
        held = [connect() for _ in range(SILENT)]
        for connection in held[::2]:
            send(connection, b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: b")
        files = len(list(Path(f"/proc/{system.child('api')}/fd").iterdir()))
        figure(f"{SILENT} silent connections: open files of the API", str(files))
        assert files < connections.OF_ONE_ADDRESS + 100


def test_answers_that_nobody_reads_keep_nobody_out(system: System, figure: Figure) -> None:
    """From many addresses, so that all places are taken: who reads nothing makes room for who comes."""
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 3
    with ExitStack() as stack:
        for n in range(17 * connections.OF_ONE_ADDRESS):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.bind((f"127.0.1.{1 + n // connections.OF_ONE_ADDRESS}", 0))
            connection.connect(("127.0.0.1", system.http))
            send(connection, asked)
        settled = time.monotonic() + 10
        while time.monotonic() < settled and not health(system):
            time.sleep(0.1)
        found = [health(system) for _ in range(20)]
        figure(
            f"{17 * connections.OF_ONE_ADDRESS} connections that read nothing: others answered", f"{sum(found)} of 20"
        )
        assert all(found)
        figure("... and memory of the API", f"{memory(system) / 1e6:.0f} MB")


def health(system: System) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", system.http), 10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return answer(connection)[0] == 200
    return False


def test_long_answers_to_one_address_delay_nobody(system: System, figure: Figure) -> None:
    asked = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 15
    with ExitStack() as stack, others_are_answered(system, figure, "250 connections that ask for 5 GB", 3):
        for _ in range(250):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.bind(("127.0.2.1", 0))
            connection.connect(("127.0.0.1", system.http))
            send(connection, asked)
        time.sleep(4)


WHOLE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
LAST_WORDS = {
    "a request": (WHOLE, 1),
    "three requests": (WHOLE * 3, 3),
    "a request and half of one": (WHOLE + b"GET /hea", 1),
    "a request and one with half a body": (WHOLE + POST + b"Content-Length: 100\r\n\r\nabc", 1),
    "half a request": (b"GET /hea", 0),
    "half a body": (POST + b"Content-Length: 100\r\n\r\nabc", 0),
    "nothing": (b"", 0),
}


@pytest.mark.parametrize("what", LAST_WORDS)
def test_who_says_no_more_may_still_read(what: str, connect: Connect) -> None:
    """A connection of which the client has closed its half, as `nc -N` does."""
    said, answers = LAST_WORDS[what]
    connection = connect()
    send(connection, said)
    connection.shutdown(socket.SHUT_WR)
    for _ in range(answers):
        assert answer(connection)[0] == 200
    assert connection.recv(1) == b""


HEADERS = (
    "Cookie",
    "Authorization",
    "Authorization: Basic ",
    "Authorization: Bearer ",
    "If-None-Match",
    "If-Range",
    "Range",
    "Range: bytes=",
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Content-Type",
    "Content-Type: multipart/form-data; boundary=",
    "Host",
    "X-Forwarded-For",
    "Forwarded",
    "Connection",
    "Upgrade",
    "Origin",
)
HOSTILE = {
    "badly quoted": (b'a="', b'\\"', b'"'),
    "escaped": (b'a="', b"\\0", b""),
    "never closed": (b'a="', b";", b""),
    "spaces": (b"a", b" ", b"x"),
    "semicolons": (b"", b";", b""),
    "commas": (b"", b",", b""),
    "parameters": (b"a", b";a=b", b""),
    "percents": (b"", b"%", b""),
    "encoded": (b"", b"%25", b""),
    "digits": (b"", b"9", b"-"),
    "Base64": (b"", b"QUFB", b"="),
    "brackets": (b"", b"<", b""),
    "pairs": (b"", b"a=b; ", b""),
}
PLACES = ("/oauth/authorize?client_id=demo-user-client&response_type=code", "/v2/phone/users", "/openapi.json")
LOOK = 0.5  # seconds for a whole answer, on a machine that does other things too


def seconds(connect: Connect, asked: bytes) -> float:
    """Until it is answered, by anything but a fault of ours."""
    begun = time.monotonic()
    with connect() as connection:
        send(connection, asked)
        assert connection.recv(12, socket.MSG_WAITALL)[9:10] in b"234"
        return time.monotonic() - begun


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_takes_long_to_read(header: str, system: System, connect: Connect, figure: Figure) -> None:
    name, _, begins = header.partition(": ")
    took = dict[str, float]()
    for what, (before, piece, after) in HOSTILE.items():
        value = begins.encode() + before + piece * (40_000 // len(piece)) + after
        for place in PLACES:
            others = b"" if name == "Host" else b"Host: x\r\n"
            asked = f"GET {place} HTTP/1.0\r\n{name}: ".encode() + value + b"\r\n" + others + b"\r\n"
            took[f"{what} to {place}"] = min(
                seconds(connect, asked) for _ in range(2)
            )  # the first reads a template too
    worst = max(took, key=took.__getitem__)
    figure(f"{header}, 40 KB of it: slowest answer", f"{took[worst] * 1000:.0f} ms ({worst})")
    assert took[worst] < LOOK, worst


TARGETS = {
    "a query of one field": b"a=" + b"%41" * 5000,
    "a query of many fields": b"a&" * 8000,
    "a query of equals signs": b"=" * 16_000,
    "a query of plus signs": b"+" * 16_000,
    "a query of half escapes": b"%" * 16_000,
}


@pytest.mark.parametrize("what", TARGETS)
def test_no_query_or_form_takes_long_to_read(what: str, connect: Connect) -> None:
    form = TARGETS[what] * 4
    for said in (
        *(b"GET %s%s%s HTTP/1.0\r\n\r\n" % (p.encode(), b"&" if "?" in p else b"?", TARGETS[what]) for p in PLACES),
        POST.replace(b"1.1", b"1.0") + b"Content-Length: %d\r\n\r\n" % len(form) + form,
    ):
        assert min(seconds(connect, said) for _ in range(2)) < LOOK


def test_strangers_learn_whether_all_is_well_and_no_more(connect: Connect) -> None:
    connection = connect()
    send(connection, WHOLE)
    assert answer(connection) == (200, {"status": "ok"})


@contextmanager
def given(connection: socket.socket, seconds: float) -> Iterator[None]:
    connection.settimeout(seconds)
    yield


HALVES = {
    "nothing": (b"", 0),
    "half a line": (b"GET /hea", 408),
    "half a head": (b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: b", 408),
    "half a body": (POST + b"Content-Length: 100\r\n\r\nabc", 408),
    "half a body in chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", 408),
    "half a request after a whole one": (b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea", 408),
    "an empty line after a whole one": (b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\r\n", 0),
    "empty lines": (b"\r\n\r\n", 408),
}


def drip(connection: socket.socket, until: float) -> None:
    """A byte now and then, until it is told off."""
    send(connection, b"GET /healthz HTTP/1.1\r\n")
    while time.monotonic() < until and not select.select([connection], [], [], 0.5)[0]:
        send(connection, b"A")


def test_who_says_no_more_is_told_and_left(connect: Connect, figure: Figure) -> None:
    begun = {what: connect() for what in HALVES}
    for what, connection in begun.items():
        send(connection, HALVES[what][0])
    slow = connect()
    start = time.monotonic()
    dripping = threading.Thread(target=drip, args=(slow, start + connections.HEAD_TIME + 5))
    dripping.start()
    for what, connection in begun.items():
        if "after a whole one" in what:
            assert answer(connection)[0] == 200
        assert answer(connection)[0] == HALVES[what][1], what
        with given(connection, 5):
            assert connection.recv(1) == b""
    dripping.join()
    assert answer(slow)[0] == 408
    took = time.monotonic() - start
    figure(f"{len(HALVES)} kinds of silence: the last connection closed after", f"{took:.0f} s")
    assert took < connections.HEAD_TIME + connections.LINGER + 5


BODIES: dict[str, tuple[str, str, bytes]] = {
    "300,000 [] where there may be ten": (
        "POST",
        "/users/me/phone_numbers",
        b'{"phone_numbers":[%s]}' % b",".join([b"[]"] * 300_000),
    ),
    "300,000 [] where nothing is said of how many": (
        "POST",
        "/byoc_numbers",
        b'{"phone_numbers":[%s]}' % b",".join([b"[]"] * 300_000),
    ),
    "lists within lists": (
        "POST",
        "/users/batch",
        b'{"users":[{"calling_plans":[%s]}]}' % b",".join([b"{}"] * 300_000),
    ),
    "an unknown field": ("POST", "/devices", b'{"unknown":[%s]}' % b",".join([b"{}"] * 300_000)),
    "100,000 unknown fields": ("POST", "/devices", b"{%s}" % b",".join(b'"%d":1' % n for n in range(90_000))),
    "a long text": ("POST", "/devices", b'{"display_name":"%s"}' % (b"a" * 990_000)),
}


def test_long_bodies_stop_nobody(system: System, connect: Connect, figure: Figure) -> None:
    token = system.client.log_in()
    user = system.client.user(1001)["id"]
    with others_are_answered(system, figure, f"{3 * len(BODIES)} bodies of nearly 1 MB"):
        for method, path, body in 3 * [*BODIES.values()]:
            connection = connect()
            head = (
                f"{method} /v2/phone{path.replace('me', user)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            )
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            begun = time.monotonic()
            send(connection, head.encode() + body)
            status, told = answer(connection)
            assert status == 400, told
            assert time.monotonic() - begun < 3


UNDECLARED = {
    "300,000 [] side by side": b'{"zzz":[%s]}' % b",".join([b"[]"] * 300_000),
    "300,000 {} side by side": b'{"zzz":[%s]}' % b",".join([b"{}"] * 300_000),
    "lists of lists of lists": b'{"zzz":[%s]}' % b",".join([b"[" * 100 + b"]" * 100] * 4_500),
    "numbers": b'{"zzz":[%s]}' % b",".join([b"1"] * 450_000),
    "fields": b"{%s}" % b",".join(b'"%d":[]' % n for n in range(70_000)),
    "within what is declared": b'{"policy":{"zzz":[%s]}}' % b",".join([b"[]"] * 300_000),
}


def test_what_the_contract_does_not_name_stops_nobody(system: System, connect: Connect, figure: Figure) -> None:
    """Five at once, of each."""
    token, user = system.client.log_in(), system.client.user(1001)["id"]
    with others_are_answered(system, figure, f"{5 * len(UNDECLARED)} bodies of 900 KB that nobody wants, five at once"):
        took: list[float] = []
        for body in UNDECLARED.values():
            head = f"PATCH /v2/phone/users/{user} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            begun = time.monotonic()
            asked = [connect() for _ in range(5)]
            for connection in asked:
                send(connection, head.encode() + body)
            for connection in asked:
                connection.recv(1, socket.MSG_PEEK)
                assert connection.recv(13)[9:12] in (b"204", b"400")
            took.append(time.monotonic() - begun)
    figure("five bodies of 900 KB that nobody wants: answered within", f"{max(took) * 1000:.0f} ms")


def test_guessing_is_not_hidden_behind_other_addresses(system: System, figure: Figure) -> None:
    """Codes that no device shows, as from another address each time."""
    answered: list[int] = []
    begun = time.monotonic()
    for n in range(2 * OF_ONE_ADDRESS):
        request = urllib.request.Request(f"http://127.0.0.1:{system.http}/oauth/device?user_code=BCDF-{n:04}")
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP"):
            request.add_header(name, f"198.51.{n // 250}.{n % 250}")
        try:
            urllib.request.urlopen(request).close()
        except urllib.error.HTTPError as error:
            answered.append(error.code)
            error.close()
    assert answered[:OF_ONE_ADDRESS] == [400] * OF_ONE_ADDRESS
    looked_at = answered.count(400)
    assert looked_at <= OF_ONE_ADDRESS + (time.monotonic() - begun) / BETWEEN + 1
    figure("guesses of codes with rotated X-Forwarded-For that were looked at", f"{looked_at} of {len(answered)}")
