"""Calls a second through the engine, beside the same SIPp scenario between two SIPp alone."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.system.installation import System, free_port, running
from tests.system.wire import Wire

RATE, CALLS = 50, 1000

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
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        yield f"SIPp to SIPp, {RATE} calls a second: {direct(home)}"
        with running(home, "--demo") as system:
            yield f"through the engine, digest and relay: {through(home, system)}"


def direct(home: Path) -> str:
    port = free_port()
    with callee(home, port):
        scenario = CALLER.format(invite=INVITE.format(callee="x", auth="", cseq=1), challenge="", callee="x", cseq=1)
        return caller(home, scenario, f"127.0.0.1:{port}", "x;x")


def through(home: Path, system: System) -> str:
    """Both SIPp are registered by packets of our own; the caller answers the challenge of each call."""
    first, second = (system.client.new_phone(1001 + n, f"02000000020{n}") for n in range(2))
    own, port = (registered(system, account) for account in (first, second))
    user, password = first["user_name"], first["password"]
    invites = [INVITE.format(callee="1002", auth=auth, cseq=n) for n, auth in ((1, ""), (2, "[field1]\n"))]
    challenge = CHALLENGE.format(callee="1002", again=invites[1])
    scenario = CALLER.format(invite=invites[0], challenge=challenge, callee="1002", cseq=2)
    with callee(home, port):
        field = f"{user};[authentication username={user} password={password}]"
        return caller(home, scenario, f"127.0.0.1:{system.sip}", field, own)


def registered(system: System, account: dict[str, str]) -> int:
    """The port at which a phone of ours is registered from now on, free for another program."""
    wire = Wire(system, account)
    assert wire.register("MD5").startswith("SIP/2.0 200")
    wire.socket.close()
    return wire.port


class callee:  # noqa: N801
    def __init__(self, home: Path, port: int) -> None:
        (home / "callee.xml").write_text(CALLEE)
        self._command = ["sipp", "-sf", "callee.xml", "-i", "127.0.0.1", "-p", str(port), "-nostdin", "-skip_rlimit"]
        self._home = home

    def __enter__(self) -> None:
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, cwd=self._home, stdout=quiet, stderr=quiet)
        time.sleep(0.5)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def caller(home: Path, scenario: str, target: str, field: str, port: int = 0) -> str:
    (home / "caller.xml").write_text(scenario)
    (home / "caller.csv").write_text(f"SEQUENTIAL\n{field}\n")
    command = ["sipp", target, "-sf", "caller.xml", "-inf", "caller.csv", "-i", "127.0.0.1", "-r", str(RATE)]
    command += ["-p", str(port or free_port())]
    command += [
        "-m",
        str(CALLS),
        "-nostdin",
        "-skip_rlimit",
        "-timeout",
        "120",
        "-trace_stat",
        "-stf",
        "stat.csv",
        "-fd",
        "1",
    ]
    began = time.perf_counter()
    subprocess.run(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    took = time.perf_counter() - began
    names, *_, last = (home / "stat.csv").read_text().splitlines()
    figures = dict(zip(names.split(";"), last.split(";"), strict=False))
    (home / "stat.csv").unlink()
    well, failed = int(figures["SuccessfulCall(C)"]), int(figures["FailedCall(C)"])
    return f"{well} well, {failed} failed, {well / took:.0f} a second"
