"""Phones that are told to start again, or to fetch their configuration: asked for over the API, seen on the wire."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol

import pytest

from tests.system.installation import System, running
from tests.system.test_peers import until
from tests.system.wire import Wire

PATIENCE, QUIET = 10.0, 1.5  # seconds for what must come, and in which the engine looks for orders twice


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("orders"), "--demo") as system:
        yield system
        assert system.stop() == 0


class Desk(Wire):
    """A desk phone, made through the API and registered."""

    def __init__(self, system: System, extension: int, mac: str) -> None:
        body = {"display_name": mac, "mac_address": mac, "type": "yealink"}
        body["assigned_to"] = system.client.user(extension)["id"]
        self.client = system.client
        self.id = self.client("POST", "/devices", body)["id"]
        super().__init__(system, self.client("GET", f"/devices/{self.id}")["provision"]["sip_accounts"][0])
        self.socket.settimeout(PATIENCE)
        self.reach()
        assert self.register("MD5").startswith("SIP/2.0 200")
        until(lambda: self.client("GET", f"/devices/{self.id}")["status"] == "online", "the phone is online")

    def reach(self) -> None:
        """Over UDP there is nothing to do."""

    def told(self) -> dict[str, str]:
        """The headers of the next NOTIFY, which it takes."""
        request = self.receive("NOTIFY ")
        self.answer(request, "200 OK")
        names = ("Event", "Subscription-State", "From", "To", "Contact", "CSeq")
        return {"": request.splitlines()[0], **{name: self.header(request, name) for name in names}}

    def hears_nothing(self) -> bool:
        self.socket.settimeout(QUIET)
        with suppress(TimeoutError):
            return not self.receive("NOTIFY ")
        return True


class Stream:
    """A connection that looks like a socket of datagrams to SIP by hand; its messages have no bodies."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._socket, self._rest = socket.create_connection(address, PATIENCE), b""
        self.settimeout, self.close = self._socket.settimeout, self._socket.close

    def sendto(self, data: bytes, _: tuple[str, int]) -> None:
        self._socket.sendall(data.replace(b"Via: SIP/2.0/UDP 127.0.0.1", b"Via: SIP/2.0/TCP 127.0.0.1"))

    def recv(self, size: int) -> bytes:
        while b"\r\n\r\n" not in self._rest:
            data = self._socket.recv(size)
            assert data, "the engine hung up"
            self._rest += data
        message, end, self._rest = self._rest.partition(b"\r\n\r\n")
        return message + end


class OverTcp(Desk):
    def reach(self) -> None:
        stream: Any = Stream(self.server)
        self.socket.close()
        self.socket = stream


class Make(Protocol):
    """A phone of an extension's, closed when the test is over."""

    def __call__(self, extension: int, kind: type[Desk] = Desk) -> Desk: ...


@pytest.fixture
def desk(system: System) -> Iterator[Make]:
    made: list[Desk] = []

    def one(extension: int, kind: type[Desk] = Desk) -> Desk:
        made.append(kind(system, extension, f"02000000{extension}"))
        return made[-1]

    yield one
    for phone in made:
        phone.socket.close()


def test_a_phone_is_told_to_start_again_and_no_other(system: System, desk: Make) -> None:
    phone, other = desk(1001), desk(1002)
    phone.client("POST", f"/devices/{phone.id}/reboot")
    told = phone.told()
    assert told["Event"] == "check-sync;reboot=true"
    assert told["Subscription-State"] == "terminated"
    user = phone.account["user_name"]
    assert told[""] == f"NOTIFY sip:{user}@127.0.0.1:{phone.port} SIP/2.0"
    assert told["CSeq"] == "1 NOTIFY"
    assert "tag=" in told["From"]
    assert told["Contact"]
    assert phone.hears_nothing()
    assert other.hears_nothing()


def test_a_phone_with_two_lines_is_told_once(system: System, desk: Make) -> None:
    phone = desk(1003)
    extension = system.client.user(1004)["extension_id"]
    system.client("POST", f"/devices/{phone.id}/extensions", {"assignee_extension_ids": [extension]})
    second = Wire(system, system.client("GET", f"/devices/{phone.id}")["provision"]["sip_accounts"][1])
    second.socket.close()
    second.socket, second.port = phone.socket, phone.port
    assert second.register("MD5").startswith("SIP/2.0 200")
    system.client("POST", f"/devices/{phone.id}/reboot")
    assert phone.told()["Event"] == "check-sync;reboot=true"
    assert phone.hears_nothing()


def test_all_phones_of_a_site_are_told_to_fetch_their_configuration(system: System, desk: Make) -> None:
    here, there = desk(1006), desk(1008)
    london = system.client.user(1008)["site"]["id"]
    system.client("POST", "/devices/sync", {"level": 2, "site_id": london})
    assert there.told()["Event"] == "check-sync"
    assert there.hears_nothing()
    assert here.hears_nothing()


def test_a_phone_behind_a_connection_is_told_by_it(system: System, desk: Make) -> None:
    phone = desk(1007, OverTcp)
    system.client("POST", f"/devices/{phone.id}/reboot")
    assert phone.told()["Event"] == "check-sync;reboot=true"


def test_an_order_outlives_the_engine(system: System, desk: Make) -> None:
    phone = desk(1005)
    time.sleep(1.1)  # one of the account's phones may start again in a second
    system.kill("engine")
    system.client("POST", f"/devices/{phone.id}/reboot")
    phone.socket.settimeout(3 * PATIENCE)
    assert phone.told()["Event"] == "check-sync;reboot=true"
    assert system.ready(10)
