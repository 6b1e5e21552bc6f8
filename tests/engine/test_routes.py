"""Routes that a carrier's call came by (RFC 3261 section 12): what we ask in it goes back as they were said."""

from collections.abc import Iterator

import pytest

from tests.engine.parties import Message, Party, Stage, sdp, staged

pytestmark = pytest.mark.any_store


@pytest.fixture(scope="module")
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("routes"), "udp") as made:
        yield made


@pytest.fixture
def stage(carrier: Stage) -> Iterator[Stage]:
    yield carrier
    carrier.end()


def answered(stage: Stage, *headers: str) -> tuple[Party, str]:
    party = Party.calling(stage.line)
    packet = party.send("INVITE", *headers, body=sdp())
    call = stage.running.eventually("Came")["call"]
    stage.calls.append(call)
    stage.running.wants(["Answer", f"{call}.0"])
    answer = party.final(packet)
    party.learn(answer)
    party.acknowledge(answer)
    return party, call


def goodbye(stage: Stage, party: Party, call: str) -> Message:
    stage.running.wants(["Release", f"{call}.0", 480])
    bye = stage.line.hear(lambda each: each.method == "BYE" and each.one("Call-ID") == party.call)
    stage.line.answer(bye, "200 OK")
    return bye


@pytest.mark.parametrize(
    "routes",
    [
        ["<sip:a.example;lr=on>"],
        ["<sip:a.example;lr;n=%22>", "<sip:B.example:5060;n=1;lr=true;transport=UDP>;x=y"],
        ['"A, B" <sip:%61@a.example;lr>', "<sips:b.example;lr;ftag=a>"],
    ],
)
def test_routes_are_said_as_they_were_said(stage: Stage, routes: list[str]) -> None:
    party, call = answered(stage, f"Record-Route: {', '.join(routes)}")
    assert goodbye(stage, party, call).all("Route") == routes


def test_the_place_behind_a_strict_router_may_change(stage: Stage) -> None:
    """It is the last route (RFC 3261 sections 12.2.1.1 and 12.2.1.2)."""
    party, call = answered(stage, "Record-Route: <sip:strict.example>")
    contact = "<sip:elsewhere@192.0.2.7>"
    assert party.ask("UPDATE", contact=f"Contact: {contact}").status == 200
    bye = goodbye(stage, party, call)
    assert bye.first == "BYE sip:strict.example SIP/2.0"
    assert bye.all("Route") == [contact]
