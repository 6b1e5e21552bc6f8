"""The vendor's JavaScript client, told nothing but our base URL and a token of ours."""

import json
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.system.installation import running

pytestmark = pytest.mark.any_store

SCRIPT = Path(__file__).parent.parent / "clients/rivet.mjs"


def test_it_lists_users_and_reads_call_history(tmp_path: Path) -> None:
    with running(tmp_path, "--demo", "--past", "30") as system:
        client = system.client
        today = datetime.now(UTC)
        start, end = f"{today - timedelta(days=20):%Y-%m-%d}", f"{today:%Y-%m-%d}"
        period = f"from={start}&to={end}"
        past_told(system.client, period)
        command = ["node", str(SCRIPT), f"{client.url}/v2", client.log_in(), start, end]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        assert [user["extension_number"] for user in found["users"]] == list(range(1001, 1013))
        total = client("GET", f"/call_history?{period}&page_size=1")["total_records"]
        ids = [row["call_history_uuid"] for row in found["everything"]]
        assert len(ids) == len(set(ids)) == total > 100
        expected = Counter(row["call_result"] for row in found["everything"] if row["direction"] == "outbound")
        results = Counter(row["call_result"] for row in found["some"])
        assert results == {result: expected[result] for result in ("busy", "rejected")}
        assert found["one"]["call_history_uuid"] == ids[0]
        assert found["one"]["call_elements"]
        assert {row["result"] for row in found["own"]["call_elements"]} == {"answered"}
        assert found["trackingId"]


def past_told(client: object, period: str) -> None:
    """Wait until the demo's month of calls is complete."""
    assert callable(client)
    before, end = -1, time.monotonic() + 20
    while time.monotonic() < end:
        now = client("GET", f"/call_history?{period}&page_size=1")["total_records"]
        if now == before and now:
            return
        before = now
        time.sleep(1)
    raise AssertionError("the past is still being told")
