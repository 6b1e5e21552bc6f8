"""What phones say of their audio, and what we say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.engine import sdp
from trunkline.engine.sdp import Media

pytestmark = pytest.mark.any_store

OFFER = """v=0
o=- 1 1 IN IP4 10.0.0.9
s=-
c=IN IP4 10.0.0.9
t=0 0
m=audio 4000 RTP/AVP 96 0 8 9 101 13
a=rtpmap:96 opus/48000/2
a=rtpmap:9 G722/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=sendonly
m=video 5000 RTP/AVP 97
c=IN IP4 10.9.9.9
a=inactive
"""


def test_an_offer_is_read() -> None:
    assert sdp.parse(OFFER) == Media("10.0.0.9", 4000, ("PCMU", "PCMA", "G722"), 101, "sendonly")
    assert sdp.parse(OFFER.replace("\n", "\r\n")) == sdp.parse(OFFER)


def test_codecs_keep_the_phones_order() -> None:
    assert sdp.parse(OFFER.replace("96 0 8 9", "9 8 0")).codecs == ("G722", "PCMA", "PCMU")


def test_an_address_of_nought_is_a_hold() -> None:
    held = sdp.parse(OFFER.replace("10.0.0.9", "0.0.0.0").replace("a=sendonly\n", ""))
    assert held.holds
    assert held.address is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=0",
        "m=audio",
        "m=audio x RTP/AVP 0",
        OFFER.replace("RTP/AVP 96 0 8 9 101 13", "RTP/AVP 96 101"),
        OFFER.replace("m=audio 4000 RTP/AVP", "m=audio 99999 RTP/AVP"),
        OFFER.replace("m=audio 4000 RTP/AVP", "m=audio 4000 udptl"),
        "m=video 4000 RTP/AVP 0\nc=IN IP4 1.2.3.4",
    ],
)
def test_what_cannot_be_carried(text: str) -> None:
    with pytest.raises(sdp.Unusable):
        sdp.parse(text)


@given(st.text())
def test_whatever_comes_is_read_or_unusable(text: str) -> None:
    for said in (text, OFFER.replace("4000", text), OFFER.replace("rtpmap:101", text)):
        try:
            sdp.parse(said)
        except sdp.Unusable:
            continue


medias = st.builds(
    Media,
    st.ip_addresses(v=4).map(str),
    st.integers(1, 65535),
    st.permutations(tuple(sdp.CODECS)).map(tuple),
    st.none() | st.integers(96, 127),
    st.sampled_from(["sendrecv", "sendonly", "recvonly", "inactive"]),
)


@given(medias)
def test_what_we_say_reads_as_it_was_meant(media: Media) -> None:
    assert sdp.parse(sdp.describe(media)) == media
