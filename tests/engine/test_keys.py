"""Keys by INFO, as phones write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.engine import keys
from trunkline.engine.bridges import KEYS
from trunkline.engine.keys import DIGIT, DIGITS, EVENT, KINDS, RELAY, Refused

pytestmark = pytest.mark.any_store

PARTS = (
    "--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x\r\nContent-Type: Application/DTMF-Relay\r\n\r\n"
    "Signal=7\r\nDuration=100\r\n\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("type", "body", "said"),
    [
        (RELAY, "Signal=5\r\nDuration=160\r\n", "5"),
        (RELAY, "Signal= *\r\nDuration= 250", "*"),
        (RELAY, "Duration=160\nSignal=5\n", "5"),
        (RELAY, "signal = #\r\n", "#"),
        (RELAY, "Signal=10\r\nDuration=160\r\n", "*"),
        (RELAY, "Signal=11\r\n", "#"),
        (RELAY, 'Signal="a"\r\n', "A"),
        (RELAY, "Signal: 4\r\n", "4"),
        (RELAY, "5", "5"),
        (RELAY, "Signal=16\r\n", "!"),
        ("Application/DTMF-Relay; charset=utf-8", "Signal=1", "1"),
        (DIGIT, "5", "5"),
        (DIGIT, " 5\r\n", "5"),
        (DIGIT, "10", "*"),
        (DIGIT, "15", "D"),
        (DIGIT, "*", "*"),
        (DIGIT, "Signal=3", "3"),
        (DIGIT, "!", "!"),
        (DIGIT, "hf", "!"),
        (DIGIT, "star", "*"),
        (EVENT, "d=5\r\n", "5"),
        (EVENT, "d=11\r\n", "#"),
        (DIGITS, "d=5", "5"),
        (DIGITS, "p=Digit-Collection\r\ny=Digits\r\ns=success\r\nu=17\r\ni=87\r\nd=11\r\n", "11"),
        ('multipart/mixed; boundary="x"', PARTS, "7"),
        ("multipart/mixed;boundary=x", PARTS, "7"),
        (RELAY, "Signal=5\r\nDuration=100\r\nSignal=11\r\n", "5#"),
        ("application/hook-flash", "signal=hf", "!"),
        ("application/hook-flash", "Signal: Flash\r\n", "!"),
        ("Application/BroadSoft; version=1.0", "event flashhook\r\n", "!"),
        ("multipart/mixed;boundary=x", PARTS.replace("DTMF-Relay", "hook-flash").replace("=7", "=hf"), "!"),
    ],
)
def test_ways_in_which_phones_say_them(type: str, body: str, said: str) -> None:
    assert keys.read(type, body) == said


@pytest.mark.parametrize(
    ("type", "body", "status"),
    [
        ("application/xml", "<xml/>", 415),
        ("application/media_control+xml", "<media_control/>", 415),
        ("application/sdp", "5", 415),
        ("text/plain", "5", 415),
        ("", "5", 415),
        ("multipart/mixed;boundary=x", PARTS.replace("DTMF", "XTMF"), 415),
        ("multipart/mixed", "5", 415),
        (RELAY, "Signal=\r\nDuration=100", 400),
        (RELAY, "Duration=160\r\n", 400),
        (RELAY, "Signal=E\r\n", 400),
        (RELAY, "Signal=5!\r\n", 400),
        (RELAY, "Signal=1٢\r\n", 400),
        (DIGIT, "", 400),
        (DIGIT, "five", 400),
        (DIGIT, "123", 400),
        (DIGIT, "1 2 #", 400),
        (RELAY, "Signal=17\r\n", 400),
        (RELAY, "Signal=123\r\n", 400),
        (EVENT, "d=99", 400),
        (EVENT, "17", 400),
        (EVENT, "0-15", 400),
        ("application/hook-flash", "signal=5", 415),
        ("application/broadsoft", "event talk", 415),
        (DIGITS, "d=\r\n", 400),
        (DIGITS, "d=" + "1" * 33, 400),
        (DIGIT, "\n" * 60_000 + "x", 413),
    ],
)
def test_what_is_not_understood_is_refused(type: str, body: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        keys.read(type, body)
    assert refused.value.status == status


def test_no_phone_says_more_keys_than_a_person_presses() -> None:
    pressing = keys.Pressing()
    assert pressing.may("12345678" * 7)
    assert not pressing.may("1" * 32)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", KEYS)
def test_what_we_say_reads_as_it_was_meant(kind: str, key: str) -> None:
    body = keys.body(kind, key)
    assert keys.read(str(body.mtype), str(body)) == key


@given(st.sampled_from([*KINDS, "multipart/mixed;boundary=x"]) | st.text(), st.text())
def test_whatever_comes_is_read_or_refused(type: str, body: str) -> None:
    with suppress(Refused):
        assert set(keys.read(type, body)) <= set(KEYS)
