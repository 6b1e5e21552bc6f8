"""Puts the rooms together: the one place that knows them all."""

import asyncio
import hmac
import resource
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline import clock as clocks
from trunkline.api import away, checks, connections, contract, hosts, metrics, readiness, shell
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
from trunkline.extensions import retention
from trunkline.store import keys, leftovers, opening, usage
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

NOBODY = metrics.Readers()


def http(
    store: Store,
    installation: Installation,
    *,
    page_key: bytes,
    rate_plan: str,
    engine_socket: Path,
    as_observed: bool = False,
    clock: Callable[[], float] = clocks.steady,
    wall: Callable[[], float] = clocks.wall,
    sources: metrics.Sources | None = None,
    readers: metrics.Readers = NOBODY,
) -> ASGIApp:
    """All that is served over HTTP. `page_key` signs page tokens, and by a key made from it the forms on which people
    sign in; `rate_plan` is a name in `limits.PLANS`; `as_observed` is whether what clients saw holds where it differs
    from the reference; `sources` are those of numbers and of whether the parts are well, which `readers` may read. By
    `clock` things end and expire; `wall` is the one that people read.
    """
    said = contract.load(as_observed=as_observed)
    tokens, limiter = Tokens(store, clock), Limiter(PLANS[rate_plan])
    sources, requests = sources or metrics.Sources(engine_socket.parent), metrics.Requests()
    api = Api(said, handlers, store, tokens.grant, limiter, page_key, installation, clock, wall, requests)
    clients = Clients(store, tokens, installation.api_url, clock)
    pages = Pages(store, installation.api_url, hmac.digest(page_key, b"sign-in", "sha256"), clock)
    health = shell.health_route(engine_socket)
    signs = [health, *readiness.routes(sources.ready), metrics.Metrics(requests, sources, readers).route]
    routes = [*clients.routes, *pages.routes, *shell.document_routes(said.document, installation.api_url), *signs]
    beside = Starlette(routes=routes, exception_handlers=away.handlers({each.path for each in clients.routes}))
    beside.router.redirect_slashes = False  # it would lead to whatever host the request names
    turns = Turns()

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        """The API is reached without Starlette, whose router would cost as much as all else that a request needs."""
        if scope["type"] == "http" and scope["path"].startswith(PREFIX + "/"):
            await api(scope, receive, turns.by(send))
        elif scope["type"] == "http" and scope["path"].startswith("/oauth/"):
            await _counted(beside, requests, scope, receive, turns.by(send))
        else:
            await beside(scope, receive, turns.by(send))

    return route


async def _counted(app: ASGIApp, requests: metrics.Requests, scope: Scope, receive: Receive, send: Send) -> None:
    """Sign-in is no operation of the contract, and is counted as one."""
    began, statuses = time.perf_counter(), list[int]()

    async def seen(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        await send(message)

    try:
        await app(scope, receive, seen)
    finally:
        requests.answered("oauth", scope["method"], (*statuses, 500)[0], time.perf_counter() - began)


def _ignore(_: int, __: FrameType | None) -> None:
    """The signal has been obeyed already."""


class Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, beat: Callable[[], None]) -> None:
        super().__init__(config)
        self._beat = beat

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second, once it listens."""
        self._beat()
        return await super().on_tick(counter)


def serve_http(
    place: Place,
    installation: Installation,
    *,
    listening: socket.socket,
    data: Path,
    rate_plan: str,
    engine_socket: Path,
    as_observed: bool,
    behind: hosts.Networks,
    beat: Callable[[], None],
    reload: Callable[[], None],
    readers: metrics.Readers,
    certificate: Path | None,
) -> None:
    """The API process: until SIGTERM, after which it finishes what it has begun. `behind` are the proxies before it;
    `beat` is called as long as the event loop comes round, `reload` on SIGHUP; `readers` may read its numbers."""
    held = keys.read_all(data)
    leftovers.clear(data)
    store = Store(place, "configuration")
    store.read_any(partial(opening.check, seal=installation.seal))
    store.recover()
    ready = readiness.Readiness()
    ready.add("store", checks.store(store))
    ready.add("engine", checks.engine(engine_socket))
    ready.add("journal", checks.journal(engine_socket))
    ready.add("relay", checks.relay(engine_socket.parent))
    ready.add("keys", checks.keys(data, held, partial(store.read_any, partial(opening.fits, seal=installation.seal))))
    kept = {"data": data, **{name: data / name for name in ("blobs", "journal", "taken")}}
    ready.add("disk", checks.disk(kept.values()))
    ready.add("clock", checks.clock())
    served = http(
        store,
        installation,
        page_key=held[keys.PAGE],
        rate_plan=rate_plan,
        engine_socket=engine_socket,
        as_observed=as_observed,
        sources=metrics.Sources(engine_socket.parent, kept, ready, certificate, lambda: usage.of(place, clocks.wall())),
        readers=readers,
    )
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    crowd = connections.Crowd(min(connections.MOST, files // 2), lambda address: hosts.is_among(address, behind))
    config = uvicorn.Config(
        served,
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

    def heard(_: int, __: FrameType | None) -> None:
        reload()

    signal.signal(signal.SIGHUP, heard)
    sweeper = retention.Sweeper(store)
    try:
        Server(config, beat).run([listening])
    finally:
        sweeper.close()
        store.close()
