"""Who a request is from: digest authentication (RFC 7616, RFC 8760, RFC 3261 section 22)."""

import hashlib
import re
import time
from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, Protocol

import structlog

from trunkline.engine import bounds, people, repairs, requirements, stack
from trunkline.engine.failures import Failures, Wait
from trunkline.engine.nonces import Nonces
from trunkline.engine.ports import Credentials, Directory, Flow
from trunkline.engine.transactions import answer_to, dialled, seen
from trunkline.exchange import numbers
from trunkline.exchange.vocabulary import Contact

ALGORITHMS = ("SHA-256", "MD5")  # the better one first
HASHES = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}
# Phones that give up on a challenge they do not know, where RFC 8760 section 2.4 has them take the next.
ONLY_MD5 = ("baresip v0.", "baresip v1.", "SIPp")
PARAMETER = re.compile(r'\s*+([\w*-]++)\s*+=\s*+(?:"((?:[^"\\]++|\\.)*+)"|([^\s,"]*+))\s*+(?:,|$)')
PROXY = 407, "Proxy Authentication Required"
PROOFS = ("authorization", "proxy-authorization")
COUNT = re.compile(r"[0-9a-fA-F]{8}")
# Emergency calls a minute of a line that are taken from where it is registered, though nothing proves who calls. The
# address of a packet may be forged, and then nobody hears our answer: what that can do must end here.
UNPROVED = 2

log = structlog.get_logger()


class Registered(Protocol):
    """What the registrar knows of a line."""

    def is_here(self, flow: Flow) -> bool: ...

    def seen_at(self, line: str, flow: Flow) -> Contact | None: ...

    def contacts(self, line: str) -> Collection[Contact]: ...


