"""/metrics: what this process and the others count, in Prometheus' text format.

It tells of calls and of how much there is to take, so nobody reads it but from addresses that were named, or with the
token of a file. Labels are words of ours: operations, results, methods, never a path, a number or a name. Numbers of
the others are asked for at most once a second, and what all that is kept takes of the disk once a minute.
"""

import asyncio
import hmac
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from trunkline import counts, vital, whole
from trunkline.api import checks, hosts
from trunkline.api.readiness import Readiness
from trunkline.clock import wall
from trunkline.counts import Labelled, Spread
from trunkline.store.away import is_away, reason
from trunkline.store.usage import AGES, Usage

if TYPE_CHECKING:
    from prometheus_client import Metric

FRESH, COUNTED = 1.0, 60.0  # seconds for which numbers are good, and those that are counted in the store
PATIENCE = 1.0  # seconds that one who reads waits for the latter
HEADERS = {"cache-control": "no-store"}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
SHORTEST, LONGEST = 16, 10_000  # characters of a token

log = structlog.get_logger()

Number = float | int
Values = Iterable[tuple[tuple[str, ...], Number]]


class Requests:
    """Answers of this process, as they are counted while it works."""

    def __init__(self) -> None:
        self._answers = Labelled()
        self._took: dict[str, Spread] = {}
        self.began = wall()

    def answered(self, operation: str, method: str, status: int, seconds: float) -> None:
        """`operation` is a name of the contract, or empty where none was found."""
        self._answers[operation, str(status)] += 1
        method = method if method in METHODS else "other"
        took = self._took.get(method)
        if took is None:
            took = self._took[method] = Spread(0.005, 0.025, 0.1, 0.5, 2.5)
        took.add(seconds)

    def answers(self) -> Values:
        return counts.facts(self._answers)

    def took(self) -> Mapping[tuple[str, ...], Any]:
        return {(method,): spread.facts() for method, spread in {**self._took}.items()}


@dataclass(frozen=True)
class Readers:
    """Who may read. Nobody is believed to be near because a proxy is."""

    near: hosts.Networks = ()
    token: bytes = b""
    behind: hosts.Networks = ()  # proxies that are believed, whose word the server has taken already

    @classmethod
    def of(cls, near: str, token: Path | None, behind: hosts.Networks) -> "Readers":
        """Raises ValueError or OSError for what is none."""
        said = whole.content(token, LONGEST).strip() if token else b""
        if token and len(said) < SHORTEST:
            raise ValueError(f"{token} has no token of {SHORTEST} characters")
        return cls(hosts.read(near), said, behind)

    def may(self, request: Request) -> bool:
        said = request.headers.get("authorization", "").encode("latin-1")
        if self.token and hmac.compare_digest(said, b"Bearer " + self.token):
            return True
        if request.client is None or (not self.behind and any(name in request.headers for name in FORWARDED)):
            return False
        return hosts.is_among(request.client.host, self.near)


@dataclass
class Sources:
    """Where the numbers of others come from."""

    run: Path  # folder of the sockets between processes
    folders: Mapping[str, Path] = field(default_factory=dict[str, Path])  # of what is kept, by part
    ready: Readiness = field(default_factory=Readiness)
    certificate: Path | None = None  # of SIP over TLS
    used: Callable[[], Sequence[Usage]] = tuple  # of the disk, counted in the store


