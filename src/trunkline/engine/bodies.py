"""What the body of a message describes: each part is read by its own type (RFC 5621), whatever else comes with it.

Carriers send ISUP beside a description, and where a caller is; phones send what they like. Behind this all know one
kind of body, a session description, or none.
"""

from email import message_from_bytes
from email.message import Message
from typing import Any, cast

from trunkline.engine import stack

DESCRIPTION = "application/sdp"
MOST_NESTED = 4  # kinds of `multipart` in a body; more would only cost time
DESCRIBED = ("INVITE", "UPDATE", "ACK", "PRACK")  # whose bodies, and those of their answers, are about the session


class Unsupported(Exception):
    """A body that the request cannot do without, and that we do not know; the text is what an answer says."""


def keep_description(message: Any) -> None:
    """Leave the message with its session description for a body, or with none. Raises Unsupported."""
    body = message.getBody()
    if body is None:
        return
    name = body.getType().strip()
    encoding, disposition = _said(message, "content-encoding", "e"), _said(message, "content-disposition")
    if encoding.lower() not in ("", "identity"):
        raise Unsupported("Accept-Encoding: identity")
    if name == DESCRIPTION and not _said(message, "content-transfer-encoding"):
        if body.mtype is stack.TYPE_NOT_SAID and not str(body).lstrip().startswith("v="):
            raise Unsupported(f"Accept: {DESCRIPTION}")
        return
    transfer = _said(message, "content-transfer-encoding") or "binary"
    head = f"Content-Type: {body.mtype}\r\nContent-Disposition: {disposition}\r\nContent-Transfer-Encoding: {transfer}"
    raw = f"{head}\r\n\r\n{body}".encode("latin-1", "replace")
    if raw.lower().count(b"multipart/") > MOST_NESTED:
        raise Unsupported(f"Accept: {DESCRIPTION}")
    found = _description(message_from_bytes(raw), alone=True)
    message.setBody(None if found is None else stack.Body(found.decode("latin-1")))


def _description(part: Message, *, alone: bool) -> bytes | None:
    """What stands alone is required unless it says otherwise (RFC 3261 section 20.11); a part beside a description only
    if it says so, for few gateways say `optional` where they mean it."""
    if part.get_content_type() == DESCRIPTION:
        return cast(bytes, part.get_payload(decode=True))
    if part.is_multipart():
        parts = cast(list[Message], part.get_payload())
        found = [each for each in (_description(each, alone=False) for each in parts) if each is not None]
        last = part.get_content_subtype() == "alternative"  # the best one (RFC 2046 section 5.1.4)
        return found[-1 if last else 0] if found else None
    handling = str(part.get_param("handling", "required" if alone else "optional", "content-disposition"))
    if handling.lower() != "optional":
        raise Unsupported(f"Accept: {DESCRIPTION}, multipart/mixed")
    return None


def _said(message: Any, *names: str) -> str:
    return next(iter(stack.texts(message, *names)), "")
