"""Many phones in one process: SIP by hand over UDP with its retransmissions, and audio that says whose it is.

A phone takes every call that comes, and can be in many at once; what each call came to is told by who dialled.
"""

import asyncio
import hashlib
import os
import struct
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

T1, GIVEN_UP = 0.5, 32.0  # seconds (RFC 3261 section 17.1.1.1)
PACKET = 0.02  # seconds of audio in each
RESPONSES = {"Proxy-Authenticate": "Proxy-Authorization", "WWW-Authenticate": "Authorization"}

Address = tuple[str, int]


@dataclass
class Outcome:
    """What a call came to, as the phone that dialled saw it. Times are seconds since the epoch."""

    caller: str  # extension numbers
    callee: str
    began: float
    status: int = 0  # the final answer; 0 for none
    answered: float | None = None
    ended: float | None = None
    heard: int = 0  # packets that the called phone sent for this call, and that came
    other_heard: int = 0  # of the caller's, by the called phone
    sent: int = 0


@dataclass
class Audio:
    """One end of a call's audio: packets of G.711 (RFC 3550) in which the end writes its mark."""

    mark: bytes
    transport: asyncio.DatagramTransport
    towards: Address | None = None
    wanted: bytes = b""
    sent: int = 0
    heard: int = 0

    def packet(self) -> None:
        if self.towards:
            self.sent += 1
            header = struct.pack("!BBHII", 0x80, 0, self.sent & 0xFFFF, self.sent * 160, 1)
            self.transport.sendto(header + self.mark + b"\xff" * (160 - len(self.mark)), self.towards)


