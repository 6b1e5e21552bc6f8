"""The engine process: the SIP loop with everything that hangs on it."""

import errno
import signal
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from trunkline import clock, logs, vital
from trunkline.engine import address_of_record, control, notified, people, remarks, requirements, stack, turns
from trunkline.engine.certificate import Certificate
from trunkline.engine.digest import Gate
from trunkline.engine.emergencies import Emergencies
from trunkline.engine.flood import Owner, Turnstile
from trunkline.engine.herald import Herald
from trunkline.engine.homer import Homer
from trunkline.engine.inspection import Inspection
from trunkline.engine.journal import Journal
from trunkline.engine.leg import call_of
from trunkline.engine.legs import Legs
from trunkline.engine.media import Relay
from trunkline.engine.meters import Meters
from trunkline.engine.naming import Naming
from trunkline.engine.orphans import Orphans
from trunkline.engine.outcomes import Outcomes
from trunkline.engine.people import Leavers
from trunkline.engine.ports import Binding, Credentials, Directory, Flow, KeptLeg, Orders, Records, State
from trunkline.engine.putting_off import PuttingOff
from trunkline.engine.quotas import Quotas
from trunkline.engine.registrar import Registrar
from trunkline.engine.sounds import Sounds
from trunkline.engine.streams import Streams
from trunkline.engine.switch import Switch
from trunkline.engine.times import Times
from trunkline.engine.trace import Passed, Trace
from trunkline.engine.transactions import Transactions, seen
from trunkline.engine.trunks import Trunk, Trunks
from trunkline.engine.watch import Watch
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import Record
from trunkline.store.blobs import Blobs, NoBlob

MARK, EXPIRE = 10.0, 1.0  # seconds between marks, and between looks for lapsed registrations
TURN = 0.5  # seconds between signs that the SIP loop turns
SWEEP = 600.0  # seconds between looks for sounds whose files are gone
LOOK_UP = 30.0  # seconds between looks at where the sites are
REALM = "trunkline"  # asked of those who do not say which line they are
USUAL = Quotas()
EXCHANGE = partial(Exchange, reasons=remarks.Reasons(), asked=logs.debugs, ahead=clock.ahead)
DRAIN = 5.0  # seconds that live calls have to end when the engine is stopped, unless it is told others
# Seconds before the end of that, in which an emergency call is not taken any more: it is said again within a few (RFC
# 3261 section 17.1.1.2), and is then for the engine that comes after.
TOO_LATE = 10.0
BEAT = 1.0  # seconds between signs of life
TO_HEAR = 4.0  # seconds that phones have at a stop to say that they heard that their calls are over

log = structlog.get_logger()


@dataclass(frozen=True)
class Listening:
    """Where the engine is: `reached` is what phones are told, if it is another host than the bound one."""

    host: str
    port: int  # of UDP and TCP
    reached: str
    run: Path  # folder of the sockets between processes
    data: Path  # folder of the journal, of sounds, and of what the relay has recorded
    secure: "Secure | None" = None
    homer: tuple[str, int] | None = None  # where copies of messages go
    capture: int = 1  # by which number Homer knows us

    @property
    def transports(self) -> tuple[str, ...]:
        """That are spoken."""
        return ("udp", "tcp", "tls") if self.secure else ("udp", "tcp")


@dataclass(frozen=True)
class Secure:
    """Where SIP over TLS is spoken, and by which certificate and key (PEM)."""

    host: str
    port: int
    certificate: Path
    key: Path


