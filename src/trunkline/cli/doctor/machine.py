"""The computer: Python and its packages, disk, clock, time zones, and how many files may be open."""

import ctypes
import os
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from importlib import import_module, metadata

from trunkline.audio import speech as speaking
from trunkline.cli.doctor.asked import Asked
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail, ok, warn
from trunkline.clock import wall as wall_clock
from trunkline.engine import capacity
from trunkline.engine import spoken as prompts
from trunkline.extensions import timezones

# What has native code in it, and so may be there and yet not run.
NATIVE = {
    "cryptography": "cryptography.hazmat.primitives.ciphers.aead",
    "httptools": "httptools",
    "jsonschema-rs": "jsonschema_rs",
    "numpy": "numpy",
    "orjson": "orjson",
    "psycopg": "psycopg",
    "rtp.io": "rtp.io",
    "sippy": "sippy.UA",
    "uvloop": "uvloop",
}
GIGABYTE = 1_000_000_000
LITTLE_DISK, NO_DISK = 2 * GIGABYTE, GIGABYTE // 10

UNSYNCHRONISED = 0x40  # STA_UNSYNC of adjtimex(2)
BEHIND = 60.0  # seconds
STEP = 0.5  # seconds


def python(_: Asked, __: Facts) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    missing = [name for name, module in NATIVE.items() if not _runs(module)]
    if missing:
        yield fail("Python", f"{version}; these packages do not load: {', '.join(missing)}", "Run script/setup again")
    else:
        yield ok("Python", f"{version}, rtp.io {metadata.version('rtp.io')}, sippy {metadata.version('sippy')}")


def speech(_: Asked, __: Facts) -> Iterator[Finding]:
    """Which languages callers hear: of prompts, and of texts that are typed."""
    spoken = {tag.partition("-")[0] for tag in speaking.languages()}
    found = f"prompts in {' '.join(prompts.heard(spoken))}; texts in {' '.join(sorted(spoken)) or 'none'}"
    if len(spoken) > 1:
        yield ok("speech", found)
    else:
        yield warn("speech", found, "For prompts and texts in other languages install Debian's flite and espeak-ng")


def disk(asked: Asked, _: Facts) -> Iterator[Finding]:
    folder = next(each for each in (asked.place.folder, *asked.place.folder.parents) if each.exists())
    free = shutil.disk_usage(folder).free
    found = f"{free / GIGABYTE:.1f} GB free at {folder}"
    if not os.access(folder, os.W_OK):
        yield fail("disk", f"{folder} cannot be written by this user", "Give it to the user that runs Trunkline")
    elif free < NO_DISK:
        yield fail("disk", found, "Make room now: calls cannot be written down")
    elif free < LITTLE_DISK:
        yield warn("disk", found, "Make room before it is used up")
    else:
        yield ok("disk", found)


def open_files(asked: Asked, _: Facts) -> Iterator[Finding]:
    """The relay takes as many as this shell may have, if it is started from here."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    ports = asked.rtp.start, asked.rtp.stop - 1
    by_ports = capacity.calls(*ports)
    by_files = by_ports if limit == resource.RLIM_INFINITY else capacity.calls(*ports, limit)
    many = "any number of" if limit == resource.RLIM_INFINITY else limit
    found = f"{many} files and {len(asked.rtp)} ports are enough for {min(by_ports, by_files)} calls at a time"
    if not by_ports:
        yield fail("call capacity", found, "Give a longer range with --rtp")
    elif by_files < by_ports:
        yield warn("call capacity", found, f"For {by_ports}, raise `ulimit -Hn` (systemd: LimitNOFILE=) to 65536")
    else:
        yield ok("call capacity", found)


def clock(_: Asked, facts: Facts) -> Iterator[Finding]:
    wall, steady = wall_clock(), time.monotonic()
    state = _kept_by_ntp()
    behind = facts.newest_call / 1000 - wall
    if behind > BEHIND:
        advice = "Set the clock: new calls would stand before old ones"
        yield fail("clock", f"{time.ctime(wall)}, which is {behind:.0f} s before the end of the newest call", advice)
        return
    time.sleep(0.1)
    if abs((wall_clock() - wall) - (time.monotonic() - steady)) > STEP:
        yield warn("clock", "it was set while the doctor looked", "Let an NTP client slew it instead")
    elif state is None:
        yield warn("clock", "whether it is kept right cannot be seen from here", "See that the host runs an NTP client")
    elif not state:
        advice = "Run an NTP client (systemd-timesyncd, or chrony with rtcsync), on the host if this is a container"
        yield warn("clock", f"{time.ctime(wall)}; nothing keeps it right, says the kernel", advice)
    else:
        yield ok("clock", f"{time.ctime(wall)}, kept right by NTP")


def time_zones(_: Asked, facts: Facts) -> Iterator[Finding]:
    unknown = [name for name in {"America/New_York", *facts.timezones} if not timezones.exists(name)]
    if unknown:
        yield fail("time zones", f"no data for {', '.join(sorted(unknown))}", "Install Debian's tzdata")
    else:
        yield ok("time zones", "data is there for every site")


def _runs(module: str) -> bool:
    try:
        import_module(module)
    except (ImportError, OSError):
        return False
    return True


class _Timex(ctypes.Structure):
    """The beginning of `struct timex` (adjtimex(2)), and room for the rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def _kept_by_ntp() -> bool | None:
    """What the kernel was told by whoever keeps its clock; None where it does not say."""
    asked = _Timex()  # modes 0: change nothing
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.byref(asked))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else not asked.status & UNSYNCHRONISED
