"""What proofs measured, in one table at the end of the run. Runs that are given the same FIGURES, a file, have one
table together: each shows what those before it measured too."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Figure = Callable[[str, str], None]
NAME = "figure"


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Say what was measured, and what it came to."""
    return lambda what, came_to: request.node.user_properties.append((NAME, (what, came_to)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    table = {tuple(figure) for report in reports for name, figure in report.user_properties if name == NAME}
    if file := os.environ.get("FIGURES"):
        kept = Path(file)
        table |= {tuple(line.split("\t")) for line in kept.read_text().splitlines()}
        kept.write_text("".join(f"{what}\t{came_to}\n" for what, came_to in sorted(table)))
    if table:
        terminalreporter.section("figures")
        width = max(len(what) for what, _ in table)
        for what, came_to in sorted(table):
            terminalreporter.line(f"{what:<{width}}  {came_to}")
