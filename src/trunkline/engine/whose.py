"""Whose packets are a phone's, where it cannot be known beforehand from which port they come: a NAT is between.

What is known is the host that its signalling comes from, through the same NAT (RFC 4787 REQ-2), and where the phone
says that it listens. Of those the first who sends is believed from then on, alone, by host and port. After the phone
has said something of its audio again it may come from another port, but only if it is not heard from the one before.

A phone that says it listens at the very host that it is seen at may have no NAT before it, though nothing proves that:
it can have learnt the address of its NAT (RFC 5389, RFC 3581), which gives other ports than it thinks. The port that it
names is believed whenever it sends, and once heard no other is; others of its host only if that one stays silent.
"""

from dataclasses import dataclass

Address = tuple[str, int]

SILENT = 0.5  # seconds without a packet from a port after which the phone may have left it
PATIENT = 1.0  # seconds in which others of a phone's host send before they are believed, if it says that it is there
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
    _others: float | None = None  # since when others send of the host of a phone that is not heard where it says it is

    @property
    def to(self) -> Address | None:
        """Where audio goes to. Nothing goes to a third host before it sent."""
        return self.source or (self.named if self._is_at_home else None)

    @property
    def _is_at_home(self) -> bool:
        return self.named is not None and self.named[0] == self.host

    def is_as_said(self, source: Address) -> bool:
        """Whether it is where the phone says that it is, at the very host that it is seen at."""
        return self._is_at_home and source == self.named

    def tell(self, host: str, named: Address | None, now: float) -> None:
        """The phone said something of its audio. If it is seen at another host now, it is no longer where it was."""
        if host != self.host:
            self.source = None
        if (host, named) != (self.host, self.named):
            self._others = None
        self._moves = self.source is not None and named != self.named
        self.host, self.named, self._told = host, named, now

    def takes(self, source: Address, now: float) -> bool:
        if source != self.source and not self._believes(source, now):
            return False
        self.source, self._heard = source, now
        return True

    def _believes(self, source: Address, now: float) -> bool:
        if self.is_as_said(source):
            return True
        if self.source and not self._may_have_left(now):
            return False
        if source[0] != self.host or not self._is_at_home:
            return source[0] == self.host or source == self.named
        if self.source == self.named:
            return False
        self._others = now if self._others is None else self._others
        return now - self._others > PATIENT

    def _may_have_left(self, now: float) -> bool:
        if now - max(self._heard, self._told) <= SILENT:
            return False
        return self._heard < self._told or (self._moves and now - self._told < MOVING)
