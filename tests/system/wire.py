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

    instance = ""  # how it says which phone it is (RFC 5626)

    def __init__(self, system: Listening, account: dict[str, str]) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(10)
        self.port = self.socket.getsockname()[1]
        self.server = ("127.0.0.1", system.sip)
        self.account = account
        self.cseq = 0
        self.heard: list[str] = []  # every packet that was received

    def send(self, text: str) -> None:
        self.socket.sendto(text.replace("\n", "\r\n").encode(), self.server)

    def again(self, packet: str) -> None:
        """The very same packet, as one that hears no answer says it again."""
        self.socket.sendto(packet.encode(), self.server)

    def receive(self, start: str) -> str:
        """The next packet that begins so."""
        while True:
            text = self.socket.recv(8192).decode()
            self.heard.append(text)
            if text.startswith(start):
                return text

    def caught_up(self) -> list[str]:
        """Every packet until now, once it is sure that all have come that were sent."""
        call = os.urandom(6).hex()
        self._say("OPTIONS", "sip:x", "<sip:x@x>;tag=1", "<sip:x@x>", call, 1)
        while f"Call-ID: {call}" not in self.receive("SIP/2.0 200"):
            continue
        return [packet for packet in self.heard if call not in packet]

    def invited(self) -> str:
        """Wait for a call, and ring."""
        invite = self.receive("INVITE")
        self.answer(invite, "180 Ringing")
        return invite

    def header(self, message: str, name: str) -> str:
        """The value of a header; empty if there is none."""
        lines = (line.partition(":") for line in message.split("\r\n"))
        return next((value.strip() for said, _, value in lines if said.lower() == name.lower()), "")

    def ask(self, invite: str, method: str, *headers: str, body: str = "", tag: str = "t") -> str:
        """A request in the dialog that an INVITE to us began; what was sent."""
        self.cseq += 1
        from_ = self.header(invite, "To")
        from_ += "" if "tag=" in from_ else f";tag={tag}"
        to, call = self.header(invite, "From"), self.header(invite, "Call-ID")
        return self._say(method, self._target(invite), from_, to, call, self.cseq, *headers, body=body)

    def go_on(self, answer: str, method: str, *headers: str, body: str = "") -> str:
        """A request in the dialog that a 200 to us began, or its ACK; what was sent."""
        if method == "ACK":
            number = int(self.header(answer, "CSeq").split()[0])
        else:
            number = self.cseq = self.cseq + 1
        from_, to, call = (self.header(answer, name) for name in ("From", "To", "Call-ID"))
        return self._say(method, self._target(answer), from_, to, call, number, *headers, body=body)

    def acknowledge(self, invite: str, answer: str, method: str = "ACK") -> str:
        """To an answer that is no 200: in the transaction of our INVITE."""
        from_, call, said = (self.header(invite, name) for name in ("From", "Call-ID", "CSeq"))
        branch = self.header(invite, "Via").partition("branch=")[2]
        to = self.header(answer, "To")
        return self._say(method, invite.split()[1], from_, to, call, int(said.split()[0]), branch=branch)

    def cancel(self, invite: str) -> str:
        return self.acknowledge(invite, invite, "CANCEL")

    def _target(self, message: str) -> str:
        return self.header(message, "Contact").partition("<")[2].partition(">")[0]

    def _say(
        self,
        method: str,
        target: str,
        from_: str,
        to: str,
        call: str,
        number: int,
        *headers: str,
        body: str = "",
        branch: str = "",
    ) -> str:
        lines = [
            f"{method} {target} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch={branch or 'z9hG4bK' + os.urandom(6).hex()}",
            "Max-Forwards: 70",
            f"From: {from_}",
            f"To: {to}",
            f"Call-ID: {call}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:{self.account['user_name']}@127.0.0.1:{self.port}>{self.instance}",
            *headers,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        packet = "\r\n".join(lines) + "\r\n\r\n" + body
        self.again(packet)
        return packet

    def register(self, algorithm: str, seconds: int = 60) -> str:
        """Registers with one of the algorithms that are offered; the final answer. `registration` asked for it."""
        self.ask_to_register(seconds)
        challenge = self.receive("SIP/2.0 401")
        proof = self._digest(challenge, "WWW-Authenticate", algorithm, "REGISTER")
        self.registration = self.ask_to_register(seconds, proof)
        return self.receive("SIP/2.0 ")

    def leave(self) -> None:
        self.register("MD5", 0)
        self.socket.close()

    def dial(self, number: str, *headers: str, body: str = SDP) -> str:
        """Call a number; the first answer that says something."""
        self.call(number, *headers, body=body)
        while (answer := self.receive("SIP/2.0 ")).startswith("SIP/2.0 100"):
            continue
        return answer

    def call(self, number: str, *headers: str, body: str = SDP) -> str:
        """Call a number; the INVITE that was let in."""
        call, user, domain = os.urandom(6).hex(), self.account["user_name"], self.account["sip_domain"]
        to, from_ = f"sip:{number}@{domain}", f"<sip:{user}@{domain}>;tag={os.urandom(3).hex()}"
        self.cseq += 1
        invite = self._say("INVITE", to, from_, f"<{to}>", call, self.cseq, *headers, body=body)
        challenge = self.receive("SIP/2.0 407")
        self.acknowledge(invite, challenge)
        self.cseq += 1
        proof = self._digest(challenge, "Proxy-Authenticate", "MD5", "INVITE")
        return self._say("INVITE", to, from_, f"<{to}>", call, self.cseq, *headers, proof, body=body)

    def call_for_help(self, number: str, *headers: str) -> None:
        """Until it is taken: from where a phone is registered it may be asked for no proof."""
        call, user, domain = os.urandom(6).hex(), self.account["user_name"], self.account["sip_domain"]
        to, from_ = f"sip:{number}@{domain}", f"<sip:{user}@{domain}>;tag={os.urandom(3).hex()}"
        proof: list[str] = []
        while True:
            self.cseq += 1
            invite = self._say("INVITE", to, from_, f"<{to}>", call, self.cseq, *headers, *proof, body=SDP)
            if (answer := self.receive("SIP/2.0 ")).startswith("SIP/2.0 100"):
                return
            self.acknowledge(invite, answer)
            proof = [self._digest(answer, "Proxy-Authenticate", "MD5", "INVITE")]

    def ask_to_register(self, seconds: int = 60, *proof: str) -> str:
        """What was sent."""
        self.cseq += 1
        user, domain = self.account["user_name"], self.account["sip_domain"]
        party, call = f"<sip:{user}@{domain}>", f"reg-{self.port}"
        more = f"Expires: {seconds}", *proof
        return self._say("REGISTER", f"sip:{domain}", f"{party};tag=1", party, call, self.cseq, *more)

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
            'cnonce="c"'
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
