"""One dialog with one phone, and its audio."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

from trunkline.engine import addresses, dialog, hops, keys, requirements, session, stack
from trunkline.engine.addresses import Address
from trunkline.engine.media import RelayGone, Session
from trunkline.engine.ports import Flow
from trunkline.engine.sdp import Direction, Media, Origin, Unusable
from trunkline.engine.session import SessionTimer
from trunkline.engine.times import Times
from trunkline.engine.transactions import seen

REFUSED, TOO_SHORT, UNACCEPTABLE = 300, 422, 488
UNREADABLE = (415, 424)  # a body of several parts, or the location in it (RFC 6442 section 4.3)
GONE = (408, 430, 481)  # no answer, no way to ask, or none that knows of the call (RFC 3261 section 12.2.1.2)
AGAIN = 2.1  # seconds until a refresh is tried again that cannot be made now
ELSEWHERE = (300, 301, 302)  # where a user may be found; 305 and 380 are about other things (RFC 3261 section 21.3)
DEAD_AFTER = 5.0  # seconds that an ended dialog is kept for stragglers; the stack would keep 32

_QUALITY = re.compile(r"[0-9]?\.[0-9]{1,9}|[0-9]\.?")


@dataclass(frozen=True)
class Invited:
    """What an INVITE of ours has beside the offer, also when it is sent again: headers, and a body around the offer;
    and what it has instead for who cannot read that."""

    headers: Sequence[Any] = ()
    around: Callable[[Any], Any] = lambda offer: offer
    plain: "Invited | None" = None


class Leg(stack.UA):
    """A phone that dialled or that was rung. `id` is the exchange's name for it."""

    godead_timeout = DEAD_AFTER
    UasStateTrying, UasStateRinging = dialog.Calling, dialog.Waiting
    UacStateTrying, UacStateRinging, UacStateCancelling = dialog.Called, dialog.Rung, dialog.Cancelling
    UaStateConnected, UasStateUpdating, UacStateUpdating = dialog.Connected, dialog.Asked, dialog.Asking
    UaStateDisconnected, UaStateFailed = dialog.Over, dialog.Failed

    def __init__(
        self,
        config: Any,
        id: str,
        account_id: str,
        on_event: Callable[[Any, "Leg"], None],
        on_left: Callable[["Leg", Callable[[], None]], None],
        on_gone: Callable[["Leg"], None],
        find: Callable[[str], Flow | None],
        times: Times,
        flow: Flow,
    ) -> None:
        self.flow = flow  # where its phone or carrier is seen: requests go there, and it has the rights of that place
        super().__init__(config, event_cb=on_event)
        self.lContact = stack.own_contact()
        self.id, self.account_id = id, account_id
        self._on_left, self._on_gone, self._find = on_left, on_gone, find
        self.timer = SessionTimer(times, self._refresh, self._expired)
        self._patience = times.refresh
        self._refreshing: Any = None  # a re-INVITE of ours, until it is answered
        self.offering = False  # in our 200 to an INVITE without a description: the ACK brings the answer
        self.crossed = False  # it asked for something while we did
        self._numbers = dict[str | None, int | None]()  # the last CSeq of each that rings behind one contact, by tag
        self._allows = set[str]()  # methods that the phone takes
        self.told_keys_as = keys.RELAY  # the way in which it is told of keys by INFO
        self.pressing = keys.Pressing()
        self.passes_keys = False  # whether those that its phone sends are for the other too
        self._secure = False
        self.contact = ""  # the exchange's name of the contact that is rung
        self.registration = ""  # Binding.registration or Trunk.registration of its other end, where that is known
        self.believed = False  # a carrier's: its audio may be at another host than its signalling
        self.unusable: Unusable | None = None  # what was wrong with the description that it gave last
        self.session: Session | None = None
        self.media: Media | None = None  # what the phone said last
        self.codec: str | None = None  # what the call has settled on
        self.offered: tuple[str, ...] = ()  # the codecs in our description
        self.events: int | None = None  # payload type of keys pressed, as we told the phone
        self.said = Origin()  # whose our descriptions are
        self.described: Any = None  # what we told one that dialled before it was answered
        self.waiting: list[Callable[[], None]] | None = None  # what is to be done when it is answered, if it soon is
        self.kept = False  # whether another engine would find it
        self.progressed = False  # whether anything came in answer to our INVITE
        self.arrived: Callable[[Any], None] = lambda _: None  # for one that dialled: its offer, or None
        self.refused_plain = False  # its phone would not have the first offer
        self.other_offers: Iterator[Any] = iter(())  # for one that is rung, if it refuses the first
        self.only_secured = False  # its phone may not talk but by secured audio
        self.invited = Invited()
        self.dialled = False  # whether this phone began the call
        self.source = ""  # if so, its line, or the carrier that it came from
        self.urgent = False  # of an emergency call
        self.hops = hops.MOST  # that an INVITE of its call may take yet
        self.charged = self.came_to = ""  # of one to a carrier: who pays, and the direct number that its call came to
        self.answered = 0.0  # when; seconds since the epoch
        self.peer: Leg | None = None  # who it talks to
        self.asked: Any = None  # what is asked of its phone at the moment, by a re-INVITE of ours
        self.told: Direction = "sendrecv"  # what we said last of who speaks
        self.holds = False  # it has put the other on hold
        self.redirected: tuple[tuple[str, str], ...] = ()  # where it says that calls are to go (3xx), the best first
        self.over = self.hung_up = False  # for us; by its phone, by BYE
        self.packets = 0  # of audio that came from the phone
        self.heard_at = 0.0  # when the last one came
        self.held_at = self.asked_at = -inf  # when it was last seen on hold, and asked whether it is there

    def takes(self, method: str) -> bool:
        return method in self._allows

    def left(self, then: Callable[[], None]) -> None:
        self._on_left(self, then)

    @property
    def rAddr(self) -> Flow:  # noqa: N802
        """Where the stack sends requests of ours."""
        return self.flow

    @rAddr.setter
    def rAddr(self, said: object) -> None:  # noqa: N802
        """The stack would have it be where a Contact or a Record-Route says: they only stand in what is sent (RFC 5853
        section 3.2.2)."""

    @property
    def speaks(self) -> str | None:
        """The codec that its phone sends: the only one of our description, or that which it puts first of several."""
        if len(self.offered) == 1 or self.media is None:
            return next(iter(self.offered), None)
        return self.media.codecs[0]

    @property
    def _is_called_by_trunk(self) -> bool:
        return self.believed and not self.dialled

    @property
    def _is_target_a_router(self) -> bool:
        """As RFC 2543 had it: then the phone's own place is the last of the routes (RFC 3261 section 12.2.1.1)."""
        return not all(route.getUrl().lr for route in self.routes)

    def secure(self) -> None:
        """Its phone wants nothing but `sips:` (RFC 3261 section 12.1.1)."""
        self._secure = True
        ours = self.lContact.getUrl()
        ours.scheme, ours.transport = "sips", None

    def isYours(self, req: Any = None, *_: Any, **__: Any) -> Any:  # noqa: N802
        """A request of this dialog, which may be an early one (RFC 3261 section 12.1): until it is answered, a call is
        one dialog with each that rings behind the contact."""
        if self.lUri is None or self.lUri.getTag() != req.getHFBody("to").getTag():
            return None
        tag = req.getHFBody("from").getTag()
        return self if tag == self.rUri.getTag() or (self._is_early and tag in self._numbers) else None

    @property
    def _is_early(self) -> bool:
        """Rung, and not answered."""
        return not self.dialled and self.rUri is not None and self.rUri.getTag() is None

    def recvRequest(self, req: Any, sip_t: Any) -> Any:  # noqa: N802
        """A phone whose connection broke goes on by another. A carrier that we called stays where its trunk is."""
        if self.state is None:
            self._allows, self.told_keys_as = session.allows(req), keys.way(req, self.told_keys_as)
            return super().recvRequest(req, sip_t)
        if answer := requirements.refusal(req):
            return answer, None, None
        if self.isConnected():
            if not self._is_called_by_trunk:
                self.flow = seen(req)
            if req.getMethod() in requirements.DESCRIBING:
                self._moved_to(req)
        if not self._is_early:
            return super().recvRequest(req, sip_t)
        tag = req.getHFBody("from").getTag()
        self.rCSeq = self._numbers.get(tag)
        answered = super().recvRequest(req, sip_t)
        self._numbers[tag] = self.rCSeq
        return answered

    def _moved_to(self, message: Any) -> None:
        """The target of requests of ours (RFC 3261 section 12.2)."""
        if message.countHFs("contact"):
            place = message.getHFBody("contact").getUrl().getCopy()
            if self._is_target_a_router:
                self.routes[-1] = stack.Route(address=stack.Address(url=place, hadbrace=True))
            else:
                self.rTarget = place

    def reply(self, request: Any, status: int, *headers: str, contact: bool = False) -> None:
        """To a request that is no INVITE with something to agree on."""
        answer = requirements.said(request, status, *headers)
        if contact:
            answer.appendHeader(stack.Header(name="contact", body=self.lContact))
        self.send(answer)

    def send(self, answer: Any) -> None:
        self.global_config["_sip_tm"].sendResponse(answer)

    def genRequest(self, method: str, *rest: Any, **more: Any) -> Any:  # noqa: N802
        """To where its phone or carrier is now: a connection of before may be no more."""
        if self.flow.transport != "udp" and (flow := self._find(self.registration)):
            self.flow = flow
        if self._secure:
            self.rTarget.scheme = "sips"
        if method == "INVITE" and not self.dialled:
            more["max_forwards"] = self.hops
        request = super().genRequest(method, *rest, **more)
        if method in requirements.DESCRIBING:
            request.appendHeaders([*self.timer.asked(), stack.Header(requirements.ALLOW)])
        return request

    def accepting(self) -> list[str]:
        """The headers of a 2xx to an INVITE or UPDATE."""
        timer = [str(header) for header in self.timer.answered()]
        return [*(timer or [requirements.SUPPORTED]), requirements.ALLOW]

    def sendUasResponse(  # noqa: N802
        self, scode: int, reason: str, body: Any = None, contacts: Any = None, extra_headers: Any = None, **more: Any
    ) -> None:
        if 200 <= scode < 300:
            extra_headers = [*(extra_headers or ()), *map(stack.Header, self.accepting())]
        super().sendUasResponse(scode, reason, body, contacts, extra_headers=extra_headers, **more)

    @property
    def offers(self) -> bool:
        """Whether an offer of ours is to be answered yet, beside one that is asked of it by a re-INVITE."""
        return self.offering or self._refreshing is not None

    def offer(self, body: Any) -> None:
        """In our 200 to an INVITE in the call that brought none."""
        self.offering, self.lSDP = True, body
        self.sendUasResponse(200, "OK", body, (self.lContact,), ack_wait=True)

    def recvResponse(self, resp: Any, tr: Any) -> None:  # noqa: N802
        """To an INVITE of ours."""
        status: int = resp.getSCode()[0]
        if self._is_early and (tag := resp.getHFBody("to").getTag()):
            self._numbers.setdefault(tag, None)
            if status >= 200:
                self.rCSeq = self._numbers[tag]
        if status == TOO_SHORT and not self.over and not self.isConnected() and self.timer.too_short(resp):
            stack.loop.callFromThread(self._invite_again)  # after the ACK
            return
        if status == UNACCEPTABLE and not self.over and not self.isConnected() and (other := self._other_offer()):
            self.lSDP, self.refused_plain = other, True
            stack.loop.callFromThread(self._invite_again)
            return
        if status in UNREADABLE and not self.over and not self.isConnected() and self.invited.plain:
            self.invited = self.invited.plain
            stack.loop.callFromThread(self._invite_again)
            return
        if 200 <= status < 300 and not self.over:
            self._allows, self.told_keys_as = session.allows(resp), keys.way(resp, self.told_keys_as)
            self.timer.accepted(resp)
            if self.isConnected():
                self._moved_to(resp)
        if status in ELSEWHERE:
            self.redirected = _redirected(resp)
        if 300 <= status < 400:
            resp.delHFs("contact")  # the stack would send the ACK there
        super().recvResponse(resp, tr)

    def _other_offer(self) -> Any:
        try:
            return next(self.other_offers, None)
        except RelayGone:
            return None

    def _invite_again(self) -> None:
        if not self.over:
            body, headers = self.invited.around(self.lSDP), [*self.invited.headers]
            self.newUacTransaction(self.genRequest("INVITE", body, extra_headers=headers))

    def tell_key(self, key: str, refused: Callable[[], None]) -> None:
        """By INFO, that the other phone pressed it."""

        def answered(response: Any) -> None:
            if response.getSCode()[0] >= REFUSED and not self.over:
                refused()

        self.newTransaction(self.genRequest("INFO", keys.body(self.told_keys_as, key)), resp_cb=answered)

    def ask(self, answered: Callable[[bool], None]) -> None:
        """Whether its phone is there, by OPTIONS in the dialog: any answer will do, but that there is no such call."""

        def told(response: Any) -> None:
            status: int = response.getSCode()[0]
            if status >= 200:
                answered(status not in GONE)

        self.newTransaction(self.genRequest("OPTIONS"), resp_cb=told)

    # The session timer (RFC 4028)

    def refreshed(self, request: Any) -> bool:
        """A phone's INVITE or UPDATE refreshes the session, unless it wants too short a one: that is refused."""
        if self.timer.offered(request):
            return True
        self.global_config["_sip_tm"].sendResponse(self.too_short(request))
        return False

    def too_short(self, request: Any) -> Any:
        answer = request.genResponse(*stack.said(TOO_SHORT))
        answer.appendHeaders(self.timer.refusal())
        return answer

    def _refresh(self) -> None:
        """By UPDATE where the phone takes it, for that cannot be mistaken for anything else."""
        if self.over or self.offers or not isinstance(self.state, dialog.Connected):
            self.timer.refresh_in(AGAIN)
            return
        method = "UPDATE" if "UPDATE" in self._allows else "INVITE"
        if method == "INVITE" and self.lSDP is None:
            self.timer.refresh_in(AGAIN)
            return
        request = self.genRequest(method, self.lSDP if method == "INVITE" else None)
        if method == "INVITE":
            self._refreshing = request
            stack.Timeout(self._never_refreshed, self._patience, 1, request)
        self.reqs.clear()
        self.newTransaction(request, resp_cb=partial(self._answered, method))

    def _answered(self, method: str, response: Any) -> None:
        status: int = response.getSCode()[0]
        if status < 200:
            return
        self._refreshing = None
        if self.over:
            return
        if status < 300:
            self.timer.accepted(response)
        elif status in GONE:
            self._expired()
        elif status == TOO_SHORT and self.timer.too_short(response):
            self._refresh()
        elif status == dialog.PENDING:
            self.timer.refresh_in(dialog.glare_pause(self))
        elif method == "UPDATE":
            self._allows.discard("UPDATE")
            self._refresh()
        else:
            self.timer.go_on()

    def _never_refreshed(self, request: Any) -> None:
        """A phone may say 100, and nothing more: whatever else it is to be offered would wait for that."""
        if self._refreshing is request:
            self._expired()

    def _expired(self) -> None:
        if not self.over:
            self._on_gone(self)

    def close(self) -> None:
        """It is over: its timer and its audio end."""
        self.timer.stop()
        if self.session:
            self.session.close()
            self.session = None


def _quality(said: str | None) -> float:
    """How much a contact is wanted; a number that cannot be read is as good as none (RFC 3261 section 25.1)."""
    plain = (said or "").strip().strip('"')
    return min(float(plain), 1.0) if _QUALITY.fullmatch(plain) else 1.0


def call_of(leg: str) -> str:
    """The call that a leg is of, by their names."""
    return leg.partition(".")[0]


def _redirected(response: Any) -> tuple[tuple[str, str], ...]:
    """Hosts and numbers that a 3xx names, the best first (RFC 3261 section 8.1.3.4); a number alone has no host."""
    found: list[tuple[float, str, str]] = []
    for text in stack.texts(response, "contact"):
        with suppress(ValueError):
            contact = Address.read(text)
            if dialled := addresses.dialled(contact.uri):
                quality = _quality(dict(contact.parameters).get("q"))
                found.append((quality, str(stack.Url(contact.uri).host).lower(), dialled))
    return tuple((host, dialled) for _, host, dialled in sorted(found, key=lambda each: -each[0]))
