"""One dialog with a phone that is played by hand."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.system.wire import SDP, Wire
from trunkline.engine import dialog, stack
from trunkline.engine.leg import Leg
from trunkline.engine.ports import Flow
from trunkline.engine.times import Times
from trunkline.engine.transactions import Transactions

pytestmark = [
    pytest.mark.any_store,
    # The stack leaves a socket to the garbage collector when it looks whether there is IPv6.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket.socket.*family=10"),
]

HELD = SDP + "a=sendonly\r\n"


@dataclass
class Us:
    """Our end: it calls the phone, and keeps what it is told."""

    events: list[Any] = field(default_factory=list[Any])
    safe: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])  # waits until told the record is

    def __post_init__(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.sip: int = probe.getsockname()[1]
        stack.SipConf.my_address, stack.SipConf.my_port = "127.0.0.1", stack.MyPort(self.sip)
        config = {"_sip_address": "127.0.0.1", "_sip_port": self.sip, "_sip_logger": stack.Silent()}
        self.transactions = config["_sip_tm"] = Transactions(config, lambda *_: None)
        self.phone = Wire(self, {"user_name": "x", "sip_domain": "y"})
        self.leg = Leg(
            config,
            "1.1",
            "acme",
            lambda event, _: self.events.append(event),
            lambda _, then: self.safe.append(then),
            lambda leg: self.events.append(leg),
            lambda _: None,
            Times(),
            Flow(("127.0.0.1", self.phone.port), "udp"),
        )

    def do(self, act: Callable[[], None]) -> None:
        stack.loop.callFromThread(act)

    def call(self) -> str:
        """Call the phone, which answers."""
        self.do(lambda: self.leg.recvEvent(stack.Tried((None, "1001", "1002", stack.Body(SDP), None, None))))
        invite = self.phone.invited()
        self.phone.answer(invite, "200 OK", SDP)
        self.phone.receive("ACK")
        return invite

    def ask(self, description: str) -> str:
        """Ask the phone for something else."""
        self.do(lambda: self.leg.recvEvent(stack.Update(stack.Body(description))))
        return self.phone.receive("INVITE")

    def agree(self, description: str) -> None:
        self.do(lambda: self.leg.recvEvent(stack.Connect((200, "OK", stack.Body(description)))))

    def wait_for(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + 5
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.01)

    def silent(self) -> bool:
        """Whether the phone is told nothing, for a while."""
        self.phone.socket.settimeout(0.3)
        try:
            self.phone.receive("SIP/2.0 200")
        except TimeoutError:
            return True
        finally:
            self.phone.socket.settimeout(3)
        return False

    def play(self, script: Callable[[], None]) -> None:
        """The phone's part, in a thread of its own, while the SIP loop runs."""
        raised: list[BaseException] = []

        def run() -> None:
            try:
                script()
            except BaseException as error:
                raised.append(error)
            stack.loop.callFromThread(stack.loop.breakLoop)

        thread = threading.Thread(target=run)
        thread.start()
        stack.loop.loop()
        thread.join()
        if raised:
            raise raised[0]


@pytest.fixture
def us() -> Iterator[Us]:
    made = Us()
    yield made
    made.leg.close()
    made.phone.socket.close()
    made.transactions.shutdown()


def test_a_bye_in_a_call_waits_for_the_record(us: Us) -> None:
    def script() -> None:
        us.phone.ask(us.call(), "BYE")
        us.wait_for(lambda: us.safe)
        assert us.silent()
        us.do(us.safe[0])
        assert "BYE" in us.phone.receive("SIP/2.0 200")

    us.play(script)


