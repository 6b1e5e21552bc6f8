"""What a phone may ask in a call, by what is going on at the moment.

In every state a BYE is answered when the record of the call is safe, and what we do not know is refused, not ignored.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUntypedBaseClass=false

import random
from collections.abc import Callable
from typing import Any

from trunkline.engine import keys, requirements, stack

PENDING = 491
BUSY_UPDATING = 500  # RFC 3261 section 14.2: not that anything is broken

Handler = Callable[[Any, Any], Any]


class Withdrawn(stack.Event):
    """The phone does not want any more what it asked for by a re-INVITE (CANCEL)."""


def glare_pause(leg: Any) -> float:
    """Seconds until what was refused with 491 is tried again: who began the call waits longer (RFC 3261 section
    14.1)."""
    return random.uniform(0, 2) if leg.dialled else random.uniform(2.1, 4)  # noqa: S311


def _not_now(state: Any, request: Any) -> None:
    """We have asked the phone for something, or are about to."""
    state.ua.crossed = True
    state.ua.reply(request, PENDING)


def _later(state: Any, request: Any) -> None:
    """It has asked for something, and waits for the answer."""
    state.ua.reply(request, BUSY_UPDATING, requirements.retry_after())


def _is_there(state: Any, request: Any) -> None:
    state.ua.reply(request, 200, requirements.ALLOW, *requirements.ABLE)


def _unasked(state: Any, request: Any) -> None:
    """A PRACK: nothing of what we say is to be acknowledged so (RFC 3262 section 3)."""
    state.ua.reply(request, 481)


def _leave(state: Any, request: Any) -> Any:
    leg = state.ua
    leg.hung_up = True
    leg.cancelCreditTimer()
    leg.global_config["_sip_tm"].keep(request)
    leg.left(lambda: leg.reply(request, 200))
    return state._disconnectFromRequest(request)


def _give_up(state: Any, request: Any) -> Any:
    """Whoever waits for an answer may hang up instead of a CANCEL (RFC 3261 section 15)."""
    state.ua.sendUasResponse(*stack.said(487))
    return _leave(state, request)


def _may_not(state: Any, request: Any) -> None:
    """A phone that rings refuses the call, it does not hang up (RFC 3261 section 15)."""
    state.ua.reply(request, 403)


class _Answering:
    """A state in which every request is answered."""

    ua: Any
    recv_request_handlers: dict[str, Handler]

    def recvRequest(self, request: Any) -> Any:  # noqa: N802
        method: str = request.getMethod()
        if handler := self.recv_request_handlers.get(method):
            return handler(self, request)
        self.ua.send(requirements.not_served(request))
        return None


_ALWAYS: dict[str, Handler] = {"OPTIONS": _is_there, "INFO": keys.informed, "PRACK": _unasked}


# Before the call is answered


def _early_update(when_described: Handler) -> Handler:
    """The first offer is not answered yet, so that there cannot be another (RFC 3311 section 5.2)."""

    def update(state: Any, request: Any) -> None:
        if request.getBody() is None:
            state.ua.reply(request, 200, requirements.ALLOW, requirements.SUPPORTED, contact=True)
        else:
            when_described(state, request)

    return update


_CALLING = _ALWAYS | {"BYE": _give_up, "INVITE": _later, "UPDATE": _early_update(_later)}
_CALLED = _ALWAYS | {"BYE": _may_not, "INVITE": _not_now, "UPDATE": _early_update(_not_now)}


class Calling(_Answering, stack.UasTrying):
    """The phone dialled."""

    recv_request_handlers = _CALLING


class Waiting(_Answering, stack.UasRinging):
    """It has been told that it rings at the other end, or hears something already."""

    recv_request_handlers = _CALLING


class Called(_Answering, stack.UacTrying):
    """The phone is to ring."""

    recv_request_handlers = _CALLED


class Rung(_Answering, stack.UacRinging):
    """It rings."""

    recv_request_handlers = _CALLED


class Cancelling(_Answering, stack.UacCancelling):
    """It should not ring any more."""

    recv_request_handlers = _CALLED


# In the call


class Connected(_Answering, stack.Connected):
    """Nothing is going on, but that we may wait for the answer to an offer in an ACK, or to a refresh."""

    def invite(self, request: Any) -> Any:
        """Another description, the same again as a refresh (RFC 4028 section 7.4), or none: then we offer, and the
        phone answers with its ACK (RFC 3261 section 14.2). An ACK that does not come ends the call."""
        leg, body = self.ua, request.getBody()
        if not leg.refreshed(request):
            return None
        if leg.offers:
            return _not_now(self, request)
        if body is not None:
            return self._recvRequestInvite(request) or (leg.UaStateConnected,)
        self._answer_later(request)
        leg.global_config["_sip_tm"].sendResponse(leg.uasResp)
        leg.equeue.append(stack.Update(None, rtime=request.rtime, origin=leg.origin))
        return (leg.UaStateConnected,)

    def update(self, request: Any) -> Any:
        """Like an INVITE, but without a third message (RFC 3311 section 5.2)."""
        leg, body = self.ua, request.getBody()
        if not leg.refreshed(request):
            return None
        if body is None:
            return _refreshed(self, request)
        if leg.offers:
            return _not_now(self, request)
        self._answer_later(request)
        if str(body) == str(leg.rSDP):
            leg.sendUasResponse(200, "OK", leg.lSDP, (leg.lContact,))
            return None
        leg.global_config["_sip_tm"].keep(request)
        leg.rSDP = body.getCopy()
        leg.equeue.append(stack.Update(body, rtime=request.rtime, origin=leg.origin))
        return (leg.UasStateUpdating,)

    def _answer_later(self, request: Any) -> None:
        self.ua.uasResp = request.genResponse(100, "Trying", server=self.ua.local_ua)

    recv_request_handlers = _ALWAYS | {"BYE": _leave, "INVITE": invite, "UPDATE": update}


def _refreshed(state: Any, request: Any) -> None:
    """An UPDATE without a description, whatever else is going on."""
    state.ua.reply(request, 200, *state.ua.accepting(), contact=True)


class Asked(_Answering, stack.UasUpdating):
    """The phone wants another description, and the other phone has been asked."""

    def update(self, request: Any) -> None:
        pending = self.ua.uasResp.getHFBody("cseq").getCSeqMethod()
        if request.getBody() is not None or pending == "UPDATE":
            _later(self, request)
        elif self.ua.refreshed(request):
            _refreshed(self, request)

    def cancel(self, rtime: Any, request: Any) -> None:
        """It is told 487 by the stack, and the call goes on as it was."""
        self.ua.rSDP = None
        self.ua.changeState((self.ua.UaStateConnected,))
        self.ua.emitEvent(Withdrawn(rtime=rtime, origin=self.ua.origin))

    recv_request_handlers = _ALWAYS | {"BYE": _give_up, "INVITE": _later, "UPDATE": update}


class Asking(_Answering, stack.UacUpdating):
    """We want another description from the phone."""

    withdrawn = False

    def withdraw(self) -> None:
        """We do not any more."""
        if not self.withdrawn:
            self.withdrawn = True
            self.ua.global_config["_sip_tm"].cancelTransaction(self.ua.tr)

    def bye(self, request: Any) -> Any:
        self.withdraw()
        return _leave(self, request)

    def recvEvent(self, event: Any) -> Any:  # noqa: N802
        """The call is to end."""
        if not isinstance(event, stack.Disconnect | stack.Fail | stack.Redirect):
            return None
        self.withdraw()
        leg = self.ua
        leg.newTransaction(leg.genRequest("BYE", extra_headers=event.getExtraHeaders()))
        leg.cancelCreditTimer()
        return (leg.UaStateDisconnected, leg.disc_cbs, event.rtime, event.origin)

    def update(self, request: Any) -> None:
        if request.getBody() is not None:
            _not_now(self, request)
        elif self.ua.refreshed(request):
            _refreshed(self, request)

    recv_request_handlers = _ALWAYS | {"BYE": bye, "INVITE": _not_now, "UPDATE": update}


# Afterwards


class Over(stack.Disconnected):
    """The call has ended. Both may have hung up at once, but nobody hangs up twice."""

    def recvRequest(self, request: Any) -> None:  # noqa: N802
        crossed = request.getMethod() == "BYE" and not self.ua.hung_up
        self.ua.hung_up |= crossed
        self.ua.reply(request, 200 if crossed else 481)


class Failed(stack.Failed):
    """There was no call."""

    def recvRequest(self, request: Any) -> None:  # noqa: N802
        self.ua.reply(request, 481)
