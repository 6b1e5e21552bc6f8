"""What is looked at before anything starts: whether options fit each other, this computer and what it has open. Each
refusal names the option, what was said, and what to do."""

import argparse
import errno
import os
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from trunkline.cli import exits, tls
from trunkline.engine import capacity
from trunkline.engine.times import Times
from trunkline.problems import refuse

ANY = ("0.0.0.0", "[::]")  # noqa: S104
LONGEST_SOCKET = 107  # bytes of a path (unix(7))
SOCKET = "engine.sock"  # the longest name of one
LEAST_FILES = 1024
MANY_FILES = 65_536  # enough for every port
UNLIMITED = 1 << 20
DYING = 5.0  # seconds for which an address may still be another's that ends
LOOK = 0.1
OF = {"api": ("http",), "engine": ("sip", "sips"), "relay": ()}  # addresses, by part
KINDS = {"udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}
SPOKEN = {"http": ("tcp",), "sip": ("udp", "tcp"), "sips": ("tcp",)}
RAISE = "raise the hard limit of `ulimit -n` (systemd: LimitNOFILE=; containers: --ulimit nofile=) to"


def options(said: argparse.Namespace) -> None:
    """Whether they fit each other."""
    tls.check(said)
    given = [(name, getattr(said, name)) for name in SPOKEN if getattr(said, name)]
    for n, (name, value) in enumerate(given):
        if other := next((each for each, the_same in given[:n] if the_same == value), None):
            refuse("address_given_twice", option=f"--{name}", value=value, remedy=f"another port than --{other} has")
    first, last = ports(said)
    port = int(said.sip.rpartition(":")[2])
    if first <= port <= last:
        refuse("ports_overlap", option="--rtp", value=said.rtp, remedy=f"leave out {port}, the UDP port of --sip")
    if said.sip.rpartition(":")[0] in ANY and not said.public_host:
        remedy = "--public-host, with what phones reach: they cannot send to that address"
        refuse("nowhere_to_send_to", option="--sip", value=said.sip, remedy=remedy)
    _lead_somewhere(said)
    times()
    path = said.data.resolve() / "run" / SOCKET
    if len(bytes(path)) > LONGEST_SOCKET:
        most = LONGEST_SOCKET - len(bytes(Path("run") / SOCKET)) - 1
        refuse("data_folder_name_too_long", option="--data", value=said.data, remedy=f"a path of at most {most} bytes")


def _lead_somewhere(said: argparse.Namespace) -> None:
    """Where others are sent, or something is sent to, is one computer. A name that is not known here may be known to
    the phones, or later."""
    hosts = {name: value.rpartition(":")[0] for name in (*SPOKEN, "hep") if (value := getattr(said, name))}
    if said.public_host:
        hosts["public-host"] = said.public_host
    for name, host in hosts.items():
        try:
            found = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_DGRAM)
        except OSError:
            if name in ("public-host", "hep"):
                exits.say(f"--{name} {host}: nobody here knows that name; see that it is right")
            continue
        if any(family == socket.AF_INET and _is_broadcast(where[0]) for family, *_, where in found):
            about = {"option": f"--{name}", "value": getattr(said, name.replace("-", "_"))}
            refuse("address_of_a_whole_network", **about, remedy="that of a single computer")


def _is_broadcast(host: str | int) -> bool:
    """Of a network that this computer is in: nothing is sent there unless it is asked for (SO_BROADCAST)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        return asked.connect_ex((host, 9)) == errno.EACCES


TIMES = "TRUNKLINE_TIMES"


def times() -> Times:
    """How long the engine waits for what, where a test says so."""
    said = os.environ.get(TIMES, "")
    try:
        return Times.said(said)
    except (TypeError, ValueError):
        refuse("times_unreadable", variable=TIMES, value=said, remedy="such as 'session=1800 silence=60'; or none")


def ports(said: argparse.Namespace) -> tuple[int, int]:
    """The first and the last of the relay."""
    first, _, last = said.rtp.partition("-")
    return int(first), int(last)


def files(said: argparse.Namespace) -> None:
    """Takes as many open files as there may be, and says so where they are too few for the calls that there are ports
    for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = UNLIMITED if most == resource.RLIM_INFINITY else most
    if most < LEAST_FILES:
        refuse("too_few_open_files", limit=most, least=LEAST_FILES, remedy=f"{RAISE} {MANY_FILES}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    room, wanted = capacity.calls(*ports(said), most), capacity.calls(*ports(said))
    if room < wanted:
        exits.say(f"{most} open files are enough for {room} calls at once; for {wanted}, {RAISE} {MANY_FILES}")
    for name, usual in capacity.USUAL.items():
        asked = getattr(said, f"calls_per_{name}")
        if asked > wanted and asked != usual:
            exits.say(f"--calls-per-{name} {asked} is more than the {wanted} calls that --rtp {said.rtp} has ports for")


def addresses(said: argparse.Namespace, *parts: str) -> None:
    """Whether they can be had. One that is taken may be that of a predecessor that is about to end."""
    end = time.monotonic() + DYING
    for name, kind in _bound(said, parts):
        while (trouble := _trouble(getattr(said, name), kind)) and trouble.errno == errno.EADDRINUSE:
            if time.monotonic() > end:
                break
            time.sleep(LOOK)
        if trouble:
            cannot_be_had(name, getattr(said, name), kind, trouble)


def _bound(said: argparse.Namespace, parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for part in parts:
        for name in OF[part]:
            if getattr(said, name):
                yield from ((name, kind) for kind in SPOKEN[name])


def _trouble(address: str, kind: str) -> OSError | None:
    try:
        bind(address, kind).close()
    except OSError as error:
        return error
    return None


def bind(address: str, kind: str) -> socket.socket:
    """A socket at the address. Raises OSError."""
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    (*_, where), *_ = socket.getaddrinfo(host.strip("[]"), int(port), family, KINDS[kind], flags=socket.AI_PASSIVE)
    made = socket.socket(family, KINDS[kind])
    try:
        if kind == "tcp":  # else connections that have ended would keep it
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(where)
        if kind == "tcp":
            made.listen()
    except OSError:
        made.close()
        raise
    return made


def cannot_be_had(name: str, value: str, kind: str, error: OSError) -> NoReturn:
    about = {"option": f"--{name}", "value": value, "transport": kind}
    match error:
        case socket.gaierror():
            refuse("host_unknown", **about, remedy="an IPv4 address of this machine")
        case OSError(errno=errno.EADDRINUSE):
            refuse("address_in_use", **about, remedy="end what has it (`ss -lntup` shows it), or give another port")
        case OSError(errno=errno.EADDRNOTAVAIL):
            refuse("address_is_not_of_this_machine", **about, remedy="one of those that `ip address` shows")
        case OSError(errno=errno.EACCES):
            refuse("address_not_permitted", **about, remedy="a port from 1024 on, or the right to have lower ones")
        case _:
            refuse("address_unusable", **about, reason=error.strerror)
