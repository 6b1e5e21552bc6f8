"""What phones say of their audio, and what we say."""

from dataclasses import replace

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
    read = Media("10.0.0.9", 4000, ("PCMU", "PCMA", "G722"), 101, "sendonly", lines=(None, "video RTP/AVP 97"))
    assert sdp.parse(OFFER) == read
    assert sdp.parse(OFFER.replace("\n", "\r\n")) == sdp.parse(OFFER)


FINGERPRINT = ":".join(["ab"] * 32)
DTLS = f"a=setup:actpass\na=fingerprint:sha-256 {FINGERPRINT}\n"
SDES = "m=audio 4002 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\n"
HEAD = "v=0\no=- 1 1 IN IP4 10.0.0.9\ns=-\nc=IN IP4 10.0.0.9\nt=0 0\n"


def test_a_stream_secured_by_dtls_is_preferred_and_the_others_are_refused_in_their_places() -> None:
    read = sdp.parse(f"{HEAD}{SDES}m=audio 4000 RTP/AVP 0\nm=audio 4004 UDP/TLS/RTP/SAVPF 8\n{DTLS}a=rtcp-mux\n")
    assert (read.port, read.codecs, read.protocol, read.mux) == (4004, ("PCMA",), "UDP/TLS/RTP/SAVPF", True)
    assert read.dtls == sdp.Dtls("actpass", f"sha-256 {FINGERPRINT.upper()}")
    ours = sdp.describe(Media("192.0.2.1", 5000, ("PCMA",), lines=read.lines))
    assert [line for line in ours.split("\r\n") if line.startswith("m=")] == [
        "m=audio 0 RTP/SAVP 0",
        "m=audio 0 RTP/AVP 0",
        "m=audio 5000 RTP/AVP 8",
    ]


def test_a_plain_stream_is_taken_where_the_other_has_its_keys_in_the_description() -> None:
    read = sdp.parse(f"{HEAD}{SDES}m=audio 4000 RTP/AVP 0\n")
    assert (read.port, read.dtls, read.lines) == (4000, None, ("audio RTP/SAVP 0", None))


def test_keys_in_a_description_count_only_if_nobody_else_read_them() -> None:
    both = f"{HEAD}m=audio 4000 RTP/AVP 0\n{SDES}"
    key = SDES.partition("inline:")[2].strip()
    assert sdp.parse(both).port == 4000
    read = sdp.parse(both, secret=True)
    assert (read.port, read.protocol) == (4002, "RTP/SAVP")
    assert read.keys == sdp.Keys("1", "AES_CM_128_HMAC_SHA1_80", key)
    assert key not in repr(read)
    ours = sdp.describe(replace(read, host="192.0.2.1"))
    assert f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{key}" in ours


def test_keys_are_taken_where_the_protocol_is_theirs_though_dtls_is_offered_too() -> None:
    """Over TLS: else only DTLS can be used."""
    both = f"{HEAD}{SDES}{DTLS}"
    read = sdp.parse(both, secret=True)
    assert (read.protocol, read.dtls, read.keys is not None) == ("RTP/SAVP", None, True)
    read = sdp.parse(both)
    assert (read.protocol, read.dtls is not None, read.keys) == ("RTP/SAVP", True, None)
    with pytest.raises(sdp.Unusable) as unusable:
        sdp.parse(f"{HEAD}{SDES}")
    assert unusable.value.code == sdp.TRANSPORT
    read = sdp.parse(both.replace("RTP/SAVP", "UDP/TLS/RTP/SAVP"), secret=True)
    assert (read.keys, read.dtls is not None) == (None, True)


