"""A phone registers for its own address, however it writes it, and for no other (RFC 3261 section 10.3)."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.exchange.office import plan, user
from trunkline.engine import address_of_record, stack
from trunkline.engine.ports import Credentials, NotYetKnown
from trunkline.exchange.plan import Dialling, Line, Plan, Site

pytestmark = pytest.mark.any_store

ADA, BEN = (Credentials("acme", f"line-{name}", f"device-{name}", "acme.test", "secret") for name in ("ada", "ben"))
OURS = "192.0.2.9", "sip.office.test"


class Known:
    """Ada has two phones, 11 and 13; Ben has 12."""

    def __init__(self) -> None:
        people = [replace(user("A", 1001), site_id="s"), replace(user("B", 1002), site_id="s")]
        lines = {f"line-{name}": Line(f"line-{name}", "", "", of) for name, of in (("ada", "A"), ("ben", "B"))}
        made = replace(plan(1, people), sites={"s": Site("s", dialling=Dialling())}, lines=lines)
        numbers = {"+12125550101": "A", "+12125550102": "B"}
        self.found: Plan | None = replace(made, dialled={**made.dialled, **numbers}, unassigned={"+12125550103": "s"})

    def credentials(self, sip_user: str) -> Credentials | None:
        return {"11": ADA, "12": BEN, "13": Credentials("acme", "line-13", "device-13", "acme.test", "")}.get(sip_user)

    def domain(self, account_id: str) -> str:
        return "acme.test"

    def plan(self, account_id: str) -> Plan:
        if self.found is None:
            raise NotYetKnown
        return self.found


def status(known: Any, to: str, target: str = "sip:registrar.test") -> int:
    """What a REGISTER with a proof of Ada's line is refused with; 0: it is not."""
    lines = [
        f"REGISTER {target} SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx",
        "From: <sip:11@acme.test>;tag=1",
        f"To: {to}",
        "Call-ID: 1",
        "CSeq: 1 REGISTER",
        "Content-Length: 0",
    ]
    answer = address_of_record.refusal(stack.Request("\r\n".join([*lines, "", ""])), ADA, known, OURS)
    return answer.getSCode()[0] if answer else 0


@pytest.mark.parametrize(
    "to",
    [
        "<sip:11@acme.test>",
        "sip:11@ACME.TEST",
        "<sip:11@acme.test:5060;transport=tls>",
        "<sips:11@acme.test>",
        "<sip:11@192.0.2.9>",
        "<sip:11@sip.office.test>",
        "<sip:11@registrar.test>",
        '"Ada" <sip:11;x=y@acme.test;user=phone>',
        "<sip:1001@acme.test>",
        "<sip:%31001@acme.test>",
        "<sip:+12125550101@acme.test>",
        "<sip:2125550101@acme.test;user=phone>",
        "<tel:+1-212-555-0101>",
        "<tel:1001;phone-context=acme.test>",
    ],
)
def test_a_phone_is_registered_by_any_name_of_its_own(to: str) -> None:
    assert status(Known(), to) == 0


@pytest.mark.parametrize(
    ("to", "refused"),
    [
        ("<sip:12@acme.test>", 403),
        ("<sip:1002@acme.test>", 403),
        ("<sip:+12125550102@192.0.2.9>", 403),
        ("<tel:+12125550102>", 403),
        ("<sip:13@acme.test>", 403),
        ("<sip:+12125550103@acme.test>", 403),
        ("<sip:14@acme.test>", 404),
        ("<sip:ada@acme.test>", 404),
        ("<sip:acme.test>", 404),
        ("<sip:11@other.test>", 404),
        ("<tel:+13105550100>", 404),
    ],
)
def test_others_are_refused(to: str, refused: int) -> None:
    assert status(Known(), to) == refused


def test_before_it_is_known_who_has_which_number_a_phone_is_not_turned_away() -> None:
    known = Known()
    known.found = None
    assert [status(known, f"<sip:{name}@acme.test>") for name in ("11", "1001", "12")] == [0, 0, 403]
