"""Calls a second through the engine, beside the same SIPp scenario between two SIPp alone.

The engine has the first core for itself; the phones, and the rest of the system, the last.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bench.relay import cpu
from tests.ports import free_port
from tests.system.installation import System, running
from tests.system.wire import Wire

STEPS = (25, 50, 75, 100, 125, 150, 175, 200)  # calls a second
SECONDS = 10  # of calls at each
PAIRS = 4  # of phones: what one of them may send in a second, and what it may take of the engine's time, is limited
UNLIMITED = "--call-rate-per-line", "10000"

CALLER = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
  <send retrans="500"><![CDATA[{invite}]]></send>
  {challenge}
  <recv response="100" optional="true"/><recv response="180" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[field0]@bench>;tag=[pid]f[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: {cseq} ACK
Content-Length: 0

]]></send>
  <pause milliseconds="200"/>
  <send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[field0]@bench>;tag=[pid]f[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 9 BYE
Content-Length: 0

]]></send>
  <recv response="200"/>
</scenario>
"""
INVITE = """
INVITE sip:{callee}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
Max-Forwards: 70
From: <sip:[field0]@bench>;tag=[pid]f[call_number]
To: <sip:{callee}@bench>
Call-ID: [call_id]
CSeq: {cseq} INVITE
Contact: <sip:[field0]@[local_ip]:[local_port]>
User-Agent: SIPp
{auth}Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio 9 RTP/AVP 0
"""
CHALLENGE = """<recv response="100" optional="true"/><recv response="407" auth="true"/>
  <send><![CDATA[
ACK sip:{callee}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch-2]
Max-Forwards: 70
From: <sip:[field0]@bench>;tag=[pid]f[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Content-Length: 0

]]></send>
  <send retrans="500"><![CDATA[{again}]]></send>"""
CALLEE = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="callee">
  <recv request="INVITE"/>
  <send><![CDATA[
SIP/2.0 180 Ringing
[last_Via:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:x@[local_ip]:[local_port]>
Content-Length: 0

]]></send>
  <send retrans="500"><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[pid]t[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:x@[local_ip]:[local_port]>
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio 9 RTP/AVP 0
]]></send>
  <recv request="ACK"/>
  <recv request="BYE"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""


def run() -> Iterator[str]:
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stack.callback(os.sched_setaffinity, 0, set(cores))
        os.sched_setaffinity(0, {cores[-1]})  # and with it all that is started from here
        yield f"SIPp to SIPp, {STEPS[-1]} a second: {direct(Path(folder), STEPS[-1]).told}"
        system = stack.enter_context(running(Path(folder), "--demo", "--rtp", "30000-39999", *UNLIMITED))
        engine = system.child("engine")
        pin(engine, cores[0])
        pairs = [stack.enter_context(pair(Path(folder) / str(n), system, n)) for n in range(PAIRS)]
        best = 0
        for rate in STEPS:
            before, began = cpu(engine), time.perf_counter()
            counts = [each.wait() for each in [each.call(rate / PAIRS) for each in pairs]]
            share = (cpu(engine) - before) / (time.perf_counter() - began)
            count = Count(sum(each.well for each in counts), sum(each.failed for each in counts))
            yield f"{rate} a second: {count.told}, the engine had {share:.0%} of its core"
            if count.failed:
                break
            best = rate
        yield f"{best} calls a second, with digest and relay, before the first that failed"


class Count(NamedTuple):
    """What became of calls."""

    well: int
    failed: int

    @property
    def told(self) -> str:
        return f"{self.well} well, {self.failed} failed"


@dataclass
class Pair:
    """One phone that dials another, each a SIPp at the port where it is registered."""

    home: Path
    target: str
    port: int

    def call(self, rate: float) -> "Pair":
        calls, often = max(int(rate * SECONDS), 1), ["-r", str(round(rate * 1000)), "-rp", "1000s"]
        command = ["sipp", self.target, "-sf", "caller.xml", "-inf", "caller.csv", "-i", "127.0.0.1", *often]
        command += ["-p", str(self.port), "-m", str(calls), "-nostdin", "-skip_rlimit", "-timeout", "120"]
        command += ["-trace_stat", "-stf", "stat.csv", "-fd", "1"]
        quiet = subprocess.DEVNULL
        self._calls, self._process = calls, subprocess.Popen(command, cwd=self.home, stdout=quiet, stderr=quiet)
        return self

    def wait(self) -> Count:
        self._process.wait()
        names, *_, last = (self.home / "stat.csv").read_text().splitlines()
        (self.home / "stat.csv").unlink()
        well = int(dict(zip(names.split(";"), last.split(";"), strict=False))["SuccessfulCall(C)"])
        return Count(well, self._calls - well)


def direct(home: Path, rate: int) -> Count:
    port = free_port()
    with callee(home, port):
        scenario = CALLER.format(invite=INVITE.format(callee="x", auth="", cseq=1), challenge="", callee="x", cseq=1)
        return caller(home, scenario, f"127.0.0.1:{port}", "x;x", free_port()).call(rate).wait()


@contextmanager
def pair(home: Path, system: System, n: int) -> Iterator[Pair]:
    """Both SIPp are registered by packets of our own; the caller answers the challenge of each call."""
    home.mkdir()
    first, second = (system.client.new_phone(1001 + 2 * n + each, f"0200000020{n}{each}") for each in range(2))
    own, port = (registered(system, account) for account in (first, second))
    user, password, dialled = first["user_name"], first["password"], str(1002 + 2 * n)
    invites = [INVITE.format(callee=dialled, auth=auth, cseq=n) for n, auth in ((1, ""), (2, "[field1]\n"))]
    challenge = CHALLENGE.format(callee=dialled, again=invites[1])
    scenario = CALLER.format(invite=invites[0], challenge=challenge, callee=dialled, cseq=2)
    with callee(home, port):
        field = f"{user};[authentication username={user} password={password}]"
        yield caller(home, scenario, f"127.0.0.1:{system.sip}", field, own)


def registered(system: System, account: dict[str, str]) -> int:
    """The port at which a phone of ours is registered from now on, free for another program."""
    wire = Wire(system, account)
    assert wire.register("MD5", 3600).startswith("SIP/2.0 200")
    wire.socket.close()
    return wire.port


@contextmanager
def callee(home: Path, port: int) -> Iterator[None]:
    (home / "callee.xml").write_text(CALLEE)
    command = ["sipp", "-sf", "callee.xml", "-i", "127.0.0.1", "-p", str(port), "-nostdin", "-skip_rlimit"]
    process = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield
    finally:
        process.kill()
        process.wait()


def caller(home: Path, scenario: str, target: str, field: str, port: int) -> Pair:
    (home / "caller.xml").write_text(scenario)
    (home / "caller.csv").write_text(f"SEQUENTIAL\n{field}\n")
    return Pair(home, target, port)


def pin(pid: int, core: int) -> None:
    """All threads of a process; those that it begins later too."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})
