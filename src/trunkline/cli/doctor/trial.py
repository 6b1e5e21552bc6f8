"""One call with audio, made and heard by ourselves: through a system of its own, which is gone afterwards.

It has a temporary folder, an account of two people, and loopback addresses, so that it neither needs an app's secret
nor leaves anything in the history of the installation that is looked at.
"""

import argparse
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trunkline.api import apps
from trunkline.areas.sites import rules as sites
from trunkline.areas.users import batch
from trunkline.cli import admin, stored
from trunkline.cli.call import talk
from trunkline.cli.client import Client, Unanswered
from trunkline.cli.doctor.asked import Asked
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail, ok
from trunkline.cli.doctor.network import taken
from trunkline.engine.testphone import Failed, SipAccount
from trunkline.extensions import devices, directory, licences
from trunkline.store.seal import Seal
from trunkline.store.tables import Account, Device, DeviceLine
from trunkline.store.tenant import Tenant

ACCOUNT, DOMAIN = "doctor", "doctor.phones.internal"
HOST = "127.0.0.1"
NUMBERS = ("101", "102")
TALK = 1.0  # seconds
STARTING, ENDING = 15.0, 15.0  # seconds
FEW = 64  # ports, where the installation's own are in use
ADDRESS: Any = {
    "country": "US",
    "address_line1": "1 Main Street",
    "city": "San Jose",
    "state_code": "CA",
    "zip": "95113",
}


@dataclass
class Trial:
    """What the throw-away account has."""

    client_id: str = ""
    secret: str = ""
    phones: list[SipAccount] = field(default_factory=list[SipAccount])


def call(asked: Asked, _: Facts, *, alone: bool) -> Iterator[Finding]:
    """`alone`: nothing else runs here, so that the installation's own RTP ports can be tried."""
    rtp = asked.rtp if alone else _spare_ports()
    told: list[str] = []
    with tempfile.TemporaryDirectory(prefix="trunkline-doctor-") as name:
        folder = Path(name)
        http, sip = _free_port(socket.SOCK_STREAM), _free_port(socket.SOCK_DGRAM)
        try:
            trial = _found(folder, sip)
            with _system(folder, http, sip, rtp):
                well = talk((NUMBERS[0], trial.phones[0]), (NUMBERS[1], trial.phones[1]), TALK, told.append)
                result = _history(f"http://{HOST}:{http}", trial)
        except (Failed, Unanswered) as error:
            why = f"{error}{_last_error(folder)}"
            yield fail("call", why, "See the findings above; if all else is well, report this one")
            return
    if not well:
        advice = "See whether a firewall stops UDP on loopback, or the computer is too busy"
        yield fail("call", "; ".join(told[-2:]), advice)
    elif result != "connected":
        yield fail("call", f"it went well, but the API tells that it was {result}", "Report this")
    else:
        yield ok("call", "two test phones called each other, each heard the other, and the API tells of it")


def _found(folder: Path, sip: int) -> Trial:
    said = argparse.Namespace(data=folder, database=None)
    stored.prepare(said)
    seal = Seal.of(folder)
    trial = Trial()

    def fill(rows: Tenant) -> None:
        wishes: sites.Wishes = {
            "name": admin.MAIN_SITE,
            "auto_receptionist_name": admin.RECEPTIONIST,
            "default_emergency_address": ADDRESS,
        }
        site = admin.first_site(rows, wishes, "UTC")
        licences.begin(rows, site.country)
        trial.client_id, trial.secret = apps.create(rows, "doctor", admin.every_scope())
        for number in NUMBERS:
            email = f"{number}@doctor.example"
            directory.add(rows, email=email, first_name="Test", last_name=number)
            wish: Any = {"email": email, "extension_number": number, "calling_plans": ["US/CA Unlimited"]}
            user = batch.add(rows, seal, [wish])[0]
            mac = f"02{secrets.token_hex(5)}"  # locally administered
            phone = Device(display_name=number, mac_address=mac, brand=devices.OTHER, site_id=site.id)
            devices.assign(rows, seal, devices.create(rows, phone), [user])
            (line,) = rows.find(DeviceLine, DeviceLine.device_id == phone.id)
            password = seal.open(line.sealed_password)
            trial.phones.append(SipAccount(line.sip_user, password, DOMAIN, f"{HOST}:{sip}"))

    with stored.opened(said) as store:
        admin.found(store, Account(id=ACCOUNT, name="Doctor", sip_domain=DOMAIN), fill)
    return trial


@contextmanager
def _system(folder: Path, http: int, sip: int, rtp: range) -> Generator[None]:
    command = [sys.executable, "-m", "trunkline", "serve", "--data", str(folder), "--http", f"{HOST}:{http}"]
    command += ["--sip", f"{HOST}:{sip}", "--rtp", f"{rtp.start}-{rtp.stop - 1}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRUNKLINE_")}
    with (folder / "log").open("wb") as log:
        system = subprocess.Popen(command, stdout=log, stderr=log, env=environment)  # noqa: S603
    try:
        _await(f"http://{HOST}:{http}/healthz", system)
        yield
    finally:
        system.terminate()
        try:
            system.wait(ENDING)
        except subprocess.TimeoutExpired:
            system.kill()
            system.wait()


def _await(health: str, system: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and system.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.05)
    raise Failed(f"a system of its own was not ready within {STARTING:g} seconds")


def _history(url: str, trial: Trial) -> str:
    """The result of the call, as the API tells it; it is there at most a moment after the call."""
    client = Client(url, ACCOUNT, trial.client_id, trial.secret)
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if rows := client("GET", "/call_history?page_size=10")["call_history"]:
            return str(rows[0]["call_result"])
        time.sleep(0.05)
    raise Failed("the history does not have the call")


def _last_error(folder: Path) -> str:
    """What the system's log says last of what went wrong."""
    log = folder / "log"
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    for line in reversed(lines):
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if said.get("level") == "error":
            return f" (log: {said.get('event')} {said.get('why', '')})"
    return f" (log: {lines[-1]})" if lines else ""


def _free_port(kind: socket.SocketKind) -> int:
    """One that the other kind has free too: SIP comes over both."""
    while True:
        with socket.socket(socket.AF_INET, kind) as probe:
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
        if not any(taken((HOST, port), each) for each in (socket.SOCK_STREAM, socket.SOCK_DGRAM)):
            return port


def _spare_ports() -> range:
    """A few UDP ports in a row that nobody uses."""
    for first in range(25_000, 65_000, FEW):
        if not any(taken((HOST, port), socket.SOCK_DGRAM) for port in range(first, first + FEW)):
            return range(first, first + FEW)
    raise Failed(f"no {FEW} UDP ports in a row are free")
