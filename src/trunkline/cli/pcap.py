"""Captures as Wireshark reads them: packets of UDP over IPv4, made anew from what they carried."""

import struct
from ipaddress import AddressValueError, IPv4Address
from typing import BinaryIO

Address = tuple[str, int]

RAW_IPV4 = 228  # LINKTYPE_IPV4
LARGEST = 65_535 - 28  # bytes in one UDP packet
NOWHERE = bytes(4)


class Pcap:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.write(struct.pack("=IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, RAW_IPV4))

    def add(self, at: float, source: Address, to: Address, carried: bytes) -> None:
        """What came over a connection, and was longer than a packet, is cut."""
        carried = carried[:LARGEST]
        udp = struct.pack("!HHHH", source[1], to[1], 8 + len(carried), 0) + carried
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, _host(source), _host(to))
        packet = head[:10] + struct.pack("!H", _checksum(head)) + head[12:] + udp
        seconds = int(at)
        micro = int((at - seconds) * 1e6)
        self.size += self._file.write(struct.pack("=IIII", seconds, micro, len(packet), len(packet)) + packet)


def _host(address: Address) -> bytes:
    try:
        return IPv4Address(address[0]).packed
    except AddressValueError:  # a name
        return NOWHERE


def _checksum(head: bytes) -> int:
    total = sum(struct.unpack("!10H", head))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF
