"""Softphones made with PJSIP, driven from a test: a process each, told what to do line by line.

A process of its own because the library can be had once in a process, and never again after it was closed.
"""

import json
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.ports import free_pair


@dataclass
class Phone:
    """One softphone with one account."""

    process: "subprocess.Popen[str]"
    heard: Path
    _files: int = 0

    def tell(self, **said: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the phone died"
        return json.loads(answer)

    def register(self) -> None:
        answer = self.tell(do="register")
        assert answer["status"] == 200, answer

    def dial(self, number: str) -> None:
        self.tell(do="dial", number=number)

    def state(self) -> Any:
        return self.tell(do="state")

    def wait(self, state: str, seconds: float = 10) -> Any:
        """Until its latest call is in a state: EARLY, CONFIRMED, DISCONNECTED, or INCOMING."""
        end = time.monotonic() + seconds
        while True:
            now = self.state()
            if now["state"] == state:
                return now
            assert time.monotonic() < end, f"still {now}, not {state}"
            time.sleep(0.02)

    def answer(self, status: int = 200) -> None:
        self.tell(do="answer", status=status)

    def hang_up(self) -> None:
        self.tell(do="hang_up")

    def hears(self, hz: int, seconds: float = 1.0) -> bool:
        """Whether a tone is nearly all that it hears from now on; 0 for silence."""
        loudest_hz, share = loudest(self._listen(seconds))
        return abs(loudest_hz - hz) <= 3 and (share > 0.9 or hz == 0)

    def tones(self, seconds: float) -> set[int]:
        """What it hears from now on."""
        return tones(self._listen(seconds))

    def _listen(self, seconds: float) -> Path:
        self._files += 1
        file, rest = (self.heard.with_suffix(f".{self._files}{part}.wav") for part in ("", "-rest"))
        self.tell(do="record", file=str(file))
        time.sleep(seconds)
        self.tell(do="record", file=str(rest))
        return file

    def vanish(self) -> None:
        """It says nothing more to anyone."""
        self.process.kill()
        self.process.wait()

    def press(self, keys: str) -> None:
        """RFC 4733."""
        self.tell(do="press", keys=keys)

    def hold(self) -> None:
        self.tell(do="hold")

    def resume(self) -> None:
        self.tell(do="resume")


@contextmanager
def phone(folder: Path, account: dict[str, str], hz: int, **options: Any) -> Iterator[Phone]:
    """A phone for a SIP account as `get_device` shows it; it sends a tone and records what it hears.

    Options: `transport` (udp, tcp, tls), `scheme` (sip, sips) and `proxy` (host:port, if not the account's),
    `codec`, and others that `pjsip_phone.py` reads.
    """
    heard = folder / f"heard-{account['user_name']}-{hz}.wav"
    said = json.dumps({"account": account, "hz": hz, "heard": str(heard), "rtp": free_pair(), **options})
    command = [sys.executable, str(Path(__file__).with_name("pjsip_phone.py")), said]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    made = Phone(process, heard)
    try:
        assert made.tell(do="state")["state"] == "IDLE"
        yield made
        if process.poll() is None:
            made.tell(do="quit")
            process.wait(5)  # while it unregisters
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(BrokenPipeError):  # of one that vanished
                    pipe.close()


def loudest(path: Path) -> tuple[int, float]:
    """The loudest frequency of a recording, and its share of all energy; (0, 0) for silence."""
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    if len(samples) < 800 or np.sqrt(np.mean(samples**2)) < 50:
        return 0, 0.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    width = 8000 / len(samples)
    peak = int(np.argmax(spectrum))
    around = slice(max(peak - int(20 / width) - 2, 0), peak + int(20 / width) + 3)
    return round(peak * width), round(float(spectrum[around].sum() / spectrum.sum()), 2)


def tones(path: Path) -> set[int]:
    """The loudest frequencies of a recording, tenth by tenth of a second, to the nearest 100 hertz."""
    with wave.open(str(path)) as heard:
        samples = np.frombuffer(heard.readframes(heard.getnframes()), "<i2").astype(float)
    tenths = samples[: len(samples) // 800 * 800].reshape(-1, 800)
    loud = tenths[np.sqrt(np.mean(tenths**2, axis=1)) > 50]
    return {round(int(peak) * 10, -2) for peak in np.argmax(np.abs(np.fft.rfft(loud)), axis=1)}
