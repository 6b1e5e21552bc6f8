"""Which clock is asked for what: one place has both, and few ask the one that people set."""

import re
from pathlib import Path

import trunkline
from tests.figures import Figure

SOURCE = Path(trunkline.__file__).parent
SET_BY_PEOPLE = re.compile(
    r"\btime\.(?:time|time_ns)\b|\bdatetime\.(?:now|utcnow|today)\b|\bdate\.today\b"
    r"|\bfrom time import [^\n]*\btime\b|CLOCK_REALTIME"
)
WALL = re.compile(r"\bclocks?\.wall(?:_ns)?\b|\bwall_clock\b|\bclock import [^\n]*\bwall\b")
BOTH = {"clock.py"}
NAMES = {"engine/journal.py"}  # of its files
# Who may ask what people's clocks say, and what for.
PEOPLE = {
    "api/checks.py": "whether it is set right",
    "api/metrics.py": "since when a process runs, for those who draw it",
    "app.py": "periods that people ask for, and times that they read",
    "cli/call.py": "calls of late, asked for as people do",
    "cli/company.py": "the years whose holidays are kept",
    "cli/demo.py": "a past that is told until now",
    "cli/doctor/certificates.py": "certificates say until when they hold by the clocks of all",
    "cli/doctor/machine.py": "whether the clock is right",
    "cli/explain.py": "a call now",
    "cli/live.py": "since when it runs, for people to read",
    "cli/owner.py": "since when somebody has a folder, for people to read",
    "cli/trace.py": "when packets passed, for people to read",
    "engine/copies.py": "of when it is what is known, for people to read",
    "engine/doors.py": "since when it runs, for those who draw it",
    "engine/meters.py": "since when it runs, for those who draw it",
    "engine/switch.py": "names of calls, which rise with time",
    "engine/taking.py": "when packets came, as the relay writes it",
    "engine/taping.py": "when packets came, as the relay writes it",
    "engine/trace.py": "when messages passed, for people to read",
    "extensions/retention.py": "how old is what people said",
    "records/spent_outside.py": "which day it is",
    "store/backup.py": "when it was made",
    "store/copies.py": "when one was made, and whether it is old",
    "store/filing.py": "when something was done, for people to read",
    "store/ids.py": "names that rise with time",
    "store/keeping.py": "names by the time at which they were made",
    "store/leftovers.py": "whether a copy is old",
    "store/tables.py": "when something was done, for people to read",
}


def found(pattern: re.Pattern[str]) -> set[str]:
    return {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if pattern.search(path.read_text())}


def test_one_place_has_both_clocks() -> None:
    assert found(SET_BY_PEOPLE) - NAMES == BOTH


def test_what_takes_long_or_ends_goes_by_the_clock_that_nobody_sets(figure: Figure) -> None:
    asking = found(WALL) - BOTH
    assert asking == {*PEOPLE}
    figure("modules that ask the clock that people set", f"{len(asking)}, none of them for how long something takes")
