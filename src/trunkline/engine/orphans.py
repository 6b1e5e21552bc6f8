"""Calls of an engine that died: their audio goes on in the relay, and they end in good order when a party hangs up."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import structlog

from trunkline.engine import media, requirements, stack, turns
from trunkline.engine.ports import Flow, KeptLeg, State
from trunkline.engine.times import Times

HOLD = re.compile(r"^(?:a=(?:sendonly|inactive)|c=IN IP4 0\.0\.0\.0)\b", re.MULTILINE)
UNCHANGED = 'Warning: 399 trunkline "This call goes on as it is and cannot be changed"'  # RFC 3261 section 20.43
AHEAD = 100  # how far our sequence numbers may have got since the leg was kept

log = structlog.get_logger()


class Orphans:
    def __init__(
        self,
        transactions: Any,
        state: State,
        find: Callable[[str], Flow | None],
        relay: media.Relay,
        times: Times,
        on_end: Callable[[KeptLeg], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`find` says where a phone or a carrier is now. `on_end` hears of each leg that is over."""
        self._transactions, self._state, self._relay, self._clock = transactions, state, relay, clock
        self._find, self._times, self._on_end = find, times, on_end
        self._legs = dict[tuple[str, str], KeptLeg]()
        self._numbers = dict[str, int]()  # the last CSeq of each leg's phone that came here, by leg
        self._heard = dict[str, tuple[int, float]]()  # packets, and when the last one came
        self.take_up(state.legs())

    def take_up(self, legs: Iterable[KeptLeg]) -> None:
        """Those that are not known yet."""
        new = [leg for leg in legs if leg.id not in self._heard]
        for leg in new:
            self._legs[leg.sip_call_id, leg.local_tag] = leg
            self._heard[leg.id] = 0, self._clock()
        if new:
            log.info("orphaned legs", count=len(new))

    def answer(self, request: Any) -> Any:
        """To a request in one of them: a BYE ends the call for the other party too. Else there is nothing that could be
        changed, and nobody who would hear of a key; but the call is there, and 481 would end it. A refresh is answered
        with what was said before; without a session timer in it a phone does not wait for another (RFC 4028 section
        7.2). Who wants to resume cannot, and nobody is to be on hold for ever: the call ends. What belongs to no call
        is told so."""
        leg = self._legs.get((str(request.getHFBody("call-id")), str(request.getHFBody("to").getTag())))
        if leg and leg.remote_tag != str(request.getHFBody("from").getTag()):
            leg = None
        body = request.getBody()
        match request.getMethod():
            case _ if leg is None:
                return requirements.said(request, 481)
            case _ if not self._is_in_order(leg, request.getHFBody("cseq").getCSeqNum()):
                return requirements.said(request, 500)
            case "BYE":
                self._end(leg.call, but=leg)
                return requirements.said(request, 200)
            case "OPTIONS":
                return requirements.said(request, 200, requirements.ALLOW, *requirements.ABLE)
            case "UPDATE" if body is None:
                return _refreshed(request)
            case "INVITE" | "UPDATE" if leg.described and _changes_nothing(leg, body):
                return _refreshed(request, leg.described)
            case "INVITE" | "UPDATE":
                if _holds(leg) and (body is None or not HOLD.search(str(body))):
                    stack.loop.callFromThread(self._end, leg.call)  # after the answer
                return requirements.said(request, 488, UNCHANGED)
            case "INFO" if body is None or not str(body):
                return requirements.said(request, 200)
            case "INFO":
                return requirements.said(request, 480)
            case "PRACK":
                return requirements.said(request, 481)
            case _:
                return requirements.not_served(request)

    def _is_in_order(self, leg: KeptLeg, number: int) -> bool:
        """RFC 3261 section 12.2.2. What its phone asked of the engine that died is not known, and held against none."""
        last = self._numbers.get(leg.id, -1)
        self._numbers[leg.id] = max(last, number)
        return number > last

    def charged(self) -> Iterator[KeptLeg]:
        """Those to a carrier, that still cost."""
        return (leg for leg in self._legs.values() if leg.charged)

    def calls(self) -> dict[str, list[KeptLeg]]:
        """Their legs, by call, first that of whoever dialled."""
        found: dict[str, list[KeptLeg]] = {}
        for leg in sorted(self._legs.values(), key=lambda leg: leg.id):
            found.setdefault(leg.call, []).append(leg)
        return found

    def hang_up(self, call: str) -> bool:
        """End one by its name; whether there was such a call."""
        found = any(leg.call == call for leg in self._legs.values())
        if found:
            self._end(call)
        return found

    def end(self, id: str) -> None:
        """End the call of a leg."""
        if leg := next((leg for leg in self._legs.values() if leg.id == id), None):
            self._end(leg.call)

    def watch(self) -> None:
        """End those in which nobody speaks any more."""
        now = self._clock()
        for leg in [*self._legs.values()]:
            packets = self._heard[leg.id][0]
            try:
                heard = media.packets(self._relay, leg.id)
            except media.RelayGone:
                heard = packets
            if heard != packets:
                self._heard[leg.id] = heard, now
        silent = {leg.call for leg in self._legs.values()}
        silent -= {leg.call for leg in self._legs.values() if self._heard[leg.id][1] > now - self._times.silence}
        turns.each(silent, self._end)

    def _end(self, call: str, but: KeptLeg | None = None) -> None:
        legs = [leg for leg in self._legs.values() if leg.call == call]
        turns.each((leg for leg in legs if leg is not but), self._bye)
        turns.each(legs, lambda leg: media.close(self._relay, leg.id))
        self._forget(legs)
        log.info("orphaned call ended", call=call)

    def _forget(self, legs: Iterable[KeptLeg]) -> None:
        for leg in legs:
            del self._legs[leg.sip_call_id, leg.local_tag], self._heard[leg.id]
            self._numbers.pop(leg.id, None)
            self._on_end(leg)
        self._state.forget_legs([leg.id for leg in legs])

    def _bye(self, leg: KeptLeg) -> None:
        """In the dialog as it was kept (RFC 3261 section 12.2.1.1)."""
        routes = [stack.Route(route) for route in leg.route_set]
        for route in routes:
            route.parse()
        ours, theirs = stack.From(leg.local_uri), stack.To(leg.remote_uri)
        ours.parse()
        theirs.parse()
        request = stack.Request(
            method="BYE",
            ruri=stack.Url(leg.remote_target),
            to=theirs,
            fr0m=ours,
            cseq=leg.cseq + AHEAD,
            callid=stack.CallId(leg.sip_call_id),
            routes=routes,
            target=self._find(leg.registration) or leg.flow,
        )
        self._transactions.newTransaction(request)


def _holds(leg: KeptLeg) -> bool:
    """Whether a phone said so, and not only as it was told that the other does."""
    return bool(HOLD.search(leg.said)) and "a=sendonly" not in leg.described


def _changes_nothing(leg: KeptLeg, body: Any) -> bool:
    """Without a description, who does not hold is offered what there is; who does may want to resume."""
    return not _holds(leg) if body is None else str(body) == leg.said


def _refreshed(request: Any, described: str = "") -> Any:
    answer = requirements.said(request, 200, requirements.ALLOW, requirements.SUPPORTED)
    answer.appendHeader(stack.Header(name="contact", body=stack.own_contact()))
    if described:
        answer.setBody(stack.Body(described))
    return answer