def test_a_bye_while_we_ask_for_something_else_waits_for_the_record(us: Us) -> None:
    def script() -> None:
        invite = us.call()
        asked = us.ask(HELD)
        us.phone.answer(asked, "100 Trying")
        us.phone.ask(invite, "BYE")
        us.wait_for(lambda: us.safe)
        assert us.silent()
        us.do(us.safe[0])
        assert "BYE" in us.phone.receive("SIP/2.0 200")

    us.play(script)


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_a_bye_while_a_phone_waits_for_our_answer_waits_for_the_record(us: Us, method: str) -> None:
    def script() -> None:
        invite = us.call()
        us.phone.ask(invite, method, body=HELD)
        us.wait_for(lambda: isinstance(us.leg.state, dialog.Asked))
        us.phone.ask(invite, "BYE")
        assert method in us.phone.receive("SIP/2.0 487")
        us.wait_for(lambda: us.safe)
        assert us.silent()
        us.do(us.safe[0])
        assert "BYE" in us.phone.receive("SIP/2.0 200")

    us.play(script)


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_what_cannot_be_done_at_the_moment_is_for_later_and_what_we_do_not_know_refused(us: Us, method: str) -> None:
    def script() -> None:
        invite = us.call()
        us.phone.ask(invite, "REFER")
        assert us.phone.receive("SIP/2.0 4").startswith("SIP/2.0 405")
        us.phone.ask(invite, "INVITE", body=HELD)
        us.wait_for(lambda: isinstance(us.leg.state, dialog.Asked))
        us.phone.ask(invite, method, body=SDP)
        refusal = us.phone.receive("SIP/2.0 5")
        assert refusal.startswith("SIP/2.0 500")  # RFC 3261 section 14.2
        assert int(us.phone.header(refusal, "Retry-After")) <= 10
        us.phone.ask(invite, "OPTIONS")
        assert "OPTIONS" in us.phone.receive("SIP/2.0 200")
        us.agree(HELD.replace("sendonly", "recvonly"))
        assert "a=recvonly" in us.phone.receive("SIP/2.0 200")

    us.play(script)


def test_an_offer_that_was_refused_can_be_made_again(us: Us) -> None:
    def script() -> None:
        us.call()
        agreed = us.leg.lSDP
        us.phone.answer(us.ask(HELD), "488 Not Acceptable Here")
        us.wait_for(lambda: isinstance(us.events[-1], stack.Fail))
        us.leg.lSDP = agreed  # as the switch does
        us.phone.answer(us.ask(HELD), "200 OK", SDP)
        us.wait_for(lambda: isinstance(us.events[-1], stack.Connect))

    us.play(script)


def test_a_transport_that_is_not_spoken_has_no_way(us: Us) -> None:
    """Such as that of a phone that registered over TLS before the engine was started without it."""
    there, answers = Flow(("192.0.2.1", 5061), "tls"), list[int]()
    request = stack.Request(
        method="OPTIONS", ruri=stack.Url("sip:x@y"), fr0m=stack.From("<sip:a@b>;tag=1"), cseq=1, target=there
    )

    def script() -> None:
        us.do(lambda: us.transactions.newTransaction(request, resp_cb=lambda each: answers.append(each.getSCode()[0])))
        us.wait_for(lambda: answers)

    us.play(script)
    assert answers == [430]


@pytest.mark.parametrize("said", ["Contact: <sip:x@name.invalid>", "Record-Route: <sip:name.invalid;lr>"])
def test_no_name_that_a_phone_says_is_looked_up(us: Us, looked_up: list[Any], said: str) -> None:
    def script() -> None:
        us.do(lambda: us.leg.recvEvent(stack.Tried((None, "1001", "1002", stack.Body(SDP), None, None))))
        us.phone.answer(us.phone.invited(), "200 OK", SDP, said)
        us.phone.receive("ACK")
        us.do(lambda: us.leg.recvEvent(stack.Disconnect()))
        us.phone.answer(us.phone.receive("BYE"), "200 OK")

    us.play(script)
    assert set(looked_up) <= {"127.0.0.1"}
    assert us.leg.flow == Flow(("127.0.0.1", us.phone.port), "udp")
