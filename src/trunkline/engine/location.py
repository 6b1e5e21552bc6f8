"""Where the caller of an emergency call is, as a carrier is told: an object beside what describes the audio (RFC 6442
section 4.1, RFC 4119), by the parts of an address (RFC 5139)."""

# pyright: reportUnknownMemberType=false, reportUntypedBaseClass=false

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from trunkline import texts
from trunkline.engine import stack
from trunkline.exchange.plan import Address

ID = "location"
BOUNDARY = "trunkline-location"
HOUSE = re.compile(r"[0-9]+[A-Za-z]?(?:[-/][0-9]+[A-Za-z]?)?")


def headers(domain: str) -> tuple[str, str]:
    return f"Geolocation: <cid:{ID}@{domain}>", "Geolocation-Routing: yes"


class Located(stack.Body):
    """A description, and where the caller is (RFC 2046 section 5.1)."""

    def __init__(self, offer: Any, address: Address, domain: str) -> None:
        kind = stack.ContentType(f"multipart/mixed;boundary={BOUNDARY}")
        kind.parse()
        parts = [
            f"--{BOUNDARY}\r\nContent-Type: application/sdp\r\n\r\n{offer}",
            f"--{BOUNDARY}\r\nContent-Type: application/pidf+xml\r\nContent-ID: <{ID}@{domain}>\r\n\r\n"
            f"{_object(address, domain)}",
            f"--{BOUNDARY}--\r\n",
        ]
        super().__init__("\r\n".join(parts), kind)


def _object(address: Address, domain: str) -> str:
    civic = "".join(f"<ca:{name}>{_plain(text)}</ca:{name}>" for name, text in _civic(address) if text)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" '
        'xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" '
        f'entity="pres:caller@{domain}"><tuple id="caller"><status><gp:geopriv><gp:location-info>'
        f"<ca:civicAddress>{civic}</ca:civicAddress>"
        "</gp:location-info><gp:usage-rules/><gp:method>Manual</gp:method></gp:geopriv></status></tuple></presence>"
    )


def _civic(address: Address) -> Iterator[tuple[str, str]]:
    """In the order of the schema (RFC 5139 section 3.3)."""
    road, house = _road(address.line1)
    yield "country", address.country
    yield "A1", address.state
    yield "A3", address.city
    yield "RD", road
    yield "HNO", house
    yield "LOC", address.line2
    yield "PC", address.zip


def _road(line: str) -> tuple[str, str]:
    """A road, and the number of the house, which stands first or last if there is one."""
    first, _, after = line.partition(" ")
    before, _, last = line.rpartition(" ")
    if after and HOUSE.fullmatch(first):
        return after, first
    return (before.rstrip(","), last) if before and HOUSE.fullmatch(last) else (line, "")


def _plain(text: str) -> str:
    return escape(texts.one_line(text)).encode("ascii", "xmlcharrefreplace").decode()
