"""Every request in every state of a call, and of none: each is answered as its RFC says, over UDP and TCP, and what is
said again is answered again. What lacks something or requires too much is refused as that, and changes nothing."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.engine.parties import Message, Party, Stage, sdp, staged
from tests.figures import Figure

pytestmark = pytest.mark.any_store

KEY = "Signal=5\r\nDuration=160\r\n"
REFUSED = dict.fromkeys(("REFER", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH", "REGISTER"), 405)
ANYWHERE = REFUSED | {"FOO": 501, "PRACK": 481, "OPTIONS": 200, "INFO": 200, "UPDATE": 200}
ENDED = dict.fromkeys([*ANYWHERE, "INVITE", "UPDATE offer", "BYE"], 481)


@pytest.fixture(scope="module", params=["udp", "tcp"])
def carrier(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("dialogs"), request.param) as made:
        yield made


@pytest.fixture
def stage(carrier: Stage) -> Iterator[Stage]:
    """Its calls are over with the test: the relay has few ports."""
    yield carrier
    carrier.end()


# The states, each with the phone that asks


def unknown(stage: Stage) -> Party:
    party = Party.calling(stage.line)
    party.them += ";tag=nobody"
    return party


def waiting(stage: Stage) -> Party:
    party, packet, call = stage.comes()
    stage.running.wants(["Alert", f"{call}.0"])
    party.told(packet, 180)
    return party


def early_media(stage: Stage) -> Party:
    party, packet, call = stage.comes()
    stage.running.wants(["Play", f"{call}.0", ["beep"], True])
    party.told(packet, 183)
    return party


def rung(stage: Stage) -> Party:
    _, _, call = stage.comes()
    return stage.rings(call)[0]


def cancelled(stage: Stage) -> Party:
    """It has heard that it should not ring any more, and is slow to say so."""
    _, _, call = stage.comes()
    party, _ = stage.rings(call)
    stage.running.wants(["Release", f"{call}.1", 480])
    stage.line.answer(stage.line.hear(lambda each: each.method == "CANCEL"), "200 OK")
    return party


def alone(stage: Stage) -> Party:
    return stage.answered()[0]


def caller(stage: Stage) -> Party:
    return stage.talk()[0]


def callee(stage: Stage) -> Party:
    return stage.talk()[1]


def asked(stage: Stage) -> Party:
    one, other, _ = stage.talk()
    one.send("INVITE", body=sdp("sendonly", 2))
    stage.line.answer(other.invited(), "100 Trying")
    return one


def asking(stage: Stage) -> Party:
    one, other, _ = stage.talk()
    one.send("INVITE", body=sdp("sendonly", 2))
    stage.line.answer(other.invited(), "100 Trying")
    return other


def offered(stage: Stage) -> Party:
    """It asked what could be had, was told, and has not chosen yet."""
    party, _ = stage.answered()
    assert party.ask("INVITE").direction == "sendrecv"
    return party


def hung_up(stage: Stage) -> Party:
    party, _ = stage.answered()
    assert party.ask("BYE").status == 200
    return party


def left(stage: Stage) -> Party:
    party, call = stage.answered()
    stage.running.wants(["Release", f"{call}.0", 480])
    stage.line.answer(stage.line.hear(lambda each: each.method == "BYE"), "200 OK")
    return party


def refused(stage: Stage) -> Party:
    party, packet, call = stage.comes()
    stage.running.wants(["Release", f"{call}.0", 486])
    answer = party.final(packet)
    assert answer.status == 486
    party.them = answer.one("To")
    return party


State = Callable[[Stage], Party]
# What each method is answered; the last one ends or changes what goes on.
STATES: dict[State, dict[str, int]] = {
    unknown: ENDED,
    waiting: ANYWHERE | {"UPDATE offer": 500, "INVITE": 500, "BYE": 200},
    early_media: ANYWHERE | {"UPDATE offer": 500, "INVITE": 500, "BYE": 200},
    rung: ANYWHERE | {"UPDATE offer": 491, "INVITE": 491, "BYE": 403},
    cancelled: ANYWHERE | {"UPDATE offer": 491, "INVITE": 491, "BYE": 403},
    alone: ANYWHERE | {"UPDATE offer": 200, "INVITE": 200, "BYE": 200},
    caller: ANYWHERE | {"BYE": 200},
    callee: ANYWHERE | {"BYE": 200},
    asked: ANYWHERE | {"UPDATE offer": 500, "INVITE": 500, "BYE": 200},
    asking: ANYWHERE | {"UPDATE offer": 491, "INVITE": 491, "BYE": 200},
    offered: ANYWHERE | {"UPDATE offer": 491, "INVITE": 491, "BYE": 200},
    hung_up: ENDED,
    left: ENDED | {"BYE": 200},
    refused: ENDED,
}
LIVE = [state for state, table in STATES.items() if table["OPTIONS"] == 200]


def said(party: Party, method: str) -> str:
    if method == "INFO":
        return party.send("INFO", body=KEY, kind="application/dtmf-relay")
    if method in ("INVITE", "UPDATE offer"):
        return party.send(method.split()[0], body=sdp("sendonly", party.number))
    return party.send(method, *(["RAck: 1 1 INVITE"] if method == "PRACK" else []))


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_method_in_every_state(stage: Stage, state: State, figure: Figure) -> None:
    party, wrong, tried = state(stage), dict[str, tuple[int, int]](), 0
    for method, expected in STATES[state].items():
        packet = said(party, method)
        answer = party.final(packet)
        if answer.status != expected:
            wrong[method] = answer.status, expected
        if answer.status in (405, 501) or (method == "OPTIONS" and answer.status == 200):
            assert {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS"} <= set(answer.one("Allow").split(", "))
        if answer.status == 500:
            assert int(answer.one("Retry-After")) <= 10
        if method == "OPTIONS" and answer.status == 200:
            assert all(answer.one(name) for name in ("Accept", "Accept-Encoding", "Accept-Language", "Supported"))
        if answer.status == 200 and method == "INVITE":
            party.acknowledge(answer)
        if stage.line.transport == "udp":
            stage.line.say(packet)
            assert party.final(packet).text == answer.text
        tried += 1
    assert not wrong
    figure(f"methods in the state {state.__name__}, over {stage.line.transport}", f"{tried} answered as they should be")


BROKEN = {
    "none": "",
    "*": "Contact: *",
    "two": "Contact: <sip:a@127.0.0.1>\r\nContact: <sip:b@127.0.0.1>",
    "two in one": "Contact: <sip:a@127.0.0.1>, <sip:b@127.0.0.1>",
    "a stray quote": 'Contact: <sip:a@127.0.0.1>"',
    "empty": "Contact:",
    "no address": "Contact: somewhere",
    "another scheme": "Contact: <mailto:a@example.com>",
}


def faults(party: Party) -> Iterator[tuple[str, int, str, Message]]:
    """What is wrong, how it must be refused and by which header, and how it is."""
    for option in ("100rel", "precondition", "nosuchthing"):
        for header in ("Require", "Proxy-Require"):
            yield f"{header}: {option}", 420, "Unsupported", party.ask("UPDATE", f"{header}: timer, {option}")
    for of in ("INVITE", "FOO"):
        packet = party.send("OPTIONS", of=of)
        yield f"CSeq of {of}", 400, "", party.final(packet)
    for number in (2**31, 2**32, 2**63, 2**64, 10**30, -1):
        yield f"CSeq {number}", 400, "", party.final(party.send("OPTIONS", number=number))
    yield "nothing", 200, "Allow", party.ask("OPTIONS")
    yield "an old CSeq", 500, "", party.final(party.send("OPTIONS", number=party.number - 1))
    for method in ("UPDATE", "INVITE"):
        for what, contact in BROKEN.items():
            yield f"{method} with Contact: {what}", 400, "", party.ask(method, body=sdp(), contact=contact)
        yield f"{method} of text", 415, "Accept", party.ask(method, body="hello", kind="text/plain")
        packed = party.ask(method, "Content-Encoding: gzip", body=sdp())
        yield f"{method} packed", 415, "Accept-Encoding", packed
        yield f"{method} packed, in short", 415, "Accept-Encoding", party.ask(method, "e: gzip", body=sdp())
        yield f"{method} too large", 413, "", party.ask(method, body=sdp() + "a=x\r\n" * 4000)
    yield "another version", 505, "", party.ask("OPTIONS", version="SIP/3.0")
    yield "nothing", 200, "Allow", party.ask("OPTIONS")


@pytest.mark.parametrize("state", LIVE, ids=lambda state: state.__name__)
def test_what_lacks_something_is_refused_as_that_in_every_state(stage: Stage, state: State, figure: Figure) -> None:
    party = state(stage)
    found = [*faults(party)]
    assert not [(what, answer.first) for what, status, _, answer in found if answer.status != status]
    assert all(answer.one(header) for _, _, header, answer in found if header)
    figure(
        f"faults in the state {state.__name__}, over {stage.line.transport}", f"{len(found)} refused as what they are"
    )


def test_what_is_of_no_call(stage: Stage, figure: Figure) -> None:
    party = Party.calling(stage.line)
    expected = REFUSED | dict.fromkeys(["BYE", "INFO", "UPDATE", "PRACK", "CANCEL"], 481) | {"OPTIONS": 200, "FOO": 501}
    expected["REGISTER"] = 401
    answers = {method: party.ask(method) for method in expected}
    assert {method: answer.status for method, answer in answers.items()} == expected
    assert "REGISTER" in answers["OPTIONS"].one("Allow")
    assert all(answers[method].one("Allow") for method in ("MESSAGE", "FOO"))
    stage.line.say(party.packet("ACK"))
    faulty = [
        each for each in faults(Party.calling(stage.line)) if not each[0].startswith(("an old", "UPDATE", "nothing"))
    ]
    assert not [(what, answer.first) for what, status, _, answer in faulty if answer.status != status]
    assert stage.line.hears_nothing(lambda each: each.one("CSeq").endswith("ACK"), 0.2)
    figure(
        f"requests of no call, over {stage.line.transport}", f"{len(answers) + len(faulty)} answered as they should be"
    )


HEADERS = [
    "Accept",
    "Alert-Info",
    "Allow",
    "Also",
    "Authorization",
    "Call-Info",
    "Cisco-GUID",
    "Content-Disposition",
    "Contact",
    "Date",
    "Diversion",
    "Event",
    "Expires",
    "Geolocation",
    "Identity",
    "In-Reply-To",
    "Max-Forwards",
    "Min-SE",
    "P-Asserted-Identity",
    "Path",
    "Privacy",
    "Proxy-Authenticate",
    "Proxy-Require",
    "RAck",
    "RSeq",
    "Reason",
    "Record-Route",
    "Refer-To",
    "Referred-By",
    "Remote-Party-ID",
    "Replaces",
    "Require",
    "Retry-After",
    "Route",
    "Server",
    "Service-Route",
    "Session-Expires",
    "Subject",
    "Supported",
    "Timestamp",
    "Unsupported",
    "User-Agent",
    "WWW-Authenticate",
    "Warning",
    "X-Unknown",
]
JUNK = ("", "<", "<sip:127.0.0.1;lr", ";;;", "x y", "-1", "9" * 30, "\u00e9", "*", "a;b=")


def test_no_header_of_a_request_is_a_fault_of_ours(stage: Stage, figure: Figure) -> None:
    """What it can do without is left aside, what it needs is refused; the call goes on."""
    answers = list[tuple[str, int]]()
    for name in HEADERS[::2] if stage.line.transport == "udp" else HEADERS[1::6]:
        time.sleep(0.2)  # so many at once would be a flood
        party, _ = stage.answered()
        for header in (f"{name}: {junk}" for junk in JUNK):
            answers.append((f"UPDATE {header}", party.ask("UPDATE", header, body=sdp()).status))
            answer = party.ask("INVITE", header, body=sdp())
            answers.append((f"INVITE {header}", answer.status))
            if answer.status == 200:
                party.acknowledge(answer)
            for method in ("OPTIONS", "REGISTER", "BYE"):
                answers.append((f"{method} {header}", Party.calling(stage.line).ask(method, header).status))
        assert party.ask("BYE", *(f"{name}: {junk}" for junk in JUNK[:3]), contact="").status in (200, 400, 420)
        stage.end()
    assert not [answer for answer in answers if answer[1] >= 500]
    figure(f"requests with a header that is none, over {stage.line.transport}", f"{len(answers)}, none answered 5xx")


def test_a_call_with_a_route_that_cannot_be_read_is_refused(stage: Stage) -> None:
    """Also one that is for nobody, or that nobody should ever lose."""
    for number in ("+12125550102", "911"):
        assert Party.calling(stage.line, number).ask("INVITE", "Record-Route: <sip:h;lr", body=sdp()).status == 400


@pytest.mark.parametrize("places", [False, True])
def test_no_header_of_an_answer_costs_the_call(stage: Stage, figure: Figure, *, places: bool) -> None:
    """Who picks up is heard of, acknowledged and reached, whatever else is said; and who refuses is heard of."""
    tried = 0
    for junk in JUNK:
        headers = [f"{name}: {junk}" for name in HEADERS if (name in ("Contact", "Record-Route")) == places]
        for status in ("200 OK", "486 Busy Here"):
            _, _, call = stage.comes()
            party, invite = stage.rings(call)
            stage.line.answer(invite, "183 Session Progress", sdp(), *headers)
            stage.line.answer(invite, status, sdp() if status == "200 OK" else "", *headers)
            stage.running.eventually("Answered" if status == "200 OK" else "Refused")
            stage.line.hear(lambda each, call=party.call: each.method == "ACK" and each.one("Call-ID") == call)
            if status == "200 OK":
                stage.running.wants(["Release", f"{call}.1", 480])
                stage.line.hear(lambda each, call=party.call: each.method == "BYE" and each.one("Call-ID") == call)
            stage.end()
            tried += 1
    figure(f"answers with headers that are none, over {stage.line.transport}", f"{tried} taken")


def test_a_cancel_that_comes_too_late_changes_nothing(stage: Stage) -> None:
    party, packet, call = stage.comes()
    branch = Message(packet).one("Via").partition("branch=z9hG4bK")[2]
    them, target, number = party.them, party.target, party.number
    stage.running.wants(["Answer", f"{call}.0"])
    answer = party.final(packet)
    stage.line.say(party.packet("CANCEL", branch=branch))
    cancel = stage.line.hear(lambda each: each.one("CSeq") == f"{number} CANCEL")
    assert (cancel.status, cancel.one("To")) == (200, answer.one("To"))
    party.learn(answer)
    party.acknowledge(answer)
    assert party.ask("OPTIONS").status == 200
    assert party.ask("BYE").status == 200
    assert (them, target) != (party.them, party.target)


def test_a_cancel_in_time(stage: Stage) -> None:
    party, packet, call = stage.comes()
    stage.running.wants(["Alert", f"{call}.0"])
    stage.line.hear(lambda each: each.status == 180 and each.one("Call-ID") == party.call)
    stage.line.say(party.packet("CANCEL", branch=Message(packet).one("Via").partition("branch=z9hG4bK")[2]))
    assert stage.line.hear(lambda each: each.one("CSeq") == f"{party.number} CANCEL").status == 200
    assert party.final(packet).status == 487
    stage.running.eventually("Left")


def test_a_reinvite_that_is_cancelled_leaves_the_call_as_it_was(stage: Stage) -> None:
    one, other, _ = stage.talk()
    packet = one.send("INVITE", body=sdp("sendonly", 2))
    asked = other.invited()
    stage.line.answer(asked, "100 Trying")
    stage.line.hear(lambda each: each.status == 100 and each.one("CSeq") == Message(packet).one("CSeq"))
    stage.line.say(one.packet("CANCEL", branch=Message(packet).one("Via").partition("branch=z9hG4bK")[2]))
    assert one.final(packet).status == 487
    cancel = stage.line.hear(lambda each: each.method == "CANCEL" and each.one("Call-ID") == other.call)
    stage.line.answer(cancel, "200 OK")
    stage.line.answer(asked, "487 Request Terminated")
    assert one.ask("OPTIONS").status == other.ask("OPTIONS").status == 200
    again = one.send("INVITE", body=sdp("sendonly", 3))
    stage.line.answer(other.invited(), "200 OK", sdp("recvonly", 2))
    answer = one.final(again)
    assert answer.direction == "recvonly"
    one.acknowledge(answer)
    stage.running.eventually("Held")
