"""What a request must have, and what it may ask of us (RFC 3261 section 8.2): one list for all states of a call, and
for requests that belong to none."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import math
import random
import re
from collections.abc import Iterator
from typing import Any

from trunkline.engine import sdp, stack

METHODS = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE")  # in a dialog
ALLOW = f"Allow: {', '.join(METHODS)}"
ALLOW_OUTSIDE = f"{ALLOW}, REGISTER"
OTHERS = ("PRACK", "REFER", "SUBSCRIBE", "NOTIFY", "MESSAGE", "PUBLISH", "REGISTER")  # known, and not taken in a dialog
OPTIONS = ("timer",)  # extensions, as Require and Supported name them
SUPPORTED = f"Supported: {', '.join(OPTIONS)}"
ACCEPT = "Accept: application/sdp"
ABLE = (ACCEPT, "Accept-Encoding: identity", "Accept-Language: en", SUPPORTED)  # beside Allow (RFC 3261 section 11.2)
DESCRIBING = ("INVITE", "UPDATE")  # whose bodies are descriptions, and whose Contact is where the phone is from now on
REACHED = ("sip", "sips")  # schemes of a Contact (RFC 3261 section 8.1.1.8)
HIGHEST = 2**31 - 1  # CSeq (RFC 3261 section 8.1.1.5)
LATER = 10  # seconds (RFC 3261 section 14.2)
TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~-]+")


def refusal(request: Any) -> Any | None:
    """The answer to a request that lacks something, or requires what we do not do; None for one that is as it should
    be."""
    return next(_faults(request), None)


def said(request: Any, status: int, *headers: str) -> Any:
    """An answer."""
    answer = request.genResponse(*stack.said(status))
    answer.appendHeaders([stack.Header(header) for header in headers])
    return answer


def not_served(request: Any, allow: str = ALLOW) -> Any:
    """To a method that we know and do not take, or do not know at all (RFC 3261 sections 8.2.1 and 21.5.2)."""
    known = request.getMethod() in (*METHODS, *OTHERS)
    return said(request, 405 if known else 501, allow)


def later(request: Any, seconds: float = 1) -> Any:
    """To what comes too often. No 503: a phone may leave the whole server alone for as long as that says (RFC 3261
    section 21.5.4)."""
    return said(request, 480, f"Retry-After: {math.ceil(seconds)}")


def retry_after() -> str:
    """One of both has to wait; not both for the same time (RFC 3261 section 14.2, RFC 3311 section 5.2)."""
    return f"Retry-After: {random.randint(0, LATER)}"  # noqa: S311


def _faults(request: Any) -> Iterator[Any]:
    method: str = request.getMethod()
    number, of = request.getHFBody("cseq").getCSeq()
    if of != method or not 0 <= number <= HIGHEST:
        yield said(request, 400)
    if method in DESCRIBING and not _has_contact(request):
        yield said(request, 400)
    required = {option for option in _options(request) if option not in OPTIONS}
    if required:
        yield said(request, 420, f"Unsupported: {', '.join(sorted(required))}")
    encodings = _values(request, "content-encoding", "e")
    body = request.getBody()
    if body is not None and any(encoding.lower() != "identity" for encoding in encodings):
        yield said(request, 415, "Accept-Encoding: identity")
    if body is not None and method in DESCRIBING and len(str(body)) > sdp.LARGEST:
        yield said(request, 413)


def _has_contact(request: Any) -> bool:
    """One, by which the phone can be reached (RFC 3261 section 8.1.1.8); one that cannot be read was refused before."""
    contacts = request.getHFBodys("contact")
    return len(contacts) == 1 and is_reached(contacts[0])


def is_reached(contact: Any) -> bool:
    """Whether a Contact that was read is where requests can be sent."""
    if contact.asterisk:
        return False
    url = contact.getUrl()
    # The stack takes what follows an address for parameters, whatever it is.
    named = all(TOKEN.fullmatch(name) for name in contact.address.params)
    return url.scheme in REACHED and bool(url.host) and named


def _options(request: Any) -> list[str]:
    return [option.lower() for option in _values(request, "require", "proxy-require")]


def _values(request: Any, *names: str) -> list[str]:
    """Of a header that is a list, however often it stands there."""
    return [value.strip() for text in stack.texts(request, *names) for value in text.split(",") if value.strip()]
