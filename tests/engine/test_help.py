"""A call for help when the house itself is not well."""

import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.asker import SDP, Asker, status
from tests.engine.carrier import Carrier, Engine, engine

pytestmark = pytest.mark.any_store


@pytest.fixture
def office(carrier: Carrier, tmp_path: Path) -> Iterator[Engine]:
    with engine(tmp_path, carrier.port, OFFICE="1", DRAIN="5") as made:
        carrier.at(made)
        yield made


@pytest.fixture
def phone(office: Engine) -> Iterator[Asker]:
    made = Asker(("127.0.0.1", office.sip), "11", "secret-11", "office.test")
    yield made
    made.close()


def test_it_is_answered_though_nothing_can_be_written_down(office: Engine, phone: Asker, carrier: Carrier) -> None:
    target, call = "sip:911@office.test", phone.ask("INVITE", "sip:911@office.test")
    phone.cseq += 1
    proof = phone.proof(call, "INVITE", target)
    resource.prlimit(office.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    answered = phone.send("INVITE", target, proof)
    carrier.answer(carrier.receive("INVITE sip:911@"), "200 OK", SDP.format("127.0.0.1"))
    assert status(phone.heard(answered, "INVITE", above=200)) == 200
    office.process.send_signal(signal.SIGTERM)
    assert office.process.wait(15) == 0  # it waits for no disk


def answers_while_it_ends(office: Engine, phone: Asker, carrier: Carrier) -> list[int]:
    """To a call for help and to another, while a call that lives keeps the engine for some seconds."""
    held = carrier.call("+12125550102", SDP.format("127.0.0.1"))
    held.answered()
    challenges = [phone.ask("INVITE", f"sip:{number}@office.test") for number in ("911", "1002")]
    office.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    phone.patience = 2
    answers: list[int] = []
    for challenge, number in zip(challenges, ("911", "1002"), strict=True):
        target = f"sip:{number}@office.test"
        answers.append(status(phone.ask("INVITE", target, phone.proof(challenge, "INVITE", target))))
    return answers


def test_while_the_engine_ends_it_is_left_to_the_one_that_comes_after(
    office: Engine, phone: Asker, carrier: Carrier
) -> None:
    """The phone says again what is not answered."""
    assert answers_while_it_ends(office, phone, carrier) == [0, 503]


def test_while_the_engine_waits_long_for_calls_to_end_it_is_taken(carrier: Carrier, tmp_path: Path) -> None:
    with engine(tmp_path, carrier.port, OFFICE="1", DRAIN="30") as office:
        carrier.at(office)
        phone = Asker(("127.0.0.1", office.sip), "11", "secret-11", "office.test")
        taken, other = answers_while_it_ends(office, phone, carrier)
        assert taken in (100, 180, 183)
        assert other == 503
        office.process.send_signal(signal.SIGTERM)  # at once
        assert office.process.wait(5) == 0
        phone.close()
