"""A browser for each person, signed in once by the form and then by cookies."""

from __future__ import annotations

import time
from contextlib import suppress

from playwright.sync_api import Error

from tests.browser.watch import Watch
from tests.world.keys import PASSPHRASE

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
# Seconds: a session ends after ten quiet minutes at the earliest, which two tests may lie apart.
SIGNED_IN_FOR = 240


class Browsers:
    """One browser context a person, made and signed in at first use."""

    def __init__(self, chromium, address: str, people: dict):
        self.chromium, self.address, self.people = chromium, address, people
        self._contexts: dict[tuple, object] = {}
        self._used: dict[str, float] = {}
        self._watches: list[Watch] = []
        self._tabs: dict[tuple, object] = {}

    def page(self, name: str, **options):
        """A new page of this person. ``options`` are those of a browser context."""
        key = (name, *sorted((k, str(v)) for k, v in options.items()))
        self._awake(name)
        if key not in self._contexts:
            self._contexts[key] = self._signed_in(name, options)
        page = self._contexts[key].new_page()
        page.watch = self._contexts[key].watch
        return page

    def tab(self, name: str, locale: str):
        """One page of this person, or of a visitor, kept from test to test."""
        key = (name, "" if name else locale)
        self._awake(name)
        if key not in self._tabs:
            self._tabs[key] = self.page(name) if name else self.new(locale=locale)
        return self._tabs[key]

    def new(self, **options):
        """A page in a browser of its own, nobody signed in."""
        context = self._context(options)
        page = context.new_page()
        page.watch = context.watch
        return page

    def assert_quiet(self) -> None:
        """Fail on anything that went wrong behind any page."""
        for watch in self._watches:
            watch.assert_quiet()

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()

    def _awake(self, name: str) -> None:
        """Sign in again whoever was quiet for so long that their session may be over."""
        now = time.monotonic()
        if now - self._used.get(name, now) > SIGNED_IN_FOR:
            for key, context in self._contexts.items():
                if key[0] == name:
                    context.clear_cookies(name="session")
                    self._sign_in(context, name)
        self._used[name] = now

    def _sign_in(self, context, name: str) -> None:
        page = context.new_page()
        page.goto("/account/login/")
        sign_in(page, self.people[name].email)
        put_away(page)

    def _context(self, options: dict):
        context = self.chromium.new_context(
            base_url=self.address, **{"viewport": WIDE, "locale": "en-GB"} | options
        )
        context.watch = Watch(context, self.address)
        self._watches.append(context.watch)
        return context

    def _signed_in(self, name: str, options: dict):
        state = self._state(name) if options else None
        context = self._context(options | ({"storage_state": state} if state else {}))
        if state is None:
            self._sign_in(context, name)
        return context

    def _state(self, name: str) -> dict:
        """The cookies of this person's plain browser, for one with other options."""
        if (name,) not in self._contexts:
            self._contexts[(name,)] = self._signed_in(name, {})
        return self._contexts[(name,)].storage_state()


def put_away(page) -> None:
    """Close a page; a navigation under way is ended first, or Chromium would never answer."""
    with suppress(Error):  # «interrupted by another navigation»
        page.goto("about:blank")
    page.close()


def sign_in(page, email: str, passphrase: str = PASSPHRASE) -> None:
    """Fill in the sign-in form of the page and send it, as a person does; wait for the answer."""
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(passphrase)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)
