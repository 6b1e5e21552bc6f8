"""One who asks the engine by hand, from an address of their own: what they say of who they are is as wrong, as old or
as often used as a test wants it."""

import hashlib
import os
import re
import socket
import time
from dataclasses import dataclass, field

T1, T2 = 0.5, 4.0  # seconds (RFC 3261 section 17.1)
ANSWERS = {"WWW-Authenticate": "Authorization", "Proxy-Authenticate": "Proxy-Authorization"}
SDP = "v=0\r\no=- 1 1 IN IP4 {0}\r\ns=-\r\nc=IN IP4 {0}\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"


def status(answer: str) -> int:
    """0 for none."""
    return int(answer.split()[1]) if answer else 0


def header(message: str, name: str) -> str:
    """All of that name, one after another."""
    return "\n".join(re.findall(rf"(?mi)^{name}:[ \t]*(.*?)\r?$", message))


@dataclass
class Asker:
    server: tuple[str, int]
    user: str
    password: str
    domain: str
    host: str = "127.0.0.1"
    patience: float = 5.0
    named: str = ""  # the host that it says it is at, if that is another: a NAT is between
    cseq: int = field(default=0, init=False)

    sent: bytes = field(default=b"", init=False)
    registered: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((self.host, 0))
        self.port: int = self.socket.getsockname()[1]

    def close(self) -> None:
        self.socket.close()

    # What is said

    def send(self, method: str, target: str, *headers: str, call: str = "", branch: str = "", to: str = "") -> str:
        """A request; its Call-ID."""
        call, body = call or os.urandom(6).hex(), SDP.format(self.named or self.host) if method == "INVITE" else ""
        lines = [
            f"{method} {target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.host}:{self.port};rport;branch=z9hG4bK{branch or os.urandom(6).hex()}",
            "Max-Forwards: 70",
            f"From: <sip:{self.user}@{self.domain}>;tag=a",
            f"To: {to or (f'<sip:{self.user}@{self.domain}>' if method == 'REGISTER' else f'<{target}>')}",
            f"Call-ID: {call}",
            f"CSeq: {self.cseq} {method}",
            f"Contact: <sip:{self.user}@{self.named or self.host}:{self.port}>",
            *headers,
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self.sent = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
        self.socket.sendto(self.sent, self.server)
        return call

    def heard(self, call: str, method: str, above: int = 0) -> str:
        """The next answer of a call, of a status so high at least; empty if none comes, whatever is said again."""
        now = time.monotonic()
        end, again, pause = now + self.patience, now + T1, T1
        while (now := time.monotonic()) < end:
            if now >= again:
                self.socket.sendto(self.sent, self.server)
                pause = min(pause * 2, T2)
                again = now + pause
            self.socket.settimeout(max(min(end, again) - now, 0.001))
            try:
                answer = self.socket.recv(65536).decode()
            except TimeoutError:
                continue
            if header(answer, "CSeq") == f"{self.cseq} {method}" and header(answer, "Call-ID") == call:
                again = end  # it is being seen to
            wanted = header(answer, "CSeq") == f"{self.cseq} {method}" and header(answer, "Call-ID") == call
            if answer.startswith("SIP/2.0 ") and wanted and status(answer) >= above:
                return answer
        return ""

    def ask(self, method: str, target: str, *headers: str, above: int = 0) -> str:
        """A request and its answer; a refused INVITE is acknowledged."""
        self.cseq += 1
        branch = os.urandom(6).hex()
        call = self.send(method, target, *headers, branch=branch)
        answer = self.heard(call, method, above)
        if method == "INVITE" and status(answer) >= 300:
            self.send("ACK", target, call=call, branch=branch, to=header(answer, "To"))
        return answer

    def hang_up(self, answer: str) -> None:
        """The call that a 200 of ours began."""
        target, to, call = header(answer, "Contact").strip("<>"), header(answer, "To"), header(answer, "Call-ID")
        self.send("ACK", target, call=call, to=to)
        self.cseq += 1
        self.send("BYE", target, call=call, to=to)
        self.heard(call, "BYE")

    # Who says it

    def proof(
        self,
        challenge: str,
        method: str,
        uri: str,
        *,
        password: str = "",
        count: int = 1,
        qop: bool = True,
        algorithm: str = "MD5",
        user: str = "",
    ) -> str:
        """An answer to a challenge (RFC 7616 section 3.4.1)."""

        def hashed(text: str) -> str:
            return hashlib.new({"MD5": "md5", "SHA-256": "sha256"}[algorithm], text.encode()).hexdigest()

        name = next(name for name in ANSWERS if header(challenge, name))
        said = header(challenge, name)
        nonce, realm = (re.search(rf'{each}="([^"]*)"', said)[1] for each in ("nonce", "realm"))  # type: ignore[index]
        user = user or self.user
        first, second = hashed(f"{user}:{realm}:{password or self.password}"), hashed(f"{method}:{uri}")
        counted = f":{count:08x}:c:auth" if qop else ""
        right = hashed(f"{first}:{nonce}{counted}:{second}")
        more = f',qop=auth,nc={count:08x},cnonce="c"' if qop else ""
        return (
            f'{ANSWERS[name]}: Digest username="{user}",realm="{realm}",nonce="{nonce}",uri="{uri}",'
            f'response="{right}",algorithm={algorithm}{more}'
        )

    def register(self, password: str = "", seconds: int = 300) -> str:
        answer = self.answered("REGISTER", f"sip:{self.domain}", f"Expires: {seconds}", password=password)
        self.registered = bool(seconds) if status(answer) == 200 else self.registered
        return answer

    def dial(self, number: str, password: str = "", above: int = 0) -> str:
        return self.answered("INVITE", f"sip:{number}@{self.domain}", password=password, above=above)

    def answered(self, method: str, target: str, *headers: str, password: str = "", above: int = 0) -> str:
        """Asked, and asked again with an answer to the challenge."""
        challenge = self.ask(method, target, *headers, above=above)
        if status(challenge) not in (401, 407):
            return challenge
        return self.ask(method, target, *headers, self.proof(challenge, method, target, password=password), above=above)
