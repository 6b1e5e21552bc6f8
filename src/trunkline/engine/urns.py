"""Names of things that are the same however they are spelled (RFC 8141 section 3.1)."""

import re

_URN = re.compile(r"<?\s*urn:([^:]+):([^?#>]+)[^>]*>?", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)


def comparable(urn: str) -> str:
    """One text for all spellings of a URN, with brackets or without. What is none is itself."""
    found = _URN.fullmatch(urn.strip())
    if found is None:
        return urn
    space, name = found[1].lower(), _ESCAPE.sub(lambda escape: escape[0].upper(), found[2].strip())
    return f"urn:{space}:{name.lower() if space == 'uuid' else name}"  # RFC 9562 section 4
