"""One dialog with one phone, and its audio."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable, Iterator
from functools import partial
from math import inf
from typing import Any

from trunkline.engine import dialog, session, stack
from trunkline.engine.media import RelayGone, Session
from trunkline.engine.ports import Flow
from trunkline.engine.sdp import Media
from trunkline.engine.session import SessionTimer
from trunkline.engine.times import Times
from trunkline.engine.transactions import seen

TOO_SHORT, UNACCEPTABLE = 422, 488
GONE = (408, 430, 481)  # no answer, no way to ask, or none that knows of the call (RFC 3261 section 12.2.1.2)
REFRESHING = ("INVITE", "UPDATE")
ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE"
AGAIN = 2.1  # seconds until a refresh is tried again (RFC 3261 section 14.1)
DEAD_AFTER = 5.0  # seconds that an ended dialog is kept for stragglers; the stack would keep 32


class Leg(stack.UA):
    """A phone that dialled or that was rung. `id` is the exchange's name for it."""

    godead_timeout = DEAD_AFTER
    UaStateConnected = dialog.Connected
    UasStateUpdating = dialog.Asked
    UacStateUpdating = dialog.Asking

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
        **more: Any,
    ) -> None:
        super().__init__(config, event_cb=on_event, **more)
        self.lContact = stack.own_contact()
        self.id, self.account_id = id, account_id
        self._on_left, self._on_gone, self._find = on_left, on_gone, find
        self.timer = SessionTimer(times, self._refresh, self._expired)
        self.refreshing = False  # by a re-INVITE of ours
        self._allows = set[str]()  # methods that the phone takes
        self._secure = False
        self.registration = ""  # Call-ID under which its phone registered, where that is known
        self.plain = False  # whether it is known that no NAT is between
        self.session: Session | None = None
        self.media: Media | None = None  # what the phone said last
        self.codec: str | None = None  # what the call has settled on
        self.events: int | None = None  # payload type of keys pressed, as we told the phone
        self.described: Any = None  # what we told one that dialled before it was answered
        self.waiting: list[Callable[[], None]] | None = None  # what is to be done when it is answered, if it soon is
        self.kept = False  # whether another engine would find it
        self.progressed = False  # whether anything came in answer to our INVITE
        self.arrived: Callable[[Any], None] = lambda _: None  # for one that dialled: its offer, or None
        self.refused_plain = False  # its phone would not have the first offer
        self.other_offers: Iterator[Any] = iter(())  # for one that is rung, if it refuses the first
        self.dialled = False  # whether this phone began the call
        self.source = ""  # if so, its line, or the carrier that it came from
        self.urgent = False  # of an emergency call
        self.peer: Leg | None = None  # who it talks to
        self.updating: Leg | None = None  # whose re-INVITE this leg has been asked to follow
        self.agreed: Any = None  # our description before that
        self.over = False
        self.packets = 0  # of audio that came from the phone
        self.heard_at = 0.0  # when the last one came
        self.held_at = self.asked_at = -inf  # when it was last seen on hold, and asked whether it is there

    def takes(self, method: str) -> bool:
        return method in self._allows

    def left(self, then: Callable[[], None]) -> None:
        self._on_left(self, then)

    @property
    def flow(self) -> Flow:
        address, transport = self.rAddr
        return Flow(address, str(transport))

    def reach(self, flow: Flow) -> None:
        """Requests of ours go to where the phone was seen."""
        self.rAddr = self.rAddr0 = flow

    def secure(self) -> None:
        """Its phone wants nothing but `sips:` (RFC 3261 section 12.1.1)."""
        self._secure = True
        ours = self.lContact.getUrl()
        ours.scheme, ours.transport = "sips", None

    def recvRequest(self, req: Any, sip_t: Any) -> Any:  # noqa: N802
        """A phone whose connection broke goes on by another."""
        if self.isConnected() and not self.routes:
            self.reach(seen(req))
        if self.state is None:
            self._allows = session.allows(req)
        return super().recvRequest(req, sip_t)

    def genRequest(self, method: str, *rest: Any, **more: Any) -> Any:  # noqa: N802
        if self.flow.transport != "udp" and (flow := self._find(self.registration)):
            self.reach(flow)
        if self._secure:
            self.rTarget.scheme = "sips"
        request = super().genRequest(method, *rest, **more)
        if method in REFRESHING:
            request.appendHeaders([*self.timer.asked(), stack.Header(ALLOW)])
        return request

    def sendUasResponse(  # noqa: N802
        self, scode: int, reason: str, body: Any = None, contacts: Any = None, extra_headers: Any = None, **more: Any
    ) -> None:
        if 200 <= scode < 300:
            extra_headers = [*(extra_headers or ()), *self.timer.answered(), stack.Header(ALLOW)]
        super().sendUasResponse(scode, reason, body, contacts, extra_headers=extra_headers, **more)

    def recvResponse(self, resp: Any, tr: Any) -> None:  # noqa: N802
        """To an INVITE of ours."""
        status: int = resp.getSCode()[0]
        if status == TOO_SHORT and not self.over and not self.isConnected() and self.timer.too_short(resp):
            stack.loop.callFromThread(self._invite_again)  # after the ACK
            return
        if status == UNACCEPTABLE and not self.over and not self.isConnected() and (other := self._other_offer()):
            self.lSDP, self.refused_plain = other, True
            stack.loop.callFromThread(self._invite_again)
            return
        if 200 <= status < 300 and not self.over:
            self._allows = session.allows(resp)
            self.timer.accepted(resp)
        super().recvResponse(resp, tr)

    def _other_offer(self) -> Any:
        try:
            return next(self.other_offers, None)
        except RelayGone:
            return None

    def _invite_again(self) -> None:
        if not self.over:
            self.newUacTransaction(self.genRequest("INVITE", self.lSDP))

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
        if self.over or not isinstance(self.state, dialog.Connected):
            self.timer.refresh_in(AGAIN)
            return
        method = "UPDATE" if "UPDATE" in self._allows else "INVITE"
        if method == "INVITE" and self.lSDP is None:
            self.timer.refresh_in(AGAIN)
            return
        self.refreshing = method == "INVITE"
        request = self.genRequest(method, self.lSDP if self.refreshing else None)
        self.reqs.clear()
        self.newTransaction(request, resp_cb=partial(self._answered, method))

    def _answered(self, method: str, response: Any) -> None:
        status: int = response.getSCode()[0]
        if status < 200:
            return
        self.refreshing = False
        if self.over:
            return
        if status < 300:
            self.timer.accepted(response)
        elif status in GONE:
            self._expired()
        elif status == TOO_SHORT and self.timer.too_short(response):
            self._refresh()
        elif status == dialog.PENDING:
            self.timer.refresh_in(AGAIN)
        elif method == "UPDATE":
            self._allows.discard("UPDATE")
            self._refresh()
        else:
            self.timer.go_on()

    def _expired(self) -> None:
        if not self.over:
            self._on_gone(self)

    def close(self) -> None:
        """It is over: its timer and its audio end."""
        self.timer.stop()
        if self.session:
            self.session.close()
            self.session = None
