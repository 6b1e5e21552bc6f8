"""A browser without scripts: it keeps cookies and sends the forms that it is shown."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.http import Http


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.actions: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.actions.append(said["action"])
            self.forms.append({})
        elif tag == "input" and self.forms:
            self.forms[-1][said["name"]] = said.get("value", "")
        elif tag == "a":
            self.links.append(said["href"])

    def handle_data(self, data: str) -> None:
        self.text += data


@dataclass
class Visitor:
    http: Http
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    html: str = ""

    @property
    def page(self) -> Page:
        return Page(self.html)

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def told(self) -> dict[str, str]:
        """What the address says to which the visitor is sent."""
        return dict(parse_qsl(urlsplit(self.location).query))

    def get(self, target: str) -> "Visitor":
        return self._send("GET", target, b"")

    def send(self, action: str, form: int = -1, **fields: str) -> "Visitor":
        """Send one of the page's forms (the last by default) by its button, following a way back to the same page."""
        page = self.page
        said = page.forms[form] | fields | {"action": action}
        self._send("POST", page.actions[form], urlencode(said).encode())
        if self.status == 303 and self.location.startswith("/oauth/"):
            self.get(self.location)
        return self

    def sign_in(self, email: str, password: str) -> "Visitor":
        return self.send("sign in", email=email, password=password)

    def _send(self, method: str, target: str, body: bytes) -> "Visitor":
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"cookie": cookie} if cookie else {}
        self.status, self.headers, raw = self.http(method, target, body, **sent)
        for said in self.http.set_cookies:
            for name, morsel in SimpleCookie(said).items():
                self.cookies[name] = morsel.value
        self.html = raw.decode()
        return self
