"""Who is where: a phone has one place however often it starts, and what cannot be kept is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from trunkline.engine import registrar, stack
from trunkline.engine.ports import Binding, Credentials, Flow
from trunkline.engine.registrar import CHANGES, LEAST, MOST, MOST_CONTACTS, Registrar

pytestmark = pytest.mark.any_store

ADA = Credentials("acme", "line-ada", "device-ada", "acme.example", "secret")
BEN = Credentials("other", "line-ben", "device-ben", "other.example", "secret")
_numbers = count(1)


@dataclass
class Kept:
    rows: dict[str, Binding] = field(default_factory=dict[str, Binding])

    def bindings(self) -> Sequence[Binding]:
        return [*self.rows.values()]

    def bind(self, binding: Binding) -> None:
        self.rows[binding.contact] = binding

    def unbind(self, line: str, contacts: Iterable[str]) -> None:
        for contact in contacts:
            del self.rows[contact]


@dataclass
class Office:
    now: float = 1000
    kept: Kept = field(default_factory=Kept)
    changes: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        kept: Any = self.kept
        self.registrar = Registrar(kept, lambda _, line: self.changes.append(line), lambda: self.now)

    def register(
        self,
        *contacts: str,
        call: str = "",
        port: int = 5060,
        cseq: int | str = "",
        headers: Sequence[str] = (),
        who: Credentials = ADA,
    ) -> Any:
        """The answer to a REGISTER that came from this port."""
        lines = [
            "REGISTER sip:acme.example SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx",
            "From: <sip:ada@acme.example>;tag=1",
            "To: <sip:ada@acme.example>",
            f"Call-ID: {call or next(_numbers)}",
            f"CSeq: {cseq or next(_numbers)} REGISTER",
            *(f"Contact: {contact}" for contact in contacts),
            *headers,
            "Content-Length: 0",
        ]
        request = stack.Request("\r\n".join([*lines, "", ""]))
        request.setSource(stack.RemoteAddress(("192.0.2.1", port), "udp"))
        return self.registrar.register(request, who)

    @property
    def places(self) -> list[str]:
        found = [contact.id.partition(" ")[2] for contact in self.registrar.contacts(ADA.line)]
        assert set(found) <= set(self.kept.rows)
        return found


@pytest.fixture
def office() -> Office:
    return Office()


def status(answer: Any) -> int:
    return answer.getSCode()[0]


def phone(port: int, *more: str) -> str:
    return ";".join([f"<sip:ada@192.0.2.1:{port}>", *more])


def instance(name: str, reg_id: int = 0) -> str:
    return f'+sip.instance="<urn:uuid:{name}>"' + (f";reg-id={reg_id}" if reg_id else "")


@pytest.mark.parametrize("reg_id", [0, 1])
def test_a_phone_that_starts_again_has_one_place(office: Office, reg_id: int) -> None:
    for port in range(2000, 2030):
        assert status(office.register(phone(port, instance("a", reg_id)), port=port)) == 200
        assert office.places == [f"sip:ada@192.0.2.1:{port}"]
    answer = office.register(phone(3000, instance("b", reg_id)), port=3000)
    assert len(office.places) == 2
    assert [str(body) for body in answer.getHFBodys("contact")][-1].endswith(instance("b", reg_id))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>", "<urn:uuid:00000000-0000-1000-8000-aabbccddeeff>"),
        ("<urn:uuid:a>", "<URN:UUID:A>"),
        ("<urn:uuid:a>", "urn:uuid:a"),
        ("<urn:uuid:a>", "<urn:uuid:a?+x#y>"),
        ("<urn:GSMA:imei:35%2f9>", "<urn:gsma:imei:35%2F9>"),
    ],
)
def test_an_instance_is_the_same_however_it_is_spelled(office: Office, before: str, after: str) -> None:
    """RFC 5626 section 4.1, RFC 8141 section 3.1; and it is told back as its phone says it."""
    office.register(phone(2001, f'+sip.instance="{before}"'), port=2001)
    kept = office.registrar.bindings()[0].registration
    answer = office.register(phone(2002, f'+sip.instance="{after}"'), port=2002)
    assert office.places == ["sip:ada@192.0.2.1:2002"]
    assert f'"{after}"' in str(answer.getHFBody("contact"))
    assert office.registrar.bindings()[0].registration == kept


def test_names_of_other_kinds_count_as_they_stand(office: Office) -> None:
    office.register(phone(2001, '+sip.instance="<urn:x:A>"'), port=2001)
    office.register(phone(2002, '+sip.instance="<urn:x:a>"'), port=2002)
    assert len(office.places) == 2


def test_a_phone_that_says_by_which_way_it_comes_is_the_one_that_did_not(office: Office) -> None:
    for port, reg_id in enumerate((0, 1, 0, 1), 2001):
        office.register(phone(port, instance("a", reg_id)), port=port)
        assert office.places == [f"sip:ada@192.0.2.1:{port}"]
        assert len(office.registrar) == 1


def test_a_phone_with_two_ways_rings_once_by_the_newest_that_is_left(office: Office) -> None:
    office.register(phone(2001, instance("a", 1)), port=2001)
    answer = office.register(phone(2002, instance("a", 2)), port=2002)
    assert answer.countHFs("contact") == 2
    assert office.places == ["sip:ada@192.0.2.1:2002"]
    office.registrar.lost(office.kept.rows["sip:ada@192.0.2.1:2002"].flow)
    assert office.places == ["sip:ada@192.0.2.1:2001"]


def test_without_an_instance_a_phone_is_known_by_its_call_id_or_its_socket(office: Office) -> None:
    for port in (2001, 2002):  # a NAT forgot it
        office.register(phone(port), call="same", port=port)
        assert office.places == [f"sip:ada@192.0.2.1:{port}"]
    for n in range(3):  # it starts, and makes up a name
        office.register(f"<sip:ada@192.0.2.1:2002;rinstance={n}>", port=2002)
        assert office.places == [f"sip:ada@192.0.2.1:2002;rinstance={n}"]
    office.register(phone(2002), call="another", cseq=1, port=2002)
    office.register(phone(2002), call="after a restart", cseq=1, port=2002)
    assert office.places == ["sip:ada@192.0.2.1:2002"]


def test_what_a_phone_of_another_line_says_is_not_taken_for_this_one(office: Office) -> None:
    """The same Call-ID, instance and contact: calls of the one do not go to the other, as long as either is there."""
    for who, port in ((ADA, 2001), (BEN, 2002)):
        office.register(phone(2001, instance("a", 1)), call="same", cseq=1, port=port, who=who)
    ours, theirs = (office.registrar.newest([who.device])[0] for who in (ADA, BEN))
    assert office.registrar.flow(ours.registration) == ours.flow
    assert office.registrar.flow(theirs.registration) == theirs.flow != ours.flow
    office.registrar.drop(BEN.account_id, BEN.line)
    assert office.registrar.flow(ours.registration) == ours.flow
    assert office.registrar.flow(theirs.registration) is None
    assert office.registrar.flow("same") is None


def test_one_that_says_which_it_is_stays_the_same_in_its_calls_whatever_its_call_id(office: Office) -> None:
    office.register(phone(2001, instance("a", 1)), call="one", port=2001)
    named = office.registrar.newest([ADA.device])[0].registration
    office.register(phone(2002, instance("a", 1)), call="another", port=2002)
    assert office.registrar.flow(named) == office.kept.rows["sip:ada@192.0.2.1:2002"].flow
    office.register(phone(2003, instance("a", 2)), call="third", port=2003)  # a second way to us
    assert office.registrar.flow(named) == office.kept.rows["sip:ada@192.0.2.1:2003"].flow
    office.registrar.lost(office.kept.rows["sip:ada@192.0.2.1:2003"].flow)
    assert office.registrar.flow(named) == office.kept.rows["sip:ada@192.0.2.1:2002"].flow


def test_the_oldest_goes_when_there_is_no_place(office: Office) -> None:
    for port in range(2000, 2000 + MOST_CONTACTS + 3):
        assert status(office.register(phone(port), port=port)) == 200
        office.register(phone(2000), port=2000)  # refreshed all the time
    assert len(office.places) == MOST_CONTACTS
    assert "sip:ada@192.0.2.1:2000" in office.places
    assert "sip:ada@192.0.2.1:2001" not in office.places
    assert set(office.kept.rows) == set(office.places)


def test_what_is_asked_is_done_together_or_not_at_all(office: Office) -> None:
    office.register(phone(2000))
    before = office.places
    for wrong in (phone(2002, "expires=5"), "*", "<http://x>", "nothing", f"<sip:{'x' * 600}@a.example>"):
        answer = office.register(phone(2001), wrong, phone(2000, "expires=0"))
        assert status(answer) == (423 if "expires=5" in wrong else 400)
        assert office.places == before
    assert status(office.register(*(phone(port) for port in range(2000, 2011)))) == 403
    assert status(office.register(phone(2001), phone(2002), phone(2000, "expires=0"))) == 200
    assert office.places == ["sip:ada@192.0.2.1:2001", "sip:ada@192.0.2.1:2002"]


@pytest.mark.parametrize("more", [instance("a"), f"{instance('a')};reg-id=1", ""])
def test_a_phone_that_starts_again_may_count_from_one(office: Office, more: str) -> None:
    """Its new contact has no binding yet that a count could be held against (RFC 3261 section 10.3, step 7)."""
    office.register(phone(2001, more), call="same", cseq=20)
    assert status(office.register(phone(2002, more), call="same", cseq=1, port=2002)) == 200
    assert office.places == ["sip:ada@192.0.2.1:2002"]
    assert status(office.register(phone(2002, more), call="same", cseq=1, port=2002)) == 500


def test_what_comes_late_changes_nothing(office: Office) -> None:
    office.register(phone(2001, instance("a")), call="c", cseq=5)
    for late in (phone(2001), phone(2001, instance("a")), phone(2001, "expires=0")):
        assert status(office.register(late, call="c", cseq=5)) == 500
    assert status(office.register("*", call="c", cseq=4, headers=["Expires: 0"])) == 500
    assert office.places == ["sip:ada@192.0.2.1:2001"]
    assert status(office.register("*", call="d", headers=["Expires: 0"])) == 200
    assert not office.places
    assert not office.kept.rows


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("Expires: 60", 54, 60),
        ("Expires: 99999999", MOST * 0.9, MOST),
        (f"Expires: {10**40}", MOST * 0.9, MOST),
        (f"Expires: {LEAST}", LEAST, LEAST),
        ("Expires: -1", 270, 300),
        ("X: none", 270, 300),
    ],
)
def test_for_how_long(office: Office, said: str, least: float, most: float) -> None:
    office.register(phone(2000), headers=[said])
    assert least <= office.kept.rows["sip:ada@192.0.2.1:2000"].expires_at - office.now <= most


@pytest.mark.parametrize(
    ("contact", "call", "agent"),
    [
        (phone(2000, instance("a" * 600)), "c", ""),
        (phone(2000, '+sip.instance="\x00"'), "c", ""),
        ("<sip:\x00@192.0.2.1;x=\x00>", "c", ""),
        (phone(2000), "c" * 600, ""),
        (phone(2000), "\u00fc", ""),
        (phone(2000), "c\x00", ""),
    ],
)
def test_what_no_store_takes_is_refused(office: Office, contact: str, call: str, agent: str) -> None:
    assert status(office.register(contact, call=call)) == 400
    assert not office.kept.rows


def test_of_a_phone_s_name_is_kept_what_can_be(office: Office) -> None:
    office.register(phone(2000, instance("a", 2**40)), headers=["User-Agent: T\x00e\udcfcst " + "x" * 500])
    [row] = office.kept.rows.values()
    assert row.user_agent.startswith("Test xxx")
    assert len(row.user_agent) == 200
    assert row.reg_id < 2**31


def test_a_phone_that_said_nothing_is_known_until_it_does(office: Office) -> None:
    office.register(phone(2000))
    contact = office.registrar.contacts(ADA.line)[0].id
    for answers in (False, True, False):
        office.registrar.heard(contact, answers=answers)
        assert office.registrar.is_silent(contact) is not answers
    office.register(phone(2000))
    assert not office.registrar.is_silent(contact)


def test_a_line_changes_its_contacts_so_often_and_refreshes_them_at_will(office: Office) -> None:
    """Each time ten others, or the same with another Call-ID."""
    for n in range(int(CHANGES.burst)):
        assert status(office.register(*(f"<sip:{n}x{each}@192.0.2.1>" for each in range(10)))) == 200
    kept = office.places
    refused = office.register("<sip:new@192.0.2.1>")
    assert status(refused) == 480
    assert str(refused.getHFBody("retry-after")) == "1"
    assert status(office.register("*", headers=["Expires: 0"])) == 480
    assert status(office.register("<sip:new@192.0.2.1>", who=BEN)) == 200
    assert office.places == kept
    office.now += 2
    assert status(office.register("<sip:new@192.0.2.1>", call="same")) == 200
    for _ in range(500):
        assert status(office.register("<sip:new@192.0.2.1>", call="same")) == 200


def test_a_registration_is_one_line_of_the_log_and_a_refresh_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = LogCapture()
    monkeypatch.setattr(
        registrar, "log", structlog.wrap_logger(None, [lines], structlog.make_filtering_bound_logger(0))
    )
    for _ in range(3):
        office.register(*(f"<sip:{each}@192.0.2.1>" for each in range(10)), call="same")
    assert [(each["event"], each["contacts"]) for each in lines.entries] == [("registered", 10)]


def test_what_was_known_elsewhere_is_taken_up_unless_the_phone_has_said_more_since(office: Office) -> None:
    office.register(phone(2001, instance("a")), port=2001)
    (known,) = office.registrar.bindings()
    missed = replace(known, contact="sip:ada@192.0.2.1:2002", instance="<urn:uuid:b>", call_id="b")
    missed = replace(missed, flow=Flow(("192.0.2.1", 2002), "udp"))
    earlier = replace(known, contact="sip:ada@192.0.2.1:2003", expires_at=known.expires_at - 1)  # of the same phone
    older, over = replace(known, cseq=1), replace(missed, contact="sip:x@x", expires_at=office.now)
    office.changes.clear()
    office.registrar.take_up([missed, earlier, older, over])
    assert office.places == ["sip:ada@192.0.2.1:2001", "sip:ada@192.0.2.1:2002"]
    assert office.registrar.bindings()[0] == known
    assert office.changes == [ADA.line]
    refreshed = replace(known, expires_at=known.expires_at + 60, flow=Flow(("192.0.2.1", 2009), "udp"))
    office.registrar.take_up([refreshed])
    assert refreshed in office.registrar.bindings()
    assert office.registrar.line_at(refreshed.flow) == ADA.line


def test_no_more_is_taken_up_than_a_line_may_have(office: Office) -> None:
    office.register(phone(2001), port=2001)
    (known,) = office.registrar.bindings()
    office.registrar.take_up(
        replace(
            known, contact=f"sip:ada@192.0.2.2:{n}", flow=Flow(("192.0.2.2", n), "udp"), call_id=f"{n}", instance=""
        )
        for n in range(1, 2 * MOST_CONTACTS)
    )
    assert len(office.registrar) == MOST_CONTACTS
