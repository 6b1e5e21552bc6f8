"""What is counted, and who may read it."""

import json
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from tests import certificates
from tests.acme import Clock
from tests.http import Http
from trunkline.api import hosts
from trunkline.api.metrics import COUNTED, FRESH, Metrics, Readers, Requests, Sources
from trunkline.engine import control
from trunkline.engine.media import Quality
from trunkline.engine.meters import Meters
from trunkline.store.usage import Amount, Usage

pytestmark = pytest.mark.any_store

NEAR = hosts.read("198.51.100.0/24")
JOURNAL = {"writes": True, "why": "", "seconds": 0, "unwritten": 0, "unstored": 3, "store_fails": False}


def numbers(meters: Meters) -> dict[str, Any]:
    of_node = {
        "live": 2,
        "registrations": 5,
        "connections": 1,
        "trunks": [True, False],
        "dropped": 7,
        "homer": 0,
        "ports": 8,
    }
    return {**meters.facts(), **of_node, "readiness": {"stopping": False, "still": 0.2, "journal": JOURNAL}}


def read(metrics: Metrics, address: str = "198.51.100.7", **headers: str) -> tuple[int, str]:
    client = Http(Starlette(routes=[metrics.route]))
    client.address = address
    status, _, body = client("GET", "/metrics", **headers)
    return status, body.decode()


@pytest.fixture
def engine(tmp_path: Path) -> Callable[[Meters], list[int]]:
    def serve(meters: Meters) -> list[int]:
        asked: list[int] = []
        control.serve(tmp_path / "engine.sock", {"numbers": lambda: asked.append(1) or numbers(meters)})
        return asked

    return serve


def test_all_that_is_counted_is_told(tmp_path: Path, engine: Callable[[Meters], list[int]]) -> None:
    meters, requests = Meters(), Requests()
    meters.heard(Quality(97, 3, 12.0))
    meters.message("received", b"INVITE sip:1@x SIP/2.0\r\n")
    meters.message("received", b"EVIL-%d\x00 sip:1@x SIP/2.0\r\n")
    meters.message("sent", b"SIP/2.0 486 Busy Here\r\n")
    engine(meters)
    requests.answered("listPhoneUsers", "GET", 200, 0.02)
    requests.answered("", "BREW", 404, 9.0)
    status, text = read(Metrics(requests, Sources(tmp_path, {"data": tmp_path}), Readers(NEAR)))
    assert status == 200
    for line in (
        'trunkline_http_requests_total{operation="listPhoneUsers",status="200"} 1.0',
        'trunkline_http_requests_total{operation="",status="404"} 1.0',
        'trunkline_http_request_seconds_bucket{le="0.025",method="GET"} 1.0',
        'trunkline_http_request_seconds_count{method="other"} 1.0',
        'trunkline_sip_requests_total{method="INVITE",way="received"} 1.0',
        'trunkline_sip_requests_total{method="other",way="received"} 1.0',
        'trunkline_sip_responses_total{class="4xx",way="sent"} 1.0',
        'trunkline_audio_loss_ratio_bucket{le="0.03"} 1.0',
        'trunkline_audio_jitter_seconds_bucket{le="0.01"} 0.0',
        "trunkline_audio_packets_lost_total 3.0",
        "trunkline_calls_live 2.0",
        'trunkline_trunks{state="down"} 1.0',
        "trunkline_journal_unstored 3.0",
        'trunkline_process_up{process="relay"} 0.0',
        "trunkline_sip_dropped_total 7.0",
    ):
        assert line in text, text
    assert re.search(r'trunkline_disk_free_bytes\{part="data"\} [1-9]', text)


def test_what_is_kept_is_counted_once_a_minute_and_a_store_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    clock, counted, goes_on = Clock(), list[float](), threading.Event()
    goes_on.set()

    def used() -> list[Usage]:
        counted.append(clock.now)
        assert goes_on.wait(30)
        return [Usage("recordings", Amount(2, 200), [Amount(1, 100), Amount(1, 50), Amount(0, 0)])]

    metrics = Metrics(Requests(), Sources(tmp_path, used=used), Readers(NEAR), clock)
    _, text = read(metrics)
    assert 'trunkline_used_bytes{kind="recordings"} 200.0' in text
    assert 'trunkline_used_older_bytes{days="90",kind="recordings"} 50.0' in text
    clock.now += COUNTED - 1
    read(metrics)
    assert len(counted) == 1
    goes_on.clear()
    for _ in range(2):
        clock.now += COUNTED
        _, text = read(metrics)
        assert 'trunkline_used_bytes{kind="recordings"} 200.0' in text
    assert len(counted) == 2
    goes_on.set()


