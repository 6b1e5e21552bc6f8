"""Whose packets are a phone's, where it cannot be known beforehand from which port they come: a NAT is between.

What is known is the host that its signalling comes from, through the same NAT (RFC 4787 REQ-2), and where the phone
says that it listens. Of those the first who sends is believed from then on, alone, by host and port. After the phone
has said something of its audio again it may come from another port, but only if it is not heard from the one before.
"""

from dataclasses import dataclass

Address = tuple[str, int]

SILENT = 0.5  # seconds without a packet from a port after which the phone may have left it
MOVING = 10.0  # seconds in which it may leave a port that it was heard from since, if it says that it listens elsewhere


@dataclass(eq=False)
class Whose:
    """RTP or RTCP of one phone. Until something is said of it nobody is believed."""

    host: str = ""  # from any port there
    named: Address | None = None  # from there, and nowhere else on that host
    source: Address | None = None  # who is believed
    _told: float = 0.0
    _moves: bool = False
    _heard: float = 0.0

    @property
    def to(self) -> Address | None:
        """Where audio goes to. Nothing goes to a third host before it sent."""
        return self.source or (self.named if self.named and self.named[0] == self.host else None)

    def tell(self, host: str, named: Address | None, now: float) -> None:
        """The phone said something of its audio. If it is seen at another host now, it is no longer where it was."""
        if host != self.host:
            self.source = None
        self._moves = self.source is not None and named != self.named
        self.host, self.named, self._told = host, named, now

    def takes(self, source: Address, now: float) -> bool:
        if source != self.source:
            if self.source and not self._may_have_left(now):
                return False
            if source[0] != self.host and source != self.named:
                return False
        self.source, self._heard = source, now
        return True

    def _may_have_left(self, now: float) -> bool:
        if now - max(self._heard, self._told) <= SILENT:
            return False
        return self._heard < self._told or (self._moves and now - self._told < MOVING)
