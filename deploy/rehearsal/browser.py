"""A person at the proxy: TLS by the proxy's own authority, cookies, forms."""

from __future__ import annotations

import html
import http.client
import re
import socket
import ssl
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from deploy.rehearsal.machine import Failed, in_network
from deploy.rehearsal.networks import HOST


class Browser:
    """Asks the published port of the host, by the name that the certificate must hold."""

    def __init__(self, name: str, authority: Path):
        self.name = name
        self.trust = ssl.create_default_context(cafile=str(authority))
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, page, and where it leads."""
        return in_network(HOST, lambda: self._ask(path, fields))

    def _ask(self, path: str, fields: dict[str, str] | None) -> tuple[int, str, str]:
        with socket.create_connection(("127.0.0.1", 443), timeout=30) as plain:
            wire = self.trust.wrap_socket(plain, server_hostname=self.name)
            link = http.client.HTTPConnection(self.name)
            link.sock = wire
            headers = {
                "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
                "Referer": f"https://{self.name}{path}",
            }
            if fields:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            link.request(
                "POST" if fields else "GET", path, urlencode(fields or {}) or None, headers
            )
            answer = link.getresponse()
            for header in answer.msg.get_all("Set-Cookie", []):
                key, _is, rest = header.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            page = answer.read().decode(errors="replace")
            wire.close()
            return answer.status, page, answer.getheader("Location") or ""

    def follow(self, path: str) -> tuple[str, str]:
        """The page at the end of its redirections, and its address. Raises Failed."""
        for _turn in range(6):
            status, page, to = self.ask(path)
            if status not in (301, 302):
                if status != 200:
                    raise Failed(f"{path} answered {status}.")
                return page, path
            parts = urlsplit(to)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        raise Failed(f"{path} leads round and round.")

    def send(self, path: str, **fields: str) -> str:
        """The form of a page with these fields, and the page after it. Raises Failed."""
        page, path = self.follow(path)
        names = [name for name in fields if f'name="{name}"' not in page]
        if names:
            raise Failed(f"{path} has no field {', '.join(names)}.")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        hidden = {"csrfmiddlewaretoken": token[1]} if token else {}
        status, page, to = self.ask(path, hidden | fields)
        if status not in (301, 302):
            told = re.findall(r'class="[^"]*err[^"]*"[^>]*>(.*?)</', page, re.DOTALL)
            raise Failed(f"{path} answered {status}: {html.unescape(' '.join(told))[:300]}")
        return self.follow(urlsplit(to).path)[0]
