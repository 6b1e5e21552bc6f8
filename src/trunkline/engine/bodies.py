"""What the body of a message describes: each part is read by its own type (RFC 5621), whatever else comes with it.

Carriers send ISUP beside a description, and where a caller is; phones send what they like. Behind this all know one
kind of body, a session description, or none.
"""

from typing import Any

from trunkline.engine import stack
from trunkline.engine.multipart import MOST_NESTED, Part, TooMuch

DESCRIPTION = "application/sdp"
DESCRIBED = ("INVITE", "UPDATE", "ACK", "PRACK")  # whose bodies, and those of their answers, are about the session


class Unsupported(Exception):
    """A body that the request cannot do without, and that we do not know; the text is what an answer says."""

    status = 415


class TooLarge(Unsupported):
    """One of more than we read."""

    status = 413


def keep_description(message: Any) -> None:
    """Leave the message with its session description for a body, or with none. Raises Unsupported."""
    body = message.getBody()
    if body is None:
        return
    name = body.getType().strip()
    encoding, disposition = _said(message, "content-encoding", "e"), _said(message, "content-disposition")
    if encoding.lower() not in ("", "identity"):
        raise Unsupported("Accept-Encoding: identity")
    transfer = _said(message, "content-transfer-encoding")
    if name == DESCRIPTION and not transfer:
        if body.mtype is stack.TYPE_NOT_SAID and not str(body).lstrip().startswith("v="):
            raise Unsupported(f"Accept: {DESCRIPTION}")
        return
    headers = {"content-disposition": disposition, "content-transfer-encoding": transfer}
    try:
        found = _description(Part.of(str(body.mtype), headers, str(body)), MOST_NESTED, alone=True)
    except TooMuch:
        raise TooLarge(f"Accept: {DESCRIPTION}") from None
    message.setBody(None if found is None else stack.Body(found))


def _description(part: Part, depth: int, *, alone: bool) -> str | None:
    """What stands alone is required unless it says otherwise (RFC 3261 section 20.11); a part beside a description only
    if it says so, for few gateways say `optional` where they mean it."""
    if part.type == DESCRIPTION:
        return part.content
    if parts := part.parts():
        if depth == 0:
            raise TooMuch
        found = [each for each in (_description(each, depth - 1, alone=False) for each in parts) if each is not None]
        last = part.type == "multipart/alternative"  # the best one (RFC 2046 section 5.1.4)
        return found[-1 if last else 0] if found else None
    handling = part.said("content-disposition", "handling") or ("required" if alone else "optional")
    if handling.lower() != "optional":
        raise Unsupported(f"Accept: {DESCRIPTION}, multipart/mixed")
    return None


def _said(message: Any, *names: str) -> str:
    return next(iter(stack.texts(message, *names)), "")
