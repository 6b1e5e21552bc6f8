"""Headers that cannot be read: what a message can do without is as if it were not there (RFC 3261 sections 8.1.3.5 and
8.2).

The stack reads many when it needs them, and by then something has begun: a 200 would be lost though the phone has
picked up, or a call fail in its middle. So they are read as a message comes.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

from trunkline.engine import requirements

LATE = (
    "also",
    "authorization",
    "expires",
    "proxy-authenticate",
    "refer-to",
    "route",
    "server",
    "user-agent",
    "www-authenticate",
)
PLACES = ("contact", "record-route")  # where requests in the call go
NEEDED = {"INVITE": PLACES, "UPDATE": ("contact",)}  # of a request: without it there would be no call
REDIRECTION = 3  # of a status, the first digit
REGISTERING = ("authorization", "contact", "expires")  # read by who registers phones, and as they stand


def keep_legible_request(request: Any) -> None:
    """Raises for what it needs and cannot be read."""
    method: str = request.getMethod()
    needed = ("cseq", "from", "to", *NEEDED.get(method, ()))
    for header in [*request.headers]:
        if header.name in needed:
            header.getBody()
            if header.name in ("from", "to"):
                header.body.getUrl()
        elif method == "REGISTER" and header.name in REGISTERING:
            continue
        elif header.name in (*LATE, *PLACES) and not _is_read(header):
            request.removeHeader(header)


def keep_legible_response(response: Any) -> None:
    """A final answer is one however little of it can be read: its phone is reached by where it came from. Of a route
    that has a gap no part is of use. What a 3xx names is for whoever follows it."""
    redirects = response.getSCode()[0] // 100 == REDIRECTION
    for header in [*response.headers]:
        if header.name == "contact" and not redirects:
            if not (_is_read(header) and requirements.is_reached(header.body)):
                response.removeHeader(header)
        elif header.name in LATE and not _is_read(header):
            response.removeHeader(header)
    if not all(_is_read(header) for header in response.getHFs("record-route")):
        response.delHFs("record-route")


def _is_read(header: Any) -> bool:
    try:
        header.getBody()
    except Exception:  # the stack has no kind of its own for it
        return False
    return True
