"""What others install: the unit of systemd, the container and the Debian package, as far as they can be tried where
there is neither systemd nor a container engine."""

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.figures import Figure
from tests.places import AN_ADDRESS
from tests.ports import free_port
from tests.system.installation import System

pytestmark = [pytest.mark.any_store, pytest.mark.soak, pytest.mark.timeout(1200)]

ROOT = Path(__file__).parents[2]
OPS = ROOT / "ops"
UNIT = OPS / "systemd" / "trunkline.service"
CONTAINER = OPS / "container"
CGROUPS = {"v1": Path("/sys/fs/cgroup/systemd"), "v2": Path("/sys/fs/cgroup")}
EXPOSURE = 1.8  # what `systemd-analyze security` gives it at most; a service without any care has 9.6
ALLOWED = ("@system-service", "@chown", "adjtimex", "clock_adjtime")  # by the unit, less what is privileged


def tool(name: str) -> str:
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


def run(*command: object, **more: Any) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **more)
    assert done.returncode == 0, f"{shlex.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


def alone() -> dict[str, str]:
    """The environment of somebody who has nothing of this folder."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "UV_"))}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the container and the package have it, and moved once."""
    folder = tmp_path_factory.mktemp("installed")
    run(ROOT / "script" / "install", folder / "made")
    (folder / "made").rename(folder / "trunkline")
    return folder / "trunkline"


@contextmanager
def served(folder: Path, program: Path, *before: str) -> Iterator[System]:
    """The demo, run by an installed program in an empty folder."""
    http, sip = free_port(), free_port()
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        command = [*before, str(program), "serve", "--demo", "--past", "1", "--data", str(folder / "data")]
        command += ["--http", f"127.0.0.1:{http}", "--sip", f"127.0.0.1:{sip}", "--rtp", "38000-38999"]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=alone())
    system = System(process, folder / "data", http, sip, 38000, folder / "log", None)
    try:
        assert system.ready(), system.log.read_text()
        yield system
    finally:
        process.terminate()
        process.wait(60)


def ready(url: str) -> Any:
    with urllib.request.urlopen(f"{url}/readyz") as answer:
        return json.load(answer)


def call(program: Path, system: System) -> str:
    return run(program, "call", "1001", "1002", "--talk", "1", "--data", system.data, env=alone())


def test_what_is_installed_needs_nothing_of_the_repository(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "bin" / "python", "-c", "import trunkline; print(trunkline.__file__)", cwd="/", env=alone())
    assert Path(where.strip()).is_relative_to(installed)
    with served(tmp_path / "empty", installed / "bin" / "trunkline") as system:
        assert ready(system.client.url)["status"] == "ready"
        with urllib.request.urlopen(f"{system.client.url}/docs/redoc.standalone.js") as viewer:
            assert len(viewer.read()) > 1_000_000
        assert ": connected" in call(installed / "bin" / "trunkline", system)


def test_it_is_as_the_lock_says(installed: Path) -> None:
    exported = run(uv(), "export", "--quiet", "--locked", "--no-dev", "--no-emit-project", "--no-hashes", cwd=ROOT)
    locked = {line.partition(" ;")[0] for line in exported.splitlines() if "==" in line}
    there = {line for line in run(uv(), "pip", "freeze", "--quiet", "--python", installed).splitlines() if "==" in line}
    assert {line.lower() for line in there} <= {line.lower() for line in locked}


def uv() -> str:
    return str(ROOT / ".uv" / "bin" / "uv") if (ROOT / ".uv").exists() else tool("uv")


# --- the unit


def test_the_unit_is_one_and_keeps_to_itself(tmp_path: Path, figure: Figure) -> None:
    analyze = tool("systemd-analyze")
    here = tmp_path / UNIT.name
    here.write_text(UNIT.read_text().replace("/usr/bin/trunkline", sys.executable))
    run(analyze, "verify", "--man=no", here)
    said = run(analyze, "security", "--offline=true", f"--threshold={EXPOSURE * 10:.0f}", here)
    figure("exposure of the systemd unit, of 10", said.split("Overall exposure level")[1].split()[2])