class Node:
    def __init__(
        self,
        listening: Listening,
        directory: Directory,
        state: State,
        records: Records,
        orders: Orders,
        blobs: Blobs,
        times: Times,
        exchange: Callable[[Plan], Exchange] = EXCHANGE,
        quotas: Quotas = USUAL,
        drain: float = DRAIN,
    ) -> None:
        stack.SipConf.my_address = listening.reached
        stack.SipConf.my_port = stack.MyPort(listening.port)  # or that of the transport in use
        stack.SipConf.my_uaname = "Trunkline"
        config: dict[str, Any] = {
            "_sip_address": listening.host,
            "_sip_port": listening.port,
            "_sip_logger": stack.Silent(),
        }
        self._relay = Relay(listening.run / "relay.sock")
        self._registrar = Registrar(state, self._contacts_changed, who=partial(people.told, directory))
        self._leavers = Leavers(directory, self._registrar)
        self._hosts = {listening.host, listening.reached}
        self._gate = Gate(directory, self._registrar, REALM, self._hosts)
        self._emergencies = Emergencies(directory.emergency_numbers)
        self._turnstile = Turnstile(
            self._owner,
            emergency=self._emergencies.has,
            is_ours=self._gate.nonces.is_fresh,
            challenge=self._gate.brief,
            proved=self._gate.proved,
        )
        self._journal = Journal(listening.data / "journal", records)
        self._meters = Meters()
        plain = listening.reached, listening.port
        secure = (listening.reached, listening.secure.port) if listening.secure else plain
        ours = {"udp": plain, "tcp": plain, "tls": secure}
        of_calls = Legs(self._live)
        self._trace = Trace(ours, of_calls, Naming(directory, self._registrar).of)
        self._homer = Homer(listening.homer, listening.capture, ours, of_calls) if listening.homer else None
        self._transports, self._reached = listening.transports, listening.reached
        self._trunks = Trunks(directory, listening.reached, self._send, self._reach, self._transports)
        self._switch = Switch(
            config,
            directory,
            state,
            self._registrar,
            self._journal,
            self._relay,
            times,
            listening.host,
            listening.reached,
            self._trunks,
            sounds := Sounds(listening.data / "sounds", partial(_whole, blobs)),
            listening.data / "taken",
            blobs.keep,
            quotas,
            Outcomes(self._meters.heard, self._over, of_calls.left),
            exchange=exchange,
        )
        self._transactions = config["_sip_tm"] = Transactions(
            config,
            self._request,
            self._turnstile.meet,
            self._turnstile.reading,
            self._turnstile.is_for_help,
            self._passes,
        )
        self._transactions.say_address(listening.reached, listening.port)
        self._streams = [*self._opened(listening)]
        for each in self._streams:
            self._transactions.open(each)
        on_end = self._switch.orphan_left
        self._orphans = Orphans(self._transactions, state, self._switch.found, self._relay, times, on_end)
        self._switch.inherit(self._orphans)
        self._herald = Herald(self._transactions, self._registrar, orders)
        self._watch = Watch(times, self._switch.vanished)
        self._putting_off = PuttingOff(self._transactions, directory)
        self._directory, self._state = directory, state
        self._stopping, self._drain, self._turned = 0.0, drain, time.monotonic()
        self._timers = [
            stack.Timeout(self._switch.mark, MARK, -1),
            stack.Timeout(self._look, times.look, -1),
            stack.Timeout(self._registrar.expire, EXPIRE, -1),
            stack.Timeout(self._leavers.look, EXPIRE, -1),
            stack.Timeout(self._emergencies.look, LOOK_UP, -1),
            stack.Timeout(self._turn, TURN, -1),
            stack.Timeout(sounds.sweep, SWEEP, -1, blobs.has),
        ]
        sounds.sweep(blobs.has)
        stack.Timeout(self._trunks.look, 0.01)
        pressed = partial(stack.loop.callFromThread, self._switch.pressed)
        answers: control.Answers = {"status": self.status, "readiness": self.readiness, "numbers": self.numbers}
        answers |= {"trace": self._trace.answer, "legs": self.legs}
        answers |= Inspection(self._switch, self._orphans, self._registrar, directory).answers
        with _as_far_as_its_disk_lets():
            notified.listen(listening.run / "notify.sock", pressed)
            control.serve(listening.run / "engine.sock", answers)

    def run(self, beat: Callable[[], None] = lambda: None, reload: Callable[[], None] = lambda: None) -> None:
        """Until SIGTERM; then no call is taken but emergency calls, and those that live have a while to end: until
        SIGTERM comes again, at most. `beat` is called as long as the loop comes round, `reload` on SIGHUP."""
        vital.thread(self._await_signals, reload, name="signals")
        self._timers.append(stack.Timeout(beat, BEAT, -1))
        stack.Timeout(beat, 0.001)
        self._herald.start()
        self._directory.start()
        log.info("engine ready", registrations=len(self._registrar))
        stack.loop.loop()
        self._herald.stop()
        self._directory.stop()
        self._state.close()
        self._journal.close()

    def take_up(self, bindings: Sequence[Binding], legs: Sequence[KeptLeg]) -> None:
        """What the store has and `State` did not when the engine began. Another thread may say it."""
        stack.loop.callFromThread(self._registrar.take_up, bindings)
        stack.loop.callFromThread(self._orphans.take_up, legs)

    def _opened(self, listening: Listening) -> Iterator[Streams]:
        deliver, reached, turnstile = self._transactions.handleIncoming, listening.reached, self._turnstile
        asked: dict[str, Any] = {"meet": turnstile.meet, "is_for_help": turnstile.is_for_help}
        yield Streams((listening.host, listening.port), (reached, listening.port), deliver, self._lost, **asked)
        if secure := listening.secure:
            certificate = Certificate(secure.certificate, secure.key)
            yield Streams((secure.host, secure.port), (reached, secure.port), deliver, self._lost, certificate, **asked)

    def _contacts_changed(self, account_id: str, line: str) -> None:
        self._switch.registered(account_id, line)

    def _lost(self, server: Streams, address: tuple[str, int]) -> None:
        """A connection is no more: nothing is reached by it."""
        flow = Flow(address, server.transport)
        self._transactions.lost(flow)
        self._registrar.lost(flow)

    def status(self) -> dict[str, Any]:
        return {
            "ready": not self._stopping,
            "calls": len(self._switch),
            "registrations": len(self._registrar),
            "connections": sum(map(len, self._streams)),
            "transports": self._transports,
            "trunks": self._trunks.status(),
        }

    def readiness(self) -> dict[str, Any]:
        """What keeps it from its work; `still` is for how many seconds the SIP loop has not turned, `as_of` as in
        `Directory`."""
        still = time.monotonic() - self._turned
        journal, as_of = self._journal.status(), self._directory.as_of
        return {"stopping": bool(self._stopping), "still": still, "journal": journal, "as_of": as_of}

    def numbers(self) -> dict[str, Any]:
        """What there is to count."""
        return {
            **self._meters.facts(),
            "live": len(self._switch),
            "registrations": len(self._registrar),
            "connections": sum(map(len, self._streams)),
            "trunks": [each["up"] is True for each in self._trunks.status()],
            "dropped": self._turnstile.dropped,
            "homer": self._homer.left_out if self._homer else 0,
            "ports": len(self._relay.ports),
            "readiness": self.readiness(),
        }

    def legs(self, call: str = "") -> list[dict[str, str]]:
        """Those that live of a call, by the API's id of it."""
        found = [each for each in self._switch.legs if call_of(each.id) == call]
        return [{"leg": each.id, "account": each.account_id, "ours": self._reached} for each in found]

    def _live(self) -> list[tuple[str, str]]:
        return [(each.id, str(each.cId)) for each in self._switch.legs]

    def _over(self, record: Record) -> None:
        self._meters.over(record)
        self._trace.over(record)

    def _passes(self, way: str, flow: Flow, packet: bytes) -> None:
        self._meters.message(way, packet)
        passed = Passed.now(way, flow, packet)
        self._trace.passes(passed)
        if self._homer:
            self._homer.passes(passed)

    def _turn(self) -> None:
        self._turned = time.monotonic()

    def _request(self, request: Any, transaction: Any) -> Any:
        """A request outside the dialogs we know (RFC 3261 section 8.2): who it is from comes before what it wants."""
        method: str = request.getMethod()
        if method == "ACK":
            return None
        lacking = requirements.refusal(request)
        if request.getHFBody("to").getTag() is not None:
            return lacking or self._orphans.answer(request), None, None
        if method in ("REGISTER", "INVITE"):
            accounts = {trunk.account_id for trunk in self._trunks.at(seen(request))} if method == "INVITE" else ()
            return self._putting_off.serve(request, transaction, accounts, partial(self._served, lacking))
        return self._served(lacking, request, transaction)

    def _served(self, lacking: Any, request: Any, transaction: Any) -> Any:
        match request.getMethod():
            case "REGISTER":
                who, answer = self._admit(request, as_proxy=False)
                return (lacking or self._registered(request, who) if who else answer), None, None
            case "INVITE" if self._transactions.is_merged(request):
                return request.genResponse(*stack.said(482)), None, None
            case "INVITE" if trunks := self._carrier(request):
                if lacking:
                    return lacking, None, None
                trunk = self._trunks.dialled_by(request, trunks)
                if logs.debugs():
                    why = "" if trunk else "several accounts have the carrier, and none the number"
                    hosts = [each.row.host for each in trunks]
                    log.debug("from a carrier", **remarks.of(request), hosts=hosts, taken=bool(trunk), why=why)
                if trunk:
                    return self._switch.came(request, transaction, trunk)
                return request.genResponse(*stack.said(404)), None, None
            case "INVITE":
                who, answer = self._admit(request, as_proxy=True)
                if lacking or not who:
                    return (lacking if who else answer), None, None
                return self._switch.invite(request, transaction, who)
            case _ if lacking:
                return lacking, None, None
            case "OPTIONS":
                if trunks := self._trunks.at(seen(request)):
                    self._trust(seen(request), _carried_by(trunks))
                able = requirements.ALLOW_OUTSIDE, *requirements.ABLE
                return requirements.said(request, 200, *able), None, None
            case "BYE" | "INFO" | "UPDATE" | "PRACK":  # they are of a call
                return requirements.said(request, 481), None, None
            case _:
                return requirements.not_served(request, requirements.ALLOW_OUTSIDE), None, None

    def _registered(self, request: Any, who: Credentials) -> Any:
        refusal = address_of_record.refusal(request, who, self._directory, self._hosts)
        return refusal or self._registrar.register(request, who)

    def _admit(self, request: Any, *, as_proxy: bool) -> tuple[Credentials | None, Any]:
        who, answer, why = self._gate.admit(request, as_proxy=as_proxy)
        if logs.debugs():
            whose = people.told(self._directory, who.account_id, who.line) if who else {}
            log.debug("who it is", **remarks.of(request), admitted=bool(who), why=why, **whose)
        if who:
            self._trust(seen(request), Owner(who.line))
        return who, answer

    def _carrier(self, request: Any) -> Sequence[Trunk]:
        """The carrier that a call comes from, in each account that has it; a phone that is registered from the same
        address is no carrier, nor one that says by a password who it is."""
        flow = seen(request)
        trunks = self._trunks.at(flow)
        if not trunks or self._registrar.is_here(flow) or request.countHFs("proxy-authorization"):
            return ()
        self._trust(flow, _carried_by(trunks))
        return trunks

    def _trust(self, flow: Flow, owner: Owner) -> None:
        """A phone or a carrier of ours proved to be there."""
        self._transactions.trust(flow)
        self._turnstile.trust(flow, owner)

    def _owner(self, flow: Flow) -> Owner | None:
        """Of a phone, or a carrier; one that connects to us, from whatever port, is known once it has called."""
        if line := self._registrar.line_at(flow):
            return Owner(line)
        trunks = [trunk for trunk in self._trunks.at(flow) if flow.transport == "udp" or flow == trunk.flow]
        return _carried_by(trunks) if trunks else None

    def _send(self, request: Any, answered: Callable[[Any], None]) -> None:
        self._transactions.newTransaction(request, resp_cb=answered)

    def _reach(self, flow: Flow, name: str) -> None:
        for each in self._streams:
            if each.transport == flow.transport:
                each.reach(flow.address, name)

    def _look(self) -> None:
        looks = self._trunks.look, lambda: self._watch.look([*self._switch.talking]), self._orphans.watch
        turns.each(looks, lambda look: look())

    def _await_signals(self, reload: Callable[[], None]) -> None:
        came = Counter[int]()
        while True:
            number = signal.sigwait({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
            came[number] += 1
            if number == signal.SIGHUP:
                reload()
                for each in self._streams:
                    each.renew()
            else:
                # Both come at once where a terminal asks `serve` to end: that is to ask once.
                stack.loop.callFromThread(self._stop, came[number] > 1)

    def _stop(self, at_once: bool) -> None:
        if not self._stopping:
            log.info("engine stops", calls=len(self._switch), wait=self._drain)
            self._switch.draining, self._stopping = True, time.monotonic()
            self._timers.append(stack.Timeout(self._drained, 0.05, -1))
        if at_once:
            self._drain = 0.0
        self._drained()

    def _drained(self) -> None:
        left = self._stopping + self._drain - time.monotonic()
        self._switch.ending = left < TOO_LATE
        if self._switch.idle or (left < -TO_HEAR and self._switch.all_kept):
            stack.Timeout(stack.loop.breakLoop, 0.2)  # what was sent last is on its way
        elif left < 0:
            self._switch.end_all()


@contextmanager
def _as_far_as_its_disk_lets() -> Generator[None]:
    """Where no socket can be made for other processes the engine goes without: calls for help need none."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.ENOSPC, errno.EIO):
            raise
        log.error("engine cannot be asked how it is", why=error.strerror)


def _carried_by(trunks: Sequence[Trunk]) -> Owner:
    """A carrier is one, in however many accounts."""
    return Owner(f"carrier {trunks[0].row.host}", is_carrier=True)


def _whole(blobs: Blobs, name: str) -> bytes | None:
    try:
        with closing(blobs.open(name)) as blob:
            return blob.read(0, blob.size)
    except NoBlob:
        return None
