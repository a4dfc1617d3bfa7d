"""A browser as small as it can be: one person's requests over HTTP to a server on this machine."""

from __future__ import annotations

import http.client
import urllib.parse

from benchmarks.processes import HEADERS, HOST


class Browser:
    """Keeps cookies, and the connection if ``keeps`` is set."""

    def __init__(self, port: int, cookies: dict[str, str], *, keeps: bool = False) -> None:
        self.port, self.cookies, self.keeps = port, dict(cookies), keeps
        self.connection: http.client.HTTPConnection | None = None

    def get(self, url: str) -> tuple[int, bytes]:
        return self._ask("GET", url)

    def post(self, url: str, values: dict[str, str]) -> tuple[int, bytes]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", url, urllib.parse.urlencode(values), kind)

    def _ask(
        self, method: str, url: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = HEADERS | {"Cookie": cookie, "Referer": f"https://{HOST}/"} | (more or {})
        connection = self.connection or http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60
        )
        self.connection = None
        try:
            connection.request(method, url, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (http.client.RemoteDisconnected, ConnectionError):
            connection.close()
            if not self.keeps:
                raise
            # The server closed a connection that was quiet for a while: once more, on a new one.
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request(method, url, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _is, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if self.keeps and not answer.will_close:
            self.connection = connection
        else:
            connection.close()
        return answer.status, content
