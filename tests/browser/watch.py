"""Fails a test on anything that must not happen behind a page: errors, foreign hosts, dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

# Chromium's own echo of an answer's status; the status itself is watched.
ECHO = "Failed to load resource"
LOCAL = ("data", "blob", "about")
# A feature that this Chromium does not know cannot be switched off in it: the header stands.
UNKNOWN_FEATURE = "Error with Permissions-Policy header: Unrecognized feature"
# A page that is left takes its open requests with it: that is no trouble of the page.
LEFT = "net::ERR_ABORTED"


class Watch:
    """Notes the troubles of every page of one browser context."""

    def __init__(self, context, address: str):
        self.address = address
        self.troubles: list[str] = []
        self._allowed: set[int] = set()
        self._away = False
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        context.on("console", self._console)
        context.on("dialog", self._dialog)
        context.on("weberror", lambda found: self._note(f"script error: {found.error}"))

    @contextmanager
    def answers(self, *statuses: int) -> Iterator[None]:
        """Within the block these statuses (404, 409, …) are expected."""
        before, self._allowed = self._allowed, self._allowed | set(statuses)
        try:
            yield
        finally:
            self._allowed = before

    @contextmanager
    def network_away(self) -> Iterator[None]:
        """Within the block requests are expected to fail."""
        self._away = True
        try:
            yield
        finally:
            self._away = False

    def assert_quiet(self) -> None:
        """Fail on anything noted since the last time."""
        found, self.troubles = self.troubles, []
        assert not found, "\n".join(found)

    def _note(self, trouble: str) -> None:
        self.troubles.append(trouble)

    def _page(self, page) -> None:
        page.set_default_timeout(10_000)

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in LOCAL and f"{parts.scheme}://{parts.netloc}" != self.address:
            self._note(f"foreign request: {parts.netloc}")

    def _response(self, response) -> None:
        if response.status >= 400 and response.status not in self._allowed:
            self._note(f"{response.status}: {urlsplit(response.url).path}")

    def _failed(self, request) -> None:
        if request.failure != LEFT and not self._away:
            self._note(f"failed: {urlsplit(request.url).path} ({request.failure})")

    def _console(self, message) -> None:
        harmless = message.text.startswith((ECHO, UNKNOWN_FEATURE))
        if message.type in ("error", "warning") and not harmless:
            self._note(f"console {message.type}: {message.text}")

    def _dialog(self, dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()
