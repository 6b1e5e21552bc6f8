"""The transaction layer, with what phones behind NAT and careless phones need."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import structlog

from trunkline import logs
from trunkline.engine import addresses, bodies, bounds, legible, remarks, repairs, stack, turns
from trunkline.engine.datagrams import Datagrams, Nowhere
from trunkline.engine.flood import Met, everybody, nobody, unmeasured
from trunkline.engine.meters import RECEIVED, SENT
from trunkline.engine.ports import Flow

log = structlog.get_logger()

FLOW_FAILED = 430
SHORTEST = 4  # bytes of what only keeps a way open (RFC 5626 section 4.4.1)
REPEATED = {"via", "v", "from", "f", "to", "t", "call-id", "i", "cseq"}
SCHEMES = ("sip", "sips", "tel", "urn")  # of what may be dialled: `urn:service:sos` (RFC 5031)
UNANSWERED = 32.0  # seconds (RFC 3261 timer F)
LONGEST_PAUSE = 4.0  # seconds until something is said again (T2)

Answering = Callable[[Any, Any], Any]
Passes = Callable[[str, Flow, bytes], None]  # which way (`meters.SENT`), where from or where to, and what


def unseen(*_: object) -> None:
    """Where nobody counts, or looks on."""


class Answered:
    """An INVITE of ours that was answered: other phones behind the same contact may answer it too, and any of them
    may say it again."""

    teB = address = userv = state = None  # what the stack looks at in a transaction  # noqa: N815

    def __init__(self, tag: str | None, flow: Flow) -> None:
        """`flow`: where it went."""
        self.first, self.ended, self.flow = tag, set[str | None](), flow


class Transactions(stack.TransactionManager):
    """Requests and responses, over UDP and whatever else is opened. `on_request` hears of those that belong to no
    dialog of ours.

    Nothing goes where a message says that it is to go. Answers go to where their request came from (RFC 3581), an ACK
    to where its INVITE went, and requests to the target that is given with them, which is where a phone was seen or
    what a carrier's name was found to mean."""

    def __init__(
        self,
        config: dict[str, Any],
        on_request: Answering,
        meet: Callable[[Flow, bytes], Met] = everybody,
        reading: Callable[[Flow, bytes], AbstractContextManager[None]] = unmeasured,
        is_for_help: Callable[[bytes], bool] = nobody,
        passes: Passes = unseen,
    ) -> None:
        """`meet` says whether a packet is read at all, by where it came from, or what it is answered unread; `reading`
        measures what it takes to read one; `passes` is told of each message that is read or sent. What is for help
        overtakes what waits."""
        self._on_request, self._meet, self._reading, self._passes = on_request, meet, reading, passes
        self._servers: dict[str, Any] = {}  # by transport, those beside UDP
        self._answered: dict[Any, str | None] = {}  # INVITEs, and the tags of our answers
        self.model_udp_server = partial(Datagrams, is_first=is_for_help), stack.UdpOptions
        super().__init__(config, self._guarded)

    def _guarded(self, request: Any, transaction: Any) -> Any:
        return self._answered_by(self._on_request, request, transaction)

    @staticmethod
    def _answered_by(serve: Answering, request: Any, transaction: Any) -> Any:
        try:
            return serve(request, transaction)
        except Exception:  # a request must not end the loop, whatever it is made of
            log.exception("request failed", method=request.getMethod())
            return request.genResponse(*stack.said(500)), None, None

    def handleIncoming(self, data_in: bytes, ra: Any, server: Any, rtime: Any) -> None:  # noqa: N802
        """What cannot be read is answered if it says from where it came, and else dropped; so are keep-alives (RFC 5626
        section 4.4.1)."""
        flow = Flow(ra.address, ra.transport)
        met = self._meet(flow, data_in) if ra.transport == "udp" else True
        if met is not True:
            if met:
                server.send_to(met, ra.address)
            return
        with self._reading(flow, data_in):
            if len(data_in) > SHORTEST:
                self._passes(RECEIVED, flow, data_in)
            self._read(data_in, ra, server, rtime)

    def _read(self, packet: bytes, ra: Any, server: Any, rtime: Any) -> None:
        text = ""
        try:
            text = repairs.text_of(packet)
            super().handleIncoming(text, ra, server, rtime)
        except Exception as error:
            why = error.__cause__ or error.__context__ or error
            log.warning("packet not understood", source=str(ra), why=f"{type(why).__name__}: {why}")
            if answer := refusal(text) if text else _unread(packet):
                server.send_to(answer, ra.address)

    def incomingRequest(self, msg: Any, checksum: bytes, tids: Any, server: Any) -> None:  # noqa: N802
        """Answers go back to where the request came from, asked for or not."""
        if msg.sipver != "SIP/2.0":
            raise stack.Unreadable(f"version {msg.sipver}")
        flow = seen(msg)
        via = msg.getHFBody("via")
        via.params["received"], via.params["rport"] = flow.address[0], str(flow.address[1])
        legible.keep_legible_request(msg)
        method = msg.getMethod()
        if method == "CANCEL" and (invite := msg.getTId(wBRN=True)) in self._answered:
            # Its INVITE has a final answer (RFC 3261 section 9.2).
            self._answer_at_once(msg, checksum, server, 200, tag=self._answered[invite])
            return
        if method != "ACK" and msg.getRURI().scheme not in SCHEMES:
            self._answer_at_once(msg, checksum, server, 416)
            return
        if method in bodies.DESCRIBED:
            try:
                bodies.keep_description(msg)
            except bodies.Unsupported as unsupported:
                msg.setBody(None)
                if method != "ACK":
                    self._answer_at_once(msg, checksum, server, unsupported.status, str(unsupported))
                    return
        super().incomingRequest(msg, checksum, tids, server)

    def _answer_at_once(
        self, request: Any, checksum: bytes, server: Any, status: int, *headers: str, tag: str | None = None
    ) -> None:
        """Without a transaction (RFC 3261 section 8.2.7)."""
        answer = request.genResponse(*stack.said(status))
        answer.appendHeaders([stack.Header(header) for header in headers])
        if logs.debugs():
            remarks.answered(answer)
        to = answer.getHFBody("to")
        if tag is not None:
            to.setTag(tag)
        elif to.getTag() is None:
            to.genTag()
        self.transmitMsg(server, answer, answer.getHFBody("via").getTAddr(), checksum)

    def sendResponse(self, resp: Any, *rest: Any, **more: Any) -> None:  # noqa: N802
        """What is answered for good cannot be cancelled any more: the stack would not know of it."""
        if logs.debugs():
            remarks.answered(resp)
        invite = resp.getTId(wBRN=True)
        super().sendResponse(resp, *rest, **more)
        if resp.getSCode()[0] >= 200 and resp.getHFBody("cseq").getCSeqMethod() == "INVITE":
            self._answered[invite] = resp.getHFBody("to").getTag()
            stack.Timeout(self._answered.pop, UNANSWERED, 1, invite, None)

    def incomingResponse(self, msg: Any, transaction: Any, checksum: bytes) -> None:  # noqa: N802
        legible.keep_legible_response(msg)
        if msg.getHFBody("cseq").getCSeqMethod() in bodies.DESCRIBED:
            try:
                bodies.keep_description(msg)
            except bodies.Unsupported:  # it cannot be refused any more
                msg.setBody(None)
        if isinstance(transaction, Answered):
            self._answered_again(transaction, msg, checksum)
            return
        invite = transaction.tid if transaction.method == "INVITE" and 200 <= msg.getSCode()[0] < 300 else None
        flow = Flow(transaction.address, transaction.userv.transport)
        super().incomingResponse(msg, transaction, checksum)
        if invite and invite not in self.tclient:
            self.tclient[invite] = Answered(msg.getHFBody("to").getTag(), flow)
            stack.Timeout(self.tclient.pop, UNANSWERED, 1, invite)

    def _answered_again(self, invite: Answered, response: Any, checksum: bytes) -> None:
        """Each 2xx is acknowledged. One of another phone than the first began a call that nobody wants (RFC 3261
        section 13.2.2.4)."""
        status, tag = response.getSCode()[0], response.getHFBody("to").getTag()
        if not 200 <= status < 300:
            return
        number, _ = response.getHFBody("cseq").getCSeq()
        ack = _following(response, "ACK", number, invite.flow)
        self.transmitMsg(self._server(*invite.flow), ack, invite.flow.address, checksum)
        if tag not in (invite.first, *invite.ended):
            invite.ended.add(tag)
            self.newTransaction(_following(response, "BYE", number + 1, invite.flow))

    def transmitReq(self, t: Any, msg: Any, _: Any, checksum: bytes) -> None:  # noqa: N802
        """An ACK, which the stack would send to where the answer says."""
        super().transmitReq(t, msg, t.address, checksum)

    def transmitData(self, userv: Any, data: str | bytes, address: Any, *rest: Any, **more: Any) -> None:  # noqa: N802
        packet = data if isinstance(data, bytes) else repairs.bytes_of(data)
        self._passes(SENT, Flow(address, userv.transport), packet)
        super().transmitData(userv, packet, address, *rest, **more)

    def timerA(self, t: Any) -> None:  # noqa: N802
        """Say it again (RFC 3261 sections 17.1.1.2, 17.1.2.2 and 13.3.1.4): over a connection, only that a call was
        answered."""
        if t.userv.transport == "udp" or t.data.startswith("SIP/2.0 2"):
            self.transmitData(t.userv, t.data, t.address)
        inviting = t.data.startswith("INVITE")
        t.tout = t.tout * 2 if inviting else min(t.tout * 2, LONGEST_PAUSE)
        t.teA = stack.Timeout(self.timerA, t.tout, 1, t)

    def is_merged(self, request: Any) -> bool:
        """Whether an INVITE has come by another way already: a proxy forked it before it was here (RFC 3261 section
        8.2.2.2)."""
        call, tag = str(request.getHFBody("call-id")), request.getHFBody("from").getTag()
        number, _ = request.getHFBody("cseq").getCSeq()
        dialogs = (consumer.cobj for consumer in self.req_consumers.get(call, ()))
        return any((dialog.rCSeq, dialog.rUri.getTag()) == (number, tag) for dialog in dialogs)

    def open(self, server: Any) -> None:
        """Another transport."""
        self._servers[server.transport] = server

    def trust(self, flow: Flow) -> None:
        """What came by it proved to be from a phone of ours."""
        if server := self._servers.get(flow.transport):
            server.trust(flow.address)

    def lost(self, flow: Flow) -> None:
        """A connection is no more: whoever waits for an answer on it is told now (RFC 5626 section 11.1)."""
        every = self.tclient.values()
        waits = (each for each in every if each.teB is not None and (each.address, each.userv.transport) == flow)
        turns.each(waits, self._lose)

    def _lose(self, waiting: Any) -> None:
        waiting.teB.cancel()
        if waiting.resp_cb:
            waiting.r408.setSCode(*stack.said(FLOW_FAILED))
        self.timerB(waiting)

    def say_address(self, host: str, port: int) -> None:
        """What stands in Via and Contact, where the bound address is not the one that phones reach."""
        for server in self.l4r.cache_l2s.values():
            server.getSIPaddr = lambda transport=server.transport: ((host, port), transport)

    def keep(self, request: Any) -> None:
        """A request that is answered later: without a timer the stack would forget it when its handler returns."""
        transaction = self.tserver[request.getTId(wBRN=True)]
        transaction.teE = stack.Timeout(self.timerE, UNANSWERED, 1, transaction)

    def serve_late(self, request: Any, transaction: Any, serve: Answering) -> None:
        """A request that was put off; one that was cancelled since has its answer."""
        if self.tserver.get(request.getTId(wBRN=True)) is not transaction:
            return
        if (said := self._answered_by(serve, request, transaction)) is not None:
            answer, transaction.cancel_cb, transaction.noack_cb = said
            if answer is not None:
                self.sendResponse(answer, transaction)

    def newTransaction(self, msg: Any, *rest: Any, **more: Any) -> Any:  # noqa: N802
        """By UDP, which is all that the stack knows of, or another transport."""
        more.setdefault("userv", self._server(*msg.getTarget()))
        return super().newTransaction(msg, *rest, **more)

    def _server(self, address: Any, transport: Any) -> Any:
        if (name := str(transport)) == "udp":
            return self.l4r.getServer(address)
        return self._servers[name] if name in self._servers else Nowhere(name, self.lost)


