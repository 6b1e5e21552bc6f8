"""Any name is rung, answered and read as it was; and none becomes a header, or a request, of its own."""

import os
import random
import re
import socket
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.baresip import baresip
from tests.engine.carrier import Call, Carrier, Engine, Voice, engine
from tests.figures import Figure
from tests.phones import Phone, phone
from tests.system.installation import System, running
from tests.system.test_office import account
from tests.system.wire import SDP, Wire
from trunkline.cli.stored import change
from trunkline.engine import addresses, repairs, stack
from trunkline.engine.addresses import LONGEST_NAME, Address, Caller
from trunkline.engine.framing import Framer
from trunkline.store.tables import CallQueue, Person, User
from trunkline.store.tenant import Tenant

pytestmark = pytest.mark.any_store

CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]))
# RFC 3261 section 25.1 to the letter, and one of its addresses.
QUOTED = r'"(?:[ \x21\x23-\x5b\x5d-\x7e\x80-\U0010ffff]|\\[\x00-\x09\x0b\x0c\x0e-\x7f])*"'
NAMED = re.compile(rf"({QUOTED})?\s*<sips?:[A-Za-z0-9+.%-]+@[A-Za-z0-9.-]+(?::[0-9]+)?(?:;[a-z]+=[a-z]+)*>")
PIECES = (
    *"\"\\<>@;,:%&=?/()[]{}#*!|~^`$' ",
    *(
        '"',
        "\\",
        '\\"',
        '"\\',
        "\\\\",
        ">,<",
        "<sip:x@y>",
        '" <sip:x@y>;tag=1',
        "%0d%0a",
        "\\r\\n",
        ";tag=",
        "anonymous",
    ),
    *"aZ09éßñøŁ中文한ひ",
    *(
        "שלום",
        "مرحبا",
        "\u202e",
        "\u200f",
        "e\u0301",
        "\u200d",
        "👩‍👩‍👧",
        "🇺🇳",
        "😀",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "\u00a0",
        "\u3000",
    ),
    *("Smith", "O'Neill", "Dr. ", " - ", "Müller"),
)
# What found.md and others would have had: a header, a request, another's number.
ATTACKS = (
    '"\r\n\r\nINVITE sip:+5311234567@h SIP/2.0\r\nVia:SIP/2.0/TCP a\r\nf:"',
    'B" <sip:x@a>\r\nP-Asserted-Identity: <sip:+18005550000@a>\r\nX-Forged:"',
    'a"\r\nX-Forged: 1',
    'a"\nX-Forged: 1',
    'a"\rX-Forged: 1',
    "a\r\n\tX-Forged: 1\r\n\r\nv=0\r\n",
    "a\x0bX-Forged: 1\x0cb\x1cc\x85X-Forged: 2\u2028X-Forged: 3\u2029d",
    'a\0" <sip:+18005550000@a>;x="',
    "Moreno\\",
    '\\"',
    '"',
    "a" * 5000,
)
HEADERS = {"via", "max-forwards", "from", "to", "call-id", "cseq", "contact", "expires", "user-agent", "content-type"}
HEADERS |= {"content-length", "p-asserted-identity", "session-expires", "min-se", "supported", "allow", "privacy"}


def names(count: int, seed: int, more: str = "") -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311
    for n in range(count):
        length = chance.randint(100, 600) if n % 50 == 49 else chance.randint(1, 14)
        yield "".join(chance.choice(chance.choice(((more or PIECES), PIECES))) for _ in range(length))


def kept(name: str) -> str:
    """What remains of a name on the wire, said once more in another way than the code says it."""
    plain = re.sub(f"[{re.escape(CONTROLS)}]", "", name).strip()
    while len(re.sub(r'(["\\])', r"\\\1", plain).encode()) > LONGEST_NAME:
        plain = plain[:-1]
    return plain.strip()


def read(said: str) -> str:
    """The name of an address that is written to the letter."""
    found = NAMED.fullmatch(said)
    assert found, said
    return re.sub(r"\\(.)", r"\1", (found[1] or '""')[1:-1])


def test_ten_thousand_names_by_the_encoder_the_stack_and_a_strict_reader(figure: Figure) -> None:
    count = 10_000
    for name in names(count, 1, CONTROLS):
        shown = Caller.shown(name, "1001", "office.example")
        written = str(stack.Address(name=shown.name, url=stack.Url(username=shown.user, host=shown.host)))
        assert read(written) == kept(name)
        assert Address.read(written).name == stack.Address(written).name == kept(name)
        # The whole of it, as a carrier would say it.
        said = addresses.quoted(name)
        packet = f"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: {said} <sip:b@c>;tag=1\r\n"
        packet += "To: <sip:a@b>\r\nCall-ID: i\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
        request = stack.Request(repairs.text_of(packet.encode()))
        assert request.getHFBody("from").getUri().name == re.sub(f"[{re.escape(CONTROLS)}]", "", name).strip()
        answer = repairs.bytes_of(str(request.genResponse(200, "OK")))
        assert Framer().feed(answer) == [answer]
    figure("names tried by encoder, stack and a strict reader", f"{count:,}, all read as they were")


# Phones


@pytest.fixture(scope="module")
def carrier() -> Iterator[Carrier]:
    made = Carrier()
    yield made
    made.socket.close()


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("names"), carrier.port, OFFICE="yes") as made:
        carrier.at(made)
        yield made


class Listener:
    port, codec = 9, "PCMU"


def handed(carrier: Carrier, number: str, name: str) -> Call:
    written = re.sub(r'(["\\])', r"\\\1", name)
    return carrier.call(number, Voice.sdp(Listener), caller=f'"{written}" <sip:+12065550100@carrier.example>')  # pyright: ignore[reportArgumentType]


def by_pjsip(office: Engine, carrier: Carrier, folder: Path, count: int, seed: int) -> None:
    with phone(folder, account(office, "12"), 1000, first_answer=200) as ben:
        ben.register()
        for name in names(count, seed):
            call = handed(carrier, "+12125550102", name)
            call.answered()
            shown = ben.wait("CONFIRMED")["from"]
            assert read(shown) == kept(name), (name, shown)
            assert call.ask("BYE").startswith("SIP/2.0 200")
            assert office.happens("record")["caller"]["name"] == name.strip()
            ben.wait("DISCONNECTED")


def test_names_from_a_carrier_as_pjsip_shows_them(
    office: Engine, carrier: Carrier, tmp_path: Path, figure: Figure
) -> None:
    by_pjsip(office, carrier, tmp_path, 60, 2)
    figure("names rung, answered and read back by PJSIP", "60 of 60")
