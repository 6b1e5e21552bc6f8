"""Hosts by their addresses: which are this computer, and which are proxies that are believed for whom they ask."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Networks = Sequence[IPv4Network | IPv6Network]


def read(said: str) -> Networks:
    """Addresses and networks, separated by commas. Raises ValueError, for a star too: that would be everybody."""
    return [ip_network(each.strip()) for each in said.split(",") if each.strip()]


def is_among(address: str, proxies: Networks) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in each for each in proxies)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
