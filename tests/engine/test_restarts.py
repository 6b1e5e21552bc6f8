"""A phone over UDP that registers from another place in the middle of a call: it moved, or it has started again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.carrier import Carrier, Engine, engine
from tests.system.wire import SDP, Wire

pytestmark = pytest.mark.any_store


class Phone(Wire):
    instance = ';+sip.instance="<urn:uuid:00000000-0000-0000-0000-00000000000b>";reg-id=1'


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("restarts")
    with engine(folder, carrier.port, OFFICE="yes") as made:
        carrier.at(made)
        yield made


def phone(office: Engine, user: str, kind: type[Wire]) -> Wire:
    account = {"user_name": user, "authorization_id": user, "password": f"secret-{user}", "sip_domain": "office.test"}
    made = kind(office, account)
    assert made.register("MD5").startswith("SIP/2.0 200")
    return made


@pytest.mark.parametrize("knows", [True, False])
def test_it_is_asked_where_it_is_now_whether_it_knows_of_the_call(office: Engine, *, knows: bool) -> None:
    ada, ben = phone(office, "11", Wire), phone(office, "12", Phone)
    ada.call("1002")
    ben.answer(ben.invited(), "200 OK", SDP)
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    ben.receive("ACK")
    ben.socket.close()
    again = phone(office, "12", Phone)
    again.answer(again.receive("OPTIONS"), "200 OK" if knows else "481 Call/Transaction Does Not Exist")
    if knows:
        ada.go_on(answer, "BYE")
        again.answer(again.receive("BYE"), "200 OK")
        ada.receive("SIP/2.0 200")
    else:
        ada.answer(ada.receive("BYE"), "200 OK")
    for each in (ada, again):
        each.leave()
