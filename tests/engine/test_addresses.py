"""Names, addresses and numbers, as peers write them and as we do."""

import re
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trunkline.engine import repairs, stack
from trunkline.engine.addresses import LONGEST_NAME, Address, Caller, dialled, digits, listed, number, quoted

pytestmark = pytest.mark.any_store

# RFC 3261 section 25.1, to the letter: what a strict phone reads.
QUOTED = re.compile(r'"((?:[ \x21\x23-\x5b\x5d-\x7e\x80-\U0010ffff]|\\[\x00-\x09\x0b\x0c\x0e-\x7f])*)"')
NAMES = st.text(
    st.one_of(st.sampled_from('"\\<>@;,:%& \r\n\t\0\x7f\x85\u2028abcé\u202e\u0301\U0001f600'), st.characters())
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("+12125550100", "+12125550100"),
        ("12125550100", "12125550100"),
        ("0012125550100", "+12125550100"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("0301234567", "0301234567"),
        ("112", "112"),
        ("anonymous", ""),
        ("", ""),
        ("+1212555010099999", ""),
        ("1;phone-context=x", ""),
        ("#8972", ""),
        ("\uff11\uff12\uff11\uff12\uff15\uff15\uff15\uff10\uff11\uff10\uff10", ""),
    ],
)
def test_numbers_as_carriers_write_them(said: str, meant: str) -> None:
    assert digits(said) == meant


@pytest.mark.parametrize(
    ("uri", "meant"),
    [
        ("tel:+1-212-555-0100", "+12125550100"),
        ("tel:+12125550100;ext=12;isub=3", "+12125550100"),
        ("tel:00390612345678", "+390612345678"),
        ("tel:5550100;phone-context=+1212", "+12125550100"),
        ("tel:1002;phone-context=office.example", "1002"),
        ("TEL:+12125550100", "+12125550100"),
        ("sip:+12125550100@carrier.example;user=phone", "+12125550100"),
        ("sip:+12125550100;npdi;rn=+12125559999@carrier.example", "+12125550100"),
        ("sip:5550100;phone-context=+1212@carrier.example;user=phone", "+12125550100"),
        ("sip:%2B12125550100@carrier.example", "+12125550100"),
        ("sip:+1%20212%205550100@carrier.example", "+12125550100"),
        ("sips:+12125550100:secret@carrier.example", "+12125550100"),
        ("sip:carrier.example", ""),
        ("sip:@carrier.example", ""),
        ("sip:Restricted@carrier.example", ""),
        ("urn:service:sos", ""),
    ],
)
def test_the_number_that_an_address_is_of(uri: str, meant: str) -> None:
    assert number(uri) == meant


def test_what_is_dialled_is_one_line() -> None:
    assert dialled("sip:10%0d%0a02%00@office.example") == "1002"


@pytest.mark.parametrize(
    ("said", "name", "uri", "parameters"),
    [
        ('"Jo \\"JD\\" Doe" <sip:a@b>;tag=1', 'Jo "JD" Doe', "sip:a@b", {"tag": "1"}),
        ('"back\\\\slash\\\\" <sip:a@b>', "back\\slash\\", "sip:a@b", {}),
        ('"Sam\\ " <sip:a@b>', "Sam", "sip:a@b", {}),
        ('"no end\\" <sip:a@b>;tag=1', "no end\\", "sip:a@b", {"tag": "1"}),
        ('"Jo "JD" Doe" <sip:a@b>', 'Jo "JD" Doe', "sip:a@b", {}),
        ("Jo Doe <sip:a@b>", "Jo Doe", "sip:a@b", {}),
        ("Doe, Jo (QA) @ 7; x <sip:a@b>", "Doe, Jo (QA) @ 7; x", "sip:a@b", {}),
        ('"a <b> c"<sip:a@b>', "a <b> c", "sip:a@b", {}),
        ("a <b> c <sip:a@b>", "a <b> c", "sip:a@b", {}),
        ('"<sip:evil@x>" <sip:a@b>', "<sip:evil@x>", "sip:a@b", {}),
        ("< sip:a@b > ;  Tag  = 1 ; x", "", "sip:a@b", {"tag": "1", "x": None}),
        (
            '<sip:a@b>;+sip.instance="<urn:uuid:1;2>";q=1',
            "",
            "sip:a@b",
            {"+sip.instance": '"<urn:uuid:1;2>"', "q": "1"},
        ),
        ("sip:a@b;tag=1", "", "sip:a@b", {"tag": "1"}),
        ("sips:a@b;tag=1", "", "sips:a@b", {"tag": "1"}),
        ("tel:+1;tag=1", "", "tel:+1", {"tag": "1"}),
        ("SIP:a@b", "", "SIP:a@b", {}),
        ("<tel:+1;phone-context=x>;tag=1", "", "tel:+1;phone-context=x", {"tag": "1"}),
        ("<mailto:a@b>", "", "mailto:a@b", {}),
    ],
)
def test_addresses_as_peers_write_them(said: str, name: str, uri: str, parameters: dict[str, str | None]) -> None:
    read = Address.read(said)
    assert (read.name, read.uri, dict(read.parameters)) == (name, uri, parameters)
    again = stack.Address(str(stack.Address(said)))  # what we write of it says the same
    assert (again.name or "", again.params) == (name, parameters)


