"""What the engine counts of calls, audio and messages. Labels are words of ours: nobody else can make more of them."""

import re
from typing import Any

from trunkline import clock, counts
from trunkline.counts import Labelled, Spread
from trunkline.engine.media import Quality
from trunkline.exchange.vocabulary import Record

METHODS = {
    *("ACK", "BYE", "CANCEL", "INFO", "INVITE", "MESSAGE", "NOTIFY", "OPTIONS", "PRACK", "PUBLISH", "REFER"),
    *("REGISTER", "SUBSCRIBE", "UPDATE"),
}
FIRST = re.compile(rb"SIP/2\.0 ([1-6])\d\d|([A-Z]{1,12}) ")
RECEIVED, SENT = "received", "sent"


class Meters:
    def __init__(self) -> None:
        self.began = clock.wall()
        self._calls, self._talked = Labelled(), 0.0
        self._requests, self._responses = Labelled(), Labelled()
        self._packets = self._lost = 0
        self._loss = Spread(0.001, 0.01, 0.03, 0.1)
        self._jitter = Spread(0.005, 0.01, 0.02, 0.05, 0.1)  # seconds

    def over(self, record: Record) -> None:
        self._calls[record.result, record.direction, record.connect_type, record.call_type] += 1
        if record.answer is not None:
            self._talked += max(record.end - record.answer, 0.0)

    def heard(self, quality: Quality) -> None:
        self._packets += quality.packets
        self._lost += quality.lost
        self._loss.add(quality.loss)
        self._jitter.add(quality.jitter / 1000)

    def message(self, way: str, packet: bytes) -> None:
        found = FIRST.match(packet)
        if found and found[1]:
            self._responses[way, f"{found[1].decode()}xx"] += 1
        else:
            method = found[2].decode() if found else ""
            self._requests[way, method if method in METHODS else "other"] += 1

    def facts(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "began": self.began,
            "calls": counts.facts(self._calls),
            "talked": self._talked,
            "requests": counts.facts(self._requests),
            "responses": counts.facts(self._responses),
            "packets": self._packets,
            "lost": self._lost,
            "loss": self._loss.facts(),
            "jitter": self._jitter.facts(),
        }
