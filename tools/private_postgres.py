"""Runs a command beside a PostgreSQL of its own: private_postgres.py COMMAND [ARGUMENT ...]

The server lives in a temporary folder, listens on a Unix socket only, and goes when the command is over. The command
finds it in TRUNKLINE_TEST_DATABASE.
"""

import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path("/usr/lib/postgresql/15/bin")
OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="trunkline-pg-") as folder:
        data = Path(folder) / "data"
        as_postgres = []
        if os.geteuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            as_postgres = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

        def run(*command: str) -> None:
            subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)  # noqa: S603

        run(
            str(BIN / "initdb"),
            "--pgdata",
            str(data),
            "--username",
            "trunkline",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
        )
        start = [str(BIN / "pg_ctl"), "--pgdata", str(data), "--wait", "--log", str(Path(folder) / "log")]
        run(*start, "--options", f"{OPTIONS} -c unix_socket_directories={folder}", "start")
        try:
            url = f"postgresql+psycopg://trunkline@/postgres?host={folder}"
            return subprocess.run(sys.argv[1:], env=os.environ | {"TRUNKLINE_TEST_DATABASE": url}).returncode  # noqa: S603
        finally:
            run(str(BIN / "pg_ctl"), "--pgdata", str(data), "--mode", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main())
