"""What proofs measured, in one table at the end of the run."""

from collections.abc import Callable

import pytest

Figure = Callable[[str, str], None]
NAME = "figure"


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Say what was measured, and what it came to."""
    return lambda what, came_to: request.node.user_properties.append((NAME, (what, came_to)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    table = [figure for report in reports for name, figure in report.user_properties if name == NAME]
    if table:
        terminalreporter.section("figures")
        width = max(len(what) for what, _ in table)
        for what, came_to in sorted(map(tuple, table)):
            terminalreporter.line(f"{what:<{width}}  {came_to}")
