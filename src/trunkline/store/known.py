"""The folder of what an engine knew of rows on a server. It is good for those rows alone, and as long as nobody changes
them while no engine runs."""

import shutil
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import make_url

from trunkline import whole

KNOWN = "known"


def rows(url: str) -> str:
    """Names the database of a URL, however that is written and whoever logs in. What the URL leaves out is what libpq
    takes for it."""
    from psycopg.pq import Conninfo  # which a start on files does not need

    found = make_url(url)
    _, said = found.get_dialect()().create_connect_args(found)
    usual = {each.keyword.decode(): (each.val or b"").decode() for each in Conninfo.get_defaults()}
    host, port, name, user = (str(said.get(key) or usual.get(key, "")) for key in ("host", "port", "dbname", "user"))
    hosts, ports = host.lower().split(","), port.split(",")
    rest = ports[0] if len(ports) == 1 else ""  # one port is that of each host
    pairs = zip_longest(hosts, ports[: len(hosts)], fillvalue=rest)
    servers = sorted(f"{each}:{at or '5432'}" for each, at in pairs)
    elsewhere = [str(said[key]) for key in ("service", "hostaddr") if key in said]
    return " ".join([name or user, *servers, *elsewhere])


def forget(folder: Path) -> None:
    """For good: a power cut does not bring it back. Raises OSError. What a link leads to is not touched."""
    path = folder / KNOWN
    with suppress(FileNotFoundError):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        whole.sync(folder)
