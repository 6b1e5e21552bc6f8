"""How long the engine waits for what. Everyone but tests takes these as they are."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Times:
    """In seconds."""

    session: int = 1800  # between two refreshes of a call (RFC 4028 section 4)
    shortest_session: int = 90  # that a phone may ask for
    refresh: int = 32  # without an answer to a re-INVITE that refreshes a call, after which its phone is gone
    question: int = 30  # without audio, after which a phone is asked whether it is still there
    silence: int = 60  # with neither RTP nor RTCP, after which a call is over
    look: int = 5  # between looks at the silence

    @classmethod
    def said(cls, text: str) -> Self:
        """As tests say them: `session=4 silence=3`."""
        pairs = (item.partition("=") for item in text.split())
        return cls(**{name: int(seconds) for name, _, seconds in pairs})
