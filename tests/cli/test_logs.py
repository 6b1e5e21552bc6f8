"""What stands in the log."""

import subprocess
import sys

import orjson
import pytest

from trunkline.logs import LONGEST, LONGEST_FAILURE

pytestmark = pytest.mark.any_store

SAYS = """
import logging, structlog
from trunkline import logs
logs.start("test")
log = structlog.get_logger()
log.warning("quoted", why="a" * 60_000 + "z", many=["b" * 60_000], raw=b"c" * 60_000)
log.warning("short", short=["d"], count=7, nothing=None)
try:
    raise ValueError("e" * 60_000)
except ValueError:
    log.exception("failed")
logging.getLogger("library").warning("f" * 60_000)
"""


def test_whoever_is_quoted_does_not_fill_it() -> None:
    said = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, check=True).stderr.splitlines()
    quoted, short, failed = map(orjson.loads, said[:3])
    assert all(len(line) < LONGEST_FAILURE + 2_000 for line in said)
    assert len(said[0]) < 3 * LONGEST + 500
    assert quoted["why"].startswith("aaa")
    assert quoted["why"].endswith("z")
    assert (short["short"], short["count"], short["nothing"]) == (["d"], 7, None)
    assert failed["exception"].startswith("Traceback")
    assert said[3].startswith(b"fff")
