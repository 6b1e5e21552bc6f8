"""Runs the exchanges: what happens to legs is told to them, and what they want is done to legs."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from trunkline.engine import sdp, stack
from trunkline.engine.journal import Entry, Journal
from trunkline.engine.leg import Leg
from trunkline.engine.media import Relay, RelayGone, Session
from trunkline.engine.ports import Credentials, Directory, Flow, KeptLeg, State
from trunkline.engine.registrar import Registrar
from trunkline.engine.sdp import Media
from trunkline.engine.times import Times
from trunkline.engine.transactions import seen
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import (
    Alert,
    Answered,
    Arrived,
    Connect,
    Happened,
    Held,
    Left,
    PlanChanged,
    Rang,
    Refused,
    Registered,
    Release,
    Resumed,
    Ring,
    Wanted,
    Write,
)

NODE = 1  # of 64
OVERLOADED, UNACCEPTABLE, PENDING = 503, 488, 491
PEOPLES = (486, 487, 600, 603)  # answers of people, not of their phones

log = structlog.get_logger()


@dataclass(eq=False)
class Running:
    """The exchange of one account, at work."""

    exchange: Exchange
    plan: Plan
    timer: Any = None


class Switch:
    def __init__(
        self,
        config: dict[str, Any],
        directory: Directory,
        state: State,
        registrar: Registrar,
        journal: Journal,
        relay: Relay,
        times: Times,
        bound: str,
        reached: str,
        serving: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """`bound` is the address on which audio is received, `reached` the one that phones are told."""
        self._config, self._directory, self._state = config, directory, state
        self._registrar, self._journal, self._relay = registrar, journal, relay
        self._times, self._bound, self._reached = times, bound, reached
        self._serving = serving
        self._running: dict[str, Running] = {}
        self._legs: dict[str, Leg] = {}
        self._sequence = 0
        self.draining = False

    def __len__(self) -> int:
        """Live calls."""
        return sum(leg.dialled for leg in self._legs.values())

    @property
    def talking(self) -> Iterable[Leg]:
        return [leg for leg in self._legs.values() if leg.peer]

    # Requests from outside a dialog

    def invite(self, request: Any, transaction: Any, who: Credentials) -> Any:
        """A line dials. What it dials is in the request's target, not in To (RFC 3261 section 8.1.1.1)."""
        if self.draining or not self._serving(who.account_id):
            return request.genResponse(*stack.said(OVERLOADED)), None, None
        self._exchange(who.account_id)  # a new call goes by the newest plan
        call = self._new_call_id()
        leg = self._leg(f"{call}.0", who.account_id)
        leg.dialled = True
        if request.getHFBody("contact").getUrl().scheme == "sips":
            leg.secure()
        flow = seen(request)
        dialled = str(request.getRURI().username or "")

        def arrived(body: Any) -> None:
            leg.reach(flow)
            if not self._understands(leg, body):
                leg.recvEvent(stack.Fail(stack.said(UNACCEPTABLE)))
                return
            contact = self._registrar.seen_at(who.line, flow)
            leg.registration = self._registration(contact.id) if contact else ""
            self._legs[leg.id] = leg
            audible = self._hears(leg)
            self._tell(who.account_id, Arrived(call, leg.id, who.line, dialled, contact, audible))

        leg.arrived = arrived
        if not leg.timer.offered(request):
            return leg.too_short(request), None, None
        return leg.recvRequest(request, transaction)

    def registered(self, account_id: str, line: str) -> None:
        """The contacts of a line are others than before."""
        if account_id in self._running:
            self._tell(account_id, Registered(line, self._registrar.contacts(line)))

    def vanished(self, leg: Leg) -> None:
        """The phone of a leg does not answer any more."""
        log.info("phone vanished", leg=leg.id)
        self.end(leg, 408)
        self._tell(leg.account_id, Left(leg.id))

    def mark(self) -> None:
        """Write down how every live call would be recorded if we died now."""
        for account_id, running in self._running.items():
            marks: list[Entry] = [("mark", account_id, each) for each in running.exchange.open_records(time.time())]
            if marks:
                self._journal.add(marks)

    def end_all(self) -> None:
        """Hang up every call."""
        for leg in [leg for leg in self._legs.values() if leg.dialled]:
            self.end(leg, 480)
            self._tell(leg.account_id, Left(leg.id))

    # The exchange

    def _tell(self, account_id: str, happened: Happened, then: Callable[[], None] | None = None) -> None:
        """Do what the exchange wants; `then` is called when what it wants written cannot be lost any more."""
        if not self._serving(account_id):
            return
        running = self._running.get(account_id) or self._exchange(account_id)
        self._do(account_id, running, running.exchange.receive(happened, time.time()), then)

    def _exchange(self, account_id: str) -> Running:
        """With the newest plan: an account that has not moved costs one look."""
        plan = self._directory.plan(account_id)
        running = self._running.get(account_id)
        if running is None:
            running = self._running[account_id] = Running(Exchange(plan), plan)
            for account, line in self._registrar.lines():
                if account == account_id:
                    running.exchange.receive(Registered(line, self._registrar.contacts(line)), time.time())
        elif running.plan is not plan:
            running.plan = plan
            self._do(account_id, running, running.exchange.receive(PlanChanged(plan), time.time()))
        self._forget_lines(account_id, plan)
        return running

    def _forget_lines(self, account_id: str, plan: Plan) -> None:
        for account, line in self._registrar.lines():
            if account == account_id and line not in plan.lines:
                self._registrar.drop(account_id, line)

    def _do(
        self, account_id: str, running: Running, wanted: Sequence[Wanted], then: Callable[[], None] | None = None
    ) -> None:
        written: list[Entry] = [("close", account_id, each.record) for each in wanted if isinstance(each, Write)]
        for call in {each.call for each in wanted if isinstance(each, Ring)}:
            if record := running.exchange.open_record(call, time.time()):
                written.append(("mark", account_id, record))
        if written:
            self._journal.add(written, (lambda: stack.loop.callFromThread(then)) if then else lambda: None)
        elif then:
            then()
        for each in wanted:
            match each:
                case Ring():
                    self._ring(account_id, each)
                case Alert(leg):
                    self._alert(leg)
                case Connect(caller, callee):
                    if record := running.exchange.open_record(call_of(caller), time.time()):
                        connect = partial(stack.loop.callFromThread, self._connect, caller, callee)
                        self._journal.add([("mark", account_id, record)], connect)
                case Release(leg, status):
                    if found := self._legs.get(leg):
                        self.end(found, status)
                case Write():
                    pass
        self._set_timer(account_id, running)

    def _set_timer(self, account_id: str, running: Running) -> None:
        if running.timer:
            running.timer.cancel()
            running.timer = None
        if (deadline := running.exchange.deadline) is not None:
            running.timer = stack.Timeout(self._wake, max(deadline - time.time(), 0.001), 1, account_id, running)

    def _wake(self, account_id: str, running: Running) -> None:
        running.timer = None
        if self._serving(account_id):
            self._do(account_id, running, running.exchange.wake(time.time()))

    # What it wants

    def _ring(self, account_id: str, wanted: Ring) -> None:
        caller = self._legs.get(f"{wanted.call}.0")
        binding = self._registrar.binding(wanted.contact)
        flow = binding.flow if binding else Flow(("127.0.0.1", 9), "udp")
        leg = self._leg(wanted.leg, account_id, nh_address=flow.address, nh_transport=flow.transport)
        leg.registration = binding.call_id if binding else ""
        self._legs[leg.id] = leg
        if caller is None or binding is None or not self._hears(leg):
            self._later(account_id, Refused(leg.id, 480 if binding is None else OVERLOADED))
            return
        offer = self._ours(leg, caller.media.codecs if caller.media else tuple(sdp.CODECS), caller.media)
        leg.other_offers = self._secured(leg, offer)
        request = Ringing(wanted.caller.number, wanted.caller.name, binding.contact, self._reached, offer)
        leg.recvEvent(request)
        leg.reach(flow)

    def _alert(self, id: str) -> None:
        if leg := self._legs.get(id):
            leg.recvEvent(stack.Rang((180, "Ringing", None)))

    def _connect(self, caller_id: str, callee_id: str) -> None:
        """Only now, when no crash can forget that the call was answered, is the caller told; both may be gone since."""
        caller, callee = self._legs.get(caller_id), self._legs.get(callee_id)
        if caller is None or callee is None or callee.media is None:
            return
        caller.peer, callee.peer = callee, caller
        caller.codec = callee.codec = callee.media.codecs[0]
        answer = stack.Body(sdp.describe(self._ours(caller, (callee.codec,), caller.media)))
        # One who dialled without an offer is made one now, and answers it with the ACK (RFC 3261 section 13.2.1).
        event = stack.Connect if caller.media else stack.Connecting
        caller.recvEvent(event((200, "OK", answer)))
        now = time.monotonic()
        caller.heard_at = callee.heard_at = now
        try:
            if caller.session and callee.session:
                caller.session.join(callee.session)
        except RelayGone as gone:
            log.error("call without audio", call=caller.id, why=str(gone))
        self._state.keep_legs([_kept(leg) for leg in (caller, callee)])

    def end(self, leg: Leg, status: int) -> None:
        """End a leg in whatever state it is; what goes wrong on the way must not keep the others alive."""
        if leg.over:
            return
        leg.over = True
        talked = leg.peer is not None
        self._forget(leg)
        try:
            if leg.dialled and not leg.isConnected():
                leg.recvEvent(stack.Fail(stack.said(status)))
            else:
                leg.recvEvent(stack.Disconnect())
        except Exception:
            log.exception("leg not ended in good order", leg=leg.id)
        if talked:
            self._state.forget_legs([leg.id])

    # What happens to legs

    def _event(self, event: Any, leg: Leg) -> None:
        """Everything that the stack says of a leg comes through here."""
        try:
            self._happened(event, leg)
        except Exception:
            log.exception("leg event failed", leg=leg.id, kind=type(event).__name__)
            self.end(leg, 500)
            self._tell(leg.account_id, Left(leg.id))

    def _happened(self, event: Any, leg: Leg) -> None:
        match event:
            case stack.Tried():
                leg.arrived(event.getData()[3])
            case stack.Rang():
                if event.getData()[0] != 100 and leg.updating is None:
                    self._tell(leg.account_id, Rang(leg.id))
            case stack.Update():
                self._update(leg, event.getData())
            case stack.Connect() if leg.updating:
                self._updated(leg, leg.updating, event.getData()[2])
            case stack.Fail() if leg.updating:
                self._not_updated(leg, leg.updating, event.getData()[0])
            case stack.Connect():
                self._answered(leg, event.getData()[2])
            case stack.Connecting():  # an answer to an offer we did not make
                self._refused(leg, UNACCEPTABLE)
            case stack.Fail() | stack.Redirect():
                self._gone(leg)
                self._tell(leg.account_id, Refused(leg.id, _refusal(leg, event.getData()[0])))
            case stack.Disconnect():
                if not leg.over:
                    self._gone(leg)
                    self._tell(leg.account_id, Left(leg.id))
            case _:
                pass

    def _left(self, leg: Leg, then: Callable[[], None]) -> None:
        """A BYE came: it is answered when the record is safe."""
        if leg.over:
            then()
            return
        self._gone(leg)
        self._tell(leg.account_id, Left(leg.id), then)

    def _answered(self, leg: Leg, body: Any) -> None:
        understood = self._understands(leg, body)
        if leg.peer or leg.dialled:  # the ACK, with the answer to the offer in our 200
            if not (understood and self._hears(leg)):
                self.end(leg, UNACCEPTABLE)
                self._tell(leg.account_id, Left(leg.id))
        elif body is None or not understood:
            self._refused(leg, UNACCEPTABLE)
        elif not self._hears(leg):
            self._refused(leg, OVERLOADED)
        else:
            self._tell(leg.account_id, Answered(leg.id))

    def _refused(self, leg: Leg, status: int) -> None:
        """It is of no use to the call, whatever its phone says."""
        self.end(leg, status)
        self._tell(leg.account_id, Refused(leg.id, status))

    def _update(self, leg: Leg, body: Any) -> None:
        """A re-INVITE: hold, resume, or another place for the audio. The other phone is asked first (RFC 3264)."""
        peer = leg.peer
        wish = _secured_as_before(leg.media, self._parsed(leg, body))
        if wish is None or leg.codec not in wish.codecs:
            leg.recvEvent(stack.Fail(stack.said(UNACCEPTABLE)))
        elif peer is None or peer.updating or peer.refreshing or not peer.isConnected():
            leg.recvEvent(stack.Fail(stack.said(PENDING)))
        else:
            self._moved(leg, wish)
            direction = "sendonly" if wish.holds and wish.direction == "sendrecv" else wish.direction
            offer = replace(self._ours(peer, (leg.codec,), peer.media), direction=direction)
            peer.updating, peer.agreed = leg, peer.lSDP
            peer.recvEvent(stack.Update(stack.Body(sdp.describe(offer))))
            self._tell(leg.account_id, Held(leg.id) if wish.holds else Resumed(leg.id))

    def _updated(self, peer: Leg, leg: Leg, body: Any) -> None:
        """The other phone agreed: so do we."""
        peer.updating = None
        answer = self._parsed(peer, body) if body is not None else peer.media
        if answer:
            self._moved(peer, answer)
        if leg.codec and not leg.over:
            direction = answer.direction if answer else "sendrecv"
            ours = replace(self._ours(leg, (leg.codec,), leg.media), direction=direction)
            leg.recvEvent(stack.Connect((200, "OK", stack.Body(sdp.describe(ours)))))

    def _not_updated(self, peer: Leg, leg: Leg, status: int) -> None:
        """The other phone did not: all stays as it was agreed before."""
        peer.updating, peer.lSDP = None, peer.agreed
        if not leg.over:
            leg.recvEvent(stack.Fail(stack.said(status)))

    # Audio

    def _understands(self, leg: Leg, body: Any) -> bool:
        """Take in what a phone says of its audio; one that dials may leave it for later."""
        media = self._parsed(leg, body) if body is not None else leg.media
        if body is not None and media is None:
            return False
        if media and not leg.dialled and not (leg.session and leg.session.is_secure):
            media = replace(media, dtls=None, keys=None)  # an answer to what we did not offer
        leg.media = media
        return True

    def _hears(self, leg: Leg) -> bool:
        """Whether there is audio for a leg: a session, that sends to where its phone listens."""
        try:
            if leg.session is None:
                leg.session = Session(self._relay, leg.id, self._bound)
            if leg.media and leg.media.address:
                leg.session.point(leg.media.address, leg.flow.address[0], leg.media.dtls, leg.media.keys)
        except RelayGone as gone:
            log.error("no audio to be had", leg=leg.id, why=str(gone))
            return False
        return True

    def _moved(self, leg: Leg, media: Media) -> None:
        before, leg.media = leg.media, media
        address = media.address
        told = before and (before.address, before.dtls, before.keys)
        if address and leg.session and told != (address, media.dtls, media.keys):
            leg.session.point(address, leg.flow.address[0], media.dtls, media.keys)

    def _ours(self, leg: Leg, codecs: tuple[str, ...], like: Media | None) -> Media:
        """What we say to a leg: our port, and digits under the number that is known already."""
        port = leg.session.port if leg.session else 0
        events = like.events if like else sdp.EVENTS_TYPE
        ours = Media(self._reached, port, codecs, events)
        if theirs := leg.media:
            ours = replace(ours, protocol=theirs.protocol, mux=theirs.mux, lines=theirs.lines)
            if theirs.dtls and leg.session:
                ours = replace(ours, dtls=leg.session.secure())
            if theirs.keys and leg.session:
                keys = leg.session.key(theirs.keys)
                ours = replace(ours, keys=keys, port=leg.session.port)
        return ours

    def _secured(self, leg: Leg, plain: Media) -> Iterator[Any]:
        """Other offers than a plain one, for a phone that will not have it. Keys are told only over TLS."""
        if leg.session and leg.flow.transport == "tls":
            keys = leg.session.key()
            yield stack.Body(sdp.describe(replace(plain, port=leg.session.port, protocol=sdp.KEYED[0], keys=keys)))
            leg.session.unkey(plain.port)
        if leg.session:
            yield stack.Body(sdp.describe(replace(plain, protocol=sdp.SECURED[0], dtls=leg.session.secure())))

    @staticmethod
    def _parsed(leg: Leg, body: Any) -> Media | None:
        try:
            return sdp.parse(str(body), secret=leg.flow.transport == "tls")
        except sdp.Unusable:
            return None

    # Books

    def _registration(self, contact: str) -> str:
        binding = self._registrar.binding(contact)
        return binding.call_id if binding else ""

    def _leg(self, id: str, account_id: str, **more: Any) -> Leg:
        return Leg(
            self._config,
            id,
            account_id,
            self._event,
            self._left,
            self.vanished,
            self._registrar.flow,
            self._times,
            **more,
        )

    def _gone(self, leg: Leg) -> None:
        """The phone ended it."""
        leg.over = True
        if leg.peer:
            self._state.forget_legs([leg.id])
        self._forget(leg)

    def _forget(self, leg: Leg) -> None:
        self._legs.pop(leg.id, None)
        leg.close()

    def _later(self, account_id: str, happened: Happened) -> None:
        """Not at once: the exchange is still being done its will."""
        stack.Timeout(self._tell, 0.001, 1, account_id, happened)

    def _new_call_id(self) -> str:
        """19 digits that rise with time: milliseconds, node, sequence."""
        self._sequence = (self._sequence + 1) % (1 << 14)
        return str(time.time_ns() // 1_000_000 << 20 | NODE << 14 | self._sequence)


class Ringing(stack.Tried):
    """An INVITE of ours: to a contact, from whom the called person should see."""

    def __init__(self, number: str, name: str, contact: str, domain: str, offer: Media) -> None:
        super().__init__((None, number, None, stack.Body(sdp.describe(offer)), None, name or None))
        self._contact, self._domain = contact, domain

    def onUacSetupComplete(self, ua: Any) -> None:  # noqa: N802
        ua.rTarget = stack.Url(self._contact)
        ua.rUri.getUrl().username = ua.rTarget.username
        if ua.rTarget.scheme == "sips":
            ua.secure()
        ua.lUri.getUrl().host = self._domain


def _secured_as_before(before: Media | None, wish: Media | None) -> Media | None:
    """How a phone's audio is secured is settled when the call begins; only its key may change later."""
    if before is None or wish is None:
        return wish
    if before.dtls:
        return wish if wish.dtls and wish.dtls.fingerprint == before.dtls.fingerprint else None
    if before.keys:
        return wish if wish.keys else None
    return replace(wish, dtls=None, keys=None) if wish.protocol in sdp.UNSECURED else None


def _refusal(leg: Leg, status: int) -> int:
    """A phone that would not have a plain offer, nor another, has said all with its first answer, unless it is busy or
    its user has declined."""
    return UNACCEPTABLE if leg.refused_plain and status not in PEOPLES else status


def call_of(leg: str) -> str:
    """The call that a leg is of, by their names."""
    return leg.partition(".")[0]


def _kept(leg: Leg) -> KeptLeg:
    return KeptLeg(
        id=leg.id,
        account_id=leg.account_id,
        call=call_of(leg.id),
        sip_call_id=str(leg.cId),
        local_tag=str(leg.lUri.getTag()),
        remote_tag=str(leg.rUri.getTag()),
        local_uri=str(leg.lUri),
        remote_uri=str(leg.rUri),
        remote_target=str(leg.rTarget),
        route_set=tuple(str(route) for route in leg.routes),
        flow=leg.flow,
        registration=leg.registration,
        cseq=leg.lCSeq,
    )