@pytest.mark.parametrize(
    "said", ["", "*", '"x"', "Jo Doe", "<sip:a@b", '<sip:a@b>"', "<sip:a@b> x;tag=1", '"x" sip:a@b']
)
def test_what_is_no_address(said: str) -> None:
    with pytest.raises(ValueError, match=r"address|parameter"):
        Address.read(said)


def test_several_addresses_in_a_header() -> None:
    said = '"Doe, Jo" <sip:a@b;x=1,2>, <tel:+1> , sip:c@d,"\\"," <sip:e@f>'
    assert listed(said) == ['"Doe, Jo" <sip:a@b;x=1,2>', "<tel:+1>", "sip:c@d", '"\\"," <sip:e@f>']


@given(NAMES)
@example("\\")
@example('a"\r\n\r\nINVITE sip:+5311234567@h SIP/2.0\r\nVia:SIP/2.0/TCP')
def test_any_name_is_a_quoted_string_and_is_read_as_it_was(name: str) -> None:
    plain = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]", "", name).strip()
    written = quoted(name)
    assert bool(QUOTED.fullmatch(written)) == bool(plain)
    address = str(stack.Address(name=name, url=stack.Url("sip:a@b")))
    assert address == f"{written} <sip:a@b>".lstrip()
    assert Address.read(address).name == stack.Address(address).name == plain


@given(NAMES)
def test_a_name_of_ours_fits_the_buffers_of_phones(name: str) -> None:
    shown = Caller.shown(name * 40, "1001", "office.example").name
    assert len(quoted(shown).encode()) <= LONGEST_NAME + 2
    assert quoted(name * 40)[1:-1].startswith(quoted(shown)[1:-1].rstrip())


@pytest.mark.parametrize("withheld", ["", "Restricted", "#8972", "anonymous", "+", "12 34", "1\r\n2", "\u0661\u0662"])
def test_who_has_no_number_is_anonymous(withheld: str) -> None:
    for name in ("", "Jo"):
        caller = Caller.shown(name, withheld, "office.example")
        assert (*caller, caller.is_known) == (name or "Anonymous", "anonymous", "anonymous.invalid", False)


@pytest.mark.parametrize(
    "uri",
    [
        "sip:user;par=u@example.com",
        "sip:[2001:db8::10]:5070",
        "sip:alice:secretword@atlanta.com;transport=tcp",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
        "sip:+611234567890@ims.example;user=phone;npdi",
        "sips:a@b;lr",
        "tel:+1-212-555-0100;ext=5;phone-context=x",
        "tel:+1%3E%0d%0a;x=%3C",
        "sip:a@b;ob;Line=x",
        "sip:a@b;ttl=x;lr?a",
        "urn:service:sos",
        "mailto:a@b",
    ],
)
def test_uris_and_their_copies_are_written_as_they_were_read(uri: str) -> None:
    read = stack.Url(uri)
    assert str(read.getCopy()) == str(read) == uri.replace("?a", "?a=")


@pytest.mark.parametrize(
    "uri", ["sip:", "sip:a@", "sip:a b@c", "sip:a@b:x", "sip:a@b:123456", "sip:a@b:1:2", "<sip:a@b>"]
)
def test_what_is_no_uri(uri: str) -> None:
    with pytest.raises(ValueError, match="no "):
        stack.Url(uri)


RESPONSE: stack.Any = import_module("sippy.SipResponse").SipResponse
HEAD = "Via: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: {}\r\nTo: <sip:a@b>\r\nCall-ID: i\r\nCSeq: 1 INVITE\r\n"


def request(packet: bytes) -> object:
    return stack.Request(repairs.text_of(packet))