def refusal(request: str) -> bytes | None:
    """The answer to a request that cannot be read."""
    first = request.partition("\r\n")[0]
    return answer_to(request, stack.said(505 if re.search(r" SIP/(?!2\.0\s*$)\d+\.\d+\s*$", first) else 400))


def _unread(packet: bytes) -> bytes | None:
    """The answer to a request that is too large to be read."""
    return answer_to(packet.lstrip(b"\r\n").decode("latin-1"), stack.said(513))


def answer_to(request: str, status: tuple[int, str], *headers: str) -> bytes | None:
    """An answer made of those lines of a request that an answer repeats, without reading it (RFC 3261 section 8.2.6.2);
    None for what is no request, does not say where answers go, or would have too much of it repeated."""
    first, *lines = request.partition("\r\n\r\n")[0].split("\r\n")
    kept = [line for line in lines if line.partition(":")[0].strip().lower() in REPEATED]
    if not re.fullmatch(r"\S+ .+ SIP/\d+\.\d+\s*", first) or first.startswith("ACK "):
        return None
    if not any(line[:1] in "Vv" for line in kept) or sum(map(len, kept)) > bounds.LARGEST_ANSWER:
        return None
    kept = [line if _is_tagged(line) else f"{line};tag=unread" for line in kept]
    return "\r\n".join([f"SIP/2.0 {status[0]} {status[1]}", *kept, *headers, "Content-Length: 0", "", ""]).encode()


def _is_tagged(line: str) -> bool:
    """Whether a header is a To with a tag, or no To at all."""
    name, _, said = line.lower().partition(":")
    return name.strip() not in ("to", "t") or ";tag=" in said


def dialled(request: Any) -> str:
    """What a line dials is in the request's target, not in To (RFC 3261 section 8.1.1.1)."""
    target = str(request.getRURI())
    return target if target.lower().startswith("urn:") else addresses.dialled(target)


def seen(message: Any) -> Flow:
    """Where a message came from."""
    address, transport = message.getSource(ver=2)
    return Flow((address[0], address[1]), transport)


def _following(response: Any, method: str, number: int, flow: Flow) -> Any:
    """A request in the dialog that a 2xx began, to where its INVITE went."""
    said = "contact" if response.countHFs("contact") else "to"
    return stack.Request(
        method=method,
        ruri=response.getHFBody(said).getUrl().getCopy(),
        to=response.getHFBCopy("to"),
        fr0m=response.getHFBCopy("from"),
        cseq=number,
        callid=response.getHFBCopy("call-id"),
        routes=[route.getCopy() for route in reversed(response.getHFBodys("record-route"))],
        target=flow,
    )
