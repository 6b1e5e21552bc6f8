"""Runs the exchanges: what happens to legs is told to them, and what they want is done to legs."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import structlog
from msgspec import structs

from trunkline import clock
from trunkline.engine import autoanswer, dialog, hops, people, requirements, sdp, stack, turns
from trunkline.engine.addresses import Caller
from trunkline.engine.bridges import Numbers
from trunkline.engine.captures import Captures
from trunkline.engine.journal import Entry, Journal
from trunkline.engine.keys import FLASH
from trunkline.engine.leg import GONE, Invited, Leg, call_of
from trunkline.engine.media import PAUSE, Relay, RelayGone, Session
from trunkline.engine.orphans import Orphans
from trunkline.engine.outcomes import Outcomes
from trunkline.engine.playing import Player
from trunkline.engine.ports import Credentials, Directory, Flow, KeptLeg, State
from trunkline.engine.quotas import Quotas, Usage
from trunkline.engine.registrar import Registrar
from trunkline.engine.renegotiation import Audio, Renegotiation, answering, wished
from trunkline.engine.sdp import Media
from trunkline.engine.sounds import Sounds
from trunkline.engine.taking import Taker
from trunkline.engine.taping import Taper
from trunkline.engine.times import Times
from trunkline.engine.transactions import dialled, seen
from trunkline.engine.trunks import Calling, Handed, Trunk, Trunks
from trunkline.exchange import numbers
from trunkline.exchange.exchange import Exchange
from trunkline.exchange.plan import Plan
from trunkline.exchange.vocabulary import (
    Alert,
    Announce,
    Answer,
    Answered,
    Arrived,
    Came,
    Connect,
    Dial,
    Disturb,
    Happened,
    Hear,
    Held,
    Hush,
    Left,
    OptedOut,
    OptOut,
    Orphan,
    PlanChanged,
    Play,
    Played,
    Pressed,
    Rang,
    Record,
    Recorded,
    Recording,
    Redirected,
    Refused,
    Registered,
    Release,
    Ring,
    Silent,
    Spend,
    Spent,
    StopTaking,
    Take,
    Tape,
    Undisturbed,
    Untaped,
    Wanted,
    WrappedUp,
    Write,
)

NODE = 1  # of 64
OVERLOADED, UNACCEPTABLE, BUSY, UNAVAILABLE = 503, 488, 486, 480
UNREADABLE, TOO_MANY_HOPS = 400, 483
RESTARTING = "Retry-After: 5"  # seconds
TRIES = 5  # to tell the relay what the audio of a call needs
PEOPLES = (486, 487, 600, 603)  # answers of people, not of their phones
ROOM = 0.1  # seconds until the relay has let go of ports
SILENT = 5.0  # seconds after which a carrier that has said nothing will not
QUIET, SUSPECTED = 3.0, 0.5  # after which one does not wait for a phone, and for one that said nothing the last time
LAST_OF_KEY = 0.3  # seconds in which the last packets of a key come that was pressed before two legs were joined

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
        trunks: Trunks,
        sounds: Sounds,
        taken: Path,
        keep: Callable[[str, Iterable[bytes]], None],
        quotas: Quotas,
        outcomes: Outcomes,
        serving: Callable[[str], bool] = lambda _: True,
        exchange: Callable[[Plan], Exchange] = Exchange,
    ) -> None:
        """`bound` is the address on which audio is received, `reached` the one that phones are told. In
        `taken` the relay leaves what it recorded; `keep` stores a sound."""
        self._config, self._directory, self._state = config, directory, state
        self._registrar, self._journal, self._relay = registrar, journal, relay
        self._times, self._bound, self._reached = times, bound, reached
        self._serving, self._new_exchange, self._trunks = serving, exchange, trunks
        self._player = Player(sounds, self._played)
        captures = Captures(taken)
        self._taker, self._taper = Taker(captures, keep, self._recorded), Taper(captures, keep, self._untaped)
        self._renegotiation = Renegotiation(
            Audio(
                self._parsed,
                self._ours,
                self._moved,
                self._tell,
                self._hang_up,
                self._unacceptable,
                self._redescribed,
            )
        )
        self._running: dict[str, Running] = {}
        self._legs: dict[str, Leg] = {}
        self._orphans: Orphans | None = None
        self._usage, self._outcomes = Usage(quotas), outcomes
        self._sequence = 0
        self.draining = self.ending = False  # only emergency calls are taken; none is

    def __len__(self) -> int:
        """Live calls."""
        return sum(leg.dialled for leg in self._legs.values())

    @property
    def idle(self) -> bool:
        return not self._legs and self.all_kept

    @property
    def all_kept(self) -> bool:
        """Whether nothing that was said waits to be kept."""
        return not len(self._taker) and not len(self._taper)

    @property
    def legs(self) -> Sequence[Leg]:
        return [*self._legs.values()]

    @property
    def talking(self) -> Iterable[Leg]:
        """Those that are answered."""
        return [leg for leg in self._legs.values() if leg.isConnected()]

    # Requests from outside a dialog

    def invite(self, request: Any, transaction: Any, who: Credentials) -> Any:
        """A line dials."""
        flow, number = seen(request), dialled(request)
        plan = self._exchange(who.account_id).plan
        urgent = bool(numbers.emergency_of(who.line, number, plan))
        only_secured = not urgent and who.line in plan.lines and plan.lines[who.line].only_secured

        def arrived(call: str, leg: Leg) -> Arrived:
            contact = self._registrar.seen_at(who.line, flow)
            leg.registration = self._registration(contact.id) if contact else ""
            return Arrived(call, leg.id, who.line, number, contact)

        if not urgent and self._usage.exceeded(who.line, self._usage.quotas.line, who.account_id):
            log.warning("too many calls at once", **people.told(self._directory, who.account_id, who.line))
            return request.genResponse(*stack.said(BUSY)), None, None
        if not urgent and not self._usage.line_begins(who.line):
            return requirements.later(request), None, None
        return self._incoming(
            request, transaction, who.account_id, who.line, arrived, urgent=urgent, only_secured=only_secured
        )

    def came(self, request: Any, transaction: Any, trunk: Trunk) -> Any:
        """A carrier hands over a call."""
        said = Handed.of(request, self._exchange(trunk.account_id).plan)

        def arrived(call: str, leg: Leg) -> Came:
            leg.registration = trunk.registration(leg.flow)
            return Came(call, leg.id, trunk.id, said.dialled, said.number, said.name)

        if self._usage.exceeded(trunk.id, self._usage.quotas.trunk, trunk.account_id):
            log.warning("too many calls at once", trunk=trunk.id)
            return request.genResponse(*stack.said(BUSY)), None, None
        if not self._usage.trunk_begins(trunk.id):
            return requirements.later(request), None, None
        return self._incoming(request, transaction, trunk.account_id, trunk.id, arrived, believed=True)

    def _incoming(
        self,
        request: Any,
        transaction: Any,
        account_id: str,
        source: str,
        arrival: Callable[[str, Leg], Arrived | Came],
        *,
        urgent: bool = False,
        believed: bool = False,
        only_secured: bool = False,
    ) -> Any:
        if urgent and self.ending:
            return None  # said again, it is for the engine that comes after
        if (self.draining and not urgent) or not self._serving(account_id) or not (urgent or self._may_begin()):
            return requirements.said(request, OVERLOADED, RESTARTING), None, None
        left = hops.left(request)
        if not left and not urgent:
            return request.genResponse(*stack.said(UNREADABLE if left is None else TOO_MANY_HOPS)), None, None
        call = self._new_call_id()
        leg = self._leg(f"{call}.0", account_id, seen(request))
        leg.dialled, leg.source, leg.urgent, leg.believed = True, source, urgent, believed
        leg.only_secured = only_secured
        leg.hops = (left or hops.MOST) - 1
        if request.getHFBody("contact").getUrl().scheme == "sips":
            leg.secure()

        def arrived(body: Any) -> None:
            if not self._understands(leg, body, answers=False):
                leg.recvEvent(self._unacceptable(leg))
                return
            self._know(leg)
            if urgent and (other := self._usage.too_many(leg)):
                self._drop(other, BUSY)
            self._with_audio(leg, arrival(call, leg))

        leg.arrived = arrived
        if not leg.timer.offered(request):
            return leg.too_short(request), None, None
        return leg.recvRequest(request, transaction)

    def inherit(self, orphans: Orphans) -> None:
        """Calls of an engine that died cost on: those who pay for them are held to their limits from the start."""
        self._orphans = orphans
        for account_id in {leg.account_id for leg in orphans.charged()}:
            try:
                self._exchange(account_id)
            except Exception:  # what became of one account must not keep the others from calling
                log.exception("limits not taken up", account=account_id)

    def orphan_left(self, leg: KeptLeg) -> None:
        if leg.charged:  # it may be the exchange itself that had it ended
            stack.loop.callFromThread(self._tell, leg.account_id, Left(leg.id))

    def _may_begin(self) -> bool:
        """A call that is for no emergency: what becomes of it can be written down, and there is audio for it."""
        return self._journal.writes and self._has_room()

    def _has_room(self) -> bool:
        """For a call that is for no emergency."""
        if not self._usage.has_room:
            log.error("no audio to be had", why="the ports that are left are kept for emergency calls")
        return self._usage.has_room

    def _with_audio(self, leg: Leg, happened: Arrived | Came, tries: int = TRIES) -> None:
        """Tell of a call, with whether there is audio for it."""
        if leg.over:
            return
        audible = self._hears(leg)
        if audible or not self._makes_room(leg, tries):
            self._tell(leg.account_id, structs.replace(happened, audible=audible))
        else:
            stack.Timeout(self._with_audio, ROOM, 1, leg, happened, tries - 1)

    def _makes_room(self, leg: Leg, tries: int) -> bool:
        """Whether a call without audio is to be tried again, by the leg that dialled: an emergency call, for which
        another makes room."""
        if not leg.urgent or tries <= 1:
            return False
        if other := self._usage.gives_way(leg):
            self._drop(other, OVERLOADED)
        return True

    def _drop(self, leg: Leg, status: int) -> None:
        log.warning("call dropped for an emergency call", leg=leg.id)
        self.end(leg, status)
        stack.Timeout(self._tell_left, 0.001, 1, leg)  # the exchange may still be done its will

    def pressed(self, id: str, key: str) -> None:
        """A key of a leg's phone, as the relay tells it."""
        if (leg := self._legs.get(id)) and leg.pressing.may(key):
            self._tell(leg.account_id, Pressed(leg.id, key))
            if leg.passes_keys and not _knows_keys(leg.peer):
                self._tell_peer(leg, key)

    def registered(self, account_id: str, line: str) -> None:
        """The contacts of a line are others than before."""
        theirs = [leg for leg in self.talking if leg.registration.startswith(f"{line} ")]
        turns.each(theirs, self._asked_where_it_is)
        if account_id in self._running:
            self._tell(account_id, Registered(line, self._registrar.contacts(line)))

    def _asked_where_it_is(self, leg: Leg) -> None:
        """A phone that registers from another place than its call is at may have started again: then it does not know
        of the call, and says so. A connection is followed without that."""
        flow = self._registrar.flow(leg.registration)
        if leg.flow.transport != "udp" or flow is None or self._registrar.is_here(leg.flow):
            return
        leg.flow = flow

        def answered(is_there: bool) -> None:
            if not is_there and not leg.over:
                self.vanished(leg)

        leg.ask(answered)

    def vanished(self, leg: Leg) -> None:
        """The phone of a leg does not answer any more."""
        log.info("phone vanished", leg=leg.id)
        self.end(leg, 408)
        self._tell_left(leg)

    def mark(self) -> None:
        """Write down how every live call would be recorded if we died now."""

        def mark(account_id: str) -> None:
            records = self._running[account_id].exchange.open_records(clock.steady())
            marks: list[Entry] = [("mark", account_id, each) for each in records]
            if marks:
                self._journal.add(marks)

        turns.each(self._running, mark)

    def end_all(self) -> None:
        """Hang up every call."""
        turns.each((leg for leg in self._legs.values() if leg.dialled), lambda leg: self._hang_up(leg, UNAVAILABLE))

    def hang_up(self, call: str) -> bool:
        """Hang up one; whether there was such a call."""
        legs = [leg for leg in self._legs.values() if call_of(leg.id) == call]
        if legs:
            self._outcomes.ended(call)
        for leg in [leg for leg in legs if leg.dialled] or legs:
            self._hang_up(leg, UNAVAILABLE)
        return bool(legs)

    def records(self) -> list[tuple[str, Record]]:
        """Account and record of each live call, as it stands."""
        now = clock.steady()
        return [(id, each) for id, running in self._running.items() for each in running.exchange.open_records(now)]

    def state_of(self, call: str) -> str:
        """Of a live one: whether two talk, the caller hears us (music, a greeting), or phones only ring."""
        legs = [leg for leg in self._legs.values() if call_of(leg.id) == call and leg.isConnected()]
        return "talking" if any(leg.peer for leg in legs) else "waiting" if legs else "ringing"

    # The exchange

    def _tell(self, account_id: str, happened: Happened, then: Callable[[], None] | None = None) -> None:
        """Do what the exchange wants; `then` is called when what it wants written cannot be lost any more."""
        if not self._serving(account_id):
            return
        if isinstance(happened, Refused):
            self._outcomes.refused(happened.leg, happened.status)
        running = self._running.get(account_id) or self._exchange(account_id)
        self._do(account_id, running, running.exchange.receive(happened, clock.steady()), then)

    def _exchange(self, account_id: str) -> Running:
        """With the newest plan, by which every new call goes: an account that has not moved costs one look."""
        plan = self._directory.plan(account_id)
        running = self._running.get(account_id)
        if running is None:
            running = self._running[account_id] = Running(self._new_exchange(plan), plan)
            running.exchange.receive(Undisturbed(tuple(self._state.undisturbed(account_id))), clock.steady())
            running.exchange.receive(OptedOut(tuple(self._state.opted_out(account_id))), clock.steady())
            for account, line in self._registrar.lines():
                if account == account_id:
                    running.exchange.receive(Registered(line, self._registrar.contacts(line)), clock.steady())
            self._do(account_id, running, running.exchange.receive(self._spent(account_id), clock.steady()))
        elif running.plan is not plan:
            running.plan = plan
            self._do(account_id, running, running.exchange.receive(PlanChanged(plan), clock.steady()))
        return running

    def _spent(self, account_id: str) -> Spent:
        """Calls outside until now. Which of an engine before this one go on, is known here better than in the store."""
        charged = self._orphans.charged() if self._orphans else ()
        mine = [leg for leg in charged if leg.account_id == account_id]
        orphans = tuple(Orphan(leg.id, leg.charged, leg.came_to, leg.answered) for leg in mine)
        return structs.replace(self._state.spent(account_id), orphans=orphans)

    def _do(
        self, account_id: str, running: Running, wanted: Sequence[Wanted], then: Callable[[], None] | None = None
    ) -> None:
        written: list[Entry] = [_written(account_id, each.record) for each in wanted if isinstance(each, Write)]
        for call in {each.call for each in wanted if isinstance(each, Ring | Dial)}:
            if record := running.exchange.open_record(call, clock.steady()):
                written.append(("mark", account_id, record))
        if written:
            self._journal.add(written, partial(stack.loop.callFromThread, then) if then else None)
        elif then:
            then()
        for each in wanted:
            try:
                self._obey(account_id, running, each)
            except Exception:  # what cannot be done of one leg is not to keep the others from what is theirs
                log.exception("wish not fulfilled", wish=type(each).__name__)
                if isinstance(each, Ring | Dial):
                    self._never_rung(account_id, each.leg)
        self._set_timer(account_id, running)

    def _never_rung(self, account_id: str, id: str) -> None:
        if leg := self._legs.get(id):
            self.end(leg, OVERLOADED)
        self._later(account_id, Refused(id, OVERLOADED))

    def _obey(self, account_id: str, running: Running, wanted: Wanted) -> None:
        match wanted:
            case Ring():
                self._ring(account_id, wanted)
            case Dial():
                self._dial(account_id, wanted)
            case Alert(leg):
                self._alert(leg)
            case Hear(caller, callee):
                self._hear(caller, callee)
            case Answer(leg):
                if (found := self._legs.get(leg)) and not found.isConnected():
                    found.waiting = []
                    record = running.exchange.open_record(call_of(leg), clock.steady())
                    self._safely(account_id, record, found, partial(self._answer, found))
            case Play(leg, sounds, forever, language):
                self._once_answered(leg, partial(self._play, sounds=sounds, forever=forever, language=language))
            case Hush(leg):
                self._once_answered(leg, self._player.hush)
            case Take(leg, message, longest, silence):
                begin = partial(self._taker.begin, message=message, longest=longest, silence=silence)
                self._once_answered(leg, begin)
            case StopTaking(leg):
                self._once_answered(leg, self._taker.end)
            case Connect(caller, callee):
                if record := running.exchange.open_record(call_of(caller), clock.steady()):
                    connect = partial(self._connect, caller, callee)
                    self._safely(account_id, record, self._legs.get(caller), connect)
            case Announce() | Tape():  # when they are connected
                self._journal.add((), partial(stack.loop.callFromThread, self._of_both, wanted))
            case Release(leg, status):
                if found := self._legs.get(leg):
                    self.end(found, status)
                elif self._orphans:
                    self._orphans.end(leg)
            case Spend():
                self._state.spend(account_id, wanted)
            case WrappedUp():
                self._state.wrapped_up(account_id, wanted)
            case Disturb(user, may):
                self._state.disturb(account_id, user, may)
            case OptOut(member, out):
                self._state.opt_out(account_id, member, out)
            case Write(record):
                self._outcomes.over(account_id, record)
                if record.recordings:
                    self._taper.end(record.recordings, partial(self._close, account_id, record))

    def _safely(self, account_id: str, record: Record | None, leg: Leg | None, then: Callable[[], None]) -> None:
        """`then` is done when it cannot be forgotten any more that a call is answered; an emergency call waits for no
        disk."""
        marks: list[Entry] = [("mark", account_id, record)] if record else []
        done = partial(stack.loop.callFromThread, then)
        if leg and leg.urgent:
            self._journal.add(marks)
            done()
        else:
            self._journal.add(marks, done)

    def _set_timer(self, account_id: str, running: Running) -> None:
        if running.timer:
            running.timer.cancel()
            running.timer = None
        if (deadline := running.exchange.deadline) is not None:
            running.timer = stack.Timeout(self._wake, max(deadline - clock.steady(), 0.001), 1, account_id, running)

    def _wake(self, account_id: str, running: Running) -> None:
        running.timer = None
        if self._serving(account_id):
            self._do(account_id, running, running.exchange.wake(clock.steady()))

    # What it wants

    def _ring(self, account_id: str, wanted: Ring) -> None:
        caller = self._legs.get(f"{wanted.call}.0")
        binding = self._registrar.binding(wanted.contact)
        flow = binding.flow if binding else Flow(("127.0.0.1", 9), "udp")
        leg = self._leg(wanted.leg, account_id, flow)
        leg.contact, leg.registration = wanted.contact, self._registration(wanted.contact)
        leg.hops = caller.hops if caller else leg.hops
        if caller is None or binding is None or not self._has_room() or not self._hears(leg):
            self._later(account_id, Refused(leg.id, UNAVAILABLE if binding is None else OVERLOADED))
            return
        self._know(leg)
        plan_line = self._exchange(account_id).plan.lines.get(binding.line)
        leg.only_secured = plan_line is not None and plan_line.only_secured
        offer = self._offer(leg, caller)
        leg.other_offers = self._secured(leg, offer) if leg.only_secured else self._others(leg, offer, caller)
        first = next(leg.other_offers) if leg.only_secured else stack.Body(sdp.describe(offer))
        caller_shown = Caller.shown(wanted.caller.name, wanted.caller.number, self._reached)
        said = autoanswer.headers(self._reached) if wanted.answers else ()
        request = Ringing(caller_shown, binding.contact, first, said)
        leg.recvEvent(request)
        stack.Timeout(self._quiet, SUSPECTED if self._registrar.is_silent(leg.contact) else QUIET, 1, leg)

    def _dial(self, account_id: str, wanted: Dial, tries: int = TRIES) -> None:
        caller, trunk = self._legs.get(f"{wanted.call}.0"), self._trunks.get(wanted.trunk)
        flow = (trunk and trunk.flow) or Flow(("127.0.0.1", 9), "udp")
        leg = self._leg(wanted.leg, account_id, flow)
        leg.hops, leg.charged, leg.came_to = caller.hops if caller else leg.hops, wanted.charged, wanted.came_to
        leg.believed = True
        leg.registration = trunk.registration(flow) if trunk else ""
        leg.urgent = caller is not None and caller.urgent
        has_room = leg.urgent or self._has_room()
        if caller is None or trunk is None or trunk.flow is None or not has_room or not self._hears(leg):
            if caller and trunk and trunk.flow and self._makes_room(caller, tries):
                stack.Timeout(self._dial, ROOM, 1, account_id, wanted, tries - 1)
            else:
                self._later(account_id, Refused(leg.id, OVERLOADED))
            return
        self._know(leg)
        offer = self._offer(leg, caller)
        leg.other_offers = self._others(leg, offer, caller)
        leg.recvEvent(Calling(wanted, trunk, self._reached, sdp.describe(offer)))
        stack.Timeout(self._silent, SILENT, 1, leg)

    def _silent(self, leg: Leg) -> None:
        """A carrier that says nothing at all is as good as none."""
        if not leg.progressed and not leg.over:
            log.warning("no answer from the carrier", leg=leg.id)
            self._refused(leg, OVERLOADED)

    def _quiet(self, leg: Leg) -> None:
        """A phone has not even said that it is about to ring."""
        if not leg.progressed and not leg.over:
            self._registrar.heard(leg.contact, answers=False)
            self._tell(leg.account_id, Silent(leg.id))

    def _offer(self, leg: Leg, caller: Leg) -> Media:
        """What one that is rung is offered: what the one that dialled can, or what its call has settled on."""
        codecs = (caller.codec,) if caller.codec else caller.media.codecs if caller.media else tuple(sdp.CODECS)
        leg.told = wished(caller.media) if caller.media else "sendrecv"
        offer = self._ours(leg, codecs, caller.media)
        if offer.events is None:  # the exchange listens to keys, if the caller's phone does not
            leg.events = sdp.EVENTS_TYPE
            offer = replace(offer, events=leg.events)
        return offer

    def _once_answered(self, id: str, do: Callable[[Leg], None]) -> None:
        """At once, or after the answer that is on its way."""
        if leg := self._legs.get(id):
            if leg.waiting is None:
                do(leg)
            else:
                leg.waiting.append(partial(do, leg))

    def _answer(self, leg: Leg) -> None:
        """By ourselves; the one that dialled may be gone since."""
        if leg.over or leg.isConnected():
            return
        if leg.media:
            self._settle(leg)
            leg.recvEvent(stack.Connect((200, "OK", self._described(leg))))
            self._directed(leg)
            self._is_answered(leg)
        else:  # its ACK says with what
            offer = self._ours(leg, tuple(sdp.CODECS), None)
            leg.recvEvent(stack.Connecting((200, "OK", self._asking(leg, offer))))

    def _is_answered(self, *legs: Leg) -> None:
        now = time.monotonic()
        for leg in legs:
            leg.heard_at = now
            waiting, leg.waiting = leg.waiting, None
            turns.each(waiting or (), lambda do: do())
        new = [leg for leg in legs if not leg.kept and not leg.over]
        for leg in new:
            leg.kept, leg.answered = True, leg.answered or clock.steady()
        if new:
            self._state.keep_legs([_kept(leg) for leg in new])

    def _redescribed(self, leg: Leg) -> None:
        if leg.kept and not leg.over:
            self._state.keep_legs([_kept(leg)])

    def _settle(self, leg: Leg) -> None:
        """On a codec, before it is known who the other will be: one that nearly everyone has."""
        if leg.codec is None and leg.media:
            leg.codec = next((codec for codec in sdp.USUAL if codec in leg.media.codecs), leg.media.codecs[0])

    def _described(self, leg: Leg) -> Any:
        """Our side for one that dialled, the same before it is answered and then (RFC 3261 section 13.2.1)."""
        if leg.described is None and leg.codec and leg.media:
            theirs = leg.peer.media.direction if leg.peer and leg.peer.media else "sendrecv"
            leg.told = answering(leg.media.direction, theirs)
            leg.described = stack.Body(sdp.describe(self._ours(leg, (leg.codec,), leg.media)))
            self._tell_keys(leg, hidden=True)
        return leg.described

    def _early(self, leg: Leg) -> None:
        """One that dialled hears us before it is answered. One that made no offer cannot, before it is."""
        if leg.dialled and not leg.isConnected() and leg.media and leg.described is None:
            self._settle(leg)
            leg.recvEvent(stack.Rang((183, "Session Progress", self._described(leg))))

    def _play(self, leg: Leg, *, sounds: Sequence[str], forever: bool, language: str) -> None:
        self._early(leg)
        self._player.play(leg, sounds, forever=forever, language=language)

    def _hear(self, caller_id: str, callee_id: str) -> None:
        caller, callee = self._legs.get(caller_id), self._legs.get(callee_id)
        if caller is None or callee is None or callee.media is None:
            return
        if caller.described is None:
            caller.codec = callee.media.codecs[0]
        if caller.codec == callee.speaks:
            self._early(caller)
            self._join(caller, callee)

    def _join(self, caller: Leg, callee: Leg) -> None:
        for leg in (caller, callee):
            self._player.forget(leg)
        self._relayed(lambda: _join(caller, callee), caller)

    def _tell_keys(self, leg: Leg, *, hidden: bool) -> None:
        leg.passes_keys = not hidden
        try:
            if leg.session and not leg.over:
                leg.session.tell_keys(leg.events, hidden=hidden or not _knows_keys(leg.peer))
        except RelayGone as gone:
            log.error("keys are not told", leg=leg.id, why=str(gone))

    def _numbered(self, leg: Leg) -> None:
        """A phone may know keys by other numbers than before."""
        if leg.peer:
            self._relayed(lambda: _number(leg), leg)
            for each in (leg, leg.peer):
                self._tell_keys(each, hidden=not each.passes_keys)

    def _alert(self, id: str) -> None:
        if leg := self._legs.get(id):
            leg.recvEvent(stack.Rang((180, "Ringing", None)))

    def _connect(self, caller_id: str, callee_id: str) -> None:
        """Only now, when no crash can forget that the call was answered, is the caller told; both may be gone since."""
        caller, callee = self._legs.get(caller_id), self._legs.get(callee_id)
        if caller is None or callee is None or callee.media is None:
            return
        for leg in (caller, callee):
            if leg.peer and leg.peer not in (caller, callee):
                self._part(leg.peer)
        caller.peer, callee.peer = callee, caller
        before = caller.codec
        callee.codec = caller.codec = before if before in callee.media.codecs else callee.media.codecs[0]
        if not caller.isConnected():
            if caller.media:
                caller.recvEvent(stack.Connect((200, "OK", self._described(caller))))
            else:  # who made no offer is made one now, and answers it with the ACK (RFC 3261 section 13.2.1)
                caller.told = wished(callee.media)
                offer = self._ours(caller, callee.media.codecs, None)
                caller.recvEvent(stack.Connecting((200, "OK", self._asking(caller, offer))))
                self._tell_keys(caller, hidden=True)
        for leg in (caller, callee):
            self._narrowed(leg)
        self._join(caller, callee)
        self._directed(caller, callee)
        self._is_answered(caller, callee)
        for leg in (caller, callee):
            stack.Timeout(partial(self._tell_keys, leg, hidden=False), LAST_OF_KEY)

    def _narrowed(self, leg: Leg) -> None:
        """To the codec of its call, if its phone speaks in another (RFC 3264 section 10.2)."""
        if leg.media and leg.speaks != leg.codec:
            self._renegotiation.recoded(leg)
            self._tell_keys(leg, hidden=True)

    def _directed(self, *legs: Leg) -> None:
        """A phone may hold from the start: that is in the books, and the other is told what it does not know yet."""
        for leg in legs:
            by_itself = leg.described is not None or leg.told == "sendrecv"  # else it may only follow what it was told
            if by_itself and leg.media and leg.media.holds and not leg.holds:
                leg.holds = True
                self._later(leg.account_id, Held(leg.id))
        for leg in legs:
            if leg.peer:
                self._renegotiation.follow(leg.peer)

    def _of_both(self, wanted: Announce | Tape) -> None:
        """Both may be gone since."""
        legs = [leg for leg in map(self._legs.get, (wanted.caller, wanted.callee)) if leg]
        match wanted:
            case _ if len(legs) < 2:
                pass
            case Tape():
                self._taper.begin(wanted.recordings, legs)
            case Announce(sounds=()):
                for leg in legs:
                    self._player.hush(leg)
            case Announce(sounds=sounds, language=language):
                for leg in legs:
                    self._play(leg, sounds=sounds, forever=False, language=language)

    def _untaped(self, leg: Leg) -> None:
        self._tell(leg.account_id, Untaped(leg.id))

    def _close(self, account_id: str, record: Record, recordings: tuple[Recording, ...]) -> None:
        """The record of a call that is over, now that its recordings are made."""
        self._journal.add([("close", account_id, structs.replace(record, recordings=recordings))])

    def _part(self, leg: Leg) -> None:
        """It hears nobody any more."""
        leg.peer = None
        try:
            if leg.session:
                leg.session.part()
        except RelayGone as gone:
            log.error("legs not parted", leg=leg.id, why=str(gone))

    def end(self, leg: Leg, status: int) -> None:
        """End a leg in whatever state it is; what goes wrong on the way must not keep the others alive."""
        if leg.over:
            return
        leg.over = True
        self._taker.end(leg)
        self._forget(leg)
        try:
            if leg.dialled and not leg.isConnected():
                leg.recvEvent(self._unacceptable(leg) if status == UNACCEPTABLE else stack.Fail(stack.said(status)))
            else:
                leg.recvEvent(_goodbye(leg, status))
        except Exception:
            log.exception("leg not ended in good order", leg=leg.id)
        if leg.kept:
            self._state.forget_legs([leg.id])

    # What happens to legs

    def _event(self, event: Any, leg: Leg) -> None:
        """Everything that the stack says of a leg comes through here."""
        try:
            self._happened(event, leg)
        except Exception:
            log.exception("leg event failed", leg=leg.id, kind=type(event).__name__)
            self.end(leg, 500)
            self._tell_left(leg)

    def _happened(self, event: Any, leg: Leg) -> None:
        match event:
            case stack.Tried():
                leg.arrived(event.getData()[3])
            case stack.Rang():
                self._progressed(leg)
                if event.getData()[0] != 100 and leg.asked is None:
                    self._rang(leg, event.getData()[2])
            case stack.Info():
                self._informed(leg, event.getData())
            case stack.Update():
                self._renegotiation.wanted(leg, event.getData())
            case dialog.Withdrawn():
                self._renegotiation.withdrawn(leg)
            case stack.Connect() if leg.asked:
                self._renegotiation.agreed(leg, event.getData()[2])
            case stack.Fail() if leg.asked:
                self._renegotiation.refused(leg, event.getData()[0])
            case stack.Connect() if leg.offering:
                self._renegotiation.answered(leg, event.getData()[2])
            case stack.Connect():
                self._progressed(leg)
                self._answered(leg, event.getData()[2])
            case stack.Connecting():  # an answer to an offer we did not make
                self._refused(leg, UNACCEPTABLE)
            case stack.Fail():
                self._gone(leg)
                self._tell(leg.account_id, self._refusal(leg, event.getData()[0]))
            case stack.Disconnect():
                if not leg.over:
                    self._gone(leg)
                    self._tell_left(leg)
            case _:
                pass

    def _progressed(self, leg: Leg) -> None:
        if not leg.progressed:
            leg.progressed = True
            self._registrar.heard(leg.contact, answers=True)

    def _refusal(self, leg: Leg, status: int) -> Refused | Redirected:
        """A phone that would not have a plain offer, nor another, has said all with its first answer, unless it is busy
        or its user has declined. A phone may name numbers that are dialled instead; a carrier may not, and what is
        named elsewhere is not for us to call."""
        self._registrar.heard(leg.contact, answers=status not in GONE)
        if leg.contact and leg.redirected:
            ours = {"", *map(str.lower, (self._reached, self._bound, self._directory.domain(leg.account_id)))}
            return Redirected(leg.id, tuple(dialled for host, dialled in leg.redirected if host in ours))
        return Refused(leg.id, UNACCEPTABLE if leg.refused_plain and status not in PEOPLES else status)

    def _left(self, leg: Leg, then: Callable[[], None]) -> None:
        """A BYE came: it is answered when the record is safe."""
        if leg.over:
            then()
            return
        self._gone(leg)
        self._tell_left(leg, then)

    def _tell_left(self, leg: Leg, then: Callable[[], None] | None = None) -> None:
        """When its message is kept, if it left one."""
        self._taker.end(leg, lambda: self._tell(leg.account_id, Left(leg.id), then))

    def _played(self, leg: Leg) -> None:
        if leg.peer:  # it was told that it is recorded, and now hears the other
            self._player.hush(leg)
        elif not leg.over:
            self._tell(leg.account_id, Played(leg.id))

    def _recorded(self, leg: Leg, message: str, seconds: float, file: str) -> None:
        self._tell(leg.account_id, Recorded(leg.id, message, seconds, file))

    def _rang(self, leg: Leg, body: Any) -> None:
        """It rings; what it sends already can be heard if it says with what."""
        heard = body is not None and self._understands(leg, body, answers=True) and self._hears(leg)
        self._tell(leg.account_id, Rang(leg.id, heard))

    def _informed(self, leg: Leg, keys: str) -> None:
        """By INFO: keys were pressed."""
        for key in keys:
            if key != FLASH:
                self._tell(leg.account_id, Pressed(leg.id, key))
            self._tell_peer(leg, key)

    def _tell_peer(self, leg: Leg, key: str) -> None:
        """Of a key that does not come with a leg's audio, or that the other would not know there. It is told by INFO if
        it takes that, or else in its audio."""
        peer = leg.peer
        if peer is None or not peer.isConnected():
            return
        in_audio = partial(self._relayed, lambda: _press(leg, peer, key), leg, 1)
        if peer.takes("INFO"):
            peer.tell_key(key, in_audio)
        else:
            in_audio()

    def _answered(self, leg: Leg, body: Any) -> None:
        understood = self._understands(leg, body, answers=True)
        if leg.peer or leg.dialled:  # the ACK, with the answer to the offer in our 200
            if not (understood and leg.media and self._hears(leg)):
                self._hang_up(leg, UNACCEPTABLE)
                return
            self._agree(leg, leg.media)
            self._directed(leg)
            if leg.waiting is not None:
                leg.codec = leg.speaks
                self._tell_keys(leg, hidden=True)
                self._is_answered(leg)
        elif leg.media is None or not understood:
            self._refused(leg, UNACCEPTABLE)
        elif not self._hears(leg):
            self._refused(leg, OVERLOADED)
        else:
            leg.codec, leg.heard_at, leg.answered = leg.media.codecs[0], time.monotonic(), clock.steady()
            self._tell_keys(leg, hidden=True)
            self._tell(leg.account_id, Answered(leg.id))

    def _agree(self, leg: Leg, media: Media) -> None:
        """On the codec that who was offered those of its peer would have: the peer may have begun in another."""
        peer = leg.peer
        if peer and peer.media:
            peer.codec = leg.codec = media.codecs[0]
            self._narrowed(peer)

    def _hang_up(self, leg: Leg, status: int) -> None:
        """End a leg, and tell that it left."""
        self.end(leg, status)
        self._tell_left(leg)

    def _refused(self, leg: Leg, status: int) -> None:
        """It is of no use to the call, whatever its phone says."""
        self.end(leg, status)
        self._tell(leg.account_id, Refused(leg.id, status))

    # Audio

    def _understands(self, leg: Leg, body: Any, *, answers: bool) -> bool:
        """Take in what a phone says of its audio, as an offer or in answer to ours; one that dials may leave it for
        later."""
        media = self._parsed(leg, body) if body is not None else leg.media
        if body is not None and media and answers:
            media = sdp.within(leg.offered, media)
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
                leg.session = Session(self._relay, leg.id, self._bound, plain=leg.believed)
            if leg.media:
                _point(leg, leg.media)
        except RelayGone as gone:
            log.error("no audio to be had", leg=leg.id, why=str(gone))
            return False
        return True

    def _moved(self, leg: Leg, media: Media) -> None:
        """What a phone says anew of its audio is told to the relay, even if it is the same: it may be at another port
        of a NAT now, though not if it says that it will be silent or only listens."""
        before, leg.media = leg.media, media
        self._player.described(leg)
        same = before and (before.address, before.dtls, before.keys) == (media.address, media.dtls, media.keys)
        if not same or media.direction == "sendrecv":
            self._relayed(lambda: _point(leg, media), leg)
        self._numbered(leg)

    def _relayed(self, act: Callable[[], None], leg: Leg, tries: int = TRIES) -> None:
        """Have the relay do what it can be told again and again. One that is busy is told later: until then a call goes
        on as it was."""
        try:
            act()
        except RelayGone as gone:
            log.error("relay not told", leg=leg.id, tries=tries, why=str(gone))
            if tries > 1:
                stack.Timeout(self._relayed, PAUSE + 0.1, 1, act, leg, tries - 1)

    def _ours(self, leg: Leg, codecs: tuple[str, ...], like: Media | None) -> Media:
        """What we say to a leg: our port, and digits under the number that is known already."""
        port = leg.session.port if leg.session else 0
        leg.events = like.events if like else sdp.EVENTS_TYPE
        leg.offered = codecs
        self._numbered(leg)
        ours = Media(self._reached, port, codecs, leg.events, leg.told, origin=leg.said)
        if theirs := leg.media:
            ours = replace(ours, protocol=theirs.protocol, mux=theirs.mux, lines=theirs.lines)
            if theirs.dtls and leg.session:
                ours = replace(ours, dtls=leg.session.secure())
            if theirs.keys and leg.session:
                keys = leg.session.key(theirs.keys)
                ours = replace(ours, keys=keys, port=leg.session.port)
        return ours

    def _asking(self, leg: Leg, plain: Media) -> Any:
        """The offer in our answer to one that dialled without any."""
        return next(self._secured(leg, plain)) if leg.only_secured else stack.Body(sdp.describe(plain))

    def _others(self, leg: Leg, plain: Media, caller: Leg) -> Iterator[Any]:
        """Offers for a phone that will not have the first: in all codecs of the one that dialled, though its call has
        settled on one, and then secured."""
        more = caller.media.codecs if caller.media else ()
        if not {*more} <= {*plain.codecs}:
            leg.offered = plain.codecs + tuple(codec for codec in more if codec not in plain.codecs)
            plain = replace(plain, codecs=leg.offered)
            yield stack.Body(sdp.describe(plain))
        yield from self._secured(leg, plain)

    def _secured(self, leg: Leg, plain: Media) -> Iterator[Any]:
        """Other offers than a plain one, for a phone that will not have it. Keys are told only over TLS, and a phone
        that would have DTLS there finds in the same offer what it needs: to refuse an offer ends a call for some."""
        if leg.session and leg.flow.transport == "tls":
            keyed = replace(plain, protocol=sdp.KEYED[0], keys=leg.session.key())
            if not leg.believed:
                keyed = replace(keyed, dtls=leg.session.secure())
            yield stack.Body(sdp.describe(replace(keyed, port=leg.session.port)))
            leg.session.unkey()
        if leg.session:
            yield stack.Body(sdp.describe(replace(plain, protocol=sdp.SECURED[0], dtls=leg.session.secure())))

    def _parsed(self, leg: Leg, body: Any) -> Media | None:
        flow, leg.unusable = leg.flow, None
        try:
            near, secret = ip_address(flow.address[0]).is_loopback, flow.transport == "tls"
            media = sdp.parse(str(body), secret=secret, near=near, seen=not leg.believed, ours=self._is_ours)
            if leg.only_secured and not (media.dtls or media.keys):
                raise sdp.Unusable(sdp.TRANSPORT, "Secured audio alone")
            return media
        except sdp.Unusable as unusable:
            leg.unusable = unusable
            return None

    def _is_ours(self, host: str, port: int) -> bool:
        """Whether audio sent there would come back to us."""
        ours = port in self._relay.ports or port == self._config["_sip_port"]
        return ours and (host in (self._bound, self._reached) or ip_address(host).is_loopback)

    def _unacceptable(self, leg: Leg) -> Any:
        """488, and why (RFC 3261 sections 20.43, 21.4.26)."""
        why = _why(leg)
        refusal = stack.Fail(stack.said(UNACCEPTABLE))
        refusal.extra_headers = (stack.Header(f'Warning: {why.code} {self._reached} "{why}"'),)
        return refusal

    # Books

    def _registration(self, contact: str) -> str:
        binding = self._registrar.binding(contact)
        return binding.registration if binding else ""

    def found(self, registration: str) -> Flow | None:
        """Where a phone or a carrier is now."""
        return self._registrar.flow(registration) or self._trunks.flow(registration)

    def _leg(self, id: str, account_id: str, flow: Flow) -> Leg:
        return Leg(
            self._config,
            id,
            account_id,
            self._event,
            self._left,
            self.vanished,
            self.found,
            self._times,
            flow,
        )

    def _gone(self, leg: Leg) -> None:
        """The phone ended it."""
        leg.over = True
        self._taker.end(leg)
        if leg.kept:
            self._state.forget_legs([leg.id])
        self._forget(leg)

    def _know(self, leg: Leg) -> None:
        self._legs[leg.id] = leg
        self._usage.begin(leg)

    def _forget(self, leg: Leg) -> None:
        self._legs.pop(leg.id, None)
        self._usage.end(leg)
        self._player.forget(leg)
        if leg.peer and leg.peer.peer is leg:
            leg.peer.peer = None
        self._outcomes.left(leg)
        leg.close()

    def _later(self, account_id: str, happened: Happened) -> None:
        """Not at once: the exchange is still being done its will."""
        stack.Timeout(self._tell, 0.001, 1, account_id, happened)

    def _new_call_id(self) -> str:
        """19 digits that rise with time: milliseconds, node, sequence."""
        self._sequence = (self._sequence + 1) % (1 << 14)
        return str(clock.wall_ns() // 1_000_000 << 20 | NODE << 14 | self._sequence)


def _written(account_id: str, record: Record) -> Entry:
    """One with recordings is closed when they are made; should we die before, it is written without them."""
    return ("mark" if record.recordings else "close"), account_id, record


def _join(one: Leg, other: Leg) -> None:
    if one.session and other.session:
        one.session.join(other.session, _numbers(one), _numbers(other))


def _number(leg: Leg) -> None:
    if leg.session and leg.peer and leg.peer.session and leg.peer.peer is leg:
        leg.session.number(leg.peer.session, _numbers(leg), _numbers(leg.peer))


def _numbers(leg: Leg) -> Numbers:
    """Under which its phone sends keys, for it was told so, and under which it hears them."""
    return leg.events, leg.media.events if leg.media else None


def _knows_keys(peer: Leg | None) -> bool:
    """Whether a phone hears keys in its audio."""
    return peer is None or peer.media is None or peer.media.events is not None


def _press(leg: Leg, peer: Leg, key: str) -> None:
    if leg.session and peer.session and leg.peer is peer and peer.media and peer.media.events is not None:
        leg.session.press(peer.session, key, _numbers(leg), _numbers(peer))
    else:
        log.info("key not heard by the other phone", leg=leg.id)


def _point(leg: Leg, media: Media) -> None:
    if leg.session and leg.media is media and media.address:
        leg.session.point(media.address, _seen(leg, media.address[0]), media.dtls, media.keys)


def _seen(leg: Leg, said: str) -> str:
    """The host that a leg's audio is at: that of its signalling. A carrier may have another for it, but none that we
    cannot reach."""
    host = leg.flow.address[0]
    unreached = ip_address(said).is_private and ip_address(host).is_global
    return said if leg.believed and not unreached else host


class Ringing(stack.Tried):
    """An INVITE of ours: to a contact, from whom the called person should see."""

    def __init__(self, caller: Caller, contact: str, offer: Any, headers: Iterable[str]) -> None:
        super().__init__((None, caller.user, None, offer, None, caller.name))
        self._caller, self._contact = caller, contact
        self.extra_headers = [*map(stack.Header, headers)]

    def onUacSetupComplete(self, ua: Any) -> None:  # noqa: N802
        ua.rTarget, ua.invited = stack.Url(self._contact), Invited(self.extra_headers)
        ua.rUri.getUrl().username = ua.rTarget.username
        if ua.rTarget.scheme == "sips":
            ua.secure()
        ua.lUri.getUrl().host = self._caller.host
        if not self._caller.is_known:
            ua.lContact.getUrl().username = None


def _why(leg: Leg) -> sdp.Unusable:
    """What was wrong with what a phone said of its audio: if nothing, the two have no codec in common."""
    return leg.unusable or sdp.Unusable(sdp.FORMAT, "Incompatible media format")


def _goodbye(leg: Leg, status: int) -> Any:
    """One whose description cannot be carried is told so where it is too late to refuse it (RFC 3326)."""
    event = stack.Disconnect()
    if status == UNACCEPTABLE:
        event.extra_headers = (stack.Header(f'Reason: SIP;cause={status};text="{_why(leg)}"'),)
    return event


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
        charged=leg.charged,
        came_to=leg.came_to,
        answered=leg.answered,
        described=_without_keys(leg.lSDP),
        said=_without_keys(leg.rSDP),
    )


def _without_keys(description: Any) -> str:
    """Those that secure a call are nobody's to keep."""
    lines = "" if description is None else str(description)
    return "".join(line for line in lines.splitlines(keepends=True) if not line.startswith("a=crypto"))
