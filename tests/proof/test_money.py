"""What a stolen password, a forward and a crash may cost: an installation with a carrier that is by hand."""

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.engine.carrier import Call, Carrier
from tests.figures import Figure
from tests.system.installation import System, running
from tests.system.wire import SDP, Wire
from trunkline.exchange.vocabulary import Spend
from trunkline.records import spent_outside
from trunkline.store.store import Place, Store

OUTSIDE = "+13105550123"
CALLER = "<sip:+12065550100@carrier.example>"
FORWARD = 10  # what call handling calls a number outside
QUIET = 0.8  # seconds after which no more calls come


@pytest.fixture(scope="module")
def carrier() -> Iterator[Carrier]:
    made = Carrier()
    with made.socket:
        yield made


@pytest.fixture(scope="module")
def system(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("money"), "--demo", "--past", "1") as system:
        trunkline(system, "trunk", "set", "--host", f"127.0.0.1:{carrier.port}")
        carrier.at(system)  # type: ignore[arg-type]
        yield system


def trunkline(system: System, *words: str) -> str:
    where = ["--data", str(system.data), *(["--database", system.database] if system.database else [])]
    command = [sys.executable, "-m", "trunkline", *words, *where]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def send_on(system: System, extension_id: str, number: str = OUTSIDE) -> None:
    for hours in ("business_hours", "closed_hours"):
        settings = {"call_not_answer_action": FORWARD, "phone_number": number}
        body = {"sub_setting_type": "call_handling", "settings": settings}
        system.client("PATCH", f"/extension/{extension_id}/call_handling/settings/{hours}", body)


def someone(system: System, extension: int) -> tuple[dict[str, Any], str]:
    """A user and their direct number."""
    user = system.client("GET", f"/users/{system.client.user(extension)['id']}")
    return user, user["phone_numbers"][0]["number"]


def desk(system: System) -> tuple[str, str]:
    """The queue's extension and its direct number."""
    queue = next(each for each in system.client("GET", "/call_queues")["call_queues"])
    found = system.client("GET", f"/call_queues/{queue['id']}")
    return found["extension_id"], found["phone_numbers"][0]["number"]


def phone(system: System, extension: int, made_by: str = "020000") -> Wire:
    made = Wire(system, system.client.new_phone(extension, f"{made_by}00{extension}"))
    assert made.register("MD5").startswith("SIP/2.0 200")
    return made


def called_back(carrier: Carrier, number: str, *, keeps_hops: bool, keeps_caller: bool) -> int:
    """How many calls come of one that is handed over, if the carrier sends each back to the number it came to."""
    caller = CALLER
    carrier.forget()
    carrier.call(number, SDP, caller=caller)
    invites: dict[str, str] = {}
    newest = time.monotonic()
    carrier.socket.settimeout(QUIET)
    try:
        while len(invites) < 100 and time.monotonic() < newest + QUIET:
            text = carrier.socket.recv(8192).decode()
            if text.startswith("OPTIONS"):
                carrier.answer(text, "200 OK")
            if not text.startswith("INVITE"):
                continue
            if carrier.header(text, "Call-ID") not in invites:
                carrier.hops = str(int(carrier.header(text, "Max-Forwards")) - 1) if keeps_hops else "70"
                caller = CALLER if keeps_caller else "<sip:anonymous@anonymous.invalid>"
                carrier.answer(text, "180 Ringing")
                invites[carrier.header(text, "Call-ID")], newest = text, time.monotonic()
                Call(carrier, number, SDP, (), caller)  # with none of what waits forgotten
    except TimeoutError:
        pass
    finally:
        carrier.hops = "70"
        carrier.socket.settimeout(20)
    for invite in invites.values():
        carrier.answer(invite, "480 Temporarily Unavailable")
    time.sleep(0.5)
    carrier.forget()
    return len(invites)


