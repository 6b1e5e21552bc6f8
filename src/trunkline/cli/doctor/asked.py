"""The installation that the doctor is asked about, as it is told on the command line: just as `serve` is."""

import argparse
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from trunkline.store.store import Place

Address = tuple[str, int]

ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


@dataclass(frozen=True)
class Asked:
    place: Place
    http: Address
    sip: Address
    sips: Address | None
    rtp: range  # UDP ports
    public_host: str | None
    public_url: str | None
    tls_cert: Path | None
    tls_key: Path | None

    @property
    def run(self) -> Path:
        """Where the processes find each other."""
        return self.place.folder / "run"

    @property
    def reached(self) -> str:
        """The host that phones are told."""
        return self.public_host or self.sip[0]


def asked(said: argparse.Namespace) -> Asked:
    """Raises ValueError for what is no address."""
    first, _, last = said.rtp.partition("-")
    return Asked(
        Place(said.data.resolve(), said.database),
        _address(said.http),
        _address(said.sip),
        _address(said.sips) if said.sips else None,
        range(int(first), int(last) + 1),
        said.public_host,
        said.public_url,
        said.tls_cert,
        said.tls_key,
    )


def nearby(address: Address) -> Address:
    """An address of this machine that leads to one that is listened on."""
    host, port = address
    return ANY.get(host, host), port


def is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _address(said: str) -> Address:
    host, _, port = said.rpartition(":")
    return host.strip("[]"), int(port)
