"""One dialog with one phone, and its audio."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable
from typing import Any

from trunkline.engine import stack
from trunkline.engine.media import Session
from trunkline.engine.ports import Flow
from trunkline.engine.sdp import Media
from trunkline.engine.transactions import seen

DEAD_AFTER = 5.0  # seconds that an ended dialog is kept for stragglers; the stack would keep 32


class Connected(stack.Connected):
    """A BYE is answered when the record of the call is safe, and what we do not know is refused, not ignored."""

    def bye(self, request: Any) -> Any:
        leg = self.ua
        leg.cancelCreditTimer()
        leg.global_config["_sip_tm"].keep(request)
        leg.left(lambda: request.sendResponse(200, "OK"))
        return self._disconnectFromRequest(request)

    def refuse(self, request: Any) -> None:
        request.sendResponse(*stack.said(405))

    recv_request_handlers = stack.Connected.recv_request_handlers | {
        "BYE": bye,
        **dict.fromkeys(("REFER", "UPDATE", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH"), refuse),
    }


class Leg(stack.UA):
    """A phone that dialled or that was rung. `id` is the exchange's name for it."""

    godead_timeout = DEAD_AFTER
    UaStateConnected = Connected

    def __init__(
        self,
        config: Any,
        id: str,
        account_id: str,
        on_event: Callable[[Any, "Leg"], None],
        on_left: Callable[["Leg", Callable[[], None]], None],
        find: Callable[[str], Flow | None],
        **more: Any,
    ) -> None:
        super().__init__(config, event_cb=on_event, **more)
        self.lContact = stack.own_contact()
        self.id, self.account_id = id, account_id
        self._on_left, self._find = on_left, find
        self._secure = False
        self.registration = ""  # Call-ID under which its phone registered, where that is known
        self.session: Session | None = None
        self.media: Media | None = None  # what the phone said last
        self.codec: str | None = None  # what the call has settled on
        self.arrived: Callable[[Any], None] = lambda _: None  # for one that dialled: its offer, or None
        self.dialled = False  # whether this phone began the call
        self.peer: Leg | None = None  # who it talks to
        self.updating: Leg | None = None  # whose re-INVITE this leg has been asked to follow
        self.over = False
        self.packets, self.heard_at = 0, 0.0  # of audio from the phone

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
        return super().recvRequest(req, sip_t)

    def genRequest(self, method: str, *rest: Any, **more: Any) -> Any:  # noqa: N802
        if self.flow.transport != "udp" and (flow := self._find(self.registration)):
            self.reach(flow)
        if self._secure:
            self.rTarget.scheme = "sips"
        return super().genRequest(method, *rest, **more)

    def close_media(self) -> None:
        if self.session:
            self.session.close()
            self.session = None
