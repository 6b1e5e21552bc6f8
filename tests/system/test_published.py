"""The served contract in the hands of others: a linter, makers of clients, and the page on which people read it."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

import trunkline.api
from tests.figures import Figure
from tests.system.chromium import Browser, chromium
from tests.system.installation import System, running

pytestmark = pytest.mark.any_store

VIEWER = Path(trunkline.api.__file__).parent / "viewer"
CLIENTS = Path(__file__).parent.parent / "clients"
PROGRAMS = Path(sys.executable).parent
QUIET = os.environ | {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system"), "--demo", "--past", "2") as system:
        yield system


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, env=QUIET, cwd=cwd)
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-5_000:]
    return done.stdout


def tool(name: str) -> Path:
    return CLIENTS / "node_modules/.bin" / name


def fetched(system: System, folder: Path, query: str = "?served=true") -> Path:
    path = folder / f"contract{len(query)}.json"
    with urllib.request.urlopen(f"{system.client.url}/openapi.json{query}") as answer:
        path.write_bytes(answer.read())
    return path


def test_redocly_finds_no_error(system: System, tmp_path: Path) -> None:
    both = [fetched(system, tmp_path, query) for query in ("", "?served=true")]
    said = run(tool("redocly"), "lint", "--format", "json", *both)
    assert said.count('"errors": 0,') == len(both)


def told(found: Any, system: System, name: str) -> None:
    """What each client has to have found, whatever it is written in."""
    rows = system.client("GET", "/call_history?page_size=100")["call_history"]
    assert found == {
        "extensions": list(range(1001, 1013)),
        "abroad": [row["international"] for row in rows],
        "changed": 204,
        "made": name,
        "gone": 204,
        "refused": 1001,
    }
    assert rows


def test_a_client_in_typescript(system: System, tmp_path: Path) -> None:
    """Made by openapi-typescript: it compiles, strictly, and what it is answered is what it was told."""
    contract = fetched(system, tmp_path)
    run(tool("openapi-typescript"), contract, "--output", tmp_path / "contract.ts")
    base = json.loads(contract.read_text())["servers"][0]["url"]
    with tmp_path.joinpath("contract.ts").open("a") as made:
        made.write(f"export const base = {json.dumps(base)};\n")
    for name in ("calls.ts", "tsconfig.json", "package.json"):
        shutil.copy(CLIENTS / name, tmp_path)
    tmp_path.joinpath("node_modules").symlink_to(CLIENTS / "node_modules")
    run(tool("tsc"), "--project", tmp_path)
    told(json.loads(run("node", tmp_path / "calls.js", system.client.log_in())), system, "typescript")


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_a_client_of_openapi_python_client(system: System, tmp_path: Path, figure: Figure) -> None:
    contract = fetched(system, tmp_path)
    made, config = tmp_path / "made_client", CLIENTS / "openapi_python_client.yaml"
    options = ["--path", contract, "--config", config, "--output-path", made, "--meta", "none", "--fail-on-warning"]
    run(PROGRAMS / "openapi-python-client", "generate", *options)
    base = json.loads(contract.read_text())["servers"][0]["url"]
    found = run(sys.executable, CLIENTS / "openapi_python_client.py", tmp_path, base, system.client.log_in())
    told(json.loads(found), system, "python-client")
    figure("client of openapi-python-client", f"{count(made)} modules without a warning, every call understood")


@pytest.mark.soak
@pytest.mark.timeout(300)
def test_a_client_of_openapi_generator(system: System, tmp_path: Path, figure: Figure) -> None:
    contract, made = fetched(system, tmp_path), tmp_path / "made_client"
    run(PROGRAMS / "openapi-generator-cli", "validate", "--recommend", "-i", contract)
    options = ["-g", "python", "-i", contract, "-o", tmp_path, "--package-name", made.name]
    run(PROGRAMS / "openapi-generator-cli", "generate", *options)
    found = run(sys.executable, CLIENTS / "openapi_generator.py", tmp_path, system.client.log_in())
    told(json.loads(found), system, "generator")
    figure("client of openapi-generator", f"{count(made)} modules, every call understood")


def count(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*.py"))


@contextmanager
def reading(system: System, folder: Path, query: str, last: str) -> Iterator[Browser]:
    """A browser on the page, once the last operation of the document is shown."""
    with chromium(folder / "profile", "window-size=1400,900") as browser:
        browser.open(f"{system.client.url}/docs{query}")
        shown = (By.CSS_SELECTOR, f'[id$="/operation/{last}"]')
        WebDriverWait(browser.driver, 60).until(lambda driver: driver.find_elements(*shown))
        yield browser


def asked(browser: Browser) -> set[str]:
    """The addresses that the page wanted anything from."""
    script = "return performance.getEntriesByType('resource').map(each => each.name)"
    return {name for name in browser.driver.execute_script(script) if not name.startswith(("blob:", "data:"))}


def test_the_page_shows_what_is_served_and_asks_nobody_else(system: System, tmp_path: Path) -> None:
    with reading(system, tmp_path, "", "get_voicemail") as browser:
        ours = system.client.url
        had = {f"{ours}/docs/redoc.standalone.js", f"{ours}/openapi.json?served=true"}
        assert asked(browser) == {*had, LOGO}
        (refused,) = browser.complaints
        assert LOGO in refused  # its makers', the one thing that it would have had from elsewhere
        assert refused.endswith("The action has been blocked.")
        browser.driver.find_element(By.CSS_SELECTOR, "[role=search] input").send_keys("recording")
        results = (By.CSS_SELECTOR, "[role=search] [role=menuitem]")
        WebDriverWait(browser.driver, 20).until(lambda driver: driver.find_elements(*results))
        assert "GET\nThe sound of a recording" in {each.text for each in browser.driver.find_elements(*results)}


@pytest.mark.soak
def test_the_page_shows_the_whole_contract(system: System, tmp_path: Path) -> None:
    with reading(system, tmp_path, "?whole", "update_zoom_room") as browser:
        assert len(browser.driver.find_elements(By.CSS_SELECTOR, '[id*="/operation/"]')) == 361
        unserved = browser.driver.find_element(By.CSS_SELECTOR, '[id$="/operation/update_zoom_room"]')
        assert "served: false" in unserved.text


@pytest.mark.soak
def test_the_viewer_is_as_its_makers_publish_it(tmp_path: Path) -> None:
    version = re.search(r"Redoc (\d+\.\d+\.\d+)", (VIEWER / "README.md").read_text())
    assert version
    (packed,) = json.loads(run("npm", "pack", f"redoc@{version[1]}", "--json", "--fetch-retries=1", cwd=tmp_path))
    shutil.unpack_archive(tmp_path / packed["filename"], tmp_path, "gztar", filter="data")
    for name, place in (
        ("LICENSE", "."),
        ("redoc.standalone.js", "bundles"),
        ("redoc.standalone.js.LICENSE.txt", "bundles"),
    ):
        assert (VIEWER / name).read_bytes() == (tmp_path / "package" / place / name).read_bytes()
