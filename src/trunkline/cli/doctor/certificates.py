"""The certificate that phones are shown over TLS."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from trunkline import clock
from trunkline.cli.doctor.asked import Asked, is_ip
from trunkline.cli.doctor.facts import Facts
from trunkline.cli.doctor.finding import Finding, fail, ok, warn

SOON = timedelta(days=30)
NAME = "certificate"


def certificate(asked: Asked, _: Facts) -> Iterator[Finding]:
    if asked.tls_cert and asked.tls_key:
        yield from _pair(asked.tls_cert, asked.tls_key, asked.public_host or (asked.sips or asked.sip)[0])
    elif asked.tls_cert or asked.tls_key:
        yield fail(NAME, "--tls-cert and --tls-key belong together", "Give both")
    elif asked.sips:
        yield fail(NAME, "--sips has no certificate to show", "Give --tls-cert and --tls-key")
    else:
        yield ok(NAME, "none given: no SIP over TLS")


def _pair(certificate: Path, key: Path, host: str) -> Iterator[Finding]:
    try:
        chain = x509.load_pem_x509_certificates(certificate.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except OSError as error:
        yield fail(NAME, str(error), "Give files that the user who runs Trunkline can read")
        return
    except (ValueError, TypeError) as error:
        yield fail(NAME, f"{certificate} or {key}: {error}", "Both must be PEM, and the key without a passphrase")
        return
    if key.stat().st_mode & 0o007:
        yield warn(NAME, f"{key} is open to others", f"chmod o= {key}")
    if _spelled(private.public_key()) != _spelled(chain[0].public_key()):
        advice = "Give the key it was made with, and put the server's certificate first in the file"
        yield fail(NAME, f"{key} is not the key of {certificate}", advice)
        return
    yield _for_now(chain, host)


def _for_now(chain: list[x509.Certificate], host: str) -> Finding:
    now = datetime.fromtimestamp(clock.wall(), UTC)
    ends, begins = min(each.not_valid_after_utc for each in chain), max(each.not_valid_before_utc for each in chain)
    names = _names(chain[0])
    if ends < now:
        return fail(NAME, f"expired on {ends:%Y-%m-%d}", "Renew it")
    if begins > now:
        return fail(NAME, f"not valid before {begins:%Y-%m-%d %H:%M}", "Wait, or set the clock")
    if not any(_covers(name, host) for name in names):
        found = f"it is for {', '.join(names) or 'nobody'}, and phones are told {host}"
        return fail(NAME, found, "Get one for that name, or give --public-host with a name it has")
    if ends - now < SOON:
        return warn(NAME, f"expires on {ends:%Y-%m-%d}", "Renew it")
    return ok(NAME, f"for {host}, until {ends:%Y-%m-%d}")


def _names(certificate: x509.Certificate) -> list[str]:
    """The common name does not count (RFC 5922 section 7.1, RFC 6125)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [*found.get_values_for_type(x509.DNSName), *map(str, found.get_values_for_type(x509.IPAddress))]


def _covers(name: str, host: str) -> bool:
    """A star stands for one label, the first."""
    name, host = name.lower(), host.lower()
    if name.startswith("*.") and not is_ip(host):
        return host.partition(".")[2] == name[2:]
    return name == host


def _spelled(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
