"""What pages tell people to type is what the program takes, and where they lead is there."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from trunkline.cli.main import parser

pytestmark = pytest.mark.any_store

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOR_OPERATORS = [ROOT / "README.md", *sorted((ROOT / "docs" / "operations").glob("*.md"))]
BEFORE = r"^ +(?:sudo )?(?:-u trunkline )?(?:docker compose (?:run --rm|exec) )?"


def commands(page: Path) -> Iterator[str]:
    """Lines of indented blocks that run `trunkline`, whole where they go on below."""
    text = page.read_text().replace("\\\n", " ")
    for line in re.findall(rf"{BEFORE}(?:\.venv/bin/|/opt/trunkline/bin/)?trunkline +(.*)$", text, re.MULTILINE):
        if not line.startswith("-") or line.startswith("--"):
            yield line


TYPED = [(page, line) for page in FOR_OPERATORS for line in commands(page)]


@pytest.mark.parametrize(("page", "line"), TYPED, ids=[f"{page.name}: {line[:50]}" for page, line in TYPED])
def test_a_command_is_one_that_the_program_takes(page: Path, line: str) -> None:
    words = shlex.split(re.split(r" [|<>&] ?|; ", re.sub(r"  +#.*", "", line))[0])
    words = [word for word in words if word != "..."]
    said, code = io.StringIO(), 0
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            parser().parse_args(words)
    except SystemExit as left:  # --help and --version leave as well, with 0
        code = left.code
    assert code == 0, said.getvalue()


def test_commands_are_found() -> None:
    assert len(TYPED) > 30


LINKS = [
    (page, link)
    for page in PAGES
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    if not re.match(r"[a-z]+:", link)
]


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page.name}: {link}" for page, link in LINKS])
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    path, _, part = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    assert target.exists()
    if part:
        headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
        assert part in {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_the_index_names_every_page_for_operators() -> None:
    index = ROOT / "docs" / "operations" / "README.md"
    assert {f"{page.name}" for page in index.parent.glob("*.md")} - {index.name} <= {
        link for page, link in LINKS if page == index
    }