def invite(name: bytes, more: bytes = b"", body: bytes = b"") -> stack.Any:
    head = HEAD.encode().replace(b"{}", name + b" <sip:b@c>;tag=1")
    length = b"Content-Length: %d\r\n" % len(body)
    return request(b"INVITE sip:a@b SIP/2.0\r\n" + head + more + length + b"\r\n" + body)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (b'"Ren\xe9"', "René"),
        ('"René"'.encode(), "René"),
        (b'"a\xff\xfeb"', "aÿþb"),
        (b'"a\rb\nc\x00d\x1be\x7ff"', "a b cdef"),
        ('"a\u2028Contact: x\u2029b\x85c\x0bd"'.encode(), "aContact: xbcd"),
        (b'"folded\r\n  name"', "folded name"),
        (b'"a\tb"', "a b"),
    ],
)
def test_any_bytes_in_a_name(said: bytes, meant: str) -> None:
    message = invite(said)
    assert message.getHFBody("from").getUri().name == meant
    assert [header.name for header in message.headers] == ["via", "from", "to", "call-id", "cseq"]


@pytest.mark.parametrize("number", ["1_0", "\u0661", "+1", "-1", "1.0", "0x1", "", "9" * 21])
@pytest.mark.parametrize("name", ["CSeq", "Max-Forwards", "Expires", "Content-Length"])
def test_a_number_is_plain_digits(name: str, number: str) -> None:
    said = f"{number} INVITE" if name == "CSeq" else number
    with pytest.raises(ValueError, match="no "):
        stack.Header(f"{name}: {said}").getBody()


@pytest.mark.parametrize("status", ["2_00", "٢٠٠", "+200", "0200", "99", "700", "1000", "x", ""])
def test_a_status_is_three_plain_digits(status: str) -> None:
    with pytest.raises(ValueError, match="no status"):
        RESPONSE(f"SIP/2.0 {status} OK\r\n{HEAD}\r\n")
    assert RESPONSE(f"SIP/2.0 200\r\n{HEAD}\r\n".replace("{}", "<sip:b@c>")).getSCode()[0] == 200


@pytest.mark.parametrize("scheme", ["sip", "sips"])
def test_headers_that_an_address_brings_do_not_stand_in_a_request_uri(scheme: str) -> None:
    message = invite(b"")
    message.setRURI(stack.Url(f"{scheme}:u@h;x=y?X=y&Route=%3Csip:evil%3E"))
    assert str(message).startswith(f"INVITE {scheme}:u@h;x=y SIP/2.0\r\n")


def test_a_body_is_its_bytes() -> None:
    body = "v=0\r\ns=Café \U0001f600\r\n".encode() + b"\xff\x00\r\n\r\nb"
    message = invite(b"", b"Content-Type: text/plain\r\n", body)
    assert repairs.bytes_of(str(message)).endswith(b"Content-Length: %d\r\n\r\n" % len(body) + body)


def test_lines_that_are_no_headers_are_passed_over_and_careless_ends_are_lines_ends() -> None:
    message = invite(b"", b"no colon here\r\n")
    assert message.countHFs("cseq") == 1
    careless = request(
        b"OPTIONS sip:a@b SIP/2.0\n" + HEAD.encode().replace(b"{}", b"<sip:b@c>").replace(b"\r\n", b"\n") + b"\nbody"
    )
    assert (careless.getMethod(), str(careless.getBody())) == ("OPTIONS", "body")


@pytest.mark.parametrize(
    "via",
    [
        "SIP  /   2.0 /UDP     h:5070;Branch = z9hG4bKx ;rport",
        "SIP/2.0/UDP h:5070:5070;rport;branch=z9hG4bKx",
        "SIP/2.0/UDP h : 5070 ;rport=;branch=z9hG4bKx",
    ],
)
def test_spaces_in_a_via(via: str) -> None:
    said = stack.Header(f"Via: {via}").getBody()
    assert (said.getAddr(), said.getBranch()) == (("h", 5070), "z9hG4bKx")
    assert "rport" in said.params


def test_what_goes_out_is_one_line_for_each_header_whoever_made_it() -> None:
    message = invite(b"")
    message.appendHeader(stack.Header("X-Mine: a\r\nX-Forged: b\n\0c"))
    message.getHFBody("from").setTag("1\r\nX-Forged: 2")
    message.getRURI().host = "b SIP/2.0\r\nX-Forged: 3\r\n\r\n"
    answer = message.genResponse(200, "OK\r\nX-Forged: 4")
    for each in (message, answer):
        for text in (str(each), each.localStr((("1.2.3.4", 5060), "udp"))):
            assert not re.search(r"\n(X-Forged|\n)", text)
            assert text.count("\r\n\r\n") == 1
