"""Numbers as people dial them, at sites of several countries."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.exchange.office import plan, user
from trunkline.exchange.destinations import country, details
from trunkline.exchange.numbers import Target, came_to, emergency, emergency_for, handed, outside, target
from trunkline.exchange.plan import Dialling, Plan, Site
from trunkline.plan.places import dialling

pytestmark = pytest.mark.any_store

US = Site("us", dialling=Dialling(), emergency=frozenset({"911"}))
UK = Site("uk", dialling=Dialling("44", "0", "00", frozenset({7, 9, 10}), "GB"), emergency=frozenset({"999", "112"}))
DE = Site("de", dialling=Dialling("49", "0", "00", frozenset(range(3, 15)), "DE"), emergency=frozenset({"110", "112"}))
IT = Site("it", dialling=Dialling("39", "", "00", frozenset(range(6, 12)), "IT"), emergency=frozenset({"112"}))
JP = Site("jp", dialling=Dialling("81", "0", "010", frozenset({9, 10}), "JP"), emergency=frozenset({"110", "119"}))


@pytest.mark.parametrize(
    ("site", "dialled", "number"),
    [
        (US, "2125550123", "+12125550123"),
        (US, "12125550123", "+12125550123"),
        (US, "(212) 555-0123", "+12125550123"),
        (US, "+12125550123", "+12125550123"),
        (US, "011442079460000", "+442079460000"),
        (US, "+44 20 7946 0000", "+442079460000"),
        (US, "5550123", ""),
        (US, "4711", ""),
        (US, "00442079460000", ""),
        (UK, "02079460000", "+442079460000"),
        (UK, "0012125550123", "+12125550123"),
        (UK, "+442079460000", "+442079460000"),
        (UK, "9999", ""),
        (UK, "2079460000", ""),
        (DE, "030123456", "+4930123456"),
        (DE, "4711", ""),
        (IT, "0612345678", "+390612345678"),
        (IT, "3331234567", "+393331234567"),
        (JP, "0312345678", "+81312345678"),
        (JP, "01012125550123", "+12125550123"),
        (Site("nowhere"), "2125550123", ""),
        (Site("nowhere"), "+12125550123", "+12125550123"),
        (US, "", ""),
        (US, "+", ""),
        (US, "+x", ""),
        (US, "*86", ""),
        (US, "+0123456789", ""),
        (US, "+1234567890123456", ""),
        (US, "+12", ""),
        (US, "٢١٢٥٥٥٠١٢٣", ""),
    ],
)
def test_a_number_outside(site: Site, dialled: str, number: str) -> None:
    assert outside(dialled, site) == number


@pytest.mark.parametrize(
    ("country", "dialled", "number"),
    [
        ("IL", "0012125551000", "+12125551000"),  # several prefixes for abroad, by carrier
        ("IL", "01212125551000", "+12125551000"),
        ("IL", "0521234567", "+972521234567"),
        ("KR", "00112125551000", "+12125551000"),
        ("KR", "0070012125551000", "+12125551000"),
        ("SG", "00112125551000", "+12125551000"),
        ("BR", "002112125551000", "+12125551000"),
        ("RU", "81012125551000", "+12125551000"),
        ("UA", "0012125551000", "+12125551000"),
        ("AU", "001112125551000", "+12125551000"),
        ("AU", "1300123456", "+611300123456"),  # no trunk prefix before these
        ("AU", "0212345678", "+61212345678"),
        ("AU", "212345678", ""),
        ("CN", "13123456789", "+8613123456789"),
        ("CN", "0012125551000", "+12125551000"),
        ("IE", "1800123456", "+3531800123456"),
        ("GB", "7911123456", ""),
    ],
)
def test_each_country_dials_in_its_own_ways(country: str, dialled: str, number: str) -> None:
    assert outside(dialled, Site("x", dialling=dialling(country))) == number


@pytest.mark.parametrize("country", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_numbers_of_every_country_are_read_as_they_are_written_there(country: str) -> None:
    example = phonenumbers.example_number(country)
    assert example
    site = Site("x", dialling=dialling(country))
    at_home = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    whole = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert outside(at_home, site) == whole
    abroad = phonenumbers.parse("+493012345678" if country != "DE" else "+442079460000")
    dialled = phonenumbers.format_out_of_country_calling_number(abroad, country).replace(
        "~", ""
    )  # a tone is waited for
    assert outside(dialled, site) == phonenumbers.format_number(abroad, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(("site", "region"), [(US, "US"), (UK, "GB"), (DE, "DE"), (IT, "IT"), (JP, "JP")])
def test_examples_of_each_country_as_they_are_dialled_there(site: Site, region: str) -> None:
    """National and international, of every kind that the metadata of phonenumbers knows."""
    found = 0
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
        example = phonenumbers.example_number_for_type(region, kind)
        e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        national = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
        abroad = phonenumbers.format_out_of_country_calling_number(example, "FR" if region != "FR" else "GB")
        assert outside(national, site) == e164
        assert outside(e164, site) == e164
        assert outside(abroad.replace("00 ", f"{site.dialling.international} ", 1), site) == e164  # type: ignore[union-attr]
        found += 1
    assert found == 2


@given(st.text(max_size=20), st.sampled_from([US, UK, DE, IT, JP, Site("nowhere")]))
@settings(deadline=None)
def test_whatever_is_dialled_is_e164_or_nothing(dialled: str, site: Site) -> None:
    number = outside(dialled, site)
    assert number == "" or (number[0] == "+" and number[1:].isdigit() and 7 < len(number) <= 16)
    assert outside(number, site) == number


@pytest.mark.parametrize(
    ("site", "said", "meant"),
    [
        (US, "3105550177", "+13105550177"),
        (US, "13105550177", "+13105550177"),
        (US, "+13105550177", "+13105550177"),
        (US, "442079460000", "+442079460000"),
        (US, "493012345678", "+493012345678"),
        (US, "011442079460000", "+442079460000"),
        (US, "5550177", "5550177"),
        (US, "0612345678", "0612345678"),
        (US, "911", "911"),
        (UK, "02079460000", "+442079460000"),
        (UK, "2079460000", "+442079460000"),
        (UK, "442079460000", "+442079460000"),
        (UK, "12125550123", "+12125550123"),
        (UK, "3105550177", "3105550177"),
        (DE, "030123456", "+4930123456"),
        (DE, "493012345678", "+493012345678"),
        (IT, "0612345678", "+390612345678"),
        (IT, "390612345678", "+390612345678"),
        (Site("nowhere"), "442079460000", "+442079460000"),
        (Site("nowhere"), "3105550177", "3105550177"),
        (Site("nowhere"), "", ""),
    ],
)
def test_a_number_as_carriers_of_a_country_write_it(site: Site, said: str, meant: str) -> None:
    """It is of no country that nobody said."""
    assert handed(said, site) == meant


@given(st.from_regex(r"\+?[0-9]{1,15}", fullmatch=True), st.sampled_from([US, UK, DE, IT, JP, Site("nowhere")]))
@settings(deadline=None)
def test_what_a_carrier_says_keeps_its_digits(said: str, site: Site) -> None:
    found = handed(said, site)
    assert found == said or (found[0] == "+" and found[-4:] == said[-4:])
    assert said[0] != "+" or found == said


@pytest.fixture
def two_sites() -> Plan:
    people = [
        replace(user("A", 21801), site_id="a"),
        replace(user("B", 22801), site_id="b"),
        replace(user("C", 801), site_id="c"),
    ]
    sites = {"a": replace(US, id="a", code="21"), "b": replace(UK, id="b", code="22"), "c": replace(US, id="c")}
    found = replace(plan(1, people), sites=sites)
    return replace(found, dialled={**found.dialled, "+442079460000": "B"})


@pytest.mark.parametrize(
    ("site", "dialled", "whose"),
    [
        ("a", "801", ("A", "")),
        ("b", "801", ("B", "")),
        ("c", "801", ("C", "")),
        ("a", "22801", ("B", "")),
        ("c", "21801", ("A", "")),
        ("a", "802", ("", "")),
        ("b", "02079460000", ("B", "+442079460000")),
        ("a", "011442079460000", ("B", "+442079460000")),
        ("a", "442079460000", ("B", "+442079460000")),
        ("a", "+442079460000", ("B", "+442079460000")),
        ("a", "+21801", ("", "")),
    ],
)
def test_a_number_inside(two_sites: Plan, site: str, dialled: str, whose: tuple[str, str]) -> None:
    """A short number is a neighbour's, a long one anyone's, and a direct number is inside however it is dialled."""
    assert target(dialled, two_sites.sites[site], two_sites)[:2] == whose


@pytest.mark.parametrize(
    ("dialled", "ours"),
    [
        ("+442079460009", "+442079460009"),
        ("+44 (0)20 7946 0009", "+442079460009"),
        ("02079460009", "+442079460009"),
        ("442079460009", "+442079460009"),
        ("+442079460008", "+442079460008"),
        ("0044 20 7946 0008", "+442079460008"),
        ("+44207946000999", "+442079460009"),  # with digits after it, which a carrier would cut
        ("0044 20 7946 0009 99", "+442079460009"),
        ("+44 (0)20 7946 0008 1", "+442079460008"),
    ],
)
def test_a_number_of_ours_is_one_in_any_spelling_also_if_nobody_has_it(
    dialled: str, ours: str, two_sites: Plan
) -> None:
    account = replace(two_sites, unassigned={"+442079460009": "b"}, silent=frozenset({"+442079460008"}))
    assert target(dialled, account.sites["b"], account) == Target(ours=ours)


@pytest.mark.parametrize(
    ("number", "goes_to"),
    [
        ("+12125550123", "US"),
        ("+14165550123", "CA"),
        ("+18765550123", "JM"),
        ("+12425550123", "BS"),
        ("+18095550123", "DO"),
        ("+442079460000", "GB"),
        ("+447797123456", "JE"),
        ("+12005550123", "US"),
        ("+77271234567", "KZ"),
        ("+79161234567", "RU"),
        ("+870773111632", "001"),
        ("+99999999999", ""),
    ],
)
def test_the_country_that_a_number_is_of(number: str, goes_to: str) -> None:
    """Others share the code of the United States, of Britain and of Russia, and nothing else."""
    assert country(number) == goes_to


@pytest.mark.parametrize(
    ("number", "is_premium"),
    [
        ("+19005551234", True),
        ("+190055512345678", True),
        ("+12129761234", True),
        ("+19762211234", True),
        ("+449098790000", True),
        ("+4409098790000", True),
        ("+448712345678", True),
        ("+447011234567", True),
        ("+33899123456", True),
        ("+9791234567890"[:13], True),
        ("+97912", True),
        ("+44118118", True),  # directory enquiries, and other short codes
        ("+4411811", True),
        ("+3411811", True),
        ("+33118712", True),
        ("+46118118", True),
        ("+33 3232".replace(" ", ""), True),
        ("+19001112222", True),  # as all that begins with 900
        ("+19000000000", True),
        ("+449099999999", True),
        ("+44909", True),
        ("+1411", True),
        ("+12005550123", False),  # an area that is in no list yet
        ("+17300000000", False),
        ("+447999999999", False),
        ("+4915012345678", False),
        ("+81300000000", False),
        ("+870773111632", True),
        ("+881612345678", True),
        ("+882131234567", True),
        ("+80012345678", False),
        ("+18005550100", False),
        ("+491805123456", False),
        ("+611300123456", False),
        ("+447700900123", False),
        ("+12125550123", False),
        ("x", False),
    ],
)
def test_numbers_that_cost_more_than_a_call(number: str, is_premium: bool) -> None:
    assert details(number).premium == is_premium


@pytest.mark.parametrize(
    ("site", "dialled", "leaves_as"),
    [
        (US, "911", "911"),
        (US, "9-1-1", "911"),
        (US, " 911 ", "911"),
        (US, "911#", "911"),
        (US, "+911", "911"),
        (US, "\u202a911\u202c", "911"),  # as copied from a page
        (US, "\uff19\uff11\uff11", "911"),
        (US, "9\u20111\u00a01", "911"),
        (US, "\u0669\u0661\u0661", "911"),
        (US, "911,", "911"),
        (US, "urn:service:sos", "911"),
        (US, "URN:service:sos.fire", "911"),
        (UK, "sos", "999"),
        (DE, "urn:service:sos.police", "112"),
        (JP, "sos", "110"),
        (DE, "112", "112"),
        (UK, "911", ""),
        (US, "9110", ""),
        (US, "91", ""),
        (US, "*911", ""),
        (US, "+1911", "911"),
        (US, "911;phone-context=+1", "911"),
        (US, "911*", "911"),
        (US, "911*1#", "911"),
        (US, "911,1", "911"),
        (US, "911,,22#", "911"),
        (US, "911\uff0c1", "911"),
        (US, "911p1", "911"),
        (US, "911W1", "911"),
        (US, "911x22", "911"),
        (US, "9,1,1", "911"),
        (US, "91,1", "911"),
        (US, "9111", ""),
        (US, "911 1", ""),
        (US, "911go", ""),
        (US, "+44911", ""),
        (US, "1911", ""),
        (US, "", ""),
        (US, "urn:service:counseling", ""),
        (US, "sosa", ""),
        (Site("nowhere"), "911", ""),
        (Site("nowhere"), "sos", ""),
    ],
)
def test_emergency_numbers_are_those_of_the_country_and_leave_as_they_are_there(
    site: Site, dialled: str, leaves_as: str
) -> None:
    assert emergency(dialled, site) == leaves_as


@pytest.mark.parametrize(
    ("at", "dialled", "leaves_as"),
    [("a", "1911", "911"), ("b", "0999", "999"), ("b", "0112,1", "112"), ("a", "1912", ""), ("a", "11911", "")],
)
def test_help_is_meant_with_what_goes_before_national_numbers_but_for_extensions(
    two_sites: Plan, at: str, dialled: str, leaves_as: str
) -> None:
    assert emergency(dialled, two_sites.sites[at], two_sites) == leaves_as
    for whose in (dialled, two_sites.sites[at].code + dialled):
        assert emergency(dialled, two_sites.sites[at], replace(two_sites, dialled={whose: "A"})) == (
            "" if dialled.isdigit() else leaves_as
        )


@pytest.mark.parametrize("dialled", ["911", "+1911", "1911", "+44911", "0911"])
def test_help_is_meant_by_what_a_phone_completes_as_its_person_dials(dialled: str) -> None:
    """In New York, of somebody whose dialling is British: by the country code of either."""
    ada = replace(user("A", 1001), dialling=UK.dialling)
    office = replace(plan(1, [ada]), sites={"s": replace(US, id="s")})
    assert emergency_for(ada, dialled, office) == "911"
    assert emergency_for(replace(ada, dialling=None), "+44911", office) == ""


@pytest.mark.parametrize("said", ["+442079460000", "442079460000", "02079460000", "2079460000"])
def test_a_number_of_ours_is_known_however_its_carrier_writes_it(two_sites: Plan, said: str) -> None:
    number, site = came_to(said, two_sites)
    assert (number, site.id) == ("+442079460000", "b")


@pytest.mark.parametrize("said", ["801", "21801", "1801"])
def test_a_carrier_does_not_dial_extensions(two_sites: Plan, said: str) -> None:
    assert came_to(said, two_sites)[0] == said