@pytest.mark.parametrize(
    ("keeps_hops", "keeps_caller", "most"), [(True, True, 2), (False, True, 2), (True, False, 10), (False, False, 10)]
)
def test_a_call_that_the_carrier_sends_back_goes_out_few_times(
    system: System, carrier: Carrier, figure: Figure, keeps_hops: bool, keeps_caller: bool, most: int
) -> None:
    extension, number = desk(system)
    send_on(system, extension)
    count = called_back(carrier, number, keeps_hops=keeps_hops, keeps_caller=keeps_caller)
    assert 1 <= count <= most
    how = f"{'hops kept' if keeps_hops else 'hops reset'}, {'caller kept' if keeps_caller else 'caller withheld'}"
    figure(f"calls out of one call in ({how})", str(count))


@pytest.mark.parametrize("keeps_caller", [True, False])
def test_nor_to_one_number_after_another(system: System, carrier: Carrier, figure: Figure, keeps_caller: bool) -> None:
    """A phone sends each call on to ten numbers, the carrier sends each of those back to the number that was called,
    and passes on what became of it."""
    extension = 1007 if keeps_caller else 1003
    _, number = someone(system, extension)
    bea = phone(system, extension, "020001")
    count = passed_on(carrier, bea, number, CALLER if keeps_caller else "<sip:anonymous@anonymous.invalid>")
    bea.leave()
    assert 1 <= count <= 10
    how = "caller kept" if keeps_caller else "caller withheld"
    figure(f"calls out of one call in to a phone that names ten numbers ({how})", str(count))


def passed_on(carrier: Carrier, bea: Wire, number: str, caller: str) -> int:
    """How many calls come of one that is handed over, until nothing is heard for a while."""
    names = [f"Contact: <sip:+1310555{200 + n:04}@127.0.0.1>;q={1 - n / 20}" for n in range(10)]
    carrier.forget()
    came: dict[str, tuple[Call, str]] = {}  # by Call-ID, with the INVITE to the carrier of which it is what came back
    invites: set[str] = set()

    def come(invite: str) -> None:
        back = Call(carrier, number, SDP, (), caller)
        came[back.id] = back, invite

    come("")
    until = time.monotonic() + 30
    while len(invites) < 300 and time.monotonic() < until:
        heard, _, _ = select.select([carrier.socket, bea.socket], [], [], 3)
        if not heard:
            break
        if bea.socket in heard:
            text = bea.socket.recv(8192).decode()
            if text.startswith("INVITE"):
                bea.answer(text, "302 Moved Temporarily", "", *names)
            continue
        text = carrier.socket.recv(8192).decode()
        id = carrier.header(text, "Call-ID")
        if text.startswith("OPTIONS"):
            carrier.answer(text, "200 OK")
        elif text.startswith("INVITE") and id not in invites:
            invites.add(id)
            carrier.answer(text, "100 Trying")
            come(text)
        elif id in came and text.startswith(("SIP/2.0 4", "SIP/2.0 5", "SIP/2.0 6")):
            back, invite = came.pop(id)
            back.callee = carrier.header(text, "To")
            back.send("ACK", same=True)
            if invite:
                carrier.answer(invite, "486 Busy Here")
    carrier.forget()
    return len(invites)


def test_one_that_goes_on_to_a_number_of_ours_does_not_go_out(system: System, carrier: Carrier, figure: Figure) -> None:
    user, number = someone(system, 1001)
    other, direct = someone(system, 1002)
    send_on(system, user["extension_id"], direct)
    send_on(system, other["extension_id"], number)
    count = called_back(carrier, number, keeps_hops=False, keeps_caller=False)
    assert count == 0
    figure("calls out of one call in (two of ours forward to each other)", str(count))


def test_premium_numbers_are_refused_until_they_are_allowed(system: System, carrier: Carrier) -> None:
    ada = phone(system, 1003)
    for number in ("+19005551234", "2129761234", "011449098790000"):
        refused(ada, number)
    trunkline(system, "limits", "set", "--premium", "on")
    carrier.forget()
    ada.call("+19005551234")
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:+19005551234@")
    carrier.answer(invite, "486 Busy")
    ada.receive("SIP/2.0 486")
    trunkline(system, "limits", "set", "--premium", "off")
    ada.leave()


def dialled(ada: Wire, carrier: Carrier, number: str) -> str:
    """A call that the carrier answers: its INVITE there."""
    ada.call(number)
    invite = carrier.receive("INVITE")
    carrier.answer(invite, "200 OK", SDP)
    ada.go_on(ada.receive("SIP/2.0 200"), "ACK")
    return invite


