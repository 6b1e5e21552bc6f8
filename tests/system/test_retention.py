"""A site says how long messages are kept: what is older goes while the system runs, and is not listed any more."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.system.installation import System, running
from tests.system.test_first_impressions import children, since
from trunkline.extensions.retention import FIRST

pytestmark = pytest.mark.any_store


def messages(system: System) -> list[datetime]:
    found: list[Any] = system.client("GET", f"/voice_mails?{since(3)}")["voice_mails"]
    return [datetime.fromisoformat(each["date_time"]) for each in found]


def test_old_messages_go_at_the_next_sweep(tmp_path: Path) -> None:
    with running(tmp_path, "--demo", "--past", "3") as system:
        end = time.monotonic() + 60
        while "trunkline past" in children(system):
            assert time.monotonic() < end, "the past takes too long to tell"
            time.sleep(0.1)
        items = [{"type": "voicemail", "duration": 1, "time_unit": "day"}]
        policy = {"auto_delete_data_after_retention_duration": {"enable": True, "delete_type": 2, "items": items}}
        for site in system.client("GET", "/sites")["sites"]:
            system.client("PATCH", f"/sites/{site['id']}", {"policy": policy})
        before = messages(system)
    limit = datetime.now(UTC) - timedelta(days=1)
    kept = [at for at in before if at > limit]
    assert len(kept) < len(before), "there is none to go"
    with running(tmp_path, "--demo", "--past", "3") as system:
        end = time.monotonic() + FIRST + 20
        while len(messages(system)) > len(kept):
            assert time.monotonic() < end, "nothing went"
            time.sleep(0.2)
        assert all(at > limit for at in messages(system))
