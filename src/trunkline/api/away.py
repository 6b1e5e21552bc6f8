"""What is answered while the store is away or too slow: that it may be asked again, in the shape of who is asked."""

import sqlite3
from collections.abc import Callable, Collection, Mapping
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from trunkline.api.oauth.render import page
from trunkline.store.away import TooSlow, is_away, reason

STATUS = 503
AFTER: Mapping[str, str] = {"retry-after": "2"}  # seconds
BODY = b'{"code":503,"message":"The service cannot reach its data at the moment. Try again later."}'
TEXT = "The service cannot reach its data at the moment. Try again in a few seconds."

log = structlog.get_logger()


def handlers(clients: Collection[str]) -> Mapping[Any, Callable[[Request, Any], Response]]:
    """Of what is served beside the API: `clients` are the paths that apps ask (RFC 6749 section 5.2); people see a
    page."""

    def answer(request: Request, error: Exception) -> Response:
        if not is_away(error):
            raise error
        log.error("the store does not answer", path=request.url.path, why=reason(error))
        if request.url.path in clients:
            said = {"reason": TEXT, "error": "temporarily_unavailable"}
            response: Response = JSONResponse(said, STATUS, {"cache-control": "no-store"})
        else:
            response = page("message", STATUS, title="Not now", text=TEXT)
        response.headers.update(AFTER)
        return response

    return dict.fromkeys((SQLAlchemyError, sqlite3.Error, TooSlow), answer)
