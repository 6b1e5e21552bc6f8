"""Addresses of callers, as the parts that carriers and those who answer calls for help look for."""

import re
from xml.etree import ElementTree

import pytest

from trunkline.engine.location import Located
from trunkline.exchange.plan import Address

pytestmark = pytest.mark.any_store


def civic(address: Address) -> dict[str, str]:
    body = str(Located("v=0", address, "example.com"))
    found = ElementTree.fromstring(re.search("<presence.*</presence>", body)[0])  # type: ignore[index]  # noqa: S314
    [place] = found.iter("{urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr}civicAddress")
    return {part.tag.partition("}")[2]: part.text or "" for part in place}


def test_each_part_stands_by_itself_in_the_order_of_the_schema() -> None:
    found = civic(Address("350 5th Avenue", "Floor 20", "New York", "NY", "10118", "US"))
    assert [*found.items()] == [
        ("country", "US"),
        ("A1", "NY"),
        ("A3", "New York"),
        ("RD", "5th Avenue"),
        ("HNO", "350"),
        ("LOC", "Floor 20"),
        ("PC", "10118"),
    ]


@pytest.mark.parametrize(
    ("line", "road", "house"),
    [
        ("1 Poultry", "Poultry", "1"),
        ("Hauptstraße 12a", "Hauptstraße", "12a"),
        ("Rua Augusta, 1508", "Rua Augusta", "1508"),
        ("12-14 High Street", "High Street", "12-14"),
        ("The Old Mill", "The Old Mill", ""),
        ("1", "1", ""),
    ],
)
def test_the_number_of_a_house_stands_first_or_last(line: str, road: str, house: str) -> None:
    found = civic(Address(line))
    assert (found["RD"], found.get("HNO", "")) == (road, house)


def test_what_xml_has_none_of_is_left_out() -> None:
    no_text = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF]))
    assert civic(Address(city=f"A{no_text}\U0001f600"))["A3"] == "A\U0001f600"


def test_what_is_no_text_of_xml_is_escaped() -> None:
    assert civic(Address(city="A & <b>\r\n</ca:A3>]]>"))["A3"].startswith("A & <b>")
