"""What is kept for a start without the store comes back as it was, or not at all."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct, structs
from structlog.testing import capture_logs

from trunkline import whole
from trunkline.engine.copies import Known
from trunkline.engine.keeping import AGAIN, Keeping, Subject
from trunkline.engine.kept import ENOUGH, Kept, parts, together
from trunkline.engine.live import Live
from trunkline.engine.memory import Memory, Seen
from trunkline.engine.ports import Binding, Flow, KeptLeg
from trunkline.exchange.plan import Plan, Site
from trunkline.exchange.vocabulary import Spend
from trunkline.store.seal import Seal

pytestmark = pytest.mark.any_store

FLOW = Flow(("192.0.2.7", 5060), "tls")
BINDING = Binding("acme", "line", "device", "sip:1@192.0.2.7", FLOW, "10.0.0.7", "call", 7, "phone", 1.5, "<urn:x>", 2)
LEG = KeptLeg("1.1", "acme", "1", "a", "b", "c", "d", "e", "f", ("<sip:r;lr>",), FLOW, "line x", 3, "ada", "+1", 2.5)


@pytest.fixture
def file(tmp_path: Path, seal: Seal) -> Kept[Plan]:
    return Kept[Plan](tmp_path / "known" / "plan", seal, Plan, "1")


PLAN = Plan("acme", 7, sites={"main": Site("main", "Main")}, silent=frozenset({"+14085550100"}))


def kinds(kind: Any) -> Sequence[Any]:
    """Values of a type in which each field, of each kind that it may be, has one that is not its default."""
    match get_origin(kind) or kind:
        case found if found in (Union, UnionType):
            return [value for each in get_args(kind) if each is not NoneType for value in kinds(each)]
        case found if found is Literal:
            return get_args(kind)
        case found if found is tuple:
            return [tuple(value for each in get_args(kind) if each is not ... for value in kinds(each))]
        case found if found is frozenset:
            return [frozenset(kinds(get_args(kind)[0]))]
        case found if found is Mapping:
            return [{f"{n}": value for n, value in enumerate(kinds(get_args(kind)[1]))}]
        case found if found is datetime:
            return [datetime(2026, 2, 3, 4, 5, 6, 7)]
        case found if found in (str, int, float, bool):
            return [{str: "é x", int: 77, float: 7.25, bool: True}[found], found()]
        case _:
            assert issubclass(kind, Struct), kind
            hints = get_type_hints(kind)
            values = [kinds(hints[name]) for name in kind.__struct_fields__]
            rows = zip_longest(*([*each, *[each[0]] * (max(map(len, values)) - len(each))] for each in values))
            return [kind(*row) for row in rows]


def test_a_plan_comes_back_whatever_is_in_it(file: Kept[Plan]) -> None:
    plans = kinds(Plan)
    assert any(user.holidays and user.closed for plan in plans for user in plan.users.values())
    for plan in plans:
        file.write(parts(plan))
        assert together(file.read()) == plan


def test_what_is_long_is_taken_apart(file: Kept[Plan]) -> None:
    plan = structs.replace(PLAN, dialled={f"{n}": f"id {n}" for n in range(5 * ENOUGH + 1)})
    assert [len(each.dialled) for each in parts(plan) if each.dialled] == [ENOUGH] * 5 + [1]
    assert sum(len(each.silent) for each in parts(plan)) == 1
    file.write(parts(plan))
    assert together(file.read()) == plan


def test_live_state_comes_back(tmp_path: Path, seal: Seal) -> None:
    live = Live({"line sip:1@192.0.2.7": BINDING}, {"1.1": LEG}, unwritten={"spent acme ada 7": 2.5, "leg 1.1": 0.0})
    live.disturb("acme", "ada", may=False)
    live.spend("acme", Spend("ada", 7, 2.5))
    file = Kept[Live](tmp_path / "live", seal, Live, "1")
    file.write(parts(live))
    assert together(file.read()) == live


def refused(file: Kept[Plan]) -> str:
    """Why it is not used, which is told once."""
    with capture_logs() as told:
        assert file.read() == []
    (line,) = told
    return line["why"]


def test_what_is_not_there_is_no_trouble(file: Kept[Plan]) -> None:
    with capture_logs() as told:
        assert file.read() == []
    assert not told


def test_another_key_opens_nothing(file: Kept[Plan], tmp_path: Path) -> None:
    file.write(parts(PLAN))
    other = Kept[Plan](tmp_path / "known" / "plan", Seal(b"x" * 32), Plan, "1")
    assert "another key" in refused(other)


def test_another_version_reads_nothing(file: Kept[Plan], tmp_path: Path, seal: Seal) -> None:
    file.write(parts(PLAN))
    assert "another version" in refused(Kept[Plan](tmp_path / "known" / "plan", seal, Plan, "2"))

    class Differs(Struct, tag="Plan"):
        account_id: str
        version: int

    assert "another version" in refused(Kept[Any](tmp_path / "known" / "plan", seal, Differs, "1"))


def test_what_is_short_or_changed_is_as_if_it_were_not_there(file: Kept[Plan], tmp_path: Path) -> None:
    path = tmp_path / "known" / "plan"
    file.write(parts(PLAN))
    content = path.read_bytes()
    for n in range(len(content)):
        path.write_bytes(content[:n])
        assert refused(file)
    for n in range(len(content)):
        path.write_bytes(content[:n] + bytes([content[n] ^ 1]) + content[n + 1 :])
        assert refused(file)
    path.unlink()
    path.mkdir()
    assert refused(file)


def test_what_is_no_plain_file_is_as_if_it_were_not_there(
    file: Kept[Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anybody waited for, nor anything read without an end."""
    path = tmp_path / "known" / "plan"
    file.write(parts(PLAN))
    path.rename(tmp_path / "real")
    os.mkfifo(path)
    assert "no file" in refused(file)
    path.unlink()
    for other in (tmp_path / "real", Path("/dev/zero")):
        path.symlink_to(other)
        assert "link" in refused(file)
        path.unlink()
    (tmp_path / "real").rename(path)
    assert together(file.read()) == PLAN
    monkeypatch.setattr("trunkline.engine.kept.MOST", 10)
    assert "more than 10 bytes" in refused(file)


