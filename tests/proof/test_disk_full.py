"""A disk that is full, or can only be read, during calls: nothing that was acknowledged is lost, calls go on, calls for
help go out, health says so, and all is well again by itself."""

import json
import os
import resource
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.engine.asker import Asker, header, status
from tests.figures import Figure
from tests.proof.test_throttles import HELP, helped, made, office
from tests.system.installation import System
from tests.system.test_races import connect
from tests.system.wire import Wire

pytestmark = [pytest.mark.any_store, pytest.mark.timeout(180)]

NOTICED = 15.0  # seconds until it is: a live call is marked every ten
SIZE = "96m"


@dataclass
class Disk:
    """Where an installation is, and how its disk fails and is well again."""

    folder: Path
    fail: Callable[[System], None]
    mend: Callable[[System], None] | None
    why: str


def run(*command: object) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")


@contextmanager
def mounted(folder: Path, *options: object) -> Iterator[None]:
    if os.geteuid():
        pytest.skip("only root mounts a disk")
    folder.mkdir()
    run("mount", *options, folder)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextmanager
def small(tmp: Path) -> Iterator[Disk]:
    """One that is full, and has the log on it too."""
    folder = tmp / "small"

    def fill(_: System) -> None:
        with suppress(OSError), (folder / "filled").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    with mounted(folder, "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs"):
        yield Disk(folder, fill, lambda _: (folder / "filled").unlink(), "No space left on device")


@contextmanager
def read_only(tmp: Path) -> Iterator[Disk]:
    """One that its file system gave up, as after an error of the hardware."""
    image, folder = tmp / "image", tmp / "read_only"
    with image.open("wb") as file:
        file.truncate(256 << 20)
    run("mkfs.ext4", "-q", image)
    with mounted(folder, "-o", "loop", image):
        yield Disk(folder, lambda _: run("mount", "-o", "remount,abort", folder), None, "Read-only file system")


@contextmanager
def limited(tmp: Path) -> Iterator[Disk]:
    """One that takes nothing of the engine alone."""

    def limit(bytes: int) -> Callable[[System], None]:
        def to(system: System) -> None:
            resource.prlimit(system.child("engine"), resource.RLIMIT_FSIZE, (bytes, resource.RLIM_INFINITY))

        return to

    (tmp / "limited").mkdir()
    yield Disk(tmp / "limited", limit(0), limit(resource.RLIM_INFINITY), "File too large")