def test_the_unit_allows_the_system_calls_that_calls_take(installed: Path, tmp_path: Path) -> None:
    strace, analyze = tool("strace"), tool("systemd-analyze")
    trace = tmp_path / "trace"
    program = installed / "bin" / "trunkline"
    with served(tmp_path / "empty", program, strace, "-f", "-qq", "-o", str(trace)) as system:
        assert ready(system.client.url)["status"] == "ready"
        assert ": connected" in call(program, system)
        os.kill(int(run("ps", "-o", "pid=", "--ppid", system.process.pid)), 15)
        system.process.wait(60)
    sets = filters(run(analyze, "syscall-filter"))
    used = set(re.findall(r"^\d+ +(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE))
    assert len(used) > 50
    privileged = set(members("@privileged", sets)) - {call for name in ALLOWED[1:] for call in members(name, sets)}
    assert used - {call for name in ALLOWED for call in members(name, sets)} == set()
    assert used & privileged == set()
    families = set(re.findall(r"socket\((AF_\w+)", trace.read_text(errors="replace")))
    assert families <= set(re.search(r"^RestrictAddressFamilies=(.*)$", UNIT.read_text(), re.MULTILINE)[1].split())


def filters(listed: str) -> dict[str, list[str]]:
    sets: dict[str, list[str]] = {}
    name = ""
    for line in listed.splitlines():
        if line.startswith("@"):
            name = line
            sets[name] = []
        elif name and line.strip() and not line.strip().startswith("#"):
            sets[name].append(line.strip())
    return sets


def members(name: str, sets: dict[str, list[str]]) -> Iterator[str]:
    if not name.startswith("@"):
        yield name
    for each in sets.get(name, ()):
        yield from members(each, sets)


# --- the container


def instructions() -> list[tuple[str, str]]:
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", (CONTAINER / "Containerfile").read_text(), flags=re.MULTILINE))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines.splitlines() if line)]


def test_what_the_container_is_built_of_is_all_that_it_needs(tmp_path: Path) -> None:
    """Its first stage, step by step: the files that are copied, and the command that is run on them."""
    source, at = tmp_path / "src", tmp_path / "opt"
    ignored = (CONTAINER / "Containerfile.dockerignore").read_text().splitlines()
    taken = [line[1:] for line in ignored if line.startswith("!")]
    first = instructions()[1 : next(n for n, (word, _) in enumerate(instructions()) if n and word == "FROM")]
    for word, rest in first:
        if word == "COPY":
            *files, into = rest.split()
            for each in files:
                assert any(fnmatch.fnmatch(each.split("/")[0], name) for name in taken), f"{each} is ignored"
                target = source / (Path(into) / Path(each).name if (ROOT / each).is_file() else into)
                target.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if (ROOT / each).is_dir() else shutil.copy)(ROOT / each, target)
        elif word == "RUN":
            command = rest.replace("/opt/trunkline", str(at)).replace("/usr/local/bin/python3", sys.executable)
            run("sh", "-c", command, cwd=source, env=alone())
    with served(tmp_path / "empty", at / "bin" / "trunkline") as system:
        check = json.loads(re.search(r"CMD (\[.*\])$", dict(instructions())["HEALTHCHECK"])[1])
        assert check[:2] == ["python", "-c"]
        run(at / "bin" / "python", "-c", check[2].replace("8080", str(system.http)))


def test_the_containerfile_is_written_well() -> None:
    run(tool("hadolint"), CONTAINER / "Containerfile")


def test_the_composition_fits_together() -> None:
    said = yaml.safe_load((CONTAINER / "compose.yaml").read_text())
    for service in said["services"].values():
        assert {each.split(":")[0] for each in service["volumes"]} <= {*said["volumes"], "./Caddyfile"}
        assert {*service.get("secrets", ())} <= {*said["secrets"]}
    build = said["services"]["trunkline"]["build"]
    assert (CONTAINER / build["context"] / build["dockerfile"]).samefile(CONTAINER / "Containerfile")


def test_the_proxy_understands_its_file() -> None:
    command = (tool("caddy"), "validate", "--adapter", "caddyfile", "--config", CONTAINER / "Caddyfile")
    run(*command, env=os.environ | {"PBX_NAME": "pbx.example.com"})


# --- the Debian package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, figure_of: dict[str, str]) -> Path:
    tool("dpkg-deb")
    built = Path(run(OPS / "debian" / "build", tmp_path_factory.mktemp("package")).strip())
    figure_of["the Debian package"] = f"{built.stat().st_size / 1e6:.0f} MB"
    return built


@pytest.fixture(scope="module")
def figure_of() -> dict[str, str]:
    return {}


def test_the_package_has_what_it_should(package: Path, figure_of: dict[str, str], figure: Figure) -> None:
    for what, came_to in figure_of.items():
        figure(what, came_to)
    listed = run("dpkg-deb", "--contents", package).splitlines()
    modes = {line.split(maxsplit=5)[5].split(" -> ")[0]: line[:10] for line in listed}
    assert modes["./"] == "drwxr-xr-x"
    assert modes["./etc/trunkline/trunkline.env"] == "-rw-------"
    assert modes["./usr/bin/trunkline"] == "lrwxrwxrwx"
    kept = "./usr/share/doc/trunkline"
    pages = (
        f"{kept}/README.md",
        f"{kept}/CHANGELOG.md",
        f"{kept}/docs/operations/backup.md",
        f"{kept}/docs/first-hour.md",
    )
    beside = (
        f"{kept}/ops/prometheus/alerts.yml",
        f"{kept}/ops/grafana/trunkline.json",
        "./etc/trunkline/trunkline.toml",
    )
    shell = ("./usr/share/bash-completion/completions/trunkline", "./usr/share/zsh/vendor-completions/_trunkline")
    service = ("./lib/systemd/system/trunkline.service", "./usr/share/man/man8/trunkline.8.gz")
    for name in (*pages, *beside, *shell, *service):
        assert modes[name] == "-rw-r--r--"
    assert all("root/root" in line for line in listed)
    assert not [name for name, mode in modes.items() if mode[8] == "w" and mode[0] != "l"]


def test_lintian_has_no_complaint_of_weight(package: Path) -> None:
    run(tool("lintian"), "--allow-root", "--fail-on", "error", package)


INSTALL = """
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs {aside}
mkdir {aside}/upper {aside}/work {aside}/root
mount -t overlay overlay -o lowerdir=/,upperdir={aside}/upper,workdir={aside}/work {aside}/root || exit 99
cp {package} {aside}/root/trunkline.deb
for each in proc sys dev; do mount --rbind /$each {aside}/root/$each; done
for each in run tmp; do mount -t tmpfs tmpfs {aside}/root/$each; done
exec chroot {aside}/root sh -euc '{steps}'
"""

STEPS = """
dpkg --force-depends -i /trunkline.deb >/dev/null
stat -c "%A %U" /var/lib/trunkline
as="setpriv --reuid trunkline --regid trunkline --clear-groups env HOME=/nonexistent"
cd /
$as trunkline init "Example Company" {address} --data /var/lib/trunkline >/dev/null
. /etc/trunkline/trunkline.env
$as trunkline serve --data /var/lib/trunkline --http 127.0.0.1:{http} --sip 127.0.0.1:{sip} 2>/tmp/log & served=$!
n=0
until curl -sf http://127.0.0.1:{http}/readyz >/dev/null; do
    n=$((n + 1)); [ $n -lt 120 ] || {{ cat /tmp/log; exit 1; }}; sleep 0.5
done
echo ready
$as trunkline doctor --data /var/lib/trunkline --http 127.0.0.1:{http} --sip 127.0.0.1:{sip} | grep -c "^ok"
kill $served; wait $served; echo ended $?
dpkg --purge trunkline >/dev/null 2>&1
[ ! -e /opt/trunkline ] && [ ! -e /etc/trunkline ] && [ -e /var/lib/trunkline/state.db ] && echo purged
"""


def test_the_package_is_installed_runs_and_goes(package: Path, tmp_path: Path) -> None:
    """Onto this computer's own files, laid under a layer that is thrown away."""
    if os.geteuid():
        pytest.skip("only root installs packages")
    tool("curl")
    steps = STEPS.format(address=" ".join(f'"{each}"' for each in AN_ADDRESS), http=free_port(), sip=free_port())
    script = INSTALL.format(aside=tmp_path, package=package, steps=steps)
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, env=alone())
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    owner, is_ready, fine, ended, gone = done.stdout.splitlines()[-5:]
    assert (owner, is_ready, ended, gone) == ("drwx------ trunkline", "ready", "ended 0", "purged")
    assert int(fine) > 5


