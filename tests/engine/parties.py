"""Phones that say what they are told to, over UDP or a connection, and read answers as a test wants them."""

import os
import select
import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.engine.carrier import Engine, engine


def sdp(direction: str = "sendrecv", version: int = 1, host: str = "127.0.0.1", codecs: str = "0") -> str:
    head = ["v=0", f"o=- 1 {version} IN IP4 127.0.0.1", "s=-", f"c=IN IP4 {host}", "t=0 0"]
    return "\r\n".join([*head, f"m=audio 9 RTP/AVP {codecs}", f"a={direction}", ""])


class Message:
    def __init__(self, text: str) -> None:
        self.text = text
        head, _, self.body = text.partition("\r\n\r\n")
        self.first, *self._lines = head.split("\r\n")

    @property
    def status(self) -> int:
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0

    @property
    def method(self) -> str:
        return "" if self.status else self.first.split()[0]

    def all(self, name: str) -> list[str]:
        said = (line.partition(":") for line in self._lines)
        return [value.strip() for key, _, value in said if key.strip().lower() == name.lower()]

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def direction(self) -> str:
        lines = self.body.split("\r\n")
        return next((each for each in ("sendrecv", "sendonly", "recvonly", "inactive") if f"a={each}" in lines), "")


class Line:
    """A carrier's end of what goes over the wire."""

    def __init__(self, transport: str) -> None:
        self.transport = transport
        kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
        self._socket = socket.socket(socket.AF_INET, kind)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._listening: socket.socket | None = None
        self._read = b""
        self._held: list[Message] = []
        if transport != "udp":
            self._socket.listen()

    def at(self, engine: Engine) -> None:
        """It is asked whether it is there when it is known."""
        self._server = ("127.0.0.1", engine.sip)
        if self.transport != "udp":
            self._listening = self._socket
            self.is_connected_to()
        self.hear(lambda message: message.method == "OPTIONS", 20)

    def is_connected_to(self) -> None:
        """By the engine, for the first time or again."""
        assert self._listening
        self._listening.settimeout(10)
        self._socket, _ = self._listening.accept()

    def connects(self) -> "Line":
        """To the engine, as a carrier may do for its calls: another connection than the engine's."""
        made = Line(self.transport)
        made.close()
        made.port, made._server = self.port, self._server
        made._socket = socket.create_connection(self._server)
        return made

    def say(self, text: str) -> None:
        if self.transport == "udp":
            self._socket.sendto(text.encode(), self._server)
        else:
            self._socket.sendall(text.encode())

    def hear(self, want: Callable[[Message], bool], seconds: float = 4.0) -> Message:
        for n, message in enumerate(self._held):
            if want(message):
                return self._held.pop(n)
        end = time.monotonic() + seconds
        while True:
            for message in self._messages(max(end - time.monotonic(), 0)):
                if message.method == "OPTIONS" and "tag=" not in message.one("To"):
                    self.answer(message, "200 OK")
                self._held.append(message)
            for n, message in enumerate(self._held):
                if want(message):
                    return self._held.pop(n)
            if time.monotonic() > end:
                raise AssertionError(f"not heard, but {[message.first for message in self._held]}")

    def hears_nothing(self, of: Callable[[Message], bool], seconds: float) -> bool:
        try:
            self.hear(of, seconds)
        except AssertionError:
            return True
        return False

    def forget(self) -> None:
        self._held.clear()

    def _messages(self, seconds: float) -> list[Message]:
        if not select.select([self._socket], [], [], seconds)[0]:
            return []
        data = self._socket.recv(65_535)
        if self.transport == "udp":
            return [Message(data.decode())]
        self._read += data
        found: list[Message] = []
        while (head := self._read.find(b"\r\n\r\n")) >= 0:
            message = Message(self._read[: head + 4].decode())
            length = head + 4 + int(message.one("Content-Length") or message.one("l") or 0)
            if len(self._read) < length:
                break
            found.append(Message(self._read[:length].decode()))
            self._read = self._read[length:]
        return found

    def answer(self, request: Message, status: str, body: str = "", *headers: str, tag: str = "t") -> None:
        kept = [f"{name}: {value}" for name in ("Via", "From", "Call-ID", "CSeq") for value in request.all(name)]
        to = request.one("To") + ("" if "tag=" in request.one("To") else f";tag={tag}")
        kind = ["Content-Type: application/sdp"] if body else []
        head = [f"SIP/2.0 {status}", *kept, f"To: {to}", f"Contact: {self.contact}", *headers, *kind]
        self.say("\r\n".join([*head, f"Content-Length: {len(body)}", "", body]))

    @property
    def contact(self) -> str:
        return f"<sip:carrier@127.0.0.1:{self.port};transport={self.transport}>"

    def close(self) -> None:
        self._socket.close()

    def leave(self) -> None:
        """Nobody connects to it any more."""
        self.close()
        if self._listening:
            self._listening.close()


