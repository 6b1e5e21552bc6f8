"""What an administrator sees of calls: a line in the log of each, numbers, its messages, and, on order, its audio."""

import json
import os
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.system.installation import System, running

pytestmark = pytest.mark.any_store


@pytest.fixture(scope="module")
def server() -> Iterator[socket.socket]:
    """A Homer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        made.bind(("127.0.0.1", 0))
        made.settimeout(5)
        yield made


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, server: socket.socket) -> Iterator[System]:
    homer = "--hep", f"127.0.0.1:{server.getsockname()[1]}", "--hep-id", "7"
    with running(tmp_path_factory.mktemp("seeing"), "--demo", "--metrics-from", "127.0.0.1", *homer) as system:
        yield system


def talking(system: System, seconds: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "trunkline", "call", "1001", "1002", "--talk", str(seconds)]
    return subprocess.Popen([*command, "--data", system.data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def trace(system: System, *how: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "trunkline", "trace", "--data", str(system.data), *how]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def carried(pcap: Path) -> list[bytes]:
    """What the packets of UDP in a capture carried."""
    data, at, found = pcap.read_bytes(), 24, list[bytes]()
    assert struct.unpack_from("=I", data) == (0xA1B2C3D4,)
    while at < len(data):
        length = struct.unpack_from("=I", data, at + 8)[0]
        packet = data[at + 16 : at + 16 + length]
        assert struct.unpack_from("!H", packet, 2) == (length,)
        assert struct.unpack_from("!H", packet, 24) == (length - 20,)
        found.append(packet[28:])
        at += 16 + length
    return found


@pytest.fixture(scope="module")
def call(system: System) -> Any:
    """What the log says of a call of two phones."""
    assert talking(system, 1).wait(60) == 0
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for said in lines(system):
            if said.get("event") == "call ended":
                return said
        time.sleep(0.1)
    raise AssertionError(system.log.read_text())


def lines(system: System) -> list[Any]:
    return [json.loads(line) for line in system.log.read_text().splitlines() if line.startswith("{")]


def test_a_call_has_a_line_by_the_ids_of_the_history(system: System, call: Any) -> None:
    row = system.client.history()[0]
    assert (call["call"], call["id"]) == (row["call_id"], row["call_history_uuid"])
    assert (call["caller"], call["callee"], call["result"]) == ("1001", "1002", "connected")
    assert (call["direction"], call["process"]) == (row["direction"], "engine")
    assert 0.5 < call["talked"] < 10
    assert len(call["audio"]) == 2
    assert all(each["packets"] > 20 and each["lost"] == 0 for each in call["audio"].values())


def test_how_much_is_told_is_changed_while_it_runs(tmp_path: Path) -> None:
    options = tmp_path / "trunkline.toml"
    options.write_text('log-level = "warning"\n')
    with running(tmp_path, "--demo", "--past", "1", "--config", str(options)) as system:

        def told(count: int) -> bool:
            end = time.monotonic() + 10
            while len([each for each in lines(system) if each["event"] == "answered"]) < count:
                if time.monotonic() > end:
                    return False
                system.client("GET", "/users")
            return True

        system.client("GET", "/users")
        assert not lines(system)
        options.write_text('log-level = "info"\n')
        os.kill(system.process.pid, signal.SIGHUP)
        assert told(1)
        options.write_text("log-level = what\n")  # it goes on as it was
        os.kill(system.process.pid, signal.SIGHUP)
        time.sleep(1)
        assert told(len(lines(system)) + 1)
        assert system.stop() == 0


def test_it_is_counted(system: System, call: Any) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{system.http}/metrics") as answer:
        text = answer.read().decode()
    labels = 'call_type="general",connect_type="internal",direction="outbound",result="connected"'
    assert f"trunkline_calls_total{{{labels}}} 1.0" in text
    assert 'trunkline_sip_requests_total{method="INVITE",way="received"} 2.0' in text  # it was challenged
    assert all(f'trunkline_process_up{{process="{name}"}} 1.0' in text for name in ("api", "engine", "relay"))
    packets = sum(each["packets"] for each in call["audio"].values())
    assert f"trunkline_audio_packets_total {packets}.0" in text


def test_its_messages_are_told_without_secrets(system: System, call: Any, tmp_path: Path) -> None:
    ladder = trace(system, "--call", call["id"]).stdout
    assert "INVITE SDP" in ladder
    assert "407 Proxy Authentication" in ladder
    assert f"{call['call']}.0" in ladder
    assert f"{call['call']}.1" in ladder
    whole = trace(system, "--number", "1001", "--messages").stdout
    assert 'username="' in whole
    assert 'response="****' in whole
    for number in ("1001", "1002"):
        assert f"{call['call']}.0" in trace(system, "--number", number).stdout
    file = tmp_path / "call.pcap"
    told = [
        json.loads(line)
        for line in trace(system, "--call", call["call"], "--json", "--pcap", str(file)).stdout.splitlines()
    ]
    assert [each["text"].encode("latin-1") for each in told] == carried(file)
    assert file.stat().st_mode & 0o077 == 0
    assert trace(system, "--call", call["call"], "--pcap", str(file)).returncode == 2  # it is there already
    assert trace(system, "--call", "nobody").returncode == 3


def test_homer_is_sent_them_too(server: socket.socket, call: Any) -> None:
    packets = list[bytes]()
    while not any(b"BYE sip:" in each for each in packets):
        packets.append(server.recv(65_535))
    assert all(each.startswith(b"HEP3") for each in packets)
    challenged = [each for each in packets if b"Proxy-Authorization" in each]
    assert challenged
    assert all(b'response="****' in each for each in challenged)


def test_its_audio_is_copied_on_order_alone_and_the_order_is_in_the_audit(system: System, tmp_path: Path) -> None:
    follow = [sys.executable, "-m", "trunkline", "trace", "--data", str(system.data), "--live", "--json"]
    following = subprocess.Popen(follow, stdout=subprocess.PIPE, text=True)
    time.sleep(1.5)
    file, calls = tmp_path / "audio.pcap", talking(system, 6)
    end = time.monotonic() + 30
    while not (found := live(system)):
        assert time.monotonic() < end
        time.sleep(0.2)
    call = found[-1]
    copying = trace(system, "--call", call, "--audio", str(file), "--seconds", "2")
    assert copying.returncode == 0
    (first, *streams) = copying.stdout.splitlines()
    assert first.startswith(f"{file}: ")
    spoken = [each for each in streams if " RTP of " in each]
    assert len(spoken) == 2
    assert any("the caller 1001" in each for each in spoken)
    assert any("the other side 1002" in each for each in spoken)
    ours = range(system.rtp, system.rtp + 1000, 2)
    assert all(min(ports) > 0 and any(port in ours for port in ports) for ports in rtp_ports(file))
    audio = [each for each in carried(file) if each[1] & 0x7F == 0]
    assert len(audio) > 100
    assert {each[0] >> 6 for each in audio} == {2}  # RTP (RFC 3550 section 5.1)
    assert len({each[8:12] for each in audio}) == 2  # both sides
    calls.wait(60)
    time.sleep(1)
    following.send_signal(signal.SIGINT)
    followed, _ = following.communicate(timeout=20)
    assert following.returncode == 0
    seen = {json.loads(line)["text"].split()[0] for line in followed.splitlines()}
    assert {"REGISTER", "INVITE", "BYE"} <= seen
    assert trace(system, "--call", call, "--audio", str(tmp_path / "late.pcap")).returncode == 3
    if system.database is None:
        with sqlite3.connect(system.data / "state.db") as rows:
            ((path,),) = rows.execute("SELECT path FROM audit_lines WHERE operation = 'trace_audio'").fetchall()
        rows.close()
        assert json.loads(path)["call"] == call
    assert [each["leg"] for each in lines(system) if each["event"] == "audio of a call is copied"] == [f"{call}.0"]


def rtp_ports(pcap: Path) -> list[tuple[int, int]]:
    """Of packets of RTP: that of G.711 is 172 bytes."""
    data, at, found = pcap.read_bytes(), 24, list[tuple[int, int]]()
    while at < len(data):
        length = struct.unpack_from("=I", data, at + 8)[0]
        if length == 28 + 172:
            found.append(struct.unpack_from("!HH", data, at + 16 + 20))
        at += 16 + length
    assert found
    return found


@pytest.mark.parametrize(
    "vain", [("--number", "1001", "--seconds", "3"), *(("--audio", "a", "--call", "1", *more) for more in (
        ("--pcap", "b"), ("--live",), ("--json",), ("--messages",), ("--number", "1001"),
    ))]
)  # fmt: skip
def test_what_has_no_effect_is_refused(system: System, tmp_path: Path, vain: tuple[str, ...]) -> None:
    asked = trace(system, *(str(tmp_path / each) if each in ("a", "b") else each for each in vain))
    assert asked.returncode == 2
    assert "no effect together" in asked.stderr
    assert not [*tmp_path.iterdir()]


def live(system: System) -> list[str]:
    """Calls that were answered and are not over, by their messages."""
    told = [json.loads(line) for line in trace(system, "--number", "1001", "--json").stdout.splitlines()]
    said = [(each["leg"].partition(".")[0], each["text"].split()[0], each["way"]) for each in told]
    over = {call for call, first, _ in said if first == "BYE"}
    return sorted({call for call, first, way in said if (first, way) == ("ACK", "sent") and call} - over)