def asked(system: System, path: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{system.http}{path}", timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def not_ready(system: System) -> dict[str, list[str]]:
    try:
        _, said = asked(system, "/readyz")
    except OSError:
        return {"api": ["does not answer"]}
    return {name: part["reasons"] for name, part in said["parts"].items() if "reasons" in part}


def until(true: Callable[[], object], seconds: float) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() < began + seconds
        time.sleep(0.1)
    return time.monotonic() - began


def again(system: System, part: str, before: int) -> bool:
    """Whether it was started again."""
    try:
        return system.child(part) != before
    except StopIteration:
        return False


def pids(system: System) -> dict[str, int]:
    return {name: system.child(name) for name in ("api", "engine", "relay")}


@dataclass
class Office:
    """An installation on a disk, with a carrier, and three phones, two of which are in a call."""

    system: System
    carrier: Any
    ada: Wire
    ben: Wire
    cai: Asker
    before: int  # calls in the history
    invite: str  # that the call of Ada and Ben began with

    @classmethod
    @contextmanager
    def on(cls, disk: Disk) -> Iterator["Office"]:
        with ExitStack() as stack:
            system, carrier = stack.enter_context(office(disk.folder, "--past", "1"))
            accounts = [system.client.new_phone(1001 + n, f"020000000c{n:02x}") for n in range(3)]
            ada, ben = (Wire(system, each) for each in accounts[:2])
            cai = made(system, accounts[2])
            for each in (ada.socket, ben.socket, cai):
                stack.callback(each.close)
            for each in (ada, ben):
                each.register("MD5")
            assert status(cai.register()) == 200
            before = len(system.client.history(0))
            yield cls(system, carrier, ada, ben, cai, before, connect(ada, ben)[0])


SOAK = pytest.mark.soak


@pytest.mark.parametrize("kind", [small, pytest.param(limited, marks=SOAK), pytest.param(read_only, marks=SOAK)])
def test_calls_outlive_their_disk(kind: Any, tmp_path: Path, figure: Figure) -> None:
    with kind(tmp_path) as disk, Office.on(disk) as at:
        system, carrier, ada, ben, cai = at.system, at.carrier, at.ada, at.ben, at.cai
        processes = pids(system)
        assert not not_ready(system)
        name = kind.__name__.replace("_", "-")

        disk.fail(system)
        noticed = until(lambda: "journal" in not_ready(system), NOTICED)
        reasons = not_ready(system)
        assert disk.why in reasons["journal"][0]
        assert ("disk" in reasons) is (kind is not limited)
        assert str(tmp_path) not in str(reasons)
        assert asked(system, "/livez") == (200, {"status": "alive"})
        assert asked(system, "/healthz")[0] == 200

        refused = cai.dial("1002", above=200)
        assert (status(refused), header(refused, "Retry-After")) == (503, "5")
        assert status(cai.register()) == 200  # known phones stay known
        assert ada.register("MD5").startswith("SIP/2.0 200")
        took = helped(carrier, cai, cai)
        ben.ask(at.invite, "BYE")  # the live call goes on until somebody ends it
        ended = until(lambda: ada.receive("BYE"), 2)
        assert ben.receive("SIP/2.0 200")
        assert pids(system) == processes
        figure(f"disk ({name}): health says so after", f"{noticed:.1f} s: {reasons}")
        figure(
            f"disk ({name}): calls meanwhile", f"{HELP} {len(took)} of 2, after {max(took):.2f} s; a BYE {ended:.2f} s"
        )

        if disk.mend is None:
            assert system.stop() in (0, 1)
            return
        disk.mend(system)
        again = until(lambda: asked(system, "/readyz")[0] == 200, 10)
        answered = cai.dial("1002")
        assert status(answered) < 300
        rows = written(system, at.before + 3)
        assert sorted(row["call_type"] for row in rows[-3:]).count("emergency") == 2
        assert pids(system) == processes
        figure(f"disk ({name}): lost of 3 calls; ready again after", f"0; {again:.1f} s")


def written(system: System, count: int) -> list[Any]:
    end = time.monotonic() + 10
    while True:
        with suppress(AssertionError):
            return system.client.history(count)
        assert time.monotonic() < end


@SOAK
@pytest.mark.parametrize("kind", [small, read_only])
def test_what_starts_without_a_disk_helps_all_the_same(kind: Any, tmp_path: Path, figure: Figure) -> None:
    """They were killed while their disk failed: what the engine wrote before is recovered when that is well again."""
    with kind(tmp_path) as disk, Office.on(disk) as at:
        system = at.system
        time.sleep(1)
        disk.fail(system)
        took = list[float]()
        for part in ("engine", "relay", "api"):
            at.carrier.asked.clear()
            before = system.child(part)
            system.kill(part)
            if part == "engine":
                assert at.carrier.asked.wait(30), system.log.read_text()
            until(lambda part=part, before=before: again(system, part, before), 10)
            time.sleep(2)  # an answer of /readyz is good for one, and a relay that was gone is left alone for one
            until(lambda: {*not_ready(system)} <= {"journal", "disk"}, 30)
            took += helped(at.carrier, at.cai)
        assert "journal" in not_ready(system)
        name = f"disk ({kind.__name__.replace('_', '-')}): each process killed meanwhile"
        figure(f"{name}, calls for help", f"{HELP} {len(took)} of 3, after {max(took):.2f} s")
        if disk.mend:
            disk.mend(system)
            well = until(lambda: asked(system, "/readyz")[0] == 200, 10)
            assert len(written(system, at.before + 2)) >= at.before + 2
            figure(f"{name}, lost of 2 calls", f"0; ready {well:.1f} s after there is room")
