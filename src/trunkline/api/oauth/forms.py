"""What comes in urlencoded, in the query or in the body, and from where."""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

LARGEST = 65_536  # bytes
MOST_FIELDS = 50

Form = dict[str, str]


async def read(request: Request) -> Form | None:
    """What query and body say together; None where they say nothing that can be read."""
    body = await _body(request)
    return None if body is None else parsed(request.scope["query_string"] + b"&" + body)


async def read_body(request: Request) -> Form | None:
    body = await _body(request)
    return None if body is None else parsed(body)


def parsed(raw: bytes, *, once: bool = False) -> Form | None:
    """`once`: nothing may be said twice (RFC 6749 section 3.1)."""
    try:
        said = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        return None
    found = dict(said)
    if any("\0" in value for value in found.values()) or (once and len(found) < len(said)):
        return None
    return found


def address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                return None
    except ClientDisconnect:  # nobody reads the answer
        return None
    return bytes(body)
