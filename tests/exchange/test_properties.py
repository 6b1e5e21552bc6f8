"""Whatever happens, in whatever order: every call ends in one record, and no phone is left ringing."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.office import PEOPLE, Dialling, Office, deactivated, user
from trunkline.exchange.vocabulary import Alert, Connect, Record, Release, Ring

pytestmark = pytest.mark.any_store

ANSWERED = {"answered", "connected"}

acts = st.tuples(
    st.sampled_from(
        ["dial", "rang", "answered", "refused", "left", "caller_left", "held", "resumed", "register", "plan", "wait"]
    ),
    st.integers(0, 20),  # which call or person
    st.integers(0, 5),  # which phone, status or number
    st.floats(0, 20),  # how much later
)
STATUSES = (480, 486, 503, 603, 404, 600)
NUMBERS = ("1001", "1002", "1003", "9999", "+12125550102", "+442079460000")


def play(script: list[tuple[str, int, int, float]]) -> tuple[Office, list[Dialling]]:
    office, calls = Office(), list[Dialling]()
    office.register("A1", "B1", "B2", "C1", phones=2)
    now = 0.0
    for act, which, what, later in script:
        now += later
        office.until(now)
        if act == "dial":
            calls.append(office.dial(now, "ABC"[which % 3], NUMBERS[what]))
        elif act == "register":
            each = ("A1", "B1", "B2", "C1")[which % 4]
            office.register(each, phones=what % 3)
        elif act == "plan":
            everyone = [user(name, number) for name, number in PEOPLE.items()]
            everyone[which % 3] = deactivated(everyone[which % 3])
            office.change(now, everyone[: what % 3 + 1] if what > 3 else everyone)
        elif act != "wait" and calls and (call := calls[which % len(calls)]):
            if act == "caller_left":
                call.caller_left(now)
            elif call.rings:
                contact = call.rings[what % len(call.rings)].contact
                if act == "refused":
                    call.refused(now, STATUSES[what], contact)
                else:
                    getattr(call, act)(now, contact)
        for record in office.exchange.open_records(now):
            well_formed(record)
        assert office.exchange.deadline is None or office.exchange.deadline > now - 1e-9
    return office, calls


@settings(max_examples=300, deadline=None)
@given(st.lists(acts, max_size=60))
def test_every_call_ends_in_one_record_and_nothing_is_left_over(script: list[tuple[str, int, int, float]]) -> None:
    office, calls = play(script)
    end = office.now + 1000
    office.until(end)
    for call in calls:
        call.caller_left(end)
    strangers = {call.id for call in calls if Release(f"{call.id}.0", 403) in office.wanted}
    written = Counter(record.call for record in office.records)
    assert {call.id for call in calls} - strangers <= set(written) <= {call.id for call in calls}
    assert set(written.values()) <= {1}
    assert office.exchange.open_records(end) == []
    assert office.exchange.deadline is None
    for record in office.records:
        well_formed(record)
    legs_end_once(office, calls)


def well_formed(record: Record) -> None:
    assert record.elements
    for n, element in enumerate(record.elements):
        assert (element.segment, element.node) == (0, n)
        assert record.start <= element.start <= element.end <= record.end
        if element.answer is not None:
            assert element.start <= element.answer <= element.end
            assert element.hold <= element.end - element.answer + 1e-6
        assert (element.answer is not None) == (element.result in ANSWERED)
        assert element.owner
    assert record.result == next(
        (e.result for e in record.elements if e.answer is not None), record.elements[-1].result
    )
    assert record.answer == next((e.answer for e in record.elements if e.answer is not None), None)
    assert len({element.id for element in record.elements}) == len(record.elements)


def legs_end_once(office: Office, calls: list[Dialling]) -> None:
    """A phone that was asked to ring is released, unless it went by itself; it is connected at most once."""
    connected = Counter(each.callee for each in office.wanted if isinstance(each, Connect))
    assert all(times == 1 for times in connected.values())
    asked = {each.leg for each in office.wanted if isinstance(each, Ring)}
    assert len(asked) == sum(isinstance(each, Ring) for each in office.wanted)
    assert set(connected) <= asked
    alerted = Counter(each.leg for each in office.wanted if isinstance(each, Alert))
    assert all(times == 1 for times in alerted.values())
    assert {each.leg for each in office.wanted if isinstance(each, Release)} <= asked | {
        f"{call.id}.0" for call in calls
    }
