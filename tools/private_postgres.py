"""Runs a command beside a PostgreSQL of its own: private_postgres.py COMMAND [ARGUMENT ...]

The server lives in a temporary folder, listens on a Unix socket only, and goes when the command is over. The command
finds it in TRUNKLINE_TEST_DATABASE.
"""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

BIN = Path("/usr/lib/postgresql/15/bin")
OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that can be stopped, started, and made to hang."""

    folder: Path
    as_postgres: Sequence[str]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://trunkline@/postgres?host={self.folder}"

    def run(self, *command: str) -> None:
        subprocess.run([*self.as_postgres, *command], check=True, stdout=subprocess.DEVNULL, cwd=self.folder)  # noqa: S603

    def start(self, *options: str) -> None:
        said = " ".join([OPTIONS, f"-c unix_socket_directories={self.folder}", *options])
        self._control("--wait", "--log", str(self.folder / "log"), "--options", said, "start")

    def stop(self) -> None:
        self._control("--mode", "immediate", "stop")

    @contextmanager
    def hanging(self) -> Generator[None]:
        """All its processes stand still: who asks it something hears nothing, and is not refused either."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # it begins no more processes
        found = [first, *_children(first)]
        try:
            for each in found[1:]:
                _tell(each, signal.SIGSTOP)
            yield
        finally:
            for each in found:
                _tell(each, signal.SIGCONT)

    def _control(self, *command: str) -> None:
        self.run(str(BIN / "pg_ctl"), "--pgdata", str(self.folder / "data"), *command)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True)  # noqa: S603, S607
    return [int(each) for each in listed.stdout.split()]


def _tell(process: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, number)


@contextmanager
def server(*options: str) -> Generator[Server]:
    with tempfile.TemporaryDirectory(prefix="trunkline-pg-") as folder:
        as_postgres: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            as_postgres = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        made = Server(Path(folder), as_postgres)
        data = ["--pgdata", str(made.folder / "data")]
        made.run(str(BIN / "initdb"), *data, "--username", "trunkline", "--auth", "trust", "--encoding", "UTF8")
        made.start(*options)
        try:
            yield made
        finally:
            with suppress(subprocess.CalledProcessError):  # it may have been stopped already
                made.stop()


def main() -> int:
    with server() as made:
        return subprocess.run(sys.argv[1:], env=os.environ | {"TRUNKLINE_TEST_DATABASE": made.url}).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
