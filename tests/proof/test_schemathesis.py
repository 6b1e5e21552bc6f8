"""Requests made up from the served contract, good ones and bad ones, against a whole system with all checks on."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.caller import SERVED
from tests.figures import Figure
from tests.system.installation import running

pytestmark = pytest.mark.any_store

CONFIG = Path(__file__).with_name("schemathesis.toml")
EACH = [f"--include-operation-id={operation.id}" for operation in SERVED]


def schemathesis(folder: Path, *more: str) -> tuple[int, str]:
    """How many requests were made, and what was found. Fails when anything was: schemathesis ends with 1 then.

    One worker: with several, the parser of Python 3.11 loses count of its depth now and then.
    """
    with running(folder, "--demo") as system:
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            "--config-file",
            str(CONFIG),
            "run",
            f"{system.client.url}/openapi.json",
        ]
        command += ["--header", f"Authorization: Bearer {system.client.log_in()}", "--checks", "all", "--no-shrink"]
        command += ["--continue-on-failure", "--warnings", "off", "--workers", "1", *more]
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
        made = re.search(r"(\d+) generated", done.stdout)
        assert made, done.stdout
        assert "Traceback" not in system.log.read_text()
        return int(made[1]), done.stdout


@pytest.mark.timeout(600)
def test_what_is_served_keeps_to_its_contract(tmp_path: Path, figure: Figure) -> None:
    made, _ = schemathesis(tmp_path, *EACH, "--max-examples", "2", "--phases", "examples,fuzzing")
    assert made > 150
    figure("schemathesis, operations served", f"{made:,} requests, nothing found")


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_every_limit_of_what_is_served(tmp_path: Path, figure: Figure) -> None:
    made, _ = schemathesis(tmp_path, *EACH, "--max-examples", "50", "--phases", "examples,coverage,fuzzing")
    assert made > 10_000
    figure("schemathesis, every limit of what is served", f"{made:,} requests, nothing found")


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_ten_thousand_requests_and_more(tmp_path: Path, figure: Figure) -> None:
    made, _ = schemathesis(tmp_path, "--max-examples", "40", "--phases", "examples,fuzzing,stateful")
    assert made > 10_000
    figure("schemathesis, the whole contract", f"{made:,} requests, nothing found")
