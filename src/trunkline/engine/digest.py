"""Who a request is from: digest authentication (RFC 8760), and what happens to those who guess."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog

from trunkline.engine import stack
from trunkline.engine.ports import Credentials, Directory

ALGORITHMS = ("SHA-256", "MD5")  # the better one first
# Phones that give up on a challenge they do not know, where RFC 8760 section 2.4 has them take the next.
ONLY_MD5 = ("baresip v0.", "baresip v1.", "SIPp")
MOST_FAILURES = 10
WINDOW = 60.0  # seconds in which failures count, and for which who made too many is refused
MOST_KNOWN = 10_000  # addresses and users whose failures are remembered

log = structlog.get_logger()


class Failures:
    """Wrong passwords, by address and by user: a whole office behind one address must not suffer for one phone long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: dict[str, deque[float]] = {}

    def count(self, *whom: str) -> None:
        now = self._clock()
        if len(self._times) >= MOST_KNOWN:
            self._times = {name: times for name, times in self._times.items() if times[-1] > now - WINDOW}
        for name in filter(None, whom):
            self._times.setdefault(name, deque(maxlen=MOST_FAILURES)).append(now)

    def too_many(self, *whom: str) -> bool:
        """Whether any of them failed ten times within a minute, less than a minute ago."""
        return any(self._is_over(name) for name in whom if name)

    def _is_over(self, name: str) -> bool:
        times = self._times.get(name)
        if times is None or times[-1] <= self._clock() - WINDOW:
            return False
        return len(times) == MOST_FAILURES and times[-1] - times[0] <= WINDOW


class Gate:
    """Lets requests in that prove to be from one of our lines."""

    def __init__(self, directory: Directory, failures: Failures, realm: str) -> None:
        self._directory, self._failures, self._realm = directory, failures, realm

    def admit(self, request: Any, *, as_proxy: bool) -> tuple[Credentials | None, Any]:
        """The line that the request is from or, if None, the answer that it gets."""
        header = "proxy-authorization" if as_proxy else "authorization"
        source = request.getSource()[0]
        answers = [answer for answer in map(_parsed, request.getHFBodys(header)) if answer]
        user = str(answers[0].username) if answers else ""
        if self._failures.too_many(source, user):
            return None, request.genResponse(*stack.said(403))
        found = self._directory.credentials(user) if user else None
        verdicts = [self._verdict(answer, found, request.getMethod()) for answer in answers]
        if found and True in verdicts:
            return found, None
        if False in verdicts:
            self._failures.count(source, user)
            log.warning("wrong SIP credentials", user=user, source=source, method=request.getMethod())
            if self._failures.too_many(source, user):
                return None, request.genResponse(*stack.said(403))
        return None, self._challenge(request, as_proxy)

    def _verdict(self, answer: Any, found: Credentials | None, method: str) -> bool | None:
        """Whether the password was right; None where it answers a nonce that is too old, which is no guess."""
        algorithm = answer.algorithm or "MD5"
        if found is None or algorithm not in stack.DIGESTS or answer.realm not in (found.realm, self._realm):
            return False
        if not answer.ho.validate_challenge(answer.nonce, stack.DIGESTS[algorithm]):
            return None
        return bool(answer.verify(found.password, method))

    def _challenge(self, request: Any, as_proxy: bool) -> Any:
        """In the realm of the account that the request says it is from."""
        claimed = self._directory.credentials(str(request.getHFBody("from").getUrl().username or ""))
        realm = claimed.realm if claimed else self._realm
        if as_proxy:
            answer, kind = request.genResponse(407, "Proxy Authentication Required"), stack.ProxyAuthenticate
        else:
            answer, kind = request.genResponse(401, "Unauthorized"), stack.WWWAuthenticate
        agent = str(request.getHFBody("user-agent")) if request.countHFs("user-agent") else ""
        for algorithm in ALGORITHMS[-1:] if agent.startswith(ONLY_MD5) else ALGORITHMS:
            answer.appendHeader(stack.Header(body=kind(realm=realm, algorithm=algorithm)))
        return answer


def _parsed(answer: Any) -> Any:
    """An Authorization header that can be read; None for one that cannot."""
    try:
        if not answer.parsed:
            answer.parse()
    except (ValueError, IndexError, AttributeError):
        return None
    needed = (answer.username, answer.realm, answer.nonce, answer.uri, answer.response)
    return answer if all(needed) else None
