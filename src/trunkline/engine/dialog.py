"""What a phone may ask in the middle of a call, by what is going on at the moment.

In every state a BYE is answered when the record of the call is safe, and what we do not know is refused, not ignored.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false

from collections.abc import Callable
from typing import Any

from trunkline.engine import keys, stack

PENDING = 491

UNKNOWN = ("REFER", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH")


def _refuse(state: Any, request: Any) -> None:
    request.sendResponse(*stack.said(405))


def _not_now(state: Any, request: Any) -> None:
    request.sendResponse(*stack.said(PENDING))


def _is_there(state: Any, request: Any) -> None:
    request.sendResponse(200, "OK")


def _leave(state: Any, request: Any) -> Any:
    leg = state.ua
    leg.cancelCreditTimer()
    leg.global_config["_sip_tm"].keep(request)
    leg.left(lambda: request.sendResponse(200, "OK"))
    return state._disconnectFromRequest(request)


_ALWAYS: dict[str, Callable[[Any, Any], Any]] = {"OPTIONS": _is_there, **dict.fromkeys(UNKNOWN, _refuse)}


class Connected(stack.Connected):
    """Nothing is going on."""

    def invite(self, request: Any) -> Any:
        """Another description, the same again as a refresh (RFC 4028 section 7.4), or none: then we offer ours, and
        the phone answers it with its ACK (RFC 3261 section 14.2)."""
        if not self.ua.refreshed(request):
            return None
        if request.getBody() is not None:
            return self._recvRequestInvite(request)
        self._answer_later(request)
        self.ua.global_config["_sip_tm"].sendResponse(self.ua.uasResp)
        self.ua.sendUasResponse(200, "OK", self.ua.lSDP, (self.ua.lContact,), ack_wait=True)
        return None

    def update(self, request: Any) -> Any:
        """Like an INVITE, but without a third message (RFC 3311 section 5.2)."""
        leg = self.ua
        if not leg.refreshed(request):
            return None
        body = request.getBody()
        self._answer_later(request)
        if body is None or str(body) == str(leg.rSDP):
            leg.sendUasResponse(200, "OK", body and leg.lSDP, (leg.lContact,))
            return None
        leg.global_config["_sip_tm"].keep(request)
        leg.rSDP = body.getCopy()
        leg.equeue.append(stack.Update(body, rtime=request.rtime, origin=leg.origin))
        return (leg.UasStateUpdating,)

    def _answer_later(self, request: Any) -> None:
        self.ua.uasResp = request.genResponse(100, "Trying", server=self.ua.local_ua)

    recv_request_handlers = (
        stack.Connected.recv_request_handlers
        | _ALWAYS
        | {"BYE": _leave, "INVITE": invite, "UPDATE": update, "INFO": keys.informed}
    )


class Asked(stack.UasUpdating):
    """The phone wants another description, and the other phone has been asked."""

    def bye(self, request: Any) -> Any:
        self.ua.sendUasResponse(487, "Request Terminated")
        return _leave(self, request)

    recv_request_handlers = _ALWAYS | {"BYE": bye, "INVITE": _not_now, "UPDATE": _not_now, "INFO": keys.informed}


class Asking(stack.UacUpdating):
    """We want another description from the phone."""

    def bye(self, request: Any) -> Any:
        self.ua.global_config["_sip_tm"].cancelTransaction(self.ua.tr)
        return _leave(self, request)

    recv_request_handlers = _ALWAYS | {"BYE": bye, "INVITE": _not_now, "UPDATE": _not_now, "INFO": keys.informed}
