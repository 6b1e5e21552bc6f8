"""What proofs measured, in one table at the end of the run."""

from collections.abc import Callable

import pytest

Figure = Callable[[str, str], None]
TABLE = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Say what was measured, and what it came to."""
    table = request.config.stash.setdefault(TABLE, [])
    return lambda what, came_to: table.append((what, came_to))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if table := config.stash.get(TABLE, None):
        terminalreporter.section("figures")
        width = max(len(what) for what, _ in table)
        for what, came_to in table:
            terminalreporter.line(f"{what:<{width}}  {came_to}")
