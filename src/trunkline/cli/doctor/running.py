"""A system that runs: whether its three processes answer, and as they should."""

import json
import secrets
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from trunkline.api.hosts import is_loopback
from trunkline.cli import engine
from trunkline.cli.doctor.asked import Address, Asked, nearby
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail, ok, warn
from trunkline.engine.media import Relay, RelayGone, Session, close
from trunkline.store import meeting

PATIENCE = 2.0  # seconds for an answer


@dataclass(frozen=True)
class Answers:
    """What is there of the three processes: the API's health, the engine's status, and whether the relay answers."""

    api: Any
    engine: Any
    relay: bool

    @property
    def any(self) -> bool:
        return self.api is not None or self.engine is not None or self.relay


def ask(asked: Asked) -> Answers:
    host, port = nearby(asked.http)
    bracketed = f"[{host}]" if ":" in host else host
    return Answers(
        _health(f"http://{bracketed}:{port}"), engine.ask(asked.run, "status", engine.PATIENCE), _answers(asked)
    )


def processes(asked: Asked, answers: Answers) -> Iterator[Finding]:
    again = "See its log; `serve` starts it again by itself"
    if answers.api is None:
        found = f"no health at http://{asked.http[0]}:{asked.http[1]}"
        yield fail("API", found, "Give --http as it was given to `serve`, or see the log")
    elif answers.api.get("status") == "ok":
        yield ok("API", "healthy")
    else:
        yield fail("API", f"answers, but says {answers.api}", "See the log; if it is starting, ask again")
    if answers.engine is None:
        yield fail("engine", f"does not answer at {asked.run}/engine.sock", again)
    elif not answers.engine.get("ready"):
        yield warn("engine", "is stopping, and takes no calls", "Wait, and ask again")
    else:
        yield ok("engine", f"{answers.engine['calls']} calls, {answers.engine['registrations']} registrations")
    if not answers.relay:
        yield fail("relay", f"does not answer at {asked.run}/relay.sock", again)
    else:
        yield _relay(asked)


def trunks(asked: Asked, answers: Answers) -> Iterator[Finding]:
    """Whether each carrier answers, as the engine found when it last asked."""
    known: list[dict[str, Any]] = answers.engine["trunks"] if answers.engine else []
    for trunk in known:
        where = f"{trunk['host']}:{trunk['port']} by {trunk['transport']}"
        if trunk["transport"] == "tls" and not asked.sips:
            yield fail("trunk", f"{where}, but no SIP over TLS is spoken here", "Give --sips, or set another transport")
        elif trunk["trouble"]:
            yield fail("trunk", f"{where}: {trunk['trouble']}", "Calls outside fail until that is mended")
        elif trunk["up"]:
            yield ok("trunk", f"{where} answers")
        elif trunk["up"] is None:
            yield warn("trunk", f"{where} has not been asked yet", "Ask again in a minute")
        else:
            advice = (
                "See its name, the firewall, and that the carrier knows this address; calls outside fail until then"
            )
            yield fail("trunk", f"{where} does not answer", advice)


def public(asked: Asked) -> Iterator[Finding]:
    """As clients reach it, through whatever stands before it."""
    if asked.public_url and asked.public_url.startswith("https:") and not is_loopback(asked.http[0]):
        found = f"the API is in the clear on {asked.http[0]}:{asked.http[1]} too, past the proxy of {asked.public_url}"
        yield warn("public URL", found, "Run it on `--http 127.0.0.1:8080` if the proxy is on this machine")
    if asked.public_url:
        health = _health(asked.public_url.rstrip("/"))
        if health is None:
            advice = "See that the name leads here, that the proxy runs, and that its certificate is good"
            yield warn("public URL", f"{asked.public_url} does not answer from here", advice)
        elif asked.public_url.startswith("http:") and not is_loopback(urlsplit(asked.public_url).hostname or ""):
            found = f"{asked.public_url} leads here, and passwords and tokens go there in the clear"
            yield warn("public URL", found, "Put a TLS proxy before it, unless that network is yours alone")
        else:
            yield ok("public URL", f"{asked.public_url} leads here")


