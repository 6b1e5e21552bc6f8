"""Puts the rooms together: the one place that knows them all."""

import asyncio
import hmac
import resource
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from trunkline.api import connections, contract, hosts, shell
from trunkline.api.context import Installation
from trunkline.api.limits import PLANS, Limiter
from trunkline.api.oauth.clients import Clients
from trunkline.api.oauth.pages import Pages
from trunkline.api.operation import handlers
from trunkline.api.pipeline import PREFIX, Api
from trunkline.api.sending import Turns
from trunkline.api.tokens import Tokens
from trunkline.areas.account_users import operations as account_users
from trunkline.areas.call_handling import operations as call_handling
from trunkline.areas.call_logs import operations as call_logs
from trunkline.areas.call_queues import operations as call_queues
from trunkline.areas.phone_devices import operations as phone_devices
from trunkline.areas.phone_numbers import operations as phone_numbers
from trunkline.areas.phone_plans import operations as phone_plans
from trunkline.areas.recordings import operations as recordings
from trunkline.areas.sites import operations as sites
from trunkline.areas.users import operations as users
from trunkline.areas.voicemails import operations as voicemails
from trunkline.store.seal import kept_key
from trunkline.store.store import Place, Store

# Their handlers bind themselves as they are imported.
AREAS = (
    account_users,
    call_handling,
    call_logs,
    call_queues,
    phone_devices,
    phone_numbers,
    phone_plans,
    recordings,
    sites,
    users,
    voicemails,
)


def http(
    store: Store,
    installation: Installation,
    *,
    page_key: bytes,
    rate_plan: str,
    engine_socket: Path,
    as_observed: bool = False,
    clock: Callable[[], float] = time.time,
) -> ASGIApp:
    """All that is served over HTTP. `page_key` signs page tokens, and by a key made from it the forms on which people
    sign in; `rate_plan` is a name in `limits.PLANS`; `as_observed` is whether what clients saw holds where it differs
    from the reference.
    """
    said = contract.load(as_observed=as_observed)
    tokens = Tokens(store, clock)
    api = Api(said, handlers, store, tokens.grant, Limiter(PLANS[rate_plan]), page_key, installation, clock)
    clients = Clients(store, tokens, installation.api_url, clock)
    pages = Pages(store, installation.api_url, hmac.digest(page_key, b"sign-in", "sha256"), clock)
    health = shell.health_route(engine_socket)
    beside = Starlette(routes=[*clients.routes, *pages.routes, *shell.document_routes(said.document), health])
    turns = Turns()

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        """The API is reached without Starlette, whose router would cost as much as all else that a request needs."""
        if scope["type"] == "http" and scope["path"].startswith(PREFIX + "/"):
            await api(scope, receive, turns.by(send))
        else:
            await beside(scope, receive, turns.by(send))

    return route


def _ignore(_: int, __: FrameType | None) -> None:
    """The signal has been obeyed already."""


def serve_http(
    place: Place,
    installation: Installation,
    *,
    listen: tuple[str, int],
    keys: Path,
    rate_plan: str,
    engine_socket: Path,
    as_observed: bool,
    behind: hosts.Networks,
) -> None:
    """The API process: until SIGTERM, after which it finishes what it has begun. `behind` are the proxies before it."""
    store = Store(place, "configuration")
    served = http(
        store,
        installation,
        page_key=kept_key(keys, "page.key"),
        rate_plan=rate_plan,
        engine_socket=engine_socket,
        as_observed=as_observed,
    )
    host, port = listen
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    crowd = connections.Crowd(min(connections.MOST, files // 2), lambda address: hosts.is_among(address, behind))
    config = uvicorn.Config(
        served,
        host=host,
        port=port,
        loop="uvloop",
        http=cast(type[asyncio.Protocol], partial(connections.Connection, crowd)),
        ws="none",
        lifespan="off",
        log_config=None,
        proxy_headers=bool(behind),
        forwarded_allow_ips=[str(each) for each in behind],
        server_header=False,
    )
    config.access_log = False  # the pipeline writes a line for each answer itself
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again when it has drained
        signal.signal(number, _ignore)
    try:
        uvicorn.Server(config).run()
    finally:
        store.close()
