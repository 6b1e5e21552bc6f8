"""What a browser may do with a page of ours: nothing but what the page needs, and never inside another's."""

from base64 import b64encode
from hashlib import sha256


def headers(**allowed: str) -> dict[str, str]:
    """`allowed` are directives of a Content Security Policy with `_` for `-`; what is not named is not allowed."""
    said = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}
    said |= {name.replace("_", "-"): sources for name, sources in allowed.items()}
    return {
        "content-security-policy": "; ".join(f"{name} {sources}" for name, sources in said.items()),
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }


def inline(text: str) -> str:
    """As a source: this style or script, to the letter."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
