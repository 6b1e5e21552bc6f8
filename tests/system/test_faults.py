"""What happens when a process dies in the middle of a call."""

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.phones import Phone, phone
from tests.system.installation import System, running
from tests.system.test_races import connect
from tests.system.wire import SDP, Wire


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    with running(tmp_path, "--demo") as system:
        yield system


@pytest.fixture
def talking(system: System, tmp_path: Path) -> Iterator[tuple[Phone, Phone]]:
    """Two phones in a call."""
    accounts = [system.client.new_phone(1001 + n, f"02000000000{n}") for n in range(2)]
    with phone(tmp_path, accounts[0], 440) as ada, phone(tmp_path, accounts[1], 1000) as ben:
        ada.register()
        ben.register()
        ada.dial("1002")
        ben.wait("EARLY")
        ben.answer()
        ada.wait("CONFIRMED")
        time.sleep(1)
        yield ada, ben


def test_the_engine_dies_and_the_audio_goes_on(system: System, talking: tuple[Phone, Phone]) -> None:
    ada, ben = talking
    system.kill("engine")
    assert ada.hears(1000)
    assert system.ready()
    assert ben.hears(440)
    row = system.client.history(1)[0]  # closed at its last mark
    assert row["call_result"] == "connected"
    ben.hang_up()
    ada.wait("DISCONNECTED", 3)
    ada.dial("1002")  # both are registered still
    ben.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    ada.hang_up()
    assert len(system.client.history(2)) == 2


def test_who_is_not_to_be_disturbed_is_left_alone_also_after_the_engine_died(system: System, tmp_path: Path) -> None:
    accounts = [system.client.new_phone(1001 + n, f"02000000000{n}") for n in range(2)]
    with phone(tmp_path, accounts[0], 440) as ada, phone(tmp_path, accounts[1], 1000) as ben:
        ada.register()
        ben.register()
        ada.dial("*78")
        ada.wait("CONFIRMED")
        ada.wait("DISCONNECTED")
        before = len(system.client.history(1))
        system.kill("engine")
        assert system.ready(20)
        ben.dial("1001")
        assert ben.wait("DISCONNECTED")["status"] == 486
        system.client.history(before + 1)
        ada.dial("*79")
        ada.wait("CONFIRMED")
        ada.wait("DISCONNECTED")
        ben.dial("1001")
        ada.wait("EARLY")
        ben.hang_up()


def test_a_member_who_opted_out_of_a_queue_stays_out_also_after_the_engine_died(system: System, tmp_path: Path) -> None:
    accounts = [system.client.new_phone(number, f"0200000000{number % 100:02}") for number in (1001, 1003)]
    with phone(tmp_path, accounts[0], 440) as ada, phone(tmp_path, accounts[1], 1000) as member:
        ada.register()
        member.register()

        def says(code: str) -> None:
            member.dial(code)
            member.wait("CONFIRMED")
            member.wait("DISCONNECTED")

        says("*63")
        system.kill("engine")
        assert system.ready(20)
        assert receives(system) == [False, True, True]
        ada.dial("2001")
        ada.wait("CONFIRMED")  # by the mailbox, since nobody is at work
        ada.hang_up()
        says("*622001")
        ada.dial("2001")
        member.wait("EARLY")
        ada.hang_up()
        assert receives(system) == [True, True, True]


def receives(system: System) -> list[bool]:
    """Which members of Support take its calls, as the API says."""
    queues = system.client("GET", "/call_queues?page_size=50")["call_queues"]
    queue = next(each["id"] for each in queues if each["extension_number"] == 2001)
    members = system.client("GET", f"/call_queues/{queue}/members")["call_queue_members"]
    return [each["receive_call"] for each in members]


def test_a_call_of_an_engine_that_died_is_there_for_who_asks(system: System) -> None:
    """A refresh or a question is answered; what cannot be done is refused in a way that does not end the call."""
    moved = SDP.replace("m=audio ", "m=audio 1")
    ada, ben = (Wire(system, system.client.new_phone(1001 + n, f"02000000009{n}")) for n in range(2))
    for each in (ada, ben):
        each.register("MD5")
    invite, answer = connect(ada, ben)
    time.sleep(1)
    system.kill("engine")
    assert system.ready(20)
    expected = {"OPTIONS": 200, "UPDATE": 200, "INFO": 200, "PRACK": 481, "MESSAGE": 405, "FOO": 501}
    described = [("INVITE", 200, SDP), ("INVITE", 200, ""), ("UPDATE", 200, SDP), ("INVITE", 488, moved)]
    for method, status, body in [*((method, status, "") for method, status in expected.items()), *described]:
        for each, ask in ((ada, partial(ada.go_on, answer)), (ben, partial(ben.ask, invite))):
            ask(method, "Session-Expires: 1800", body=body)
            while method not in each.header(said := each.receive("SIP/2.0 "), "CSeq"):
                continue
            assert said.startswith(f"SIP/2.0 {status}"), (method, said)
            assert not each.header(said, "Session-Expires")  # nobody has to refresh it again
    ben.ask(invite, "BYE")
    ada.answer(ada.receive("BYE"), "200 OK")
    for each in (ada, ben):
        each.socket.close()


