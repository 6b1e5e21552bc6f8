"""A carrier by hand: SIP over a plain socket from the trunk's address, and audio that it sends and hears."""

import json
import os
import queue
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from tests.ports import WORKER, free_port
from tests.system.wire import Wire
from trunkline.audio.codecs import CODECS, Decoder, encode
from trunkline.audio.samples import level, tone

PATIENCE = 20.0
KEPT = ("kept", "forgotten", "spend")  # what is for later engines
_ports = count()


class Engine:
    """The engine in a process of its own, and its exchange at the other end of a pipe."""

    def __init__(self, process: "subprocess.Popen[str]", sip: int, folder: Path) -> None:
        self.process, self.sip, self.folder = process, sip, folder
        self._said: queue.Queue[tuple[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.relay = self.happens("relay", 30)

    def _read(self) -> None:
        assert self.process.stdout
        with suppress(ValueError):  # it is closed at the end
            for line in self.process.stdout:
                self._said.put(tuple(json.loads(line)))

    def wants(self, *wanted: list[Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()

    def happens(self, kind: str, seconds: float = PATIENCE) -> Any:
        """The next that happens must be of this kind; what is kept for later engines is passed over."""
        while True:
            try:
                found, said = self._said.get(timeout=seconds)
            except queue.Empty:
                raise AssertionError(f"no {kind}") from None
            if found == kind:
                return said
            assert found in KEPT, f"{found} {said}, not {kind}"

    def eventually(self, kind: str) -> Any:
        """What else happens before is passed over."""
        while (found := self._said.get(timeout=PATIENCE))[0] != kind:
            continue
        return found[1]

    def nothing_happens(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                found, said = self._said.get(timeout=left)
            except queue.Empty:
                return
            assert found in KEPT, f"{found} {said}"


@contextmanager
def engine(folder: Path, carrier: int, **environment: str) -> Iterator[Engine]:
    sip, rtp = free_port(), 50_000 + WORKER * 2_000 + next(_ports) % 10 * 200
    command = [sys.executable, "-m", "tests.engine.scripted", str(folder), str(sip), str(rtp), str(carrier)]
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | environment
    )
    try:
        yield Engine(process, sip, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for each in (process.stdin, process.stdout, log):
            if each:
                each.close()
        print((folder / "log").read_text())


class Voice:
    """One end of a call's audio."""

    def __init__(self, codec: str = "PCMU", hz: int = 440) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.port = free_port()
        self.socket.bind(("127.0.0.1", self.port))
        self.codec, self.type = codec, CODECS[codec].payload_type
        self.towards: tuple[str, int] | None = None
        self.speaks = True
        self.keys = 101  # the number by which it knows keys
        self._sound = encode(tone([hz], 1.0, 48_000), 48_000, codec) if hz else encode(np.zeros(16_000), 16_000, codec)
        self._heard: list[tuple[float, int, bytes]] = []
        self._sequence = 0
        self._over = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def sdp(self, *codecs: str, direction: str = "sendrecv", events: bool = True) -> str:
        types = [CODECS[codec].payload_type for codec in codecs or (self.codec,)]
        lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"]
        lines += [f"m=audio {self.port} RTP/AVP {' '.join(map(str, [*types, *([self.keys] if events else [])]))}"]
        lines += [f"a=rtpmap:{self.keys} telephone-event/8000"] if events else []
        return "\r\n".join([*lines, f"a={direction}", ""])

    def speak_to(self, message: str) -> None:
        """To where a message's description says."""
        port = int(message.partition("m=audio ")[2].split()[0])
        self.towards = ("127.0.0.1", port)

    def hears(self, seconds: float = 0.6, patience: float = PATIENCE) -> tuple[int, float]:
        """The loudest frequency of what comes from now on, and how loud it is; (0, 0) for nothing, for so long."""
        with self._lock:
            self._heard.clear()
        end = time.monotonic() + patience
        while not self.packets() and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(seconds)
        with self._lock:
            payloads = [payload for _, type, payload in self._heard if type == self.type]
        if len(payloads) < 5:
            return 0, 0.0
        decoder = Decoder(self.codec)
        samples = np.concatenate([decoder.decode(payload) for payload in payloads])
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
        return round(int(np.argmax(spectrum)) * decoder.rate / len(samples)), level(samples)

    def packets(self) -> list[tuple[float, int, bytes]]:
        with self._lock:
            return [*self._heard]

    def press(self, key: str) -> None:
        """RFC 4733, in place of the tone."""
        number = "0123456789*#ABCD".index(key)
        with self._lock:
            began = self._sequence * 160
            for n in range(8):
                over = 0x80 if n >= 5 else 0
                self._send(self.keys, struct.pack(">BBH", number, over | 10, 160 * min(n + 1, 5)), began, marker=n == 0)
                time.sleep(0.005)

    def _send(self, type: int, payload: bytes, timestamp: int, marker: bool = False) -> None:
        if self.towards:
            head = struct.pack(">BBHII", 0x80, type | (0x80 if marker else 0), self._sequence & 0xFFFF, timestamp, 7)
            self.socket.sendto(head + payload, self.towards)
            self._sequence += 1

    def _run(self) -> None:
        due = time.monotonic()
        while not self._over:
            ready, _, _ = select.select([self.socket], [], [], max(due - time.monotonic(), 0))
            if ready:
                packet = self.socket.recv(2048)
                with self._lock:
                    self._heard.append((time.time(), packet[1] & 127, packet[12:]))
            if time.monotonic() >= due:
                due += 0.02
                with self._lock:
                    if self.speaks:
                        start = self._sequence * 160 % 8000
                        self._send(self.type, self._sound[start : start + 160], self._sequence * 160)

    def close(self) -> None:
        self._over = True
        self._thread.join()
        self.socket.close()


class Carrier(Wire):
    """Speaks SIP from the address of the trunk, in UDP."""

    hops = "70"  # that its calls may take yet; empty: it does not say

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(PATIENCE)
        self.port = self.socket.getsockname()[1]
        self.cseq = 0
        self.account = {"user_name": "carrier"}

    def at(self, engine: Engine) -> "Carrier":
        """It asks us when it knows us."""
        self.server = ("127.0.0.1", engine.sip)
        self.answer(self.receive("OPTIONS"), "200 OK")
        return self

    def forget(self) -> None:
        """What came and was not read: what was said again, to be sure."""
        while select.select([self.socket], [], [], 0)[0]:
            self.socket.recv(8192)

    def receive(self, start: str) -> str:
        """Questions whether we are there are answered meanwhile."""
        while True:
            text = self.socket.recv(8192).decode()
            if text.startswith("OPTIONS") and not start.startswith("OPTIONS"):
                self.answer(text, "200 OK")
            elif text.startswith(start):
                return text

    def call(self, number: str, body: str, *headers: str, caller: str = "<sip:+12065550100@carrier.example>") -> "Call":
        self.forget()
        return Call(self, number, body, headers, caller)


class Call:
    """One that the carrier hands over."""

    def __init__(self, wire: Carrier, number: str, body: str, headers: tuple[str, ...], caller: str) -> None:
        self.wire, self.id, self.body = wire, os.urandom(6).hex(), body
        self.branch = os.urandom(6).hex()
        self.target = f"sip:{number}@127.0.0.1:{wire.server[1]}"
        self.caller, self.callee = f"{caller};tag=c", f"<{self.target}>"
        self.cseq = 1
        self.send("INVITE", *headers, body=body)

    def send(
        self, method: str, *headers: str, body: str = "", kind: str = "application/sdp", same: bool = False
    ) -> None:
        if method not in ("ACK", "CANCEL") and not same:
            self.branch = os.urandom(6).hex()
        branch = os.urandom(6).hex() if method == "ACK" and not same else self.branch
        lines = [
            f"{method} {self.target} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.wire.port};rport;branch=z9hG4bK{branch}",
            *([f"Max-Forwards: {self.wire.hops}"] if self.wire.hops else []),
            f"From: {self.caller}",
            f"To: {self.callee}",
            f"Call-ID: {self.id}",
            f"CSeq: {self.cseq} {method}",
            f"Contact: <sip:carrier@127.0.0.1:{self.wire.port}>",
            *headers,
            *([f"Content-Type: {kind}"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self.wire.socket.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), self.wire.server)

    def answered(self, status: int = 200) -> str:
        """Wait for an answer to the INVITE; a 200 is acknowledged."""
        while True:
            answer = self.wire.receive("SIP/2.0 ")
            if self.wire.header(answer, "Call-ID") == self.id and answer.startswith(f"SIP/2.0 {status}"):
                break
        if status >= 200:
            self.callee = self.wire.header(answer, "To")
            self.send("ACK", same=status >= 300)
        return answer

    def ask(
        self, method: str, *headers: str, body: str = "", kind: str = "application/sdp", acknowledging: str = ""
    ) -> str:
        """A request in the dialog, and its final answer; what the ACK says, if an INVITE is to have it so."""
        self.cseq += 1
        self.send(method, *headers, body=body, kind=kind)
        while True:
            answer = self.wire.receive("SIP/2.0 ")
            if self.wire.header(answer, "CSeq") == f"{self.cseq} {method}" and not answer.startswith("SIP/2.0 1"):
                if method == "INVITE":
                    self.send("ACK", body=acknowledging, same=not answer.startswith("SIP/2.0 2"))
                return answer
