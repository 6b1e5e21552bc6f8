"""Session timers of one dialog (RFC 4028): who refreshes it, how often, and when it has expired.

Roles are those of the transaction at hand: *uac* is who sends the request, *uas* who answers it.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from trunkline.engine import stack
from trunkline.engine.times import Times

LONGEST = 86_400  # seconds: a phone that wants more than this is not believed
MOST_TRIES = 3  # of asking for a longer session: each hop between may want one of its own, and no phone wants ever more
_SAID = re.compile(r"\s*+([0-9]{1,9}+)\s*+(?:;(.*+))?")

Role = Literal["uac", "uas"]


class Timer(Protocol):
    def cancel(self) -> object: ...


class Expires(NamedTuple):
    """A Session-Expires header: seconds, and who refreshes if that is said."""

    seconds: int
    refresher: Role | None


class SessionTimer:
    """`refresh` is called when it is for us to refresh, `expire` when nobody did in time.

    A phone that does not know session timers is refreshed by us alone: any answer shows that it is there.
    """

    def __init__(
        self,
        times: Times,
        refresh: Callable[[], None],
        expire: Callable[[], None],
        after: Callable[[Callable[[], None], float], Timer] = stack.Timeout,
    ) -> None:
        self._usual = self.seconds = times.session
        self._shortest = self._least = times.shortest_session
        self._refresh, self._expire, self._after = refresh, expire, after
        self._running: Timer | None = None
        self._tries = 0  # of asking again, since it was last accepted
        self.ours = True  # to refresh
        self.known = False  # to the phone

    # Requests of ours, and their answers

    def asked(self) -> list[Any]:
        """The headers of an INVITE or UPDATE of ours."""
        refresher = "" if self._running is None else f";refresher={'uac' if self.ours else 'uas'}"
        return [
            stack.Header("Supported: timer"),
            stack.Header(f"Session-Expires: {self.seconds}{refresher}"),
            stack.Header(f"Min-SE: {self._least}"),
        ]

    def accepted(self, response: Any) -> None:
        """A 2xx to one of them (RFC 4028 section 7.2)."""
        said, self._tries = expires(response), 0
        self.known = said is not None
        self.ours = said is None or said.refresher != "uas"
        wished = said.seconds if said else max(self._usual, self._least)
        self._begin(min(max(wished, self._shortest), LONGEST))

    def too_short(self, response: Any) -> bool:
        """A 422: whether it is worth to ask again, for as long as it says (RFC 4028 section 7.3)."""
        least = _least(response)
        if not self.seconds < least <= LONGEST or self._tries == MOST_TRIES:
            return False
        self.seconds = self._least = least
        self._tries += 1
        return True

    # Requests of a phone, and our answers

    def offered(self, request: Any) -> bool:
        """Take in what an INVITE or UPDATE wants; False if that is too short: then it is to be answered with 422 and
        `refusal` (RFC 4028 section 9)."""
        said, least = expires(request), _least(request)
        self.known = supports(request)
        if said and said.seconds < self._shortest and self.known:
            return False
        wished = max(said.seconds, self._shortest) if said else self._usual
        self.seconds = max(min(wished, self._usual), min(least, LONGEST))
        self._least = max(self._least, min(least, LONGEST))
        self.ours = not self.known or (said is not None and said.refresher == "uas")
        return True

    def refusal(self) -> list[Any]:
        return [stack.Header(f"Min-SE: {self._shortest}")]

    def answered(self) -> list[Any]:
        """The headers of our 2xx; the session runs from now."""
        self._begin(self.seconds)
        if not self.known:
            return []
        said = stack.Header(f"Session-Expires: {self.seconds};refresher={'uas' if self.ours else 'uac'}")
        return [stack.Header("Supported: timer"), said] + ([] if self.ours else [stack.Header("Require: timer")])

    # The clock (RFC 4028 section 10)

    def _begin(self, seconds: int) -> None:
        self.stop()
        self.seconds = seconds
        if self.ours:
            self._running = self._after(self._refresh, seconds / 2)
        else:
            self._running = self._after(self._expire, seconds - min(32, seconds / 3))

    def go_on(self) -> None:
        """As if it had been refreshed: the phone is there."""
        self._begin(self.seconds)

    def refresh_in(self, seconds: float) -> None:
        self.stop()
        self._running = self._after(self._refresh, seconds)

    def stop(self) -> None:
        if self._running:
            self._running.cancel()
        self._running = None


def expires(message: Any) -> Expires | None:
    """None where there is no such header, or one that cannot be read."""
    for text in stack.texts(message, "session-expires", "x"):
        if match := _SAID.fullmatch(text):
            parameters = [parameter.strip().lower() for parameter in (match[2] or "").split(";")]
            roles: Sequence[Role] = ("uac", "uas")
            return Expires(int(match[1]), next((role for role in roles if f"refresher={role}" in parameters), None))
    return None


def supports(message: Any) -> bool:
    """Whether a phone knows session timers."""
    said = ",".join(stack.texts(message, "supported", "k", "require")).lower()
    return "timer" in (option.strip() for option in said.split(","))


def allows(message: Any) -> set[str]:
    """The methods that a phone takes."""
    return {method.strip().upper() for method in ",".join(stack.texts(message, "allow")).split(",")}


def _least(message: Any) -> int:
    match = next(filter(None, (_SAID.fullmatch(text) for text in stack.texts(message, "min-se"))), None)
    return int(match[1]) if match else 0
