"""What a caller is told, and what the history says, of every refusal that SIP knows."""

from pathlib import Path

import pytest
import yaml

import trunkline
from tests.exchange.office import Office
from tests.exchange.test_outside_stories import Y, outside
from trunkline.engine import stack
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.refusals import reason, said
from trunkline.exchange.vocabulary import Release

pytestmark = pytest.mark.any_store

CALL_LOGS = Path(trunkline.__file__).parent / "contract/call_logs.yaml"
RESULTS: list[str] = yaml.safe_load(CALL_LOGS.read_text())["components"]["schemas"]["Result"]["enum"]
EVERY = range(300, 700)
TOLD = {
    403: (403,),
    404: (404, 410, 485, 604),
    480: (302, 380, 400, 401, 402, 405, 407, 408, 413, 414, 416, 420, 421, 433, 436, 480, 481, 487, 489, 491, 493),
    482: (482,),
    483: (483,),
    484: (484,),
    486: (486, 600),
    488: (415, 488, 580, 606),
    500: (500,),
    502: (501, 502, 505, 513),
    503: (503,),
    504: (504,),
    603: (603, 607, 608),
}


@pytest.mark.parametrize(("told", "status"), [(told, each) for told, said in TOLD.items() for each in said])
def test_a_carrier_and_a_phone_refuse(told: int, status: int) -> None:
    office = Office(Exchange(outside()))
    office.register("A1", "B1")
    call = office.dial(0, "A", Y)
    assert call.refused(1, status, Y)[0] == Release(f"{call.id}.0", told)
    call = office.dial(2, "A", "1002")
    assert call.refused(3, status)[0] == Release(f"{call.id}.0", told)


def test_nothing_is_told_that_would_be_taken_for_ours() -> None:
    """No redirection, no challenge, and that something is broken only where something is."""
    for status in EVERY:
        assert said(status) // 100 in (4, 5, 6)
        assert said(status) not in (401, 407)
        assert said(status) < 500 or status >= 500
        assert said(status) < 600 or status >= 600


def test_what_is_told_has_its_phrase() -> None:
    assert "Failed" not in {stack.said(said(status))[1] for status in EVERY}


def test_the_history_says_what_the_contract_knows() -> None:
    assert {reason(status, rang) for status in EVERY for rang in (False, True)} <= {*RESULTS}
