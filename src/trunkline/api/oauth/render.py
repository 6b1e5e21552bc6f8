"""The pages as HTML: whole without scripts, other files or other hosts, and under a policy that allows none."""

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from trunkline.api import policy

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = "templates"


def page(name: str, status: int = 200, *, leads_to: str = "", **said: object) -> HTMLResponse:
    """The page of that name. `leads_to` is the scheme of the address to which its form leads in the end.

    A browser holds every step that follows a form against `form-action`, and the app's own address may send people on
    to another of its hosts: so the scheme is allowed, and https.
    """
    style = _style()
    targets = " ".join(dict.fromkeys(["'self'", "https:", f"{leads_to}:"])) if leads_to else "'self'"
    headers = policy.headers(style_src=policy.inline(style), form_action=targets) | {"cache-control": "no-store"}
    return HTMLResponse(_environment().get_template(f"{name}.html").render(style=style, **said), status, headers)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only people need it; apps do not wait for it

    loader = PackageLoader("trunkline.api.oauth", TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _style() -> str:
    return resources.files("trunkline.api.oauth").joinpath(TEMPLATES, "style.css").read_text()
