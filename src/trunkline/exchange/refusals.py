"""What the refusal of a phone or a carrier means: what is told to who calls, and what the history says of it.

We are another end of the call, not a proxy: of what the other end says, the caller is told what is true of the call and
can be of use to them. A redirection or a challenge would be taken for ours, and a 5xx says that something is broken
(RFC 3261 section 21).
"""

from typing import NamedTuple

from trunkline.exchange.vocabulary import Result

FORBIDDEN, NOT_FOUND, TIMEOUT, FLOW_FAILED, UNAVAILABLE = 403, 404, 408, 430, 480
LOOP, TOO_MANY_HOPS, INCOMPLETE, BUSY, UNACCEPTABLE = 482, 483, 484, 486, 488
BROKEN, BEYOND_BROKEN, OVERLOADED, BEYOND_SLOW = 500, 502, 503, 504
GLOBAL, DECLINED = 600, 603  # from GLOBAL on it is the person's answer, whatever phone gives it (section 21.6)


class Meaning(NamedTuple):
    told: int
    result: Result = "call_failed"


_MEANS: dict[int, Meaning] = {
    403: Meaning(FORBIDDEN),
    404: Meaning(NOT_FOUND),
    408: Meaning(UNAVAILABLE, "no_answer"),
    410: Meaning(NOT_FOUND),
    415: Meaning(UNACCEPTABLE),
    430: Meaning(UNAVAILABLE, "no_answer"),  # its connection is gone (RFC 5626)
    480: Meaning(UNAVAILABLE, "no_answer"),
    482: Meaning(LOOP),
    483: Meaning(TOO_MANY_HOPS),
    484: Meaning(INCOMPLETE),
    485: Meaning(NOT_FOUND),  # as the telephone network has it (RFC 3398 section 8.2.6.1)
    486: Meaning(BUSY, "busy"),
    488: Meaning(UNACCEPTABLE),
    500: Meaning(BROKEN),
    503: Meaning(OVERLOADED, "service_unavailable"),
    504: Meaning(BEYOND_SLOW),
    580: Meaning(UNACCEPTABLE),  # what it is not ready for is the audio (RFC 3312)
    600: Meaning(BUSY, "busy"),
    604: Meaning(NOT_FOUND),
    606: Meaning(UNACCEPTABLE),
}
# All others, by their hundreds. What we did wrong in asking, or were not trusted with, nobody who calls can mend.
_OTHERS = {
    3: Meaning(UNAVAILABLE),
    4: Meaning(UNAVAILABLE),
    5: Meaning(BEYOND_BROKEN),
    6: Meaning(DECLINED, "rejected"),
}


def _meaning(status: int) -> Meaning:
    return _MEANS.get(status) or _OTHERS[status // 100]


def said(status: int) -> int:
    """What the caller's phone is told."""
    return _meaning(status).told


def reason(status: int, rang: bool) -> Result:
    """What the history says; of a phone that never rang, that it was not reached."""
    result = _meaning(status).result
    return "unconnected" if result == "no_answer" and not rang else result