def test_an_engine_that_is_gone_is_told_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    status, text = read(Metrics(Requests(), Sources(tmp_path), Readers(NEAR)))
    assert status == 200
    assert 'trunkline_process_up{process="engine"} 0.0' in text
    assert "trunkline_calls_live" not in text


def test_others_are_asked_once_a_second(tmp_path: Path, engine: Callable[[Meters], list[int]]) -> None:
    asked, clock = engine(Meters()), Clock()
    metrics = Metrics(Requests(), Sources(tmp_path), Readers(NEAR), clock)
    for _ in range(20):
        read(metrics)
    assert len(asked) == 1
    clock.now += FRESH
    read(metrics)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("readers", "address", "headers", "may"),
    [
        (Readers(), "127.0.0.1", {}, False),  # nobody, unless somebody is named
        (Readers(NEAR), "198.51.100.9", {}, True),
        (Readers(NEAR), "203.0.113.1", {}, False),
        (Readers(NEAR), "not an address", {}, False),
        (Readers(hosts.read("127.0.0.1")), "127.0.0.1", {"x_forwarded_for": "203.0.113.1"}, False),  # by a proxy
        (Readers(NEAR, behind=hosts.read("127.0.0.1")), "198.51.100.9", {"x_forwarded_for": "198.51.100.9"}, True),
        (Readers((), b"t" * 20), "203.0.113.1", {"authorization": "Bearer " + "t" * 20}, True),
        (Readers((), b"t" * 20), "203.0.113.1", {"authorization": "Bearer " + "t" * 19}, False),
        (Readers((), b"t" * 20), "203.0.113.1", {"authorization": "Bearer \xff"}, False),
        (Readers(), "203.0.113.1", {"authorization": "Bearer "}, False),
    ],
)
def test_who_may_read(tmp_path: Path, readers: Readers, address: str, headers: dict[str, str], *, may: bool) -> None:
    status, text = read(Metrics(Requests(), Sources(tmp_path), readers), address, **headers)
    assert status == (200 if may else 403)
    assert may or "trunkline_" not in text


def test_until_when_the_certificate_is_good(tmp_path: Path) -> None:
    chain, _ = certificates.make(tmp_path)
    _, text = read(Metrics(Requests(), Sources(tmp_path, certificate=chain), Readers(NEAR)))
    (said,) = re.findall(r"^trunkline_certificate_end_time_seconds (.*)$", text, re.MULTILINE)
    assert float(said) > time.time()
    chain.write_text("no certificate")
    status, text = read(Metrics(Requests(), Sources(tmp_path, certificate=chain), Readers(NEAR)))
    assert (status, "trunkline_certificate_end_time_seconds 0.0" in text) == (200, True)


def test_a_token_that_is_none_is_refused(tmp_path: Path) -> None:
    for said in (b"", b"short\n"):
        (tmp_path / "token").write_bytes(said)
        with pytest.raises(ValueError, match="token"):
            Readers.of("", tmp_path / "token", ())


def test_labels_are_bounded_whatever_comes() -> None:
    meters, requests = Meters(), Requests()
    for n in range(500):
        meters.message("received", b"X%d sip:%d@x SIP/2.0\r\n" % (n, n))
        meters.message("received", b"SIP/2.0 %d X\r\n" % (100 + n))
        requests.answered("", f"M{n}", 404, 0.1)
    facts = json.loads(json.dumps(meters.facts()))
    assert len(facts["requests"]) == 1
    assert len(facts["responses"]) <= 6
    assert len([*requests.answers()]) == 1
    assert len(requests.took()) == 1


def test_counting_goes_on_while_it_is_read() -> None:
    meters, over = Meters(), threading.Event()

    def count() -> None:
        while not over.is_set():
            meters.heard(Quality(1, 0, 0.0))
            meters.message("sent", b"BYE sip:x SIP/2.0\r\n")

    thread = threading.Thread(target=count)
    thread.start()
    try:
        for _ in range(200):
            json.dumps(meters.facts())
    finally:
        over.set()
        thread.join()
