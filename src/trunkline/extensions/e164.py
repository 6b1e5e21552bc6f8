"""How a telephone number is written (ITU-T E.164), and where it is. What calling it means is in
`exchange/destinations.py`.

The library that knows this is loaded when the first number is asked about: a start need not wait for it.
"""


def normal(said: str) -> str | None:
    """E.164 for what may be written with or without `+` and with separators; None for what is no number."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse("+" + said.strip().lstrip("+"))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def location(number: str) -> str:
    """The place that a number in E.164 belongs to, in English; empty where none is known."""
    import phonenumbers
    from phonenumbers import geocoder  # a second that only this needs

    return geocoder.description_for_number(phonenumbers.parse(number), "en")


def calling_code(country: str) -> str:
    """Of a country, ISO 3166-1 alpha-2; empty for one without telephone numbers."""
    import phonenumbers

    return str(phonenumbers.country_code_for_region(country) or "")