def sip(asked: Asked, answers: Answers) -> Iterator[Finding]:
    """Over UDP: OPTIONS is answered, and a REGISTER that proves nothing is turned away with a challenge."""
    if answers.engine is None:
        return
    where = nearby(asked.sip)
    said = f"{where[0]}:{where[1]}"
    alive = _exchange(where, "OPTIONS")
    if not alive.startswith("SIP/2.0 200"):
        found = alive.partition("\r\n")[0] or "no answer"
        yield fail("SIP", f"OPTIONS to {said}: {found}", "Give --sip as it was given to `serve`; see any firewall")
        return
    refused = _exchange(where, "REGISTER")
    headers = refused.lower()
    if not refused.startswith("SIP/2.0 401") or "\r\nwww-authenticate: digest" not in headers:
        found = refused.partition("\r\n")[0] or "no answer"
        yield fail("SIP", f"a REGISTER without a password was answered: {found}", "This must be 401: report it")
        return
    yield ok("SIP", f"{said} answers, and asks who registers for a password")


def _relay(asked: Asked) -> Finding:
    """A session is opened, as for a leg of a call, and closed."""
    name = f"doctor-{secrets.token_hex(8)}"
    with closing(Relay(asked.run / "relay.sock")) as relay:
        try:
            session = Session(relay, name, asked.sip[0])
        except RelayGone as gone:
            close(relay, name)  # one of its sides may be open
            advice = "If calls use up its ports, give more with --rtp; if not, see its log"
            return fail("relay", f"opens no session: {gone}", advice)
        session.close()
    return ok("relay", f"opened a session at port {session.port}, and closed it")


def _health(url: str) -> Any:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=PATIENCE) as answer:  # noqa: S310
            return _health_of(answer.read())
    except urllib.error.HTTPError as error:
        return _health_of(error.read())
    except (OSError, ValueError):
        return None


def _health_of(body: bytes) -> Any:
    """What /healthz says; None for an answer of some other server."""
    try:
        match json.loads(body):
            case {"status": "ok" | "starting"} as said:
                return said
            case _:
                return None
    except ValueError:
        return None


def _answers(asked: Asked) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            meeting.connect(connection, asked.run / "relay.sock")
            connection.sendall(b"V\n")
            return bool(connection.recv(4096))
    except OSError:
        return False


def _exchange(where: Address, method: str) -> str:
    """The first final answer to a request of nobody's (RFC 3261 section 8.1), or nothing."""
    host, port = where
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.settimeout(PATIENCE)
        try:
            connection.connect(where)
            own_host, own_port = connection.getsockname()[:2]
            bracketed = f"[{own_host}]" if family == socket.AF_INET6 else own_host
            own = f"{bracketed}:{own_port}"
            request = [
                f"{method} sip:{f'[{host}]' if family == socket.AF_INET6 else host}:{port} SIP/2.0",
                f"Via: SIP/2.0/UDP {own};branch=z9hG4bK{secrets.token_hex(8)};rport",
                f"From: <sip:doctor@{bracketed}>;tag={secrets.token_hex(4)}",
                f"To: <sip:doctor@{bracketed}>",
                f"Call-ID: {secrets.token_hex(8)}",
                f"CSeq: 1 {method}",
                f"Contact: <sip:doctor@{own}>",
                "Max-Forwards: 70",
                "User-Agent: Trunkline doctor",
                "Content-Length: 0",
                "",
                "",
            ]
            connection.send("\r\n".join(request).encode())
            while True:
                answer = connection.recv(8192).decode(errors="replace")
                if not answer.startswith("SIP/2.0 1"):
                    return answer
        except OSError:
            return ""


def every(asked: Asked, _: Facts, answers: Answers) -> Iterator[Finding]:
    yield from processes(asked, answers)
    yield from sip(asked, answers)
    yield from trunks(asked, answers)
    yield from public(asked)
