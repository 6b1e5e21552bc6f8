"""Where the system listens, whether that is free, and where phones and clients are told to go."""

import errno
import socket
from collections.abc import Iterator
from ipaddress import ip_address

import ifaddr

from trunkline.cli.doctor.asked import ANY, Address, Asked, is_ip
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail, ok, warn

# How far the relay can keep strangers from a call (docs/decisions/06-engine.md).
HIDDEN = "of phones behind NAT it takes the audio of whoever sends first, unless they use SRTP"
MANY_TAKEN = 0.5  # of the relay's ports


def addresses(asked: Asked, facts: Facts) -> Iterator[Finding]:
    own = own_addresses()
    for name, (host, _) in (("HTTP address", asked.http), ("SIP address", asked.sip)):
        if not (found := _resolved(host)):
            yield fail(name, f"{host} is no address and no known name", "Give an address of this machine")
        elif host not in ANY and not found <= own:
            yield fail(name, f"{host} is not of this machine", f"Give one of {', '.join(sorted(own))}")
        elif name == "HTTP address":
            yield ok(name, f"{host} is of this machine")
    yield from _reached(asked, facts, own)


def _reached(asked: Asked, facts: Facts, own: set[str]) -> Iterator[Finding]:
    """What phones are told, in Contact headers and as where to send their audio."""
    host = asked.reached
    found = _resolved(host)
    outside = {phone for phone in facts.phones if _is_public(phone)}
    if host in ANY:
        advice = f"Give --public-host, or --sip with one of {', '.join(sorted(own))}"
        yield fail("NAT", f"phones would be told to send to {host}, which is no place", advice)
    elif not found:
        yield fail("NAT", f"{host} has no address in the DNS", "Give a name or address that phones can reach")
    elif found <= own:
        where = next(iter(found))
        if ip_address(where).is_loopback:
            yield ok("NAT", f"{host}: only phones on this machine can call")
        elif _is_public(where):
            yield ok("NAT", f"{host} is public and of this machine; {HIDDEN}")
        elif outside:
            advice = "Give --public-host with the router's public address, and forward the SIP and RTP ports"
            yield warn("NAT", f"phones at {_some(outside)} are told {host}, which they cannot reach", advice)
        else:
            yield ok("NAT", f"{host}: phones of this network can call; others would need --public-host")
    elif private := [each for each in found if not _is_public(each)]:
        advice = f"Give what the outside reaches, or leave it out: this machine has {', '.join(sorted(own))}"
        yield warn("NAT", f"{host} is {_some(private)}, neither public nor of this machine", advice)
    else:
        forward = f"UDP {asked.sip[1]} and {asked.rtp.start}-{asked.rtp.stop - 1}"
        yield ok(
            "NAT", f"{host} ({_some(found)}) is not of this machine: its router must forward {forward} to it; {HIDDEN}"
        )


def ports(asked: Asked, _: Facts) -> Iterator[Finding]:
    """Of a system that is not running: whether it could listen."""
    wanted = [
        ("HTTP port", asked.http, socket.SOCK_STREAM, "--http"),
        ("SIP port", asked.sip, socket.SOCK_DGRAM, "--sip"),
        ("SIP port", asked.sip, socket.SOCK_STREAM, "--sip"),
    ]
    if asked.sips:
        wanted.append(("SIPS port", asked.sips, socket.SOCK_STREAM, "--sips"))
    for name, address, kind, option in wanted:
        protocol = "UDP" if kind == socket.SOCK_DGRAM else "TCP"
        said = f"{address[0]}:{address[1]}/{protocol}"
        match trouble := taken(address, kind):
            case None:
                yield ok(name, f"{said} is free")
            case errno.EADDRINUSE:
                yield fail(name, f"{said} is in use", f"Find by whom with `ss -lnp`, or give another with {option}")
            case errno.EACCES | errno.EPERM:
                advice = "Ports below 1024 need CAP_NET_BIND_SERVICE (systemd: AmbientCapabilities=)"
                yield fail(name, f"{said} may not be opened", advice)
            case _:
                yield fail(name, f"{said}: {errno.errorcode.get(trouble, trouble)}", f"Give another with {option}")
    yield _relay_ports(asked)


def _relay_ports(asked: Asked) -> Finding:
    host, span = asked.sip[0], f"{asked.rtp.start}-{asked.rtp.stop - 1}"
    if not 0 < asked.rtp.start < asked.rtp.stop <= 1 << 16:
        return fail("RTP ports", f"{span} is no range of ports", "Give one such as --rtp 20000-24999")
    gone = [port for port in asked.rtp if taken((host, port), socket.SOCK_DGRAM)]
    if len(gone) > len(asked.rtp) * MANY_TAKEN:
        return fail("RTP ports", f"{len(gone)} of {span} are in use", "Give another range with --rtp")
    if gone:
        found = f"{len(gone)} of {span} are in use ({', '.join(map(str, gone[:3]))})"
        return warn("RTP ports", found, "Calls do without them; a range that nobody else uses is better")
    return ok("RTP ports", f"{span}/UDP are free")


def taken(address: Address, kind: socket.SocketKind) -> int | None:
    """Why nobody can listen there now, as an errno; None if one could."""
    try:
        family = socket.getaddrinfo(address[0] or None, address[1], type=kind, flags=socket.AI_PASSIVE)[0][0]
        with socket.socket(family, kind) as probe:
            if kind == socket.SOCK_STREAM:  # as servers do, so that one can be started again at once
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.errno
    return None


def own_addresses() -> set[str]:
    """Of all interfaces."""
    found = {address.ip for adapter in ifaddr.get_adapters() for address in adapter.ips}
    return {each if isinstance(each, str) else each[0] for each in found}


def _resolved(host: str) -> set[str]:
    if host in ANY or is_ip(host):
        return {host}
    try:
        return {str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)}
    except OSError:
        return set()


def _is_public(host: str) -> bool:
    return is_ip(host) and ip_address(host).is_global


def _some(hosts: "set[str] | list[str]") -> str:
    return ", ".join(sorted(hosts)[:3])
