"""Who is let in by a real engine, by what they say of who they are."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.engine.asker import Asker, header, status
from tests.engine.carrier import Carrier, Engine, engine
from trunkline.engine.digest import ALGORITHMS

pytestmark = pytest.mark.any_store

Makes = Callable[..., Asker]


@pytest.fixture(scope="module")
def office(carrier: Carrier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("office"), carrier.port, OFFICE="1") as made:
        carrier.at(made)
        yield made


@pytest.fixture
def asker(office: Engine) -> Iterator[Makes]:
    made: list[Asker] = []

    def one(user: str = "11", password: str = "", **more: Any) -> Asker:
        made.append(Asker(("127.0.0.1", office.sip), user, password or f"secret-{user}", "office.test", **more))
        return made[-1]

    yield one
    for each in made:
        if each.registered:
            each.register(seconds=0)  # a line has room for so many
        each.close()


HERE = "sip:office.test"


def is_stale(answer: str) -> bool:
    return "stale=true" in header(answer, "WWW-Authenticate") + header(answer, "Proxy-Authenticate")


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize("qop", [True, False], ids=["counted", "not counted"])
def test_a_right_answer_is_taken_once(asker: Makes, algorithm: str, qop: bool) -> None:
    phone = asker()
    challenge = phone.ask("REGISTER", HERE)
    assert (status(challenge), is_stale(challenge)) == (401, False)
    assert 'qop="auth"' in header(challenge, "WWW-Authenticate")
    proof = phone.proof(challenge, "REGISTER", HERE, algorithm=algorithm, qop=qop)
    assert status(phone.ask("REGISTER", HERE, proof)) == 200
    again = phone.ask("REGISTER", HERE, proof)
    assert (status(again), is_stale(again)) == (401, True)


@pytest.mark.parametrize(
    ("target", "uri"),
    [
        ("URN:service:sos", "URN:service:sos"),
        ("Urn:Service:SOS", "urn:service:sos"),
        ("TEL:911", "TEL:911"),
        ("Tel:+12125551000", "tel:+12125551000"),
        ("tel:+1-212-555-1000;ext=5", "tel:+1-212-555-1000;ext=5"),
        ("SIP:office.test", "SIP:office.test"),
        ("SIPS:911@office.test", "sip:911@office.test"),
    ],
)
def test_an_answer_is_for_what_is_asked_whatever_the_case_of_its_scheme(asker: Makes, target: str, uri: str) -> None:
    phone = asker()
    proof = phone.proof(phone.ask("REGISTER", target), "REGISTER", uri)
    assert status(phone.ask("REGISTER", target, proof)) == 200


@pytest.mark.parametrize(("target", "uri"), [("tel:911", "tel:912"), ("urn:service:sos", "urn:service:sos.fire")])
def test_an_answer_for_something_else_is_none(asker: Makes, target: str, uri: str) -> None:
    phone = asker()
    proof = phone.proof(phone.ask("REGISTER", target), "REGISTER", uri)
    assert status(phone.ask("REGISTER", target, proof)) == 400


def test_a_nonce_goes_on_as_its_count_does_and_counts_may_overtake_each_other(asker: Makes) -> None:
    phone = asker()
    challenge = phone.ask("REGISTER", HERE)

    def counted(count: int) -> str:
        return phone.ask("REGISTER", HERE, phone.proof(challenge, "REGISTER", HERE, count=count))

    assert [status(counted(count)) for count in (1, 2, 4, 3, 100)] == [200] * 5
    for used in (1, 3, 4, 36, 100):  # 36 was not used, but is too far behind
        answer = counted(used)
        assert (status(answer), is_stale(answer)) == (401, True), used
    assert status(counted(101)) == 200


def test_an_answer_to_the_nonce_of_another_address_is_old_whether_it_is_right_or_not(asker: Makes) -> None:
    phone, thief = asker(), asker(host="127.0.0.7")
    challenge = phone.ask("REGISTER", HERE)
    for password in ("", "wrong"):
        answer = thief.ask("REGISTER", HERE, thief.proof(challenge, "REGISTER", HERE, password=password))
        assert (status(answer), is_stale(answer)) == (401, True)
    moved = asker()  # to another port, as behind NAT
    assert status(moved.ask("REGISTER", HERE, moved.proof(challenge, "REGISTER", HERE))) == 200


def test_a_captured_invite_is_of_no_use_to_a_thief(asker: Makes) -> None:
    phone, thief = asker(), asker(host="127.0.0.7")
    target = "sip:4711@office.test"
    challenge = phone.ask("INVITE", target)
    proof = phone.proof(challenge, "INVITE", target)
    for neighbour in (thief, asker()):
        assert status(neighbour.ask("INVITE", "sip:+19005551234@office.test", proof)) in (400, 407)
    assert status(phone.ask("INVITE", target, proof, above=200)) == 404  # nobody's number
    assert status(thief.ask("INVITE", target, proof)) == 407
    assert status(asker().ask("INVITE", target, proof)) == 407  # from the same address


def test_a_captured_register_neither_adds_nor_removes_a_contact(asker: Makes) -> None:
    phone, thief = asker(), asker(host="127.0.0.7")
    challenge = phone.ask("REGISTER", HERE)
    proof = phone.proof(challenge, "REGISTER", HERE)
    assert status(phone.ask("REGISTER", HERE, "Expires: 300", proof)) == 200
    for each in (thief, asker()):
        assert status(each.ask("REGISTER", HERE, "Expires: 300", proof)) == 401
        each.cseq += 1
        call = each.send("REGISTER", HERE, "Expires: 0", proof)
        assert status(each.heard(call, "REGISTER")) == 401
    contacts = header(phone.register(), "Contact")
    assert "127.0.0.7" not in contacts
    assert f":{phone.port}>" in contacts


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("sip:4711@office.test", 404),
        ("sip:4711@OFFICE.test;user=phone", 404),
        ("sips:4711@127.0.0.1:5061", 404),
        ("sip:%34711@office.test", 404),
        ("sip:office.test", 404),  # SIPp and some phones name the server
        ("sip:127.0.0.1:5060", 404),
        ("sip:4712@office.test", 400),
        ("sip:4711@elsewhere.test", 400),
        ("sip:elsewhere.test", 400),
        ("4711", 400),
        ("sip:", 400),
        ("urn:service:sos", 400),
    ],
)
def test_an_answer_is_for_the_request_it_was_made_for(asker: Makes, uri: str, expected: int) -> None:
    phone = asker()
    target = "sip:4711@office.test"
    challenge = phone.ask("INVITE", target)
    assert status(phone.ask("INVITE", target, phone.proof(challenge, "INVITE", uri), above=200)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Digest",
        "Digest x",
        "Basic MTE6c2VjcmV0LTEx",
        'Digest username="11',
        'Digest username="11",username="11"',
        "{proof},qop=auth-int",
        "{proof},nc=00000000",
        "{proof},nc=1",
        '{proof},cnonce=""',
        "{proof},algorithm=MD5-sess",
        "{proof},algorithm=SHA-512-256",
        '{proof},realm="elsewhere"',
        '{proof},nonce=""',
    ],
)
def test_what_is_no_answer_to_what_was_asked_is_asked_again_and_is_no_failure(asker: Makes, said: str) -> None:
    phone = asker()
    for _ in range(11):
        challenge = phone.ask("REGISTER", HERE)
        right = phone.proof(challenge, "REGISTER", HERE).partition(": ")[2]
        name = said.rpartition(",")[2].partition("=")[0]
        if "{proof}" in said:
            right = re.sub(rf',{name}=("[^"]*"|[^,]*)', "", right)
        answer = phone.ask("REGISTER", HERE, f"Authorization: {said.replace('{proof}', right)}")
        assert (status(answer), is_stale(answer)) == (401, False)
    assert status(phone.dial("4711", above=200)) == 404


def test_phones_write_answers_in_many_ways(asker: Makes) -> None:
    phone = asker()
    changes: list[Callable[[str], str]] = [
        lambda proof: proof.replace(",", " , "),
        lambda proof: proof.replace("qop=auth", 'qop="auth"').replace("algorithm=MD5", 'algorithm="md5"'),
        lambda proof: proof.replace("username", "UserName").replace("Digest", "DIGEST"),
        lambda proof: proof + ',opaque="a,b=\\"c\\""',
    ]
    for change in changes:
        challenge = phone.ask("REGISTER", HERE)
        assert status(phone.ask("REGISTER", HERE, change(phone.proof(challenge, "REGISTER", HERE)))) == 200


def test_ten_wrong_passwords_close_the_line_at_the_address_and_nothing_else(asker: Makes, carrier: Carrier) -> None:
    registered, wrong = asker("12"), asker("12", "old", host="127.0.0.1")
    assert status(registered.register()) == 200
    assert [status(wrong.register()) for _ in range(10)] == [401] * 9 + [403]
    right = asker("12")
    assert status(right.register()) == 403  # right ones too, or guessing could go on
    assert status(right.dial("4711", above=200)) == 403
    assert status(registered.register()) == 200  # where its phone is, it is not closed
    assert status(registered.dial("4711", above=200)) == 404
    assert status(asker("12", host="127.0.0.8").register()) == 200
    assert status(asker("11").dial("4711", above=200)) == 404  # its neighbour at the address
    assert status(right.dial("911")) == 100
    assert carrier.receive("INVITE").startswith("INVITE sip:911@")
    assert status(wrong.dial("911")) in (403, 407)


def test_who_guesses_at_lines_that_are_nobodys_fails_at_nothing(asker: Makes) -> None:
    for user in ("13", "14", "15", "16", "17"):  # nobody's
        for _ in range(11):
            assert status(asker(user, host="127.0.0.6").register()) == 401
    assert status(asker("11", host="127.0.0.6").dial("4711", above=200)) == 404


@pytest.mark.parametrize(
    "dialled",
    [
        "911",
        "9-1-1",
        "911%20",
        "+911",
        "911%23",
        "%e2%80%aa911%e2%80%ac",
        "911;phone-context=+1",
        "%EF%BC%99%EF%BC%91%EF%BC%91",
        "sos",
    ],
)
def test_help_leaves_as_the_number_that_was_meant(asker: Makes, carrier: Carrier, dialled: str) -> None:
    carrier.forget()
    phone = asker("11", host="127.0.0.5")
    phone.patience = 10
    target = f"sip:{dialled}@office.test;user=phone"
    challenge = phone.ask("INVITE", target)
    assert status(phone.ask("INVITE", target, phone.proof(challenge, "INVITE", target))) == 100
    invite = carrier.receive("INVITE")
    assert invite.startswith("INVITE sip:911@")
    assert re.search(r"^To: .*<?sip:911@", invite, re.MULTILINE)
    carrier.answer(invite, "486 Busy Here")


def test_a_phone_that_is_here_calls_for_help_unasked_twice_a_minute(asker: Makes, carrier: Carrier) -> None:
    phone = asker("12", host="127.0.0.4")
    assert status(phone.register()) == 200
    target = "sip:911@office.test"
    assert [status(phone.ask("INVITE", target)) for _ in range(3)] == [100, 100, 407]
    assert status(phone.dial("911")) == 100
    assert status(phone.ask("INVITE", "sip:4711@office.test")) == 407
    stranger = asker("12", host="127.0.0.3")
    assert status(stranger.ask("INVITE", target)) == 407
    phone.password = "another since"  # noqa: S105
    assert status(phone.dial("911")) == 407
    assert status(phone.dial("4711")) == 407
    phone.user = "11"  # is not registered from there
    assert status(phone.ask("INVITE", target)) == 407
    assert status(phone.dial("911")) == 407
    phone.user, phone.password = "12", "secret-12"


def test_a_wrong_answer_from_where_a_phone_is_counts_as_none(asker: Makes) -> None:
    """A nonce is good for all of an address: who forges a phone's may have had one at another port of it."""
    phone, other = asker("11", host="127.0.0.20"), asker("11", host="127.0.0.20")
    assert status(phone.register()) == 200
    target = "sip:911@office.test"
    challenge = other.ask("INVITE", "sip:4711@office.test")
    wrong = [phone.proof(challenge, "INVITE", target, password="wrong", count=n) for n in range(1, 6)]  # noqa: S106
    assert [status(phone.ask("INVITE", target, each)) for each in wrong] == [100, 100, 407, 407, 407]
    assert status(phone.dial("911")) == 100


def test_of_many_answers_in_one_request_none_is_judged(asker: Makes) -> None:
    phone = asker("11", host="127.0.0.23")
    challenge = phone.ask("REGISTER", HERE)
    guesses = [
        phone.proof(challenge, "REGISTER", HERE, password=password, count=n)
        for n, password in enumerate(["a", "", "b"], 1)
    ]
    assert status(phone.ask("REGISTER", HERE, *guesses)) == 400
    assert status(phone.register()) == 200


def test_one_answer_of_each_algorithm_is_judged_and_counted(asker: Makes) -> None:
    def register(phone: Asker, password: str = "") -> int:
        challenge = phone.ask("REGISTER", HERE)
        said = [phone.proof(challenge, "REGISTER", HERE, password=password, algorithm=each) for each in ALGORITHMS]
        return status(phone.ask("REGISTER", HERE, *said))

    assert register(asker("11", host="127.0.0.24")) == 200
    guesser = asker("11", host="127.0.0.25")
    assert [register(guesser, "wrong") for _ in range(5)] == [401] * 4 + [403]
    assert register(guesser) == 403
