"""What is said of TLS on the command line."""

import argparse
from pathlib import Path

from trunkline import whole
from trunkline.problems import refuse

LARGEST = 1 << 20  # bytes of a file


def check(said: argparse.Namespace) -> None:
    """Refuses what is wrong with it."""
    files: dict[str, Path | None] = {"--tls-cert": said.tls_cert, "--tls-key": said.tls_key}
    given = " ".join(name for name, file in files.items() if file)
    if not said.sips and given:
        refuse("nothing_is_served_over_TLS", option=given, remedy="--sips HOST:PORT")
    if not said.sips:
        return
    if missing := " and ".join(name for name, file in files.items() if not file):
        refuse("no_certificate_to_show", option="--sips", value=said.sips, remedy=missing)
    for name, file in files.items():
        try:
            if file:
                whole.content(file, LARGEST)
        except OSError as error:
            remedy = "a PEM file that the user who runs Trunkline can read"
            refuse("file_unreadable", option=name, value=file, reason=error.strerror, remedy=remedy)
    from ssl import SSLError

    from trunkline.engine.certificate import Certificate

    try:
        Certificate(said.tls_cert, said.tls_key)
    except (SSLError, ValueError) as error:
        remedy = "a chain that begins with the server's certificate, and the key that it was made with, both PEM"
        value = f"{said.tls_cert} {said.tls_key}"
        refuse("certificate_unusable", option=given, value=value, reason=_reason(error), remedy=remedy)


def _reason(error: Exception) -> str:
    return getattr(error, "reason", None) or str(error)
