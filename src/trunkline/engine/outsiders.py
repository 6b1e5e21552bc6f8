"""The people outside whom a virtual office talks to. Their numbers are of ranges that are set aside for fiction."""

from typing import NamedTuple

from trunkline.exchange.destinations import country


class Outsider(NamedTuple):
    number: str  # E.164; empty where they withhold it
    name: str  # as their carrier tells it


NOBODY_KNOWN = Outsider("", "")
OUTSIDERS = (
    Outsider("+12125550151", "Atlas Freight"),
    Outsider("+12125550152", "Bluebird Bakery"),
    Outsider("+13125550161", "Lakeside Dental"),
    Outsider("+13125550162", "Marta Kowalski"),
    Outsider("+14155550171", "Golden Gate Tours"),
    Outsider("+14155550172", "Samir Joshi"),
    Outsider("+16175550181", "Harbor Books"),
    Outsider("+16175550182", "Lena Fischer"),
    Outsider("+17135550191", "Bayou Print"),
    Outsider("+12065550195", "Cedar Clinic"),
    Outsider("+442079460951", "Thames Tea"),
    Outsider("+442079460952", "Oliver Hughes"),
    Outsider("+441214960961", "Midland Motors"),
    Outsider("+441314960971", "Fiona Grant"),
    Outsider("+441134960981", "Aire Textiles"),
    Outsider("+33199005561", "Atelier Marchand"),
    Outsider("+4930231255571", "Spree Verlag"),
    Outsider("+61255505581", "Harbour Surveying"),
)


def of(home: str) -> list[Outsider]:
    """Those who live in a country, ISO 3166-1 alpha-2."""
    return [each for each in OUTSIDERS if country(each.number) == home]


def abroad(home: str) -> list[Outsider]:
    return [each for each in OUTSIDERS if country(each.number) != home]