@dataclass
class Party:
    """One end of a dialog, that may be of none."""

    line: Line
    us: str
    them: str
    target: str
    call: str = field(default_factory=lambda: os.urandom(6).hex())
    number: int = 1

    @classmethod
    def calling(cls, line: Line, number: str = "+12125550102") -> "Party":
        target = f"sip:{number}@127.0.0.1"
        return cls(line, f"<sip:+12065550100@carrier.example>;tag={os.urandom(3).hex()}", f"<{target}>", target)

    @classmethod
    def called(cls, line: Line, invite: Message, tag: str = "t") -> "Party":
        target = invite.one("Contact").partition("<")[2].partition(">")[0]
        return cls(line, f"{invite.one('To')};tag={tag}", invite.one("From"), target, invite.one("Call-ID"), 100)

    def packet(
        self,
        method: str,
        *headers: str,
        body: str = "",
        kind: str = "application/sdp",
        contact: str | None = None,
        number: int | None = None,
        of: str = "",
        version: str = "SIP/2.0",
        branch: str = "",
    ) -> str:
        contact = f"Contact: {self.line.contact}" if contact is None else contact
        via = f"SIP/2.0/{self.line.transport.upper()} 127.0.0.1:{self.line.port}"
        lines = [
            f"{method} {self.target} {version}",
            f"Via: {via};rport;branch=z9hG4bK{branch or os.urandom(6).hex()}",
            "Max-Forwards: 70",
            f"From: {self.us}",
            f"To: {self.them}",
            f"Call-ID: {self.call}",
            f"CSeq: {self.number if number is None else number} {of or method}",
            *([contact] if contact else []),
            *headers,
            *([f"Content-Type: {kind}"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*lines, "", body])

    def send(self, method: str, *headers: str, **more: Any) -> str:
        """The next request; what was sent."""
        if "number" not in more and method not in ("ACK", "CANCEL"):
            self.number += 1
        packet = self.packet(method, *headers, **more)
        self.line.say(packet)
        return packet

    def final(self, packet: str, seconds: float = 4.0) -> Message:
        """The answer to a request. A refused INVITE is acknowledged."""
        asked = Message(packet)

        def is_answer(message: Message) -> bool:
            same = message.one("CSeq") == asked.one("CSeq") and message.one("Call-ID") == self.call
            return message.status >= 200 and same

        answer = self.line.hear(is_answer, seconds)
        if asked.method == "INVITE" and answer.status >= 300:
            branch = asked.one("Via").partition("branch=z9hG4bK")[2]
            number = int(asked.one("CSeq").split()[0])
            them, self.them = self.them, answer.one("To")
            self.line.say(self.packet("ACK", branch=branch, number=number))
            self.them = them
        return answer

    def ask(self, method: str, *headers: str, **more: Any) -> Message:
        return self.final(self.send(method, *headers, **more))

    def told(self, packet: str, status: int) -> Message:
        """A provisional answer, which begins an early dialog."""
        number = Message(packet).one("CSeq")
        answer = self.line.hear(
            lambda each: each.status == status and each.one("CSeq") == number and each.one("Call-ID") == self.call
        )
        self.learn(answer)
        return answer

    def learn(self, answer: Message) -> None:
        self.them = answer.one("To")
        self.target = answer.one("Contact").partition("<")[2].partition(">")[0] or self.target

    def acknowledge(self, answer: Message, body: str = "") -> None:
        self.line.say(self.packet("ACK", body=body, number=int(answer.one("CSeq").split()[0])))

    def invited(self, seconds: float = 4.0) -> Message:
        """Asked for something else in the call."""
        return self.line.hear(lambda each: each.method == "INVITE" and each.one("Call-ID") == self.call, seconds)


@dataclass
class Stage:
    """Someone who calls by a carrier, and someone who is called there."""

    running: Engine
    line: Line
    calls: list[str] = field(default_factory=list[str])

    def comes(self, body: str | None = None) -> tuple[Party, str, str]:
        """Someone calls: who, their INVITE, and the exchange's name of the call."""
        party = Party.calling(self.line)
        packet = party.send("INVITE", body=sdp() if body is None else body)
        self.calls.append(self.running.eventually("Came")["call"])
        return party, packet, self.calls[-1]

    def answered(self) -> tuple[Party, str]:
        party, packet, call = self.comes()
        self.running.wants(["Answer", f"{call}.0"])
        answer = party.final(packet)
        party.learn(answer)
        party.acknowledge(answer)
        return party, call

    def rings(self, call: str) -> tuple[Party, Message]:
        """Someone is called who has a phone at the same carrier."""
        self.running.wants(["Dial", call, f"{call}.1", "trunk", "+13105550123", "+12125550100"])
        invite = self.line.hear(lambda each: each.method == "INVITE" and "tag=" not in each.one("To"))
        self.line.answer(invite, "180 Ringing")
        self.running.eventually("Rang")
        return Party.called(self.line, invite), invite

    def talk(self, codecs: str = "0") -> tuple[Party, Party, str]:
        caller, packet, call = self.comes(sdp(codecs=codecs))
        callee, invite = self.rings(call)
        self.line.answer(invite, "200 OK", sdp(codecs=codecs))
        self.running.eventually("Answered")
        self.running.wants(["Connect", f"{call}.0", f"{call}.1"])
        answer = caller.final(packet)
        caller.learn(answer)
        caller.acknowledge(answer)
        return caller, callee, call

    def end(self) -> None:
        """The relay has few ports."""
        self.running.wants(*(["Release", f"{call}.{leg}", 480] for call in self.calls for leg in (0, 1)))
        self.calls.clear()
        self.line.forget()


@contextmanager
def staged(folder: Path, transport: str, **environment: str) -> Generator[Stage]:
    line = Line(transport)
    folder.mkdir(exist_ok=True)
    with engine(folder, line.port, CARRIER=transport, **environment) as running:
        line.at(running)
        yield Stage(running, line)
    line.leave()
