"""What a check found: one line for people, one object for machines."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    check: str  # what was looked at
    found: str
    advice: str = ""  # what to do; empty where all is well

    def __str__(self) -> str:
        return f"{self.verdict:<4}  {self.check:<13} {self.found}" + (f". {self.advice}" if self.advice else "")


def ok(check: str, found: str) -> Finding:
    return Finding("ok", check, found)


def warn(check: str, found: str, advice: str) -> Finding:
    """It works, but not for all or not for long."""
    return Finding("warn", check, found, advice)


def fail(check: str, found: str, advice: str) -> Finding:
    """It does not work."""
    return Finding("fail", check, found, advice)
