"""Phones whose audio is secured, with those whose is not. The relay is in between, so each has what it wants."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import certificates
from tests.baresip import baresip
from tests.phones import Phone, phone
from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.test_peers import until

pytestmark = pytest.mark.any_store

SIPS = free_port()
TLS = {"transport": "tls", "proxy": f"127.0.0.1:{SIPS}"}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("srtp")
    certificate, key = certificates.make(folder)
    tls = ("--sips", f"127.0.0.1:{SIPS}", "--tls-cert", str(certificate), "--tls-key", str(key))
    with running(folder, "--demo", *tls) as system:
        yield system


@pytest.fixture
def accounts(system: System, request: pytest.FixtureRequest) -> list[dict[str, str]]:
    """Phones of 1001 and 1002 that are new for each test: nobody else is registered."""
    number = hash(request.node.name) & 0xFFFFFF
    return [system.client.new_phone(1001 + n, f"02000{n}{number:06x}") for n in range(2)]


@pytest.fixture
def ada(tmp_path: Path, accounts: list[dict[str, str]]) -> Iterator[Phone]:
    with phone(tmp_path, accounts[0], 440) as made:
        made.register()
        yield made


@pytest.mark.parametrize(("how", "where"), [("dtls_srtp", {}), ("dtls_srtp", TLS), ("srtp-mand", TLS), ("srtp", TLS)])
def test_a_phone_that_insists_on_it_is_called(
    ada: Phone, system: System, accounts: list[dict[str, str]], tmp_path: Path, how: str, where: dict[str, str]
) -> None:
    """By DTLS or by keys; over TLS the offer has both."""
    with baresip(tmp_path, accounts[1], 1000, secure=how, **where) as ben:
        until(lambda: online(system, accounts[1]), "baresip registers")
        ada.dial("1002")
        ada.wait("CONFIRMED")
        until(lambda: ada.hears(1000, 0.5), "audio is heard")
        ada.hold()
        time.sleep(0.5)
        ada.resume()
        time.sleep(0.5)
        assert ada.hears(1000)
        ada.hang_up()
        assert ben.heard()[0] in range(437, 444)


def test_a_phone_that_insists_on_dtls_calls(ada: Phone, accounts: list[dict[str, str]], tmp_path: Path) -> None:
    with baresip(tmp_path, accounts[1], 1000, secure="dtls_srtp", dial="1001") as ben:
        ada.wait("EARLY")
        ada.answer()
        ada.wait("CONFIRMED")
        until(lambda: ada.hears(1000, 0.5), "audio is heard")
        time.sleep(1)
        ada.hang_up()
        assert ben.heard()[0] in range(437, 444)


def test_a_phone_that_would_have_it_secured_but_need_not_is_heard(
    ada: Phone, accounts: list[dict[str, str]], tmp_path: Path
) -> None:
    with phone(tmp_path, accounts[1], 1000, srtp="sdes optional") as ben:
        ben.register()
        ben.dial("1001")
        ada.wait("EARLY")
        ada.answer()
        ben.wait("CONFIRMED")
        time.sleep(0.5)
        assert ada.hears(1000)
        assert ben.hears(440)


@pytest.mark.parametrize("way", ["calls", "is called"])
@pytest.mark.parametrize("demand", ["mandatory", "optional"])
def test_a_phone_with_keys_over_tls(
    ada: Phone, accounts: list[dict[str, str]], tmp_path: Path, way: str, demand: str
) -> None:
    with phone(tmp_path, accounts[1], 1000, srtp=f"sdes {demand}", **TLS) as ben:
        ben.register()
        one, other, number = (ben, ada, "1001") if way == "calls" else (ada, ben, "1002")
        one.dial(number)
        other.wait("EARLY")
        other.answer()
        one.wait("CONFIRMED")
        time.sleep(0.5)
        assert ben.state()["secure"] == (demand == "mandatory" or way == "calls")
        assert ada.hears(1000)
        assert ben.hears(440)
        ben.hold()
        time.sleep(0.5)
        ben.resume()
        time.sleep(0.5)
        assert ada.hears(1000)
        assert ben.hears(440)
        ada.hang_up()
        ben.wait("DISCONNECTED")


def test_a_phone_that_insists_on_dtls_calls_over_tls(
    ada: Phone, accounts: list[dict[str, str]], tmp_path: Path
) -> None:
    with baresip(tmp_path, accounts[1], 1000, secure="dtls_srtp", dial="1001", **TLS):
        ada.wait("EARLY")
        ada.answer()
        ada.wait("CONFIRMED")
        until(lambda: ada.hears(1000, 0.5), "audio is heard")
        ada.hang_up()


def test_keys_in_a_description_that_anyone_can_read_are_not_taken(
    ada: Phone, accounts: list[dict[str, str]], tmp_path: Path
) -> None:
    with phone(tmp_path, accounts[1], 1000, srtp="sdes mandatory") as ben:
        ben.register()
        ben.dial("1001")
        assert ben.wait("DISCONNECTED")["status"] == 488
        ada.dial("1002")
        assert ada.wait("DISCONNECTED")["status"] == 488
        ben.vanish()  # the library does not survive a call that it could not take


def online(system: System, account: dict[str, str]) -> bool:
    for device in system.client("GET", "/devices?type=assigned&page_size=100")["devices"]:
        shown = system.client("GET", f"/devices/{device['id']}")
        if any(each["user_name"] == account["user_name"] for each in shown["provision"]["sip_accounts"]):
            return bool(shown["status"] == "online")
    return False
