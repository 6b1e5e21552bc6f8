"""Sockets of an installation whose folder takes nothing are elsewhere, where nobody can have laid a trap."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from trunkline.engine.listener import Listener
from trunkline.store import keys, meeting
from trunkline.store.moved import Mark

pytestmark = pytest.mark.any_store


@pytest.fixture
def memory() -> Iterator[Path]:
    with TemporaryDirectory() as made:  # a socket's path is short
        yield Path(made)


@pytest.fixture
def data(tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in whose `run` nothing can be made."""
    monkeypatch.setattr(meeting, "MEMORY", memory)
    monkeypatch.setattr(meeting.tempfile, "gettempdir", lambda: str(tmp_path / "none"))
    keys.make(tmp_path / "data")
    (tmp_path / "data" / "run").touch()
    return tmp_path / "data"


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            meeting.connect(connection, path)
        except OSError:
            return False
        return True


def test_it_is_found_there_and_in_the_folder_again_once_that_is_well(data: Path, memory: Path) -> None:
    path = data / "run" / "engine.sock"
    assert not answers(path)
    with closing(Listener(path).socket):
        assert answers(path)
        (made,) = memory.iterdir()
        assert made.stat().st_mode & 0o777 == 0o700
    assert not answers(path)
    (data / "run").unlink()
    with closing(Listener(path).socket):
        assert path.is_socket()
        assert answers(path)
        assert not made.exists()


@pytest.mark.parametrize(
    "trap",
    [
        lambda made: made.mkdir(mode=0o755) or made.chmod(0o755),
        lambda made: made.symlink_to(made.parent.parent),
        lambda made: made.touch(),
    ],
    ids=["open to others", "a link", "a file"],
)
def test_what_is_there_already_is_not_trusted(data: Path, memory: Path, trap: Callable[[Path], object]) -> None:
    path = data / "run" / "engine.sock"
    with closing(Listener(path).socket):
        (made,) = memory.iterdir()
    (made / "engine.sock").unlink()
    made.rmdir()
    trap(made)
    assert meeting.elsewhere(path) == []
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        Listener(path)


def test_the_name_of_the_folder_is_nobodys_to_guess(data: Path, memory: Path) -> None:
    with closing(Listener(data / "run" / "engine.sock").socket):
        assert len([*memory.iterdir()]) == 1
    (data / "keys" / "seal.key").write_bytes(bytes(32))
    with closing(Listener(data / "run" / "engine.sock").socket):
        assert len([*memory.iterdir()]) == 2


def test_where_no_mark_can_be_made_nothing_fails(data: Path) -> None:
    mark = Mark(data)
    mark.move()
    assert mark.seen() == bytes(8)