def test_a_folder_behind_a_link_is_not_read_and_makes_room(file: Kept[Plan], tmp_path: Path) -> None:
    file.write(parts(PLAN))
    known, elsewhere = tmp_path / "known", tmp_path / "elsewhere"
    known.rename(elsewhere)
    known.symlink_to(elsewhere)
    before = (elsewhere / "plan").read_bytes()
    assert "link" in refused(file)
    file.write(parts(PLAN))
    assert not known.is_symlink()
    assert together(file.read()) == PLAN
    assert (elsewhere / "plan").read_bytes() == before


def test_another_database_reads_nothing(tmp_path: Path, seal: Seal) -> None:
    path = tmp_path / "known" / "plan"
    Kept[Plan](path, seal, Plan, "1", "one").write(parts(PLAN))
    assert "another database" in refused(Kept[Plan](path, seal, Plan, "1", "other"))


def test_it_is_its_owners_alone_and_names_nobody(file: Kept[Plan], tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file.write(parts(PLAN))
    finally:
        os.umask(before)
    path = tmp_path / "known" / "plan"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert b"acme" not in path.read_bytes()
    assert not [*path.parent.glob(f"{whole.PREFIX}*")]


def test_one_file_is_not_taken_for_another(tmp_path: Path, seal: Seal) -> None:
    memory = Memory(tmp_path, seal, "1")
    assert memory.read() is None
    known = tmp_path / "known"
    Kept[Any](known / "configuration", seal, Seen | Known | Plan, "1").write([Seen(True), Known(1.5), *parts(PLAN)])
    found = memory.read()
    assert found
    assert (found.harmless, found.as_of, found.live) == (True, 1.5, Live())
    (known / "live").write_bytes((known / "configuration").read_bytes())
    with capture_logs() as told:
        assert memory.read()
    assert told[0]["why"].startswith("another version")


READ = """
import sys; from pathlib import Path; from trunkline.engine.memory import Memory; from trunkline.store.seal import Seal
assert Memory(Path(sys.argv[1]), Seal(bytes.fromhex(sys.argv[2])), "1").read()
"""


def test_every_process_of_the_version_reads_it(tmp_path: Path) -> None:
    key = bytes(range(32))
    known = tmp_path / "known" / "configuration"
    Kept[Any](known, Seal(key), Seen | Known | Plan, "1").write([Seen(True), Known(1.5), *parts(PLAN)])
    for seed in "123":  # of hashes: sets are in another order
        command = [sys.executable, "-c", READ, str(tmp_path), key.hex()]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True)


class Changing:
    def __init__(self) -> None:
        self.edition: object = None
        self.written: list[object] = []
        self.fails = False

    def write(self, things: Any) -> None:
        if self.fails:
            raise OSError(28, "No space left on device")
        self.written.append(self.edition)
        time.sleep(0.02)


def test_it_is_written_soon_after_a_change_and_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trunkline.engine.keeping.LOOK", 0.01)
    said = Changing()
    file: Any = said
    with Keeping(Subject(file, lambda: said.edition, lambda: [], 0.1)):
        time.sleep(0.1)
        assert said.written == []  # there is nothing to be kept
        for n in range(100):
            said.edition = n
            time.sleep(0.01)
        assert 2 <= len(said.written) <= 4  # it took 0.02 s, and 20 times as long is waited
        said.edition = "last"
    assert said.written[-1] == "last"


def test_a_disk_that_takes_nothing_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Changing()
    said.edition, said.fails = 1, True
    file: Any = said
    subject = Subject(file, lambda: said.edition, lambda: [], 0.1)
    with capture_logs() as told:
        for _ in range(3):
            subject.look()
            assert subject.due > time.monotonic() + AGAIN - 1
            subject.due = 0
    assert len(told) == 1
    said.fails = False
    subject.look()
    assert said.written == [1]