BOOTED = """systemd: boots
installed: inactive
nothing made: 3
not tried again: 0
started: ready
reloaded: active
hung, started again: 1
after that: ready
the same again: {version} installed
the same again: ready
the same again: another process
the same again: rows are there
as before: disabled
newer: 98 installed
newer: ready
newer: another process
newer: rows are there
newer: options stay
damaged: refused
damaged: 98 installed
damaged: ready
damaged: another process
damaged: rows are there
back: {version} installed
back: ready
back: another process
back: rows are there
broken: 99 installed
broken: activating
the one before: {version} installed
the one before: ready
as before: enabled
stopped: success
newer while stopped: inactive
as before: disabled
started again: ready
removed: inactive
removed: rows and options stay
removed: enabled no more
purged: rows stay
"""
AWAY = re.compile(r"^(.*): away (.*)\n", re.MULTILINE)


@pytest.fixture(scope="module")
def versions(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages that are put in place of each other."""
    folder, there = tmp_path_factory.mktemp("versions"), tmp_path_factory.mktemp("there")
    (folder / "this.deb").hardlink_to(package)
    run("dpkg-deb", "--raw-extract", package, there)
    control, program = there / "DEBIAN" / "control", there / "opt" / "trunkline" / "bin" / "trunkline"
    said = control.read_text()

    def made(name: str) -> Path:
        run("dpkg-deb", "--root-owner-group", "-Znone", "--build", there, folder / f"{name}.deb")
        return folder / f"{name}.deb"

    made("as-it-was")
    control.write_text(re.sub("^Version: .*", "Version: 98", said, flags=re.MULTILINE))
    newer = made("newer")
    with newer.open("rb") as whole:
        (folder / "damaged.deb").write_bytes(whole.read(newer.stat().st_size // 2))
    control.write_text(re.sub("^Version: .*", "Version: 99", said, flags=re.MULTILINE))
    program.write_text("#!/bin/sh\nexit 1\n")
    made("broken")
    shutil.rmtree(there)
    return folder


def test_the_service_lives_under_systemd(package: Path, versions: Path, tmp_path: Path, figure: Figure) -> None:
    """A systemd of its own: it is told when all is ready, starts again what hangs, and not what cannot work.
    What ran before another version was installed runs after it."""
    if os.geteuid():
        pytest.skip("only root boots a systemd")
    if not Path("/lib/systemd/systemd").exists():
        pytest.skip("systemd is not installed")
    tool("curl")
    kind = next((kind for kind, at in CGROUPS.items() if (at / "cgroup.procs").exists()), None)
    if kind is None:
        pytest.skip("there are no control groups for systemd")
    group = CGROUPS[kind] / f"trunkline-{os.getpid()}"
    group.mkdir()
    script = Path(__file__).with_name("booted.sh")
    apart = "unshare --mount --pid --uts --ipc --net --cgroup --fork --kill-child"
    command = f"echo $$ >{group}/cgroup.procs; exec timeout -s KILL 400 {apart} sh {script} {tmp_path} {kind}"
    (tmp_path / "packages").symlink_to(versions)
    try:
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=alone())
    finally:
        for each in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
            each.rmdir()
        group.rmdir()
    said = (tmp_path / "said").read_text() if (tmp_path / "said").exists() else ""
    if "systemd: boots" not in said:
        pytest.skip(f"systemd does not boot here: {done.stderr.strip()}")
    assert AWAY.sub("", said) == BOOTED.format(version=run("dpkg-deb", "--field", package, "Version").strip())
    for what, seconds in AWAY.findall(said):
        figure(f"nobody can call while a package is put in place of another: {what}", seconds)
