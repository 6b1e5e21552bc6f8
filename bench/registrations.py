"""What a registration and a call cost the engine's processor, and what it takes to know ten thousand lines.

Phones are asked who they are each time, so a registration is two requests. Where TRUNKLINE_TEST_DATABASE names a
PostgreSQL the same is measured on it.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from bench.calls import UNLIMITED
from bench.relay import cpu
from tests.acme import Acme
from tests.places import prepared
from tests.system.installation import System, running
from tests.system.wire import SDP, Wire
from trunkline.areas.users import batch
from trunkline.engine.copies import Copies
from trunkline.extensions import devices, directory, people
from trunkline.store import keys
from trunkline.store.moved import Mark
from trunkline.store.seal import Seal
from trunkline.store.store import Place, Store
from trunkline.store.tables import Device, DeviceLine
from trunkline.store.tenant import Tenant

REGISTRATIONS, CALLS = 1_000, 200
LINES, AT_ONCE = 10_000, 500
ROUNDS = 5


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "--demo", *UNLIMITED) as system:
        ada, ben = (Wire(system, system.client.new_phone(1008 + n, f"02000000010{n}")) for n in range(2))
        for each in (ada, ben):
            each.register("MD5", 600)
        took = spent(system, REGISTRATIONS, 0.02, partial(ada.register, "MD5", 600))
        yield f"{took * 1000:.2f} ms of a core for a registration"
        yield f"{spent(system, CALLS, 0.15, partial(call, ada, ben)) * 1000:.2f} ms of a core for a call"
    with tempfile.TemporaryDirectory() as folder, prepared(Path(folder)) as place:
        yield from known(place, Path(folder))


def spent(system: System, times: int, pause: float, act: Callable[[], object]) -> float:
    """`pause` keeps a line within its part of the loop's time (engine/flood.py)."""
    engine = system.child("engine")
    before = cpu(engine)
    for _ in range(times):
        act()
        time.sleep(pause)
    return (cpu(engine) - before) / times


def call(ada: Wire, ben: Wire) -> None:
    ada.call("1009")
    ben.answer(ben.invited(), "200 OK", SDP)
    answer = ada.receive("SIP/2.0 200")
    ada.go_on(answer, "ACK")
    ada.go_on(answer, "BYE")
    ben.answer(ben.receive("BYE"), "200 OK")
    ada.receive("SIP/2.0 200")


def known(place: Place, folder: Path) -> Iterator[str]:
    keys.make(folder)
    seal = Seal.of(folder)
    store = Store(place, "configuration")
    acme = Acme.found(store, seal, "acme")
    for first in range(0, LINES, AT_ONCE):
        acme.write(partial(_more, seal, acme.main, first))
    before, began = resident(), time.perf_counter()
    copies = Copies(store, seal, Mark(place.folder))
    took, lines = time.perf_counter() - began, resident()
    yield f"{LINES:,} lines: read in {took * 1000:.0f} ms, {lines - before} MB"
    began = time.perf_counter()
    copies.plan(acme.id)
    yield f"their plan: read in {(time.perf_counter() - began) * 1000:.0f} ms, {resident() - lines} MB"
    copies.start()
    yield f"a password that was changed is known after {changed(copies, acme, seal) * 1000:.1f} ms"
    copies.stop()
    store.close()


def changed(copies: Copies, acme: Acme, seal: Seal) -> float:
    """Until a request of its phone goes on: the median of some."""
    times: list[float] = []
    for n in range(ROUNDS):

        def renew(rows: Tenant, n: int = n) -> str:
            (line,) = rows.find(DeviceLine, DeviceLine.device_id == acme.devices[0])
            line.sealed_password = seal.close(f"password {n}")
            return line.sip_user

        user = acme.write(renew)
        known, began = Event(), time.perf_counter()
        copies.take_up([user], [], known.set, plans=False)
        known.wait()
        times.append(time.perf_counter() - began)
        time.sleep(1)
    return sorted(times)[ROUNDS // 2]


def _more(seal: Seal, site: str, first: int, rows: Tenant) -> None:
    for n in range(first, first + AT_ONCE):
        email = f"more{n}@acme.example"
        directory.add(rows, email=email, first_name="More", last_name=str(n))
        wish: Any = {"email": email, "extension_number": str(300_000 + n), "site_name": "Main Site"}
        (user,) = batch.add(rows, seal, [wish | {"calling_plans": [], "phone_numbers": []}])
        device = Device(display_name=f"Phone {n}", mac_address=f"{n:012x}", brand="other", site_id=site)
        devices.assign(rows, seal, devices.create(rows, device), [people.user(rows, user.id)])


def resident() -> int:
    """MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024
