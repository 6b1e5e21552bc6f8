"""A whole system, started as its user starts it, and a client for its API."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.places import bare
from tests.ports import WORKER, free_port
from trunkline.store.store import Place

PATIENCE = 90.0
DISCONNECT = 11  # what call handling calls it


@dataclass
class Client:
    """Calls the API over HTTP; an answer that is no success raises what the server said."""

    url: str
    credentials: tuple[str, str, str] = ("demo-account", "demo-client", "demo-secret")
    token: str = field(default="", init=False)

    def log_in(self) -> str:
        account, client, secret = self.credentials
        form = urllib.parse.urlencode({"grant_type": "account_credentials", "account_id": account}).encode()
        basic = b64encode(f"{client}:{secret}".encode()).decode()
        request = urllib.request.Request(f"{self.url}/oauth/token", form, {"Authorization": f"Basic {basic}"})
        with urllib.request.urlopen(request) as answer:
            self.token = json.load(answer)["access_token"]
        return self.token

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        if not self.token:
            self.log_in()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/v2/phone{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error
        return json.loads(text) if text else None

    def user(self, extension: int) -> Any:
        return next(
            each for each in self("GET", "/users?page_size=100")["users"] if each["extension_number"] == extension
        )

    def no_mailbox(self, extension: int) -> None:
        """Calls that the user does not take end."""
        settings = {"sub_setting_type": "call_handling", "settings": {"call_not_answer_action": DISCONNECT}}
        for hours in ("business_hours", "closed_hours"):
            path = f"/extension/{self.user(extension)['extension_id']}/call_handling/settings/{hours}"
            self("PATCH", path, settings)

    def new_phone(self, extension: int, mac: str, *, mailbox: bool = False) -> dict[str, str]:
        """A phone for a user, provisioned through the API alone; its SIP account. Calls not taken end, unless there
        is to be a mailbox."""
        if not mailbox:
            self.no_mailbox(extension)
        user = self.user(extension)
        body = {"display_name": "test", "mac_address": mac, "type": "other", "assigned_to": user["id"]}
        device = self("POST", "/devices", body)
        return self("GET", f"/devices/{device['id']}")["provision"]["sip_accounts"][0]

    def history(self, expected: int = 1) -> list[Any]:
        """The account's calls of the last minutes, as soon as so many are there; within two seconds."""
        end = time.monotonic() + 2
        while True:
            found = [row for row in self("GET", "/call_history?page_size=300")["call_history"] if row["site_name"]]
            recent = [row for row in found if _age(row["start_time"]) < 300]
            if len(recent) >= expected:
                return recent
            assert time.monotonic() < end, f"{len(recent)} calls, not {expected}"
            time.sleep(0.05)


def _age(shown: str) -> float:
    return time.time() - time.mktime(time.strptime(shown, "%Y-%m-%dT%H:%M:%SZ")) + time.timezone


@dataclass
class System:
    process: "subprocess.Popen[bytes]"
    data: Path
    http: int
    sip: int
    rtp: int  # the first of the relay's ports
    log: Path
    database: str | None

    @property
    def client(self) -> Client:
        return Client(f"http://127.0.0.1:{self.http}")

    def ready(self, seconds: float = PATIENCE) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.http}/healthz", timeout=1) as answer:
                    return answer.status == 200
            except OSError:
                time.sleep(0.02)
        return False

    def child(self, name: str) -> int:
        """The process id of the API, the engine or the relay."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return next(int(line.split()[0]) for line in listed.stdout.splitlines() if f"trunkline {name}" in line)

    def kill(self, name: str) -> None:
        os.kill(self.child(name), signal.SIGKILL)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def running(folder: Path, *more: str, url: str | None = None) -> Iterator[System]:
    """Started on files in the folder, or on a database of its own where the tests have a PostgreSQL.

    A demo has two days of calls behind it, unless more is said.
    """
    if "--demo" in more and "--past" not in more:
        more = (*more, "--past", "2")
    with (
        nullcontext(Place(folder, url)) if url else bare(folder) as place,
        _started(folder, place.url, *more) as system,
    ):
        yield system


@contextmanager
def _started(folder: Path, database: str | None, *more: str) -> Iterator[System]:
    http, sip, rtp = free_port(), free_port(), 30_000 + WORKER * 7_000 + free_port() % 7 * 1_000
    log = folder / "log"
    command = [sys.executable, "-m", "trunkline", "serve", "--data", str(folder / "data")]
    command += ["--http", f"127.0.0.1:{http}", "--sip", f"127.0.0.1:{sip}", "--rtp", f"{rtp}-{rtp + 999}", *more]
    environment = os.environ | ({"TRUNKLINE_DATABASE": database} if database else {})
    with log.open("ab") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment)
    system = System(process, folder / "data", http, sip, rtp, log, database)
    try:
        assert system.ready(), log.read_text()
        yield system
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
