"""What an engine on the rows of a server leaves to the one after it, should that begin while the server is away: two
files, for the one changes with each registration and the other seldom."""

from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from trunkline import clock
from trunkline.engine.copies import Copies, Known
from trunkline.engine.keeping import Keeping, Subject
from trunkline.engine.kept import Kept, parts, together
from trunkline.engine.live import Live
from trunkline.engine.state import StoredState
from trunkline.exchange.plan import Plan
from trunkline.store.known import KNOWN
from trunkline.store.seal import Seal

SOONEST = 2.0  # seconds between two writings of a file, at least
HOUR = 3600.0  # after which it is said again that the configuration is the newest


class Seen(Struct, tag=True):
    """What was seen of the rows before the engine began."""

    harmless: bool  # none of the demo's well-known secrets is there


class Remembered(NamedTuple):
    harmless: bool
    as_of: float
    configuration: list[Known | Plan]
    live: Live


class Memory:
    def __init__(self, data: Path, seal: Seal, *of: str) -> None:
        """`of`: the program's version and the database. With another one it cannot be read."""
        folder = data / KNOWN
        self._configuration = Kept[Seen | Known | Plan](folder / "configuration", seal, Seen | Known | Plan, *of)
        self._live = Kept[Live](folder / "live", seal, Live, *of)

    def read(self) -> Remembered | None:
        found = self._configuration.read()
        seen = next((each for each in found if isinstance(each, Seen)), None)
        configuration = [each for each in found if not isinstance(each, Seen)]
        known = next((each for each in configuration if isinstance(each, Known)), None)
        if seen is None or known is None:
            return None
        live = self._live.read()
        return Remembered(seen.harmless, known.at, configuration, together(live) if live else Live())

    def keeping(self, directory: Copies, state: StoredState, *, harmless: bool) -> Keeping:
        def edition() -> object:
            if directory.as_of is not None or not directory.is_whole:
                return None
            return directory.edition, 0 if directory.is_away else clock.steady() // HOUR

        return Keeping(
            Subject(self._configuration, edition, lambda: (Seen(harmless), *directory.known()), SOONEST),
            Subject(self._live, lambda: state.edition, lambda: parts(state.known()), SOONEST),
        )