class Ear(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.audio: Audio | None = None

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if self.audio and self.audio.wanted and data[12:].startswith(self.audio.wanted):
            self.audio.heard += 1


@dataclass
class Message:
    first: str
    headers: dict[str, list[str]]
    body: str
    text: str

    def __getitem__(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    @property
    def status(self) -> int:
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0

    @property
    def method(self) -> str:
        return self.first.split()[0]

    @property
    def call(self) -> str:
        return self["Call-ID"]

    @property
    def cseq(self) -> str:
        return self["CSeq"]

    @property
    def audio(self) -> Address | None:
        """Where the other side wants to hear us."""
        host = port = ""
        for line in self.body.split("\r\n"):
            if line.startswith("c=IN IP4 "):
                host = line.split()[2]
            elif line.startswith("m=audio "):
                port = line.split()[1]
        return (host, int(port)) if host and port else None


def read(data: bytes) -> Message:
    head, _, body = data.decode().partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip(), []).append(value.strip())
    return Message(first, headers, body, data.decode())


@dataclass(eq=False)
class Station(asyncio.DatagramProtocol):
    """One phone, on a line with one extension number."""

    number: str
    account: dict[str, str]
    server: Address
    answer_after: float = 0.05  # seconds
    patience: float = GIVEN_UP  # seconds that it waits for an answer
    audio: bool = False
    transport: Any = None
    _waiting: dict[tuple[str, str], "asyncio.Queue[Message]"] = field(default_factory=dict)
    _in: dict[str, "Incoming"] = field(default_factory=dict)  # by Call-ID
    _out: dict[str, asyncio.Event] = field(default_factory=dict)  # ended by the other side, by Call-ID
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    heard: dict[bytes, int] = field(default_factory=dict)  # packets of a caller's mark, by mark
    cseq: int = 0

    @classmethod
    async def at(cls, number: str, account: dict[str, str], server: Address, **more: Any) -> "Station":
        made = cls(number, account, server, **more)
        loop = asyncio.get_running_loop()
        made.transport, _ = await loop.create_datagram_endpoint(lambda: made, local_addr=("127.0.0.1", 0))
        return made

    @property
    def port(self) -> int:
        return self.transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self.transport.close()

    async def register(self, seconds: int = 3600) -> int:
        """The final status; retried as a phone does when nobody answers."""
        domain, call = self.account["sip_domain"], os.urandom(8).hex()
        user = self.account["user_name"]
        expires = f"Contact: <sip:{user}@127.0.0.1:{self.port}>\r\nExpires: {seconds}\r\n"
        party = f"<sip:{user}@{domain}>"
        answer = await self._ask("REGISTER", f"sip:{domain}", call, f"{party};tag=r", party, expires)
        return answer.status if answer else 0

    async def dial(self, callee: str, talk: float) -> Outcome:
        """Call a number, talk, and hang up; whatever happens to the other side meanwhile."""
        domain, call, tag = self.account["sip_domain"], os.urandom(8).hex(), os.urandom(4).hex()
        outcome = Outcome(self.number, callee, time.time())
        mine, theirs = f"<sip:{self.account['user_name']}@{domain}>;tag={tag}", f"<sip:{callee}@{domain}>"
        ended = self._out[call] = asyncio.Event()
        ear = await self._listen(call.encode())
        contact = f"Contact: <sip:{self.account['user_name']}@127.0.0.1:{self.port}>\r\n"
        offer = _sdp(ear.transport.get_extra_info("sockname")[1] if ear else 9)
        try:
            answer = await self._ask("INVITE", f"sip:{callee}@{domain}", call, mine, theirs, contact, offer)
            outcome.status = answer.status if answer else 0
            if answer is None or not 200 <= answer.status < 300:
                outcome.ended = time.time()
                return outcome
            outcome.answered = time.time()
            target, cseq = _target(answer), answer.cseq.split()[0]
            self._send(self._request("ACK", target, call, mine, answer["To"], int(cseq), "", ""))
            if ear:
                ear.towards, ear.wanted = answer.audio, b"from " + callee.encode()
                await self._talk(ear, talk, ended)
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), talk)
            outcome.ended = time.time()
            if not ended.is_set():
                await self._ask("BYE", target, call, mine, answer["To"], "", "")
        finally:
            del self._out[call]
            if ear:
                outcome.heard, outcome.sent = ear.heard, ear.sent
                ear.transport.close()
        return outcome

    # Audio

    async def _listen(self, mark: bytes) -> Audio | None:
        if not self.audio:
            return None
        transport, ear = await asyncio.get_running_loop().create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
        ear.audio = Audio(mark, transport)
        return ear.audio

    async def _talk(self, audio: Audio, seconds: float, ended: asyncio.Event) -> None:
        begin = time.perf_counter()
        while not ended.is_set() and (gone := time.perf_counter() - begin) < seconds:
            while audio.sent < gone / PACKET:
                audio.packet()
            await asyncio.sleep(PACKET)

    # As a client

    async def _ask(
        self, method: str, target: str, call: str, mine: str, theirs: str, headers: str, body: str = ""
    ) -> Message | None:
        """The final answer to a request, which is sent again until there is one; None when nobody gives one."""
        proof = ""
        for _ in range(2):
            self.cseq += 1
            request = self._request(method, target, call, mine, theirs, self.cseq, proof + headers, body)
            answer = await self._transaction(request, call, f"{self.cseq} {method}")
            if method == "INVITE" and answer and answer.status >= 300:
                ack = self._request("ACK", target, call, mine, answer["To"], self.cseq, "", "", via=_via(request))
                self._send(ack)
            if answer is None or answer.status not in (401, 407) or proof:
                return answer
            proof = self._proof(answer, method, target)
        return answer

    async def _transaction(self, request: bytes, call: str, cseq: str) -> Message | None:
        answers = self._waiting[call, cseq] = asyncio.Queue[Message]()
        pause, end = T1, time.monotonic() + self.patience
        self._send(request)
        try:
            while (left := end - time.monotonic()) > 0:
                try:
                    answer = await asyncio.wait_for(answers.get(), min(pause, left))
                except TimeoutError:
                    if pause < GIVEN_UP:
                        self._send(request)
                        pause = min(pause * 2, 4.0) if not cseq.endswith("INVITE") else pause * 2
                    continue
                if answer.status >= 200:
                    return answer
                if cseq.endswith("INVITE"):
                    pause = GIVEN_UP  # it is being seen to
                    end = time.monotonic() + self.patience
            return None
        finally:
            del self._waiting[call, cseq]

    def _request(
        self,
        method: str,
        target: str,
        call: str,
        mine: str,
        theirs: str,
        cseq: int,
        headers: str,
        body: str,
        via: str = "",
    ) -> bytes:
        via = via or f"SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch=z9hG4bK{os.urandom(8).hex()}"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return (
            f"{method} {target} SIP/2.0\r\nVia: {via}\r\nMax-Forwards: 70\r\nFrom: {mine}\r\nTo: {theirs}\r\n"
            f"Call-ID: {call}\r\nCSeq: {cseq} {method}\r\n{headers}{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def _proof(self, challenge: Message, method: str, uri: str) -> str:
        """Digest (RFC 8760) by MD5."""
        name = next(name for name in RESPONSES if name in challenge.headers)
        # A nonce may have MD5 in it, too.
        said = next(each for each in challenge.headers[name] if "algorithm=MD5" in each)
        part = dict(item.strip().split("=", 1) for item in said.partition(" ")[2].split(","))
        part = {key: value.strip('"') for key, value in part.items()}
        user = self.account["authorization_id"]
        secret = _md5(f"{user}:{part['realm']}:{self.account['password']}")
        response = _md5(f"{secret}:{part['nonce']}:00000001:c:auth:{_md5(f'{method}:{uri}')}")
        return (
            f'{RESPONSES[name]}: Digest username="{user}", realm="{part["realm"]}", nonce="{part["nonce"]}", '
            f'uri="{uri}", response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="c"\r\n'
        )

    # As a server

    def datagram_received(self, data: bytes, addr: Any) -> None:
        message = read(data)
        if message.status:
            if queue := self._waiting.get((message.call, message.cseq)):
                queue.put_nowait(message)
            return
        match message.method:
            case "INVITE" if message.call not in self._in:
                call = self._in[message.call] = Incoming(message)
                self._begin(self._take(call))
            case "INVITE":
                self._again(self._in[message.call])
            case "ACK":
                if call := self._in.get(message.call):
                    call.acknowledged.set()
            case "CANCEL":
                self._answer(message, "200 OK")
                if (call := self._in.get(message.call)) and not call.answer:
                    call.over.set()
                    self._answer(call.invite, "487 Request Terminated")
            case "BYE":
                self._answer(message, "200 OK")
                if call := self._in.get(message.call):
                    call.over.set()
                if ended := self._out.get(message.call):
                    ended.set()
            case _:
                self._answer(message, "200 OK")

    async def _take(self, call: "Incoming") -> None:
        """Ring, answer, and talk until the other side hangs up; the answer is sent again until it is acknowledged."""
        self._answer(call.invite, "180 Ringing")
        with suppress(TimeoutError):
            await asyncio.wait_for(call.over.wait(), self.answer_after)
        if call.over.is_set():
            return
        ear = await self._listen(b"from " + self.number.encode())
        call.answer = _sdp(ear.transport.get_extra_info("sockname")[1] if ear else 9)
        self._begin(self._insist(call))
        if ear:
            ear.towards = call.invite.audio
            protocol: Any = ear.transport.get_protocol()
            protocol.datagram_received = self._count
            try:
                await self._talk(ear, GIVEN_UP * 4, call.over)
            finally:
                ear.transport.close()
        else:
            await call.over.wait()

    def _count(self, data: bytes, _: Any) -> None:
        mark = data[12:28]
        self.heard[mark] = self.heard.get(mark, 0) + 1

    async def _insist(self, call: "Incoming") -> None:
        pause, end = T1, time.monotonic() + GIVEN_UP
        while time.monotonic() < end and not call.acknowledged.is_set() and not call.over.is_set():
            self._again(call)
            with suppress(TimeoutError):
                await asyncio.wait_for(call.acknowledged.wait(), pause)
            pause = min(pause * 2, 4.0)

    def _again(self, call: "Incoming") -> None:
        if call.answer:
            self._answer(call.invite, "200 OK", call.answer)
        elif not call.over.is_set():
            self._answer(call.invite, "180 Ringing")

    def _answer(self, request: Message, status: str, body: str = "") -> None:
        kept = [f"{name}: {value}" for name in ("Via", "From", "Call-ID", "CSeq") for value in request.headers[name]]
        tag = "" if "tag=" in request["To"] else f";tag={self.port}"
        lines = [f"SIP/2.0 {status}", *kept, f"To: {request['To']}{tag}", f"Contact: <sip:x@127.0.0.1:{self.port}>"]
        lines += ["Content-Type: application/sdp"] if body else []
        self._send(("\r\n".join([*lines, f"Content-Length: {len(body)}"]) + f"\r\n\r\n{body}").encode())

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _send(self, data: bytes) -> None:
        self.transport.sendto(data, self.server)


@dataclass(eq=False)
class Incoming:
    invite: Message
    answer: str = ""  # our SDP, once the call is taken
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def bank(
    accounts: Iterable[tuple[str, dict[str, str]]], server: Address, **more: Any
) -> AsyncIterator[list[Station]]:
    """A registered phone for each extension number and SIP account."""
    stations = [await Station.at(number, account, server, **more) for number, account in accounts]
    try:
        statuses = await asyncio.gather(*(station.register() for station in stations))
        assert set(statuses) == {200}, statuses
        yield stations
        await asyncio.gather(*(station.register(0) for station in stations))  # or the next ones ring beside them
    finally:
        for station in stations:
            station.close()


def _sdp(port: int) -> str:
    return f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\n"


def _target(message: Message) -> str:
    return message["Contact"].partition("<")[2].partition(">")[0]


def _via(request: bytes) -> str:
    return read(request)["Via"]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324