class Metrics:
    def __init__(
        self, requests: Requests, sources: Sources, readers: Readers, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._requests, self._sources, self._readers, self._clock = requests, sources, readers, clock
        self._asked, self._text = float("-inf"), b""
        self._counted = float("-inf")
        self._counting: Thread | None = None
        self._used: Sequence[Usage] = ()
        self._lock = asyncio.Lock()

    @property
    def route(self) -> Route:
        return Route("/metrics", self._answer)

    async def _answer(self, request: Request) -> Response:
        if not self._readers.may(request):
            return PlainTextResponse("not for you: see --metrics-from and --metrics-token\n", 403, HEADERS)
        async with self._lock:
            if self._clock() - self._asked >= FRESH:
                _, parts = await self._sources.ready.answer()
                self._text = await asyncio.to_thread(self._made, parts)
                self._asked = self._clock()
        return Response(self._text, headers=HEADERS, media_type="text/plain; version=0.0.4; charset=utf-8")

    def _made(self, parts: Mapping[str, Any]) -> bytes:
        from prometheus_client import CollectorRegistry, generate_latest  # only where somebody asks

        metrics = [*self._metrics(parts)]

        class Now:
            def collect(self) -> Iterable["Metric"]:
                return metrics

        registry = CollectorRegistry(auto_describe=False)
        registry.register(Now())
        return generate_latest(registry)

    def _metrics(self, parts: Mapping[str, Any]) -> Iterator["Metric"]:
        run, folders = self._sources.run, self._sources.folders
        engine = _asked(run / "engine.sock", b'{"ask":"numbers"}')
        relay = _asked(run / "doors.sock", b'{"do":"status"}')
        yield from of_processes(
            {"api": self._requests.began, "engine": engine.get("began"), "relay": relay.get("began")}
        )
        yield from of_requests(self._requests)
        yield gauge("ready", "Whether a part can do its work.", ["part"], _ready(parts))
        yield from of_disks(folders)
        yield from of_use(self._in_use())
        if chain := self._sources.certificate:
            said = "Until when the certificate of SIP over TLS is good; 0 if it cannot be read."
            yield gauge("certificate_end_time_seconds", said, [], _one(_end_of(chain)))
        if engine:
            yield from of_engine(engine)
        if relay:
            yield from of_relay(relay)

    def _in_use(self) -> Sequence[Usage]:
        """As it was counted last; a store that hangs is not waited for."""
        if (self._counting is None or not self._counting.is_alive()) and self._clock() - self._counted >= COUNTED:
            self._counted = self._clock()
            self._counting = vital.work(self._count, name="usage")
        if self._counting:
            self._counting.join(PATIENCE)
        return self._used

    def _count(self) -> None:
        try:
            self._used = self._sources.used()
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("what is kept cannot be counted", why=reason(error))


def _asked(path: Path, question: bytes) -> Mapping[str, Any]:
    """Nothing where nobody answers."""
    try:
        said = orjson.loads(checks.ask(path, question))
    except (OSError, ValueError):
        return {}
    return said if "began" in said else {}


def _end_of(chain: Path) -> float:
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(chain.read_bytes()).not_valid_after_utc.timestamp()
    except (OSError, ValueError):
        return 0.0


def _ready(parts: Mapping[str, Any]) -> Values:
    return [((name,), int(said["ready"])) for name, said in parts.items()]


def of_processes(began: Mapping[str, float | None]) -> Iterator["Metric"]:
    up = [((name,), int(at is not None)) for name, at in began.items()]
    yield gauge("process_up", "Whether a process answers.", ["process"], up)
    known = [((name,), at) for name, at in began.items() if at is not None]
    said = "When a process was started; it changes with each restart."
    yield gauge("process_start_time_seconds", said, ["process"], known)


def of_requests(requests: Requests) -> Iterator["Metric"]:
    said = "Answers of the API, by operationId; operation is empty for what is none."
    yield counter("http_requests", said, ["operation", "status"], requests.answers())
    yield histogram("http_request_seconds", "How long answers took.", ["method"], requests.took())


def of_disks(folders: Mapping[str, Path]) -> Iterator["Metric"]:
    found = {name: shutil.disk_usage(path) for name, path in folders.items() if path.exists()}
    free = [((name,), each.free) for name, each in found.items()]
    yield gauge("disk_free_bytes", "Free on the disk of a part.", ["part"], free)
    size = [((name,), each.total) for name, each in found.items()]
    yield gauge("disk_size_bytes", "Size of the disk of a part.", ["part"], size)


def of_use(used: Iterable[Usage]) -> Iterator["Metric"]:
    taken = [((each.kind,), each.all.bytes) for each in used]
    yield gauge("used_bytes", "What is kept takes of the disk.", ["kind"], taken)
    old = [((each.kind, str(days)), part.bytes) for each in used for days, part in zip(AGES, each.older, strict=False)]
    yield gauge("used_older_bytes", "Of that, what is older than so many days.", ["kind", "days"], old)


def of_engine(said: Mapping[str, Any]) -> Iterator["Metric"]:
    labels = ["result", "direction", "connect_type", "call_type"]
    yield counter("calls", "Calls that are over, in the words of the call history.", labels, said["calls"])
    yield counter("call_talk_seconds", "For how long calls were answered.", [], _one(said["talked"]))
    yield gauge("calls_live", "Calls at the moment.", [], _one(said["live"]))
    yield gauge("registrations", "Phones that are registered.", [], _one(said["registrations"]))
    yield gauge("sip_connections", "Connections of phones and carriers.", [], _one(said["connections"]))
    trunks = [((state,), said["trunks"].count(state == "up")) for state in ("up", "down")]
    yield gauge("trunks", "Carriers that answer, and that do not.", ["state"], trunks)
    yield counter("sip_requests", "SIP requests.", ["way", "method"], said["requests"])
    yield counter("sip_responses", "SIP answers.", ["way", "class"], said["responses"])
    yield counter("sip_dropped", "SIP packets over the measure, not read.", [], _one(said["dropped"]))
    yield counter("homer_left_out", "Messages that Homer was not sent.", [], _one(said["homer"]))
    yield counter("audio_packets", "Of audio, from phones, of legs that are over.", [], _one(said["packets"]))
    yield counter("audio_packets_lost", "On their way from phones.", [], _one(said["lost"]))
    yield histogram("audio_loss_ratio", "Part of a leg's packets that was lost.", [], {(): said["loss"]})
    yield histogram("audio_jitter_seconds", "Of a leg's packets, on average.", [], {(): said["jitter"]})
    yield gauge("relay_ports_used", "That phones were told.", [], _one(said["ports"]))
    yield from of_readiness(said["readiness"])


def of_readiness(said: Mapping[str, Any]) -> Iterator["Metric"]:
    yield gauge("loop_still_seconds", "Since the SIP loop came round.", [], _one(said["still"]))
    journal = said["journal"]
    yield gauge("journal_writes", "Whether the journal is written.", [], _one(int(journal["writes"])))
    yield gauge("journal_failing_seconds", "For how long it has not been.", [], _one(journal["seconds"]))
    yield gauge("journal_unwritten", "Calls that are over and in no file.", [], _one(journal["unwritten"]))
    yield gauge("journal_unstored", "Calls that are over and not in the store.", [], _one(journal["unstored"]))


def of_relay(said: Mapping[str, Any]) -> Iterator["Metric"]:
    yield gauge("relay_ports", "That it has.", [], _one(said["ports"]))
    yield gauge("relay_doors", "Phones whose audio it looks at.", [], _one(said["doors"]))
    yield counter("relay_refused", "Packets that were not from the phone.", [], _one(said["refused"]))


def _one(value: Number) -> Values:
    return [((), value)]


def counter(name: str, said: str, labels: list[str], values: Values) -> "Metric":
    from prometheus_client.core import CounterMetricFamily

    made = CounterMetricFamily(f"trunkline_{name}", said, labels=labels)
    for of, value in values:
        made.add_metric([*of], value)
    return made


def gauge(name: str, said: str, labels: list[str], values: Values) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    made = GaugeMetricFamily(f"trunkline_{name}", said, labels=labels)
    for of, value in values:
        made.add_metric([*of], value)
    return made


def histogram(name: str, said: str, labels: list[str], spreads: Mapping[tuple[str, ...], Any]) -> "Metric":
    from prometheus_client.core import HistogramMetricFamily

    made = HistogramMetricFamily(f"trunkline_{name}", said, labels=labels)
    for of, spread in spreads.items():
        so_far, buckets = 0, list[tuple[str, float]]()
        for bound, number in zip((*map(str, spread["bounds"]), "+Inf"), spread["counts"], strict=True):
            so_far += number
            buckets.append((bound, so_far))
        made.add_metric([*of], buckets, spread["sum"])
    return made
