"""How many calls there may be at once, and who makes room for a call for help."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.engine.asker import Asker, header, status
from tests.engine.carrier import Carrier, engine
from trunkline.engine.quotas import Quotas, Usage

pytestmark = pytest.mark.any_store


class Leg(SimpleNamespace):
    __hash__ = object.__hash__

    def isConnected(self) -> bool:  # noqa: N802
        return self.connected


def leg(id: str, source: str = "", account_id: str = "a", **more: Any) -> Any:
    said = {"dialled": bool(source), "urgent": False, "peer": None, "connected": False} | more
    return Leg(id=id, source=source, account_id=account_id, **said)


def test_calls_of_a_line_and_of_its_account_are_counted_and_those_for_help_are_not() -> None:
    usage = Usage(Quotas(line=2, account=3))
    calls = [leg("1", "line"), leg("2", "line", urgent=True), leg("3", "other"), leg("4"), leg("5", "line")]
    for each in calls[:4]:
        usage.begin(each)
    assert not usage.exceeded("line", 2, "a")
    usage.begin(calls[4])
    assert usage.exceeded("line", 2, "a")
    assert usage.exceeded("another", 2, "a")  # three in all
    assert not usage.exceeded("another", 2, "b")
    for each in calls * 2:
        usage.end(each)
    assert not usage.exceeded("line", 1, "a")
    assert not usage.legs


@pytest.mark.parametrize(("legs", "kept"), [(1250, 125), (50, 5), (20, 4), (4, 2), (0, 0)])
def test_what_is_kept_for_help(legs: int, kept: int) -> None:
    assert Quotas(legs=legs).kept == kept
    usage = Usage(Quotas(legs=legs))
    for n in range(legs - kept):
        assert usage.has_room
        usage.begin(leg(str(n)))
    assert not usage.has_room


def test_the_last_to_wait_makes_room_first_and_nobody_who_talks() -> None:
    usage = Usage(Quotas())
    waits, later = leg("1", "x", connected=True), leg("2", "x", connected=True)
    rings, talks, help_ = leg("3", "x"), leg("4", "x", connected=True, peer=object()), leg("5", "x", urgent=True)
    for each in (waits, later, rings, talks, help_, leg("6")):
        usage.begin(each)
    for each in (later, waits, rings):
        assert usage.gives_way(help_) is each
        usage.end(each)
    assert usage.gives_way(help_) is None


def test_of_several_emergency_calls_of_a_line_the_last_give_way_to_the_first_of_another() -> None:
    usage = Usage(Quotas())
    calls = [leg(str(n), "x", urgent=True, connected=n != 3) for n in range(5)]
    single, newcomer, carriers = leg("5", "y", urgent=True), leg("6", "z", urgent=True), leg("7", urgent=True)
    for each in (*calls, single, newcomer, carriers):
        usage.begin(each)
    assert usage.gives_way(single) is calls[3]
    for n in (3, 4, 2, 1):  # that nobody has answered, and then the last to come
        assert usage.gives_way(newcomer) is calls[n]
        usage.end(calls[n])
    assert usage.gives_way(newcomer) is None


def test_a_line_that_has_an_emergency_call_ends_no_others_but_its_own() -> None:
    usage = Usage(Quotas())
    calls, others = ([leg(f"{who}{n}", who, urgent=True, connected=True) for n in range(3)] for who in "xy")
    for each in (*calls[:1], *others):
        usage.begin(each)
    assert usage.gives_way(calls[1]) is None
    calls[0].connected = False
    assert usage.gives_way(calls[1]) is calls[0]  # its phone dialled again
    assert usage.too_many(calls[1]) is None
    for each in calls[1:]:
        usage.begin(each)
    assert usage.too_many(leg("x3", "x", urgent=True)) is calls[0]


def test_the_relay_needs_some_ports_for_itself() -> None:
    assert [Quotas.of(29_000, last).legs for last in (28_999, 29_011, 29_199, 29_499)] == [0, 1, 32, 82]


def test_a_line_and_a_carrier_have_so_many_calls_at_once(carrier: Carrier, tmp_path: Any) -> None:
    with engine(tmp_path, carrier.port, OFFICE="1", QUOTAS="line=2 trunk=3") as made:
        carrier.at(made)
        phone = Asker(("127.0.0.1", made.sip), "11", "secret-11", "office.test")
        call = carrier.call("+12125550102", SDP)
        call.answered()  # by a mailbox
        for _ in range(2):
            carrier.call("+12125550102", SDP).answered()
        carrier.call("+12125550102", SDP).answered(486)
        assert [status(phone.dial("1002", above=180)) for _ in range(3)] == [200, 200, 486]
        call.ask("BYE")
        carrier.call("+12125550102", SDP).answered()
        assert status(phone.dial("911")) == 100
        carrier.answer(carrier.receive("INVITE sip:911@"), "486 Busy Here")
        phone.close()


def test_a_line_and_a_carrier_begin_so_many_calls_in_a_minute_whatever_becomes_of_them() -> None:
    now = [0.0]
    usage = Usage(Quotas(line_rate=6, trunk_rate=60), clock=lambda: now[0])
    assert [usage.line_begins("line") for _ in range(7)] == [True] * 6 + [False]
    assert usage.line_begins("another")
    assert [usage.trunk_begins("trunk") for _ in range(61)] == [True] * 60 + [False]
    now[0] += 10
    assert [usage.line_begins("line") for _ in range(2)] == [True, False]


def test_who_begins_too_many_is_told_when_to_come_again_but_not_for_help(carrier: Carrier, tmp_path: Any) -> None:
    with engine(tmp_path, carrier.port, OFFICE="1", QUOTAS="line_rate=3 trunk_rate=2") as made:
        carrier.at(made)
        phone = Asker(("127.0.0.1", made.sip), "11", "secret-11", "office.test")
        answers = [phone.dial("4711", above=400) for _ in range(4)]  # nobody's number
        assert [status(answer) for answer in answers] == [404, 404, 404, 480]
        assert header(answers[-1], "Retry-After") == "1"
        assert status(phone.dial("911")) == 100
        carrier.answer(carrier.receive("INVITE sip:911@"), "486 Busy Here")
        for expected in (404, 404, 480):
            carrier.call("+19995550102", SDP).answered(expected)
        phone.close()


SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
