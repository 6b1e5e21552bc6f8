"""A softphone with the settings that it comes with, behind a NAT that gives it other ports than it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.nat import nat
from tests.phones import phone
from tests.system.installation import System, running

pytestmark = pytest.mark.any_store

BEHIND = "127.0.0.20"  # its own address, which it says that its audio is at


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("nat"), "--demo") as system:
        yield system


def test_a_phone_that_learns_the_address_of_its_nat_is_heard_and_hears(system: System, tmp_path: Path) -> None:
    """Its Contact and Via then name the very host and port that it is seen at (RFC 3581), as if there were no NAT."""
    near, far = system.client.new_phone(1001, "020000000101"), system.client.new_phone(1002, "020000000102")
    with (
        nat(system.sip) as way,
        phone(tmp_path, near, 440) as ada,
        phone(tmp_path, far, 880, proxy=way.proxy, bound=BEHIND) as ben,
    ):
        ada.register()
        ben.register()
        for caller, callee, number in ((ada, ben, "1002"), (ben, ada, "1001")):
            caller.dial(number)
            callee.wait("EARLY")
            callee.answer()
            caller.wait("CONFIRMED")
            assert ada.hears(880)
            assert ben.hears(440)
            caller.hang_up()
            callee.wait("DISCONNECTED")
