"""A baresip phone: it answers by itself, or dials one number, sends a tone, and keeps what it hears in a file."""

import json
import shutil
import socket
import subprocess
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.phones import loudest, tones
from tests.ports import free_pair, free_port


@dataclass
class Baresip:
    heard_in: Path
    control: int  # a port where it tells what happens

    def events(self) -> Iterator[dict[str, Any]]:
        """What happens from now on."""
        with socket.create_connection(("127.0.0.1", self.control), 10) as connection, connection.makefile("rb") as told:
            yield {}  # connected
            while True:
                length = b""
                while (digit := told.read(1)) != b":":
                    length += digit
                yield json.loads(told.read(int(length)))
                told.read(1)

    def heard(self) -> tuple[int, float]:
        """The loudest frequency of its call, which is over, and its share of all energy."""
        end = time.monotonic() + 5
        while True:
            try:
                (file,) = self.heard_in.glob("*-dec.wav")
                return loudest(file)
            except wave.Error:  # it is not finished yet
                assert time.monotonic() < end
                time.sleep(0.1)

    def tones(self) -> set[int]:
        """Those of its call; none as long as the file is not finished."""
        (file,) = self.heard_in.glob("*-dec.wav")
        try:
            return tones(file)
        except wave.Error:
            return set()


@contextmanager
def baresip(
    folder: Path,
    account: dict[str, str],
    hz: int,
    *,
    transport: str = "udp",
    proxy: str = "",
    secure: str = "",
    dial: str = "",
) -> Iterator[Baresip]:
    """`secure` is its name for a way to secure audio: `dtls_srtp`, `srtp-mand`."""
    home = folder / f"baresip-{account['user_name']}"
    home.mkdir()
    source = home / f"{hz}.wav"
    with wave.open(str(source), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes((8000 * np.sin(2 * np.pi * hz * np.arange(8000 * 20) / 8000)).astype("<i2").tobytes())
    port, rtp, control = free_port(), free_pair(), free_port()
    recordings = Path(tempfile.mkdtemp(prefix="b"))  # the program cuts names off after 128 characters
    shutil.rmtree(home / "uuid", ignore_errors=True)
    (home / "config").write_text(
        f"sip_listen 127.0.0.1:{port}\nrtp_ports {rtp}-{rtp + 1}\naudio_source aufile,{source}\n"
        f"audio_player aubridge,nowhere\naudio_alert aufile,/dev/null\nausrc_srate 8000\nauplay_srate 8000\n"
        "module_path /usr/lib/baresip/modules\nmodule g711.so\nmodule aufile.so\nmodule aubridge.so\n"
        "module sndfile.so\nmodule srtp.so\nmodule dtls_srtp.so\n"
        f"snd_path {recordings}\nmodule_app account.so\nsip_verify_server no\n"
        "module_app menu.so\nmodule stdio.so\ncall_max_calls 1\n"
        f"module_app ctrl_tcp.so\nctrl_tcp_listen 127.0.0.1:{control}\n"
    )
    user, server = account["user_name"], proxy or account["outbound_proxy"]
    (home / "accounts").write_text(
        f"<sip:{user}@{account['sip_domain']};transport={transport}>;auth_user={account['authorization_id']};"
        f'auth_pass={account["password"]};outbound="sip:{server};transport={transport}";answermode=auto;'
        f"audio_codecs=pcmu;regint=60{f';mediaenc={secure}' if secure else ''}\n"
    )
    (home / "contacts").write_text("")
    command = ["baresip", "-f", str(home)] + (["-e", f"/dial {dial}"] if dial else [])
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
    try:
        yield Baresip(recordings, control)
    finally:
        process.terminate()  # it unregisters
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()
        shutil.rmtree(recordings)
