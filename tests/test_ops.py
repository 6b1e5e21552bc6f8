"""The dashboard and the alert rules ask for numbers that there are, by labels that those have."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests import certificates
from tests.http import Http
from trunkline.api import hosts, metrics
from trunkline.api.readiness import Readiness
from trunkline.engine import control
from trunkline.engine.media import Quality
from trunkline.engine.meters import Meters
from trunkline.exchange.vocabulary import Party, Record
from trunkline.store.usage import Amount, Usage

pytestmark = pytest.mark.any_store

OPS = Path(__file__).parents[1] / "ops"
RULES, DASHBOARD = OPS / "prometheus" / "alerts.yml", OPS / "grafana" / "trunkline.json"
NAME = re.compile(r"\b(trunkline_\w+)(?:\{([^}]*)\})?")
OF_PROMETHEUS = {"job", "instance", "le"}


def rules() -> list[Any]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def asked() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel["targets"])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Every number that there is, and its labels."""
    folder = tmp_path_factory.mktemp("ops")
    meters, requests, ready = Meters(), metrics.Requests(), Readiness()
    began = "r", "7", "inbound", "internal", "general", Party(), Party()
    meters.over(Record(*began, 1.0, None, 2.0, "busy"))
    meters.heard(Quality(1, 0, 1.0))
    meters.message("sent", b"BYE sip:x SIP/2.0\r\n")
    meters.message("sent", b"SIP/2.0 200 OK\r\n")
    requests.answered("oauth", "POST", 200, 0.1)
    ready.add("store", lambda: [])
    journal = {"writes": True, "why": "", "seconds": 0, "unwritten": 0, "unstored": 0, "store_fails": False}
    node = {"live": 0, "registrations": 0, "connections": 0, "trunks": [], "dropped": 0, "homer": 0, "ports": 0}
    node |= {"readiness": {"stopping": False, "still": 0.0, "journal": journal}}
    control.serve(folder / "engine.sock", {"numbers": lambda: meters.facts() | node})
    relay = {"began": time.time(), "doors": 0, "refused": 0, "ports": 1000}
    answer = json.dumps(relay)
    chain, _ = certificates.make(folder)
    kept = Usage("recordings", Amount(2, 200), [Amount(1, 100)] * 3)
    sources = metrics.Sources(folder, {"data": folder}, ready, chain, lambda: [kept])
    made = metrics.Metrics(requests, sources, metrics.Readers(hosts.read("198.51.100.7")))
    with pytest.MonkeyPatch.context() as patch:
        ask = metrics.checks.ask
        patch.setattr(
            metrics.checks, "ask", lambda path, said: answer if path.name == "doors.sock" else ask(path, said)
        )
        _, _, body = Http(made.route)("GET", "/metrics")
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(body.decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def test_every_number_that_is_asked_for_is_told(told: dict[str, set[str]]) -> None:
    named = [(name, labels) for expression in asked() for name, labels in NAME.findall(expression)]
    assert len(named) > 30
    for name, labels in named:
        assert name in told, name
        used = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", labels))
        assert used <= told[name] | OF_PROMETHEUS, f"{name}{{{labels}}}"


def test_each_rule_says_what_it_is_about() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names))
    for rule in rules():
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert {"summary", "description"} <= set(rule["annotations"])
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_each_panel_has_a_place_of_its_own() -> None:
    panels = json.loads(DASHBOARD.read_text())["panels"]
    places = [(each["gridPos"]["x"], each["gridPos"]["y"]) for each in panels]
    assert len(places) == len(set(places))
    assert all(x + each["gridPos"]["w"] <= 24 for (x, _), each in zip(places, panels, strict=True))


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_prometheus_itself_takes_the_rules() -> None:
    subprocess.run(["promtool", "check", "rules", str(RULES)], check=True, capture_output=True)
