"""What is said of TLS on the command line."""

import argparse
from pathlib import Path


def problem(said: argparse.Namespace) -> str | None:
    """What is wrong with what was said of TLS."""
    files: list[Path | None] = [said.tls_cert, said.tls_key]
    if not said.sips:
        return "--tls-cert and --tls-key are for --sips" if any(files) else None
    if not all(files):
        return "--sips needs --tls-cert and --tls-key"
    missing = next((file for file in files if file and not file.is_file()), None)
    return f"there is no {missing}" if missing else None