def refused(ada: Wire, number: str) -> None:
    invite = ada.call(number)
    answer = ada.receive("SIP/2.0 403")
    while ada.header(answer, "Call-ID") != ada.header(invite, "Call-ID"):
        answer = ada.receive("SIP/2.0 403")
    ada.acknowledge(invite, answer)


def test_calls_that_went_on_when_the_engine_died_count(system: System, carrier: Carrier, figure: Figure) -> None:
    ada = phone(system, 1004)
    carrier.forget()
    calls = [dialled(ada, carrier, f"+1310555010{n}") for n in range(4)]
    refused(ada, OUTSIDE)
    system.kill("engine")
    assert system.ready()
    carrier.forget()
    for _ in range(3):
        refused(ada, OUTSIDE)
    billed = 4 + sum(1 for text in waiting(carrier) if text.startswith("INVITE"))
    figure("calls billed at once after a kill (limit 4)", str(billed))
    assert billed == 4
    first, *others = calls
    carrier.ask(first, "BYE")
    carrier.receive("SIP/2.0 200")
    ada.answer(ada.receive("BYE"), "200 OK")
    for each in (dialled(ada, carrier, OUTSIDE), *others):
        carrier.ask(each, "BYE")
    time.sleep(0.5)
    ada.leave()


def waiting(carrier: Carrier) -> list[str]:
    found: list[str] = []
    carrier.socket.settimeout(0.3)
    try:
        while True:
            found.append(carrier.socket.recv(8192).decode())
    except TimeoutError:
        return found
    finally:
        carrier.socket.settimeout(20)


def test_minutes_end_a_call_and_are_known_after_a_kill(system: System, carrier: Carrier, figure: Figure) -> None:
    """Of ten hours, six seconds are left."""
    user, _ = someone(system, 1005)
    ada = phone(system, 1005)
    system.kill("engine")
    spend(system, user, 600 * 60 - 6)
    assert system.ready()
    carrier.forget()
    before = len(system.client.history(0))
    began = time.time()
    dialled(ada, carrier, OUTSIDE)
    bye = carrier.receive("BYE")
    carrier.answer(bye, "200 OK")
    ada.answer(ada.receive("BYE"), "200 OK")
    talked = time.time() - began
    assert 5 < talked < 9
    row = next(each for each in system.client.history(before + 1) if each["caller_ext_number"] == "1005")
    assert row["call_result"] == "connected"
    seconds = (instant(row["end_time"]) - instant(row["answer_time"])).total_seconds()
    assert 5 <= seconds <= 7
    figure("a call begun with six seconds left of the day's minutes ended after", f"{talked:.1f} s")
    refused(ada, OUTSIDE)
    system.kill("engine")
    assert system.ready()
    refused(ada, OUTSIDE)
    ada.leave()


@pytest.mark.soak
def test_so_they_end_one_that_went_on_when_the_engine_died(system: System, carrier: Carrier, figure: Figure) -> None:
    user, _ = someone(system, 1006)
    ada = phone(system, 1006)
    system.kill("engine")
    spend(system, user, 600 * 60 - 12)
    assert system.ready()
    carrier.forget()
    began = time.time()
    dialled(ada, carrier, OUTSIDE)
    time.sleep(2)
    system.kill("engine")
    assert system.ready()
    carrier.answer(carrier.receive("BYE"), "200 OK")
    ada.answer(ada.receive("BYE"), "200 OK")
    talked = time.time() - began
    assert 11 < talked < 16
    figure("one begun with twelve seconds left, whose engine was killed, ended after", f"{talked:.1f} s")
    refused(ada, OUTSIDE)
    ada.leave()


def instant(said: str) -> datetime:
    return datetime.fromisoformat(said)


def spend(system: System, user: dict[str, Any], seconds: float) -> None:
    """Today, in New York; while no engine runs that would know better."""
    today = Spend(user["id"], datetime.now(ZoneInfo("America/New_York")).toordinal(), seconds)
    with closing(Store(Place(system.data, system.database), "records")) as store:
        store.write_any(lambda session: spent_outside.add(session, "demo-account", today)).result()
