"""Phones that speak SIP over TCP and TLS, to each other and to those that speak it over UDP."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import certificates
from tests.phones import Phone, phone
from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.test_peers import until

pytestmark = pytest.mark.any_store


@dataclass
class Place:
    system: System
    sips: int
    accounts: list[dict[str, str]]

    def options(self, transport: str) -> dict[str, str]:
        return {"transport": transport} | ({"proxy": f"127.0.0.1:{self.sips}"} if transport == "tls" else {})


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, sips = tmp_path_factory.mktemp("transports"), free_port()
    certificate, key = certificates.make(folder)
    tls = ("--sips", f"127.0.0.1:{sips}", "--tls-cert", str(certificate), "--tls-key", str(key))
    with running(folder, "--demo", *tls) as system:
        accounts = [system.client.new_phone(1001 + n, f"0200000003{n:02x}") for n in range(2)]
        yield Place(system, sips, accounts)
        assert system.stop() == 0


@pytest.fixture
def phones(place: Place, tmp_path: Path) -> Iterator["Phones"]:
    with ExitStack() as stack:
        yield Phones(place, tmp_path, stack)


@dataclass
class Phones:
    place: Place
    folder: Path
    stack: ExitStack

    def on(self, transport: str, n: int) -> Phone:
        """The phone of 1001 (0) or 1002 (1), registered."""
        options = self.place.options(transport)
        made = self.stack.enter_context(phone(self.folder, self.place.accounts[n], (440, 1000)[n], **options))
        made.register()
        return made


@pytest.mark.parametrize(
    ("caller", "callee"), [("tcp", "udp"), ("udp", "tcp"), ("tls", "udp"), ("udp", "tls"), ("tls", "tcp")]
)
def test_a_call_from_one_transport_to_another(place: Place, phones: Phones, caller: str, callee: str) -> None:
    ada, ben = phones.on(caller, 0), phones.on(callee, 1)
    before = len(place.system.client.history(0))
    ada.dial("1002")
    ben.wait("EARLY")
    ada.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    time.sleep(0.5)
    assert ada.hears(1000)
    assert ben.hears(440)
    ada.hold()
    time.sleep(0.5)
    assert ben.state()["held"]
    ada.resume()
    time.sleep(0.3)
    assert not ben.state()["held"]
    ben.hang_up()
    ada.wait("DISCONNECTED")
    assert place.system.client.history(before + 1)[0]["call_result"] == "connected"


def test_a_phone_that_wants_nothing_but_sips(place: Place, phones: Phones) -> None:
    ada = phones.on("udp", 0)
    options = place.options("tls") | {"scheme": "sips"}
    ben = phones.stack.enter_context(phone(phones.folder, place.accounts[1], 1000, **options))
    ben.register()
    for one, other, number in ((ada, ben, "1002"), (ben, ada, "1001")):
        one.dial(number)
        other.wait("EARLY")
        other.answer()
        one.wait("CONFIRMED")
        time.sleep(0.5)
        assert ada.hears(1000)
        ben.hold()
        time.sleep(0.5)
        assert ada.state()["held"]
        ada.hang_up()
        ben.wait("DISCONNECTED")


@pytest.mark.parametrize("transport", ["tcp", "tls"])
def test_the_caller_gives_up_on_a_phone_behind_a_connection(phones: Phones, transport: str) -> None:
    ada, ben = phones.on("udp", 0), phones.on(transport, 1)
    ada.dial("1002")
    ben.wait("EARLY")
    ada.hang_up()
    ben.wait("DISCONNECTED")


def test_a_phone_whose_connection_is_gone_is_offline_and_a_call_to_it_fails_at_once(
    place: Place, phones: Phones
) -> None:
    ada, ben = phones.on("udp", 0), phones.on("tcp", 1)
    until(lambda: online(place, 1), "the phone is online")
    ben.vanish()
    until(lambda: not online(place, 1), "the phone is offline", 3)
    before = len(place.system.client.history(0))
    ada.dial("1002")
    assert ada.wait("DISCONNECTED", 2)["status"] == 480
    assert place.system.client.history(before + 1)[0]["call_result"] == "unconnected"


def test_a_phone_that_dies_while_it_rings(place: Place, phones: Phones) -> None:
    ada, ben = phones.on("udp", 0), phones.on("tls", 1)
    before = len(place.system.client.history(0))
    ada.dial("1002")
    ben.wait("EARLY")
    ada.wait("EARLY")
    ben.vanish()
    assert ada.wait("DISCONNECTED", 2)["status"] == 480
    assert place.system.client.history(before + 1)[0]["call_result"] == "no_answer"


@pytest.mark.alone
def test_after_a_restart_of_the_engine_a_phone_is_reached_when_it_has_connected_again(
    place: Place, phones: Phones
) -> None:
    ada, ben = phones.on("udp", 0), phones.on("tcp", 1)
    ben.process.send_signal(signal.SIGSTOP)  # so that it does not connect again by itself
    place.system.kill("engine")
    time.sleep(0.3)
    assert place.system.ready()
    before = len(place.system.client.history(0))
    ada.dial("1002")  # its row is there still, its connection is not
    assert ada.wait("DISCONNECTED", 5)["status"] == 480
    assert place.system.client.history(before + 1)[0]["call_result"] == "unconnected"
    ben.process.send_signal(signal.SIGCONT)
    # As phones do, it tries again: it may have spoken before it saw that its connection was gone.
    until(lambda: ben.tell(do="register")["status"] == 200, "it has connected again")
    ada.dial("1002")
    ben.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    ben.hang_up()
    ada.wait("DISCONNECTED")


def test_a_phone_whose_connection_breaks_in_a_call_goes_on_by_another(place: Place, phones: Phones) -> None:
    with Breakable(place.system.sip) as between:
        ada = phones.on("udp", 0)
        ben = phones.stack.enter_context(
            phone(phones.folder, place.accounts[1], 1000, transport="tcp", proxy=f"127.0.0.1:{between.port}")
        )
        ben.register()
        ada.dial("1002")
        ben.wait("EARLY")
        ben.answer()
        ada.wait("CONFIRMED")
        time.sleep(0.5)
        between.break_all()
        until(lambda: not online(place, 1), "the phone is offline", 3)
        until(lambda: ada.hears(1000), "audio goes on")  # with a gap, while the phone looks for its connection
        ben.register()
        ada.hang_up()
        ben.wait("DISCONNECTED", 2)


class Breakable:
    """A way to the engine over TCP whose connections can be broken."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Breakable":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.break_all()

    def break_all(self) -> None:
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _accept(self) -> None:
        with suppress(OSError):  # closed: it is over
            while True:
                phone, _ = self._server.accept()
                engine = socket.create_connection(self._target)
                self._open += [phone, engine]
                for one, other in ((phone, engine), (engine, phone)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)


def online(place: Place, n: int) -> bool:
    mac = f"0200000003{n:02x}"
    found = place.system.client("GET", f"/devices?type=assigned&keyword={mac}")["devices"]
    return bool(found) and found[0]["status"] == "online"
