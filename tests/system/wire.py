"""SIP by hand: a peer that says exactly what it is told to."""

import hashlib
import os
import socket
from typing import Protocol

ANSWERS = {"WWW-Authenticate": "Authorization", "Proxy-Authenticate": "Proxy-Authorization"}

SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"


class Listening(Protocol):
    """Whoever takes SIP over UDP, on a port of 127.0.0.1."""

    @property
    def sip(self) -> int: ...


class Wire:
    """SIP by hand, over a plain socket."""

    def __init__(self, system: Listening, account: dict[str, str]) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(3)
        self.port = self.socket.getsockname()[1]
        self.server = ("127.0.0.1", system.sip)
        self.account = account
        self.cseq = 0

    def send(self, text: str) -> None:
        self.socket.sendto(text.replace("\n", "\r\n").encode(), self.server)

    def receive(self, start: str) -> str:
        """The next packet that begins so."""
        while True:
            text = self.socket.recv(8192).decode()
            if text.startswith(start):
                return text

    def invited(self) -> str:
        """Wait for a call, and ring."""
        invite = self.receive("INVITE")
        self.answer(invite, "180 Ringing")
        return invite

    def header(self, message: str, name: str) -> str:
        """The value of a header; empty if there is none."""
        lines = (line.partition(":") for line in message.split("\r\n"))
        return next((value.strip() for said, _, value in lines if said.lower() == name.lower()), "")

    def ask(self, invite: str, method: str, *headers: str, body: str = "", tag: str = "t") -> None:
        """A request in the dialog that an INVITE to us began."""
        self.cseq += 1
        to, from_ = self.header(invite, "From"), self.header(invite, "To")
        target = self.header(invite, "Contact").partition("<")[2].partition(">")[0]
        lines = [
            f"{method} {target} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch=z9hG4bK{os.urandom(6).hex()}",
            "Max-Forwards: 70",
            f"From: {from_}" + ("" if "tag=" in from_ else f";tag={tag}"),
            f"To: {to}",
            f"Call-ID: {self.header(invite, 'Call-ID')}",
            f"CSeq: {self.cseq} {method}",
            f"Contact: <sip:x@127.0.0.1:{self.port}>",
            *headers,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self.socket.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self.server)

    def register(self, algorithm: str) -> str:
        """Registers with one of the algorithms that are offered; the final answer."""
        self.ask_to_register("")
        challenge = self.receive("SIP/2.0 401")
        self.ask_to_register(self._digest(challenge, "WWW-Authenticate", algorithm, "REGISTER"))
        return self.receive("SIP/2.0 ")

    def dial(self, number: str, *headers: str, body: str = SDP) -> str:
        """Call a number; the first answer that says something."""
        call, branch = os.urandom(6).hex(), os.urandom(6).hex()
        user, domain = self.account["user_name"], self.account["sip_domain"]
        proof = ""
        while True:
            self.cseq += 1
            lines = [
                f"INVITE sip:{number}@{domain} SIP/2.0",
                f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch=z9hG4bK{branch}{self.cseq}",
                "Max-Forwards: 70",
                f"From: <sip:{user}@{domain}>;tag=1",
                f"To: <sip:{number}@{domain}>",
                f"Call-ID: {call}",
                f"CSeq: {self.cseq} INVITE",
                f"Contact: <sip:{user}@127.0.0.1:{self.port}>",
                *headers,
                f"{proof}Content-Type: application/sdp",
                f"Content-Length: {len(body)}",
            ]
            self.send("\n".join(lines) + "\n\n" + body.replace("\r\n", "\n"))
            while (answer := self.receive("SIP/2.0 ")).startswith("SIP/2.0 100"):
                continue
            if not answer.startswith("SIP/2.0 407"):
                return answer
            proof = self._digest(answer, "Proxy-Authenticate", "MD5", "INVITE")

    def ask_to_register(self, extra: str) -> None:
        self.cseq += 1
        user, domain = self.account["user_name"], self.account["sip_domain"]
        branch = os.urandom(6).hex()
        lines = [
            f"REGISTER sip:{domain} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch=z9hG4bK{branch}",
            "Max-Forwards: 70",
            f"From: <sip:{user}@{domain}>;tag=1",
            f"To: <sip:{user}@{domain}>",
            f"Call-ID: reg-{self.port}",
            f"CSeq: {self.cseq} REGISTER",
            f"Contact: <sip:{user}@127.0.0.1:{self.port}>",
            "Expires: 60",
            f"{extra}Content-Length: 0",
        ]
        self.send("\n".join(lines) + "\n\n")

    def _digest(self, challenge: str, header: str, algorithm: str, method: str) -> str:
        def hashed(text: str) -> str:
            return hashlib.new({"MD5": "md5", "SHA-256": "sha256"}[algorithm], text.encode()).hexdigest()

        line = next(
            line for line in challenge.split("\r\n") if line.startswith(header) and f"algorithm={algorithm}" in line
        )
        part = {
            name: value.strip('"')
            for name, value in (item.split("=", 1) for item in line.split("Digest ")[1].split(","))
        }
        user, uri = self.account["authorization_id"], f"sip:{self.account['sip_domain']}"
        first = hashed(f"{user}:{part['realm']}:{self.account['password']}")
        response = hashed(f"{first}:{part['nonce']}:00000001:c:auth:{hashed(f'{method}:{uri}')}")
        return (
            f'{ANSWERS[header]}: Digest username="{user}",realm="{part["realm"]}",'
            f'nonce="{part["nonce"]}",uri="{uri}",response="{response}",algorithm={algorithm},qop=auth,nc=00000001,'
            'cnonce="c"\n'
        )

    def answer(self, request: str, status: str, body: str = "", *headers: str, tag: str = "t") -> None:
        kept = [
            line
            for line in request.split("\r\n")
            if line.split(":")[0] in ("Via", "From", "Call-ID", "CSeq", "Record-Route")
        ]
        to = next(line for line in request.split("\r\n") if line.startswith("To:"))
        to += "" if "tag=" in to else f";tag={tag}"
        contact = f"Contact: <sip:x@127.0.0.1:{self.port}>"
        kind = ["Content-Type: application/sdp"] if body else []
        head = [f"SIP/2.0 {status}", *kept, to, contact, *headers, *kind, f"Content-Length: {len(body)}", "", body]
        self.socket.sendto("\r\n".join(head).encode(), self.server)
