"""How a phone is asked to answer a call by itself. Each make has its own words for it, so all are said. A phone takes
those that it knows, and may be set not to do it.
"""

from collections.abc import Sequence


def headers(domain: str) -> Sequence[str]:
    """Of an INVITE: RFC 5373 section 4, then what desk phones have known for longer (RFC 3261 sections 20.4 and
    20.9)."""
    return (
        "Answer-Mode: Auto",
        f"Call-Info: <sip:{domain}>;answer-after=0",
        f"Alert-Info: <http://{domain}>;info=alert-autoanswer;delay=0",
    )
