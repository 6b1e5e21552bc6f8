"""People who can sign in, apps that ask them, and the way from one to the other."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from tests.acme import Acme, Clock
from tests.http import Http
from tests.visitor import Visitor
from trunkline import app
from trunkline.api import apps
from trunkline.api.context import Installation
from trunkline.extensions import directory, passwords
from trunkline.store.tenant import Tenant

CALLBACK = "https://crm.example/callback?tenant=7"
LOCAL = "http://127.0.0.1:3000/callback"
PASSWORD = "correct horse battery"  # noqa: S105
VERIFIER = "a" * 20 + "-._~" + "Z9" * 12
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
OWN = ["phone:read", "phone_call_log:read", "user:read"]
KEPT = passwords.hashed(PASSWORD)
EVERY = apps.Ways(apps.GRANTS, (CALLBACK, LOCAL))
PUBLIC = apps.Ways(apps.BY_PEOPLE, (LOCAL,), public=True)


def people_and_apps(rows: Tenant) -> None:
    for email, admin in (("p00@acme.example", False), ("p01@acme.example", True)):
        person = directory.known(rows, email)
        person.password_hash, person.admin = KEPT, admin
    apps.create(rows, "CRM & Co", OWN, EVERY, client_id="crm", secret="s3cret")  # noqa: S106
    apps.create(rows, "Command line", OWN, PUBLIC, client_id="cli")
    apps.create(rows, "Other", OWN, EVERY, client_id="other", secret="s3cret")  # noqa: S106
    apps.create(rows, "Archive", ["phone:read:admin"], EVERY, client_id="archive", secret="s3cret")  # noqa: S106
    apps.create(rows, "Robot", ["phone:read:admin"], client_id="robot", secret="s3cret")  # noqa: S106


def served(acme: Acme, clock: Clock, folder: Path, url: str = "http://api.example") -> Http:
    installation = Installation(acme.seal, "192.0.2.1:5060", url)
    socket = folder / "engine.sock"
    return Http(app.http(acme.store, installation, page_key=b"k", rate_plan="off", engine_socket=socket, clock=clock))


def authorize(client: str = "crm", **said: str) -> str:
    wish = {"response_type": "code", "client_id": client, "redirect_uri": CALLBACK, "state": "x&y=z"}
    return "/oauth/authorize?" + urlencode({name: value for name, value in (wish | said).items() if value})


def code(http: Http, client: str = "crm", email: str = "p00@acme.example", **said: str) -> str:
    """What the app is sent after a person has signed in and allowed it."""
    visitor = Visitor(http).get(authorize(client, **said)).sign_in(email, PASSWORD).send("allow")
    assert visitor.told["state"] == "x&y=z"
    return visitor.told["code"]