@dataclass(frozen=True)
class Answer:
    """What an Authorization header says, as far as we asked for it."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: str = "MD5"
    qop: str = ""
    cnonce: str = ""
    nc: str = ""

    @property
    def count(self) -> int:
        return int(self.nc, 16) if self.qop else 0

    @classmethod
    def read(cls, text: str) -> "Answer | None":
        """None for one that lacks something, or does what we did not ask for."""
        said = _parameters(text)
        if not all(said.get(name) for name in ("username", "realm", "nonce", "uri", "response")):
            return None
        found = cls(**{name: said[name] for name in cls.__annotations__ if name in said})
        if found.algorithm.upper() not in ALGORITHMS or found.qop.lower() not in ("", "auth"):
            return None
        if found.qop and not (found.cnonce and COUNT.fullmatch(found.nc) and found.count):
            return None
        return found

    def is_right(self, password: str | None, method: str) -> bool:
        if password is None:
            return False

        def hashed(text: str) -> str:
            return HASHES[self.algorithm.upper()](text.encode(errors="surrogateescape")).hexdigest()

        counted = (self.nc, self.cnonce, self.qop) if self.qop else ()
        first, second = hashed(f"{self.username}:{self.realm}:{password}"), hashed(f"{method}:{self.uri}")
        right = hashed(":".join((first, self.nonce, *counted, second)))
        return right == self.response.lower()


class Verdict(NamedTuple):
    """Who a request is from or, if None, the answer that it gets; and why, for operators."""

    who: Credentials | None
    answer: Any = None
    why: str = ""


class Gate:
    """Lets requests in that prove to be from one of our lines, and those that cry for help from where one is."""

    def __init__(
        self,
        directory: Directory,
        registered: Registered,
        realm: str,
        hosts: Collection[str],
        nonces: Nonces | None = None,
        failures: Failures | None = None,
    ) -> None:
        """`hosts` are names and addresses that we are reached by, beside the domains of accounts."""
        self._directory, self._registered, self._realm, self._hosts = directory, registered, realm, {*hosts}
        self.nonces, self._failures = nonces or Nonces(), failures or Failures()
        self._unproved: dict[str, deque[float]] = {}  # when lines called for help and did not prove who they are

    def admit(self, request: Any, *, as_proxy: bool) -> Verdict:
        flow = seen(request)
        host = flow.address[0]
        header = "proxy-authorization" if as_proxy else "authorization"
        answers = [answer for answer in map(Answer.read, _said(request, header)) if answer]
        if not answers:
            if who := self._help(request, flow):
                return Verdict(who, why="calls for help from where the line is registered")
            return Verdict(None, self._challenge(request, host, as_proxy), "says no password that can be looked at")
        fresh = [answer for answer in answers if self.nonces.is_fresh(answer.nonce, host, answer.count)]
        if not fresh:
            challenge = self._challenge(request, host, as_proxy, stale=True)
            return Verdict(None, challenge, "the nonce is old, used, or another address's")
        found = self._directory.credentials(fresh[0].username)
        fresh = [answer for answer in fresh if found and answer.realm in (found.realm, self._realm)]
        if found is None or not fresh:
            why = "another realm" if found else "nobody has the user name"
            return Verdict(None, self._challenge(request, host, as_proxy), why)
        meant = [answer for answer in fresh if self._is_for(answer.uri, request.getRURI(), found)]
        if not meant:
            return Verdict(None, request.genResponse(*stack.said(400)), "the answer was made for another target")
        said = {answer.algorithm.upper() for answer in meant}
        if len(said) < len(meant) or {answer.username for answer in meant} != {fresh[0].username}:
            return Verdict(None, request.genResponse(*stack.said(400)), "several answers")  # to guess at many at once
        return self._judged(request, found, meant, flow, as_proxy)

    def _judged(self, request: Any, found: Credentials, answers: list[Answer], flow: Flow, as_proxy: bool) -> Verdict:
        """A phone that is registered has nothing to do with those who guess, and emergency calls wait for nothing: who
        answers from where a phone is registered may be that phone, though its password may be another since."""
        host, method = flow.address[0], str(request.getMethod())
        is_here = self._registered.seen_at(found.line, flow) is not None
        if not is_here:
            at_home = any(contact.public_ip == host for contact in self._registered.contacts(found.line))
            wait = self._failures.wait(found.line, host, at_home=at_home)
            if wait and not self._is_emergency(request, found):
                return Verdict(None, _later(request, wait), "too many wrong passwords before")
        for answer in answers:
            if answer.is_right(found.password, method):
                self.nonces.use(answer.nonce, answer.count)
                return Verdict(found, why="the password is right")
        if is_here and self._is_emergency(request, found) and self._may_be(found.line):
            return Verdict(found, why="calls for help from where the line is registered, with a wrong password")
        if found.password is None:
            return Verdict(None, request.genResponse(*stack.said(403)), "its password cannot be opened")
        if not is_here:
            for _ in answers:
                self._failures.count(found.line, host)
            whose = people.told(self._directory, found.account_id, found.line)
            log.warning("wrong SIP credentials", **whose, user=answers[0].username, source=host, method=method)
            if (wait := self._failures.wait(found.line, host, at_home=True)) and wait.closed:
                return Verdict(None, _later(request, wait), "too many wrong passwords")
        return Verdict(None, self._challenge(request, host, as_proxy), "the password is wrong")

    def _help(self, request: Any, flow: Flow) -> Credentials | None:
        """The line of a phone that has registered from there, if it dials an emergency number: it is not asked again
        who it is, unless it did so a moment ago. It must name the line by which it registered."""
        if request.getMethod() != "INVITE" or not self._registered.is_here(flow):
            return None
        found = self._directory.credentials(str(request.getHFBody("from").getUrl().username or ""))
        if found is None or self._registered.seen_at(found.line, flow) is None:
            return None
        return found if self._is_emergency(request, found) and self._may_be(found.line) else None

    def _may_be(self, line: str) -> bool:
        """Whether a call for help that comes from where the line is registered is taken for the line's: not one after
        another."""
        times, now = self._unproved.setdefault(line, deque(maxlen=UNPROVED)), time.monotonic()
        if len(times) == UNPROVED and now - times[0] < 60:
            return False
        times.append(now)
        return True

    def _is_emergency(self, request: Any, found: Credentials) -> bool:
        if request.getMethod() != "INVITE":
            return False
        return bool(numbers.emergency_of(found.line, dialled(request), self._directory.plan(found.account_id)))

    def _is_for(self, uri: str, target: Any, found: Credentials) -> bool:
        """Whether an answer was made for what is asked (RFC 7616 section 3.4.6, RFC 3261 section 19.1.4).

        A scheme and what is no address at a host count in any case of letters (RFC 3966 section 5, RFC 5031 section 4).
        The user counts as it stands, the host if it is any of ours; ports, parameters and `sips` are written by phones
        as they like. Some name the server alone: such an answer is bound by its nonce only.
        """
        if uri == target.original_uri:
            return True
        try:
            said = stack.Url(uri)
        except (ValueError, IndexError):
            return False
        if not said.host:
            return str(said).lower() == str(target).lower()
        hosts = {str(host).lower() for host in (target.host, found.realm, *self._hosts)}
        return said.username in (target.username, None) and str(said.host).lower() in hosts

    def brief(self, packet: bytes, host: str) -> bytes | None:
        """A challenge for which nothing but the packet is looked at, and of which nothing is kept (RFC 3261 section
        26.3.2.4)."""
        said = challenges(self._realm, self.nonces.make(host), ALGORITHMS)
        try:
            text = repairs.text_of(packet)
        except bounds.TooLarge:
            return None
        return answer_to(text, PROXY, *(f"Proxy-Authenticate: {each}" for each in said))

    def proved(self, packet: bytes, host: str) -> str | None:
        """The line that has a right answer in an INVITE, before the rest of it is looked at."""
        try:
            head = repairs.text_of(packet).partition("\r\n\r\n")[0]
        except bounds.TooLarge:
            return None
        said = (line.partition(":") for line in head.split("\r\n"))
        answers = (Answer.read(text) for name, _, text in said if name.strip().lower() == "proxy-authorization")
        for answer in islice(filter(None, answers), len(ALGORITHMS)):
            found = self._directory.credentials(answer.username)
            is_fresh = self.nonces.is_fresh(answer.nonce, host, answer.count)
            if found and is_fresh and answer.is_right(found.password, "INVITE"):
                return found.line
        return None

    def _challenge(self, request: Any, host: str, as_proxy: bool, *, stale: bool = False) -> Any:
        """In the realm of the account that the request says it is from."""
        claimed = self._directory.credentials(str(request.getHFBody("from").getUrl().username or ""))
        realm = claimed.realm if claimed else self._realm
        if as_proxy:
            answer, name = request.genResponse(*PROXY), "Proxy-Authenticate"
        else:
            answer, name = request.genResponse(401, "Unauthorized"), "WWW-Authenticate"
        agent = str(request.getHFBody("user-agent")) if request.countHFs("user-agent") else ""
        algorithms = ALGORITHMS[-1:] if agent.startswith(ONLY_MD5) else ALGORITHMS
        for said in challenges(realm, self.nonces.make(host), algorithms, stale=stale):
            answer.appendHeader(stack.Header(f"{name}: {said}"))
        return answer


def challenges(realm: str, nonce: str, algorithms: Iterable[str], *, stale: bool = False) -> list[str]:
    """Stale is what answers an old nonce, whatever the answer says: to tell a right one from a wrong one would let
    everybody guess for as long as they like (RFC 7616 section 3.3)."""
    quoted = re.sub(r'(["\\])', r"\\\1", realm)
    common = f'Digest realm="{quoted}",nonce="{nonce}",qop="auth"' + (",stale=true" if stale else "")
    return [f"{common},algorithm={algorithm}" for algorithm in algorithms]


def named(request: Any) -> frozenset[str]:
    """The lines that a request says it is from: what it proves, and what it only says."""
    said = (_parameters(text).get("username") for name in PROOFS for text in _said(request, name))
    return frozenset(filter(None, (str(request.getHFBody("from").getUrl().username or ""), *said)))


def _later(request: Any, wait: Wait) -> Any:
    return request.genResponse(*stack.said(403)) if wait.closed else requirements.later(request, wait.seconds)


def _said(request: Any, name: str) -> list[str]:
    """What headers of a name say, as it stands: what the stack makes of it is cut at commas."""
    return [str(header.body.body) for header in request.headers if header.name == name]


def _parameters(text: str) -> dict[str, str]:
    """Of a header for digest authentication; none for what cannot be read, or says something twice."""
    scheme, _, rest = text.strip().partition(" ")
    found: dict[str, str] = {}
    at = 0
    while scheme.lower() == "digest" and at < len(rest.rstrip()):
        part = PARAMETER.match(rest, at)
        if part is None or part[1].lower() in found:
            return {}
        found[part[1].lower()] = part[3] if part[2] is None else re.sub(r"\\(.)", r"\1", part[2])
        at = part.end()
    return found