@pytest.mark.parametrize(
    "crypto",
    [
        "1 F8_128_HMAC_SHA1_80 inline:{key}",
        "1 AES_CM_128_HMAC_SHA1_80 inline:{key}|1:4",  # an index of a master key
        "1 AES_CM_128_HMAC_SHA1_80 inline:{key} UNENCRYPTED_SRTP",
        "1 AES_CM_128_HMAC_SHA1_80 inline:short",
    ],
)
def test_keys_that_we_cannot_use_are_none(crypto: str) -> None:
    said = f"{HEAD}m=audio 4002 RTP/SAVP 0\na=crypto:{crypto.format(key='A' * 40)}\n"
    with pytest.raises(sdp.Unusable):
        sdp.parse(said, secret=True)


def test_a_plain_stream_may_be_secured_if_both_want() -> None:
    read = sdp.parse(f"{HEAD}{DTLS}m=audio 4000 RTP/AVP 0\n")
    assert (read.protocol, read.dtls) == ("RTP/AVP", sdp.Dtls("actpass", f"sha-256 {FINGERPRINT.upper()}"))


def test_codecs_keep_the_phones_order() -> None:
    assert sdp.parse(OFFER.replace("96 0 8 9", "9 8 0")).codecs == ("G722", "PCMA", "PCMU")


def test_an_address_of_nought_is_a_hold() -> None:
    held = sdp.parse(OFFER.replace("10.0.0.9", "0.0.0.0").replace("a=sendonly\n", ""))
    assert held.holds
    assert held.address is None


@pytest.mark.parametrize(
    "address",
    [
        "IP4 localhost",
        "IP4 10.0.0.9.",
        "IP4 167772169",
        "IP4 0xa.0.0.9",
        "IP4 0010.0.0.9",
        "IP4 10.9",
        "IP4 10.0.0.9/x",
        "IP4 224.0.0.1/127",
        "IP4 239.255.0.1",
        "IP4 255.255.255.255",
        "IP4 250.1.2.3",
        "IP4 169.254.0.5",
        "IP4 127.0.0.1",
        "IP4 127.9.9.9",
        "IP4 0.0.0.7",
        "IP4 ::1",
        "IP4 \u0661\u0660.0.0.9",
        "IP6 ::ffff:10.0.0.9",
        "IP4",
        "10.0.0.9",
        "",
    ],
)
def test_audio_goes_to_one_host_that_can_be_reached(address: str) -> None:
    said = OFFER.replace("c=IN IP4 10.0.0.9", f"c=IN {address}")
    with pytest.raises(sdp.Unusable) as unusable:
        sdp.parse(said)
    assert 300 <= unusable.value.code < 400


def test_the_address_of_the_stream_comes_before_that_of_all() -> None:
    bad, good = "c=IN IP4 224.0.0.1", "c=IN IP4 10.0.0.7"
    assert sdp.parse(f"{HEAD.replace('c=IN IP4 10.0.0.9', bad)}m=audio 4000 RTP/AVP 0\n{good}\n").host == "10.0.0.7"
    both = f"{HEAD}m=audio 4000 RTP/AVP 0\n{bad}\nm=audio 4002 RTP/AVP 0\n{good}\na=rtcp:53 IN IP4 10.7.7.7\n"
    assert sdp.parse(both).address == ("10.0.0.7", 4002)
    with pytest.raises(sdp.Unusable):
        sdp.parse(f"{HEAD}m=audio 4000 RTP/AVP 0\n{bad}\n")


def test_an_address_of_this_machine_is_taken_from_this_machine_alone() -> None:
    near = OFFER.replace("10.0.0.9", "127.0.0.7")
    assert sdp.parse(near, near=True).address == ("127.0.0.7", 4000)
    with pytest.raises(sdp.Unusable):
        sdp.parse(near)


def test_an_address_of_our_own_is_none() -> None:
    with pytest.raises(sdp.Unusable):
        sdp.parse(OFFER, ours=lambda host, port: (host, port) == ("10.0.0.9", 4000))


