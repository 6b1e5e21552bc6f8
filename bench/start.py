"""How long a start takes until the first answer of the API, and the memory that the processes then have.

Started is what a user has: among the packages for development are some that others load where they find them.
"""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.places import AN_ADDRESS
from tests.ports import free_port
from tests.system.installation import running

ROUNDS = 3


def run() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = installed(folder / "venv")
        subprocess.run([program, "init", "Example", *AN_ADDRESS, "--data", folder / "data"], check=True)
        prepared = [seconds(program, folder / "data") for _ in range(ROUNDS)]
        demo = [seconds(program, folder / f"demo{n}", "--demo") for n in range(ROUNDS)]
        yield f"first answer, prepared DIR: {best(prepared)} (goal 0.5 s)"
        yield f"first answer, demo:         {best(demo)} (goal 2 s)"
        bare = min(python() for _ in range(ROUNDS))
        yield f"beside: an empty Python program takes {bare:.2f} s"
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "--demo") as system:
        system.client("GET", "/users")
        sizes = {name: memory(system.child(name)) for name in ("api", "engine", "relay")}
        told = ", ".join(f"{name} {size} MB" for name, size in sizes.items())
        yield f"memory after the first answer: {told}; an empty Python program has {memory_of_python()} MB"


def best(times: list[float]) -> str:
    return f"{min(times):.2f} s (up to {max(times):.2f})"


def installed(venv: Path) -> str:
    """The program as script/setup installs it."""
    uv = shutil.which("uv") or ".uv/bin/uv"
    sync = [uv, "sync", "--quiet", "--locked", "--compile-bytecode", "--no-dev"]
    subprocess.run(sync, env=os.environ | {"UV_PROJECT_ENVIRONMENT": str(venv)}, check=True)
    return str(venv / "bin/trunkline")


def seconds(program: str, data: Path, *more: str) -> float:
    """From the command to the API's first answer, whatever it is."""
    data.mkdir(exist_ok=True)
    port, sip = free_port(), free_port()
    command = [program, "serve", "--data", str(data), "--http", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--sip", f"127.0.0.1:{sip}", "--rtp", "30000-30999", *more], stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/phone/users", timeout=1)
            except urllib.error.HTTPError as answer:
                if answer.code == 401:
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.005)
    finally:
        process.terminate()
        process.wait()


def python() -> float:
    began = time.perf_counter()
    subprocess.run([".venv/bin/python", "-c", ""], check=True)
    return time.perf_counter() - began


def memory(pid: int) -> int:
    """MB; of what processes share, its part (proc(5), Pss)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


def memory_of_python() -> int:
    with subprocess.Popen([".venv/bin/python", "-c", "input()"], stdin=subprocess.PIPE) as process:
        time.sleep(0.3)
        size = memory(process.pid)
        process.communicate(b"\n")
    return size
