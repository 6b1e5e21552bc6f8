"""How many hops a call may take yet, so that one that comes back to us ends (RFC 3261 section 20.22, RFC 7332)."""

import re
from typing import Any

MOST = 70  # what a call begins with, and all that is believed of another's


def left(request: Any) -> int | None:
    """For the INVITEs that we send because of this one, and its own; None for what is no number."""
    said = next((str(header.body).strip() for header in request.headers if header.name == "max-forwards"), str(MOST))
    return min(int(said), MOST) if re.fullmatch(r"[0-9]{1,5}", said) else None