def test_nobody_is_on_hold_for_ever_when_the_engine_died(system: System) -> None:
    """What was said before may be said again; who wants to resume cannot, and the call ends for both."""
    ada, ben = (Wire(system, system.client.new_phone(1001 + n, f"02000000009{n}")) for n in range(2))
    for each in (ada, ben):
        each.register("MD5")
    invite, answer = connect(ada, ben)
    held = SDP + "a=sendonly\r\n"
    ada.go_on(answer, "INVITE", body=held)
    ben.answer(ben.receive("INVITE"), "200 OK", SDP + "a=recvonly\r\n")
    ada.go_on(ada.receive("SIP/2.0 200"), "ACK")
    time.sleep(1)
    system.kill("engine")
    assert system.ready(20)
    for ask, asker, body, says in (
        (partial(ada.go_on, answer), ada, held, "a=recvonly"),
        (partial(ben.ask, invite), ben, "", "a=sendonly"),
    ):
        ask("INVITE", body=body)
        assert says in asker.receive("SIP/2.0 200")
    ada.go_on(answer, "INVITE", body=SDP)
    assert ada.receive("SIP/2.0 488")
    for each in (ada, ben):
        each.answer(each.receive("BYE"), "200 OK")
        each.socket.close()


@pytest.mark.any_store
def test_the_relay_dies_and_new_calls_have_audio_again(system: System, talking: tuple[Phone, Phone]) -> None:
    ada, ben = talking
    system.kill("relay")
    ada.hang_up()
    ben.wait("DISCONNECTED")
    time.sleep(2.5)
    ada.dial("1002")
    ben.wait("EARLY")
    ben.answer()
    ada.wait("CONFIRMED")
    time.sleep(0.5)
    assert ada.hears(1000)
    ada.hang_up()
    assert len(system.client.history(2)) == 2


@pytest.mark.any_store
def test_a_call_goes_on_whose_phone_moves_while_the_relay_is_busy(system: System) -> None:
    ada, ben = (Wire(system, system.client.new_phone(1008 + n, f"02000000000{n}")) for n in range(2))
    for each in (ada, ben):
        each.socket.settimeout(10)
        assert each.register("MD5").startswith("SIP/2.0 200")
    ada.call("1009")
    ben.answer(ben.invited(), "200 OK", SDP)
    ben.receive("ACK")
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    relay = system.child("relay")
    os.kill(relay, signal.SIGSTOP)
    try:
        ada.go_on(answer, "INVITE", body=SDP.replace("m=audio 9 ", "m=audio 19 "))
        ben.answer(ben.receive("INVITE"), "200 OK", SDP)
        ben.receive("ACK")
        ada.go_on(ada.receive("SIP/2.0 200"), "ACK")
    finally:
        os.kill(relay, signal.SIGCONT)
    ada.go_on(answer, "BYE")
    ben.answer(ben.receive("BYE"), "200 OK")
    assert "BYE" in ada.header(ada.receive("SIP/2.0 200"), "CSeq")
    assert system.client.history(1)[0]["call_result"] == "connected"
    for each in (ada, ben):
        each.socket.close()


@pytest.mark.any_store
def test_a_call_without_a_relay_is_refused_and_recorded(system: System, tmp_path: Path) -> None:
    account = system.client.new_phone(1001, "020000000009")
    with phone(tmp_path, account, 440) as ada:
        ada.register()
        relay = system.child("relay")
        os.kill(relay, signal.SIGSTOP)
        try:
            ada.dial("1002")
            assert ada.wait("DISCONNECTED")["status"] == 503
        finally:
            os.kill(relay, signal.SIGCONT)
    row = system.client.history(1)[0]
    assert row["call_result"] == "service_unavailable"
    elements = system.client("GET", f"/call_history/{row['call_history_uuid']}")["call_elements"]
    assert [(each["direction"], each["result"]) for each in elements] == [
        ("outbound", "service_unavailable"),
        ("inbound", "service_unavailable"),
    ]


def test_a_stop_lets_calls_go_and_writes_them_down(
    system: System, talking: tuple[Phone, Phone], tmp_path: Path
) -> None:
    ada, ben = talking
    assert system.stop() == 0
    ada.wait("DISCONNECTED")
    ben.wait("DISCONNECTED")
    with running(tmp_path, "--demo", url=system.database) as again:
        assert again.client.history(1)[0]["call_result"] == "connected"


@pytest.mark.any_store
def test_a_stop_with_nothing_going_on_is_quick(system: System) -> None:
    os.kill(system.process.pid, signal.SIGTERM)
    assert system.process.wait(5) == 0
