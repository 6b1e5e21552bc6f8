"""A client of the whole ASGI app, in process."""

import asyncio
from base64 import b64encode
from typing import Any


class Http:
    """A client of the whole ASGI app."""

    address = "198.51.100.7"  # where it calls from

    def __init__(self, served: Any) -> None:
        self.served = served
        self.set_cookies: list[str] = []  # by the last answer

    def __call__(
        self, method: str, target: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "server": ("api.example", 80),
            "client": (self.address, 40_000),
            "query_string": query.encode("latin-1"),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.served(scope, receive, send))
        found = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        self.set_cookies = [value for name, value in found if name == "set-cookie"]
        return sent[0]["status"], dict(found), b"".join(message.get("body", b"") for message in sent[1:])


def basic(client: str = "crm", secret: str = "s3cret") -> str:  # noqa: S107
    return "Basic " + b64encode(f"{client}:{secret}".encode()).decode()