def test_keys_have_the_clock_of_the_audio() -> None:
    """RFC 4733 section 2.1."""
    wide = "a=rtpmap:102 telephone-event/48000"
    assert sdp.parse(OFFER.replace("a=fmtp:101 0-16", wide).replace(" 101 13", " 102 101")).events == 101
    assert sdp.parse(OFFER.replace("a=rtpmap:101 telephone-event/8000", wide)).events is None


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
        HEAD + SDES,
        f"{HEAD}m=audio 4000 UDP/TLS/RTP/SAVP 0\n",
        f"{HEAD}m=audio 4000 UDP/TLS/RTP/SAVP 0\n{DTLS.replace('sha-256', 'md5')}",
        HEAD + "m=audio 4000 RTP/AVP 0\n" * 17,
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


hosts = st.ip_addresses(v=4).filter(lambda host: 0 < host.packed[0] < 224)
medias = st.builds(
    Media,
    hosts.filter(lambda host: not host.is_link_local).map(str),
    st.integers(1, 65535),
    st.permutations(tuple(sdp.CODECS)).map(tuple),
    st.none() | st.integers(96, 127),
    st.sampled_from(["sendrecv", "sendonly", "recvonly", "inactive"]),
    st.none() | st.builds(sdp.Dtls, st.sampled_from(sdp.SETUPS), st.just(f"sha-256 {FINGERPRINT.upper()}")),
    lines=st.sampled_from([(None,), ("audio RTP/SAVP 0", None), (None, "video RTP/AVP 97")]),
)


@given(medias)
def test_what_we_say_reads_as_it_was_meant(media: Media) -> None:
    assert sdp.parse(sdp.describe(media), near=True) == media


@pytest.mark.parametrize(("said", "host"), [("010.000.000.009", "10.0.0.9"), ("10.0.0.9/127", "10.0.0.9")])
def test_an_address_is_taken_as_phones_write_it(said: str, host: str) -> None:
    """Numbers of an address are decimal (RFC 8866 section 9), and a time to live is of no account for one host."""
    assert sdp.parse(OFFER.replace("c=IN IP4 10.0.0.9", f"c=IN IP4 {said}")).host == host


def test_an_address_that_cannot_be_reached_is_none_of_a_phone_that_is_sent_to_where_it_is_seen() -> None:
    local = OFFER.replace("10.0.0.9", "169.254.7.8")
    assert sdp.parse(local, seen=True).host == "169.254.7.8"
    with pytest.raises(sdp.Unusable):
        sdp.parse(local)


@pytest.mark.parametrize("more", ["", "m=image 5000 udptl t38\n"])
def test_a_stream_that_is_refused_is_no_audio(more: str) -> None:
    """RFC 3264 section 6."""
    with pytest.raises(sdp.Unusable, match="No audio"):
        sdp.parse(f"{HEAD}m=audio 0 RTP/AVP 0\n{more}")
    assert sdp.parse(f"{HEAD}m=audio 0 RTP/AVP 0\nm=audio 4000 RTP/AVP 8\n").codecs == ("PCMA",)


def test_a_codec_under_a_number_of_the_phones_own_is_none_that_can_be_passed_on() -> None:
    own = "a=rtpmap:97 PCMU/8000\n"
    with pytest.raises(sdp.Unusable) as refused:
        sdp.parse(f"{HEAD}m=audio 4000 RTP/AVP 97\n{own}")
    assert refused.value.code == sdp.FORMAT
    assert sdp.parse(f"{HEAD}m=audio 4000 RTP/AVP 97 8\n{own}").codecs == ("PCMA",)


def test_of_several_fingerprints_the_one_that_we_know_counts() -> None:
    """RFC 8122 section 5."""
    sha1 = f"a=fingerprint:sha-1 {':'.join(['cd'] * 20)}\n"
    for both in (DTLS + sha1, sha1 + DTLS):
        read = sdp.parse(f"{HEAD}m=audio 4000 UDP/TLS/RTP/SAVP 0\n{both}")
        assert read.dtls == sdp.Dtls("actpass", f"sha-256 {FINGERPRINT.upper()}")
