"""One dialog with one phone, and its audio."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable
from typing import Any

from trunkline.engine import stack
from trunkline.engine.media import Session
from trunkline.engine.sdp import Media

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
        **more: Any,
    ) -> None:
        super().__init__(config, event_cb=on_event, **more)
        self.lContact = stack.own_contact()
        self.id, self.account_id = id, account_id
        self._on_left = on_left
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

    def reach(self, address: tuple[str, int]) -> None:
        """Requests of ours go to where the phone was seen."""
        self.rAddr = self.rAddr0 = (address, "udp")

    def close_media(self) -> None:
        if self.session:
            self.session.close()
            self.session = None
